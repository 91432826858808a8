using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Packaging;

/// <summary>The package of this source tree, with a stand-in for the published program.</summary>
public sealed class BuiltPackage : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new("package");

    /// <summary>Its file.</summary>
    public string Path { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!PackageRoot.IsPossible) return;
        var build = System.IO.Path.Combine(RepositoryPaths.Root, "etc/debian/build");
        var made = await CapturedProcess.Run("/usr/bin/env", ["COMPRESSION=none", build, PackageRoot.WriteLauncher(_folder), _folder.Path]);
        Assert.True(made.ExitCode == 0, made.Error);
        Path = made.Output;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
