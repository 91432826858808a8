namespace ExaSharp.Testing;

/// <summary>
/// A directory of its own for one test. The path is short, because a Unix socket's name inside it may have at most
/// 107 octets. Set <c>EXASHARP_TEST_KEEP=1</c> to keep the files of a failing test.
/// </summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates the directory, readable by all: routers may change their user.</summary>
    public TemporaryDirectory(string name = "test")
    {
        Path = Directory.CreateTempSubdirectory($"exasharp-{name}-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(Path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute path of a name inside the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a text file and returns its absolute path.</summary>
    public string Write(string name, string content)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("EXASHARP_TEST_KEEP") == "1")
            return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that is still ending may create a file meanwhile; the operating system cleans up later.
        }
    }
}
