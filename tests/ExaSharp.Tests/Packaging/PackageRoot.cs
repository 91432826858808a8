using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Packaging;

/// <summary>
/// An empty root that packages are installed in by the system's dpkg, whose scripts run outside of it
/// (<c>--force-script-chrootless</c>). What the package depends on is there by name only.
/// </summary>
internal sealed class PackageRoot : IDisposable
{
    private static readonly string[] Dependencies = ["libc6", "libgcc-s1", "libstdc++6", "systemd"];

    private readonly TemporaryDirectory _folder = new("package");

    public PackageRoot()
    {
        Assert.SkipUnless(IsPossible, "dpkg is not installed, or this is not root, as which alone it installs packages");
        foreach (var name in (string[])["var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/alternatives", "var/log", "etc", "run"])
            Directory.CreateDirectory(Place(name));
        var status = Dependencies.Select(name =>
        {
            File.WriteAllText(Place($"var/lib/dpkg/info/{name}.list"), "/.\n");
            return $"Package: {name}\nStatus: install ok installed\nMaintainer: nobody <nobody@localhost>\nVersion: 99\nArchitecture: all\nDescription: a name\n";
        });
        File.WriteAllText(Place("var/lib/dpkg/status"), string.Join('\n', status));
    }

    /// <summary>Whether packages can be installed here at all.</summary>
    public static bool IsPossible => File.Exists("/usr/bin/dpkg-deb") && Environment.IsPrivilegedProcess;

    /// <summary>Where the root is.</summary>
    public string Path => _folder.File("root");

    /// <summary>A path within the root, seen from outside.</summary>
    public string Place(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>A program that starts the one that was built with the tests, and is quick where only a text is wanted.</summary>
    public static string WriteLauncher(TemporaryDirectory folder)
    {
        var path = folder.Write("launcher", $"#!/bin/sh\n[ \"$1\" != completion ] || {{ echo \"# completion of $2\"; exit; }}\nexec dotnet '{System.IO.Path.Combine(AppContext.BaseDirectory, "exasharp.dll")}' \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Makes a package that has alternatives as Debian's exabgp has them.</summary>
    public async Task<string> BuildOtherExabgpAsync()
    {
        var stage = _folder.File("other");
        Directory.CreateDirectory(System.IO.Path.Combine(stage, "DEBIAN"));
        Directory.CreateDirectory(System.IO.Path.Combine(stage, "usr/sbin"));
        File.WriteAllText(System.IO.Path.Combine(stage, "usr/sbin/python3-exabgp"), "");
        File.WriteAllText(System.IO.Path.Combine(stage, "usr/sbin/python3-exabgpcli"), "");
        File.WriteAllText(System.IO.Path.Combine(stage, "DEBIAN/control"),
            "Package: python3-exabgp\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: another\n");
        Script("postinst", "update-alternatives --install /usr/sbin/exabgp exabgp /usr/sbin/python3-exabgp 200 --slave /usr/sbin/exabgpcli exabgpcli /usr/sbin/python3-exabgpcli");
        Script("prerm", "update-alternatives --remove exabgp /usr/sbin/python3-exabgp");
        var package = _folder.File("other.deb");
        var made = await CapturedProcess.Run("dpkg-deb", ["--root-owner-group", "-Znone", "--build", stage, package]);
        Assert.True(made.ExitCode == 0, made.Error);
        return package;

        void Script(string name, string command)
        {
            var path = System.IO.Path.Combine(stage, "DEBIAN", name);
            File.WriteAllText(path, $"#!/bin/sh\n{command}\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>Runs dpkg on the root; it has to succeed.</summary>
    public async Task<string> DpkgAsync(params string[] arguments)
    {
        var run = await CapturedProcess.Run("dpkg", [$"--root={Path}", "--force-script-chrootless", "--force-confold", .. arguments]);
        Assert.True(run.ExitCode == 0, $"dpkg {string.Join(' ', arguments)}\n{run.Output}\n{run.Error}");
        return run.Output;
    }

    /// <summary>Where a chain of links within the root ends, as a path within it; the path itself when it is no link.</summary>
    public string? Resolve(string path)
    {
        for (var links = 0; links < 10; links++)
        {
            var file = new FileInfo(Place(path.TrimStart('/')));
            if (file.LinkTarget is not { } target) return file.Exists ? path : null;
            path = System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(path)!);
        }
        return null;
    }

    /// <summary>All files and links of the root but for dpkg's own and those of the system's accounts, in order.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(path => new FileInfo(path).LinkTarget is not null || !Directory.Exists(path))
            .Select(path => path[Path.Length..])
            .Where(path => !path.StartsWith("/var/", StringComparison.Ordinal)
                && path is not ("/etc/passwd" or "/etc/group" or "/etc/shadow" or "/etc/gshadow" or "/etc/.pwd.lock"))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => _folder.Dispose();
}
