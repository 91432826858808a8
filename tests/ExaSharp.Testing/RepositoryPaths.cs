namespace ExaSharp.Testing;

/// <summary>Where the files of the source tree are, seen from a test that runs out of its build directory.</summary>
public static class RepositoryPaths
{
    /// <summary>The directory that holds <c>ExaSharp.sln</c>.</summary>
    /// <exception cref="InvalidOperationException">The tests do not run inside a source tree.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary><c>Debug</c> or <c>Release</c>: the configuration that this test assembly was built with.</summary>
    public static string BuildConfiguration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ExaSharp.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"no ExaSharp.sln above {AppContext.BaseDirectory}");
    }
}
