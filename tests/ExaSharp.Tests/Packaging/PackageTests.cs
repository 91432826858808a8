using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Packaging;

/// <summary>The Debian package, installed in an empty root, upgraded, removed and purged.</summary>
public sealed class PackageTests(BuiltPackage package) : IClassFixture<BuiltPackage>
{
    private static readonly string[] Expected =
    [
        "/etc/alternatives/exabgp", "/etc/alternatives/exabgp.8.gz", "/etc/alternatives/exabgp.bash", "/etc/alternatives/exabgp.fish", "/etc/alternatives/exabgpcli", "/etc/default/exasharp",
        "/usr/lib/python3/dist-packages/exasharp.pth", "/usr/lib/sysusers.d/exasharp.conf", "/usr/lib/tmpfiles.d/exasharp.conf",
        "/usr/sbin/exabgp", "/usr/sbin/exabgpcli", "/usr/sbin/exasharp",
        "/usr/share/bash-completion/completions/exasharp", "/usr/share/zsh/vendor-completions/_exasharp", "/usr/share/fish/vendor_completions.d/exasharp.fish",
        "/usr/share/doc/exasharp/changelog.gz", "/usr/share/doc/exasharp/copyright", "/usr/share/doc/exasharp/exabgp-compat.md",
        "/usr/share/doc/exasharp/examples/minimal.conf", "/usr/share/doc/exasharp/examples/run/demo-helper.py",
        "/usr/share/exasharp/python/exabgp/__init__.py", "/usr/share/exasharp/python/exabgp/__main__.py",
        "/usr/share/man/man1/exabgpcli.1.gz", "/usr/share/man/man5/exasharp.conf.5.gz", "/usr/share/man/man8/exabgp.8.gz", "/usr/share/man/man8/exasharp.8.gz",
    ];

    [Fact]
    public async Task An_installed_package_has_all_files_links_and_the_account()
    {
        using var root = new PackageRoot();
        await root.DpkgAsync("--install", package.Path);
        var files = root.Files();
        Assert.Empty(Expected.Except(files));
        foreach (var unit in Directory.Exists(Source("etc/systemd")) ? Directory.EnumerateFiles(Source("etc/systemd"), "*.service") : [])
            Assert.Contains($"/usr/lib/systemd/system/{Path.GetFileName(unit)}", files);
        Assert.Equal("/usr/sbin/exasharp", root.Resolve("/usr/sbin/exabgp"));
        Assert.Equal("/usr/sbin/exasharp", root.Resolve("/usr/sbin/exabgpcli"));
        Assert.Equal("/usr/share/bash-completion/completions/exasharp", root.Resolve("/usr/share/bash-completion/completions/exabgp"));
        Assert.Equal("/usr/share/man/man8/exasharp.8.gz", root.Resolve("/usr/share/man/man8/exabgp.8.gz"));
        Assert.Equal("", await root.DpkgAsync("--verify", "exasharp"));
        if (File.Exists("/usr/bin/systemd-sysusers"))
            Assert.Contains(File.ReadLines(root.Place("etc/passwd")), line => line.StartsWith("exabgp:", StringComparison.Ordinal) && line.EndsWith("/nologin", StringComparison.Ordinal));
        if (File.Exists("/usr/bin/systemd-tmpfiles"))
            Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(root.Place("run/exabgp")));
    }

    [Fact]
    public async Task Nothing_that_is_installed_can_be_written_by_others()
    {
        using var root = new PackageRoot();
        await root.DpkgAsync("--install", package.Path);
        var open = root.Files().Where(path => new FileInfo(root.Place(path[1..])) is { LinkTarget: null } file
            && (file.UnixFileMode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0);
        Assert.Empty(open);
    }

    [Fact]
    public async Task An_upgrade_keeps_settings_and_links()
    {
        using var root = new PackageRoot();
        await root.DpkgAsync("--install", package.Path);
        var before = root.Files();
        await File.AppendAllTextAsync(root.Place("etc/default/exasharp"), "exabgp_tcp_port=1790\n", TestContext.Current.CancellationToken);
        await root.DpkgAsync("--install", package.Path);
        Assert.Equal(before, root.Files());
        Assert.Contains("exabgp_tcp_port=1790", await File.ReadAllTextAsync(root.Place("etc/default/exasharp"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("/usr/sbin/exasharp", root.Resolve("/usr/sbin/exabgp"));
    }

    [Fact]
    public async Task A_removed_package_leaves_its_settings_and_a_purged_one_nothing()
    {
        using var root = new PackageRoot();
        await root.DpkgAsync("--install", package.Path);
        // As root's Python leaves it.
        Directory.CreateDirectory(root.Place("usr/share/exasharp/python/exabgp/__pycache__"));
        await File.WriteAllTextAsync(root.Place("usr/share/exasharp/python/exabgp/__pycache__/__init__.cpython-311.pyc"), "", TestContext.Current.CancellationToken);
        await root.DpkgAsync("--remove", "exasharp");
        Assert.Equal(["/etc/default/exasharp"], root.Files());
        await root.DpkgAsync("--purge", "exasharp");
        Assert.Empty(root.Files());
        Assert.False(Directory.Exists(root.Place("etc/exabgp")));
        Assert.False(Directory.Exists(root.Place("usr")));
        Assert.False(Directory.Exists(root.Place("run/exabgp")));
    }

    [Fact]
    public async Task Configurations_of_the_operator_outlive_the_package()
    {
        using var root = new PackageRoot();
        await root.DpkgAsync("--install", package.Path);
        await File.WriteAllTextAsync(root.Place("etc/exabgp/exabgp.conf"), "", TestContext.Current.CancellationToken);
        await root.DpkgAsync("--purge", "exasharp");
        Assert.Equal(["/etc/exabgp/exabgp.conf"], root.Files());
    }

    [Fact]
    public async Task The_names_stay_with_ExaBGP_while_it_is_installed()
    {
        using var root = new PackageRoot();
        await root.DpkgAsync("--install", await root.BuildOtherExabgpAsync());
        await root.DpkgAsync("--install", package.Path);
        Assert.Equal("/usr/sbin/python3-exabgp", root.Resolve("/usr/sbin/exabgp"));
        await root.DpkgAsync("--purge", "python3-exabgp");
        Assert.Equal("/usr/sbin/exasharp", root.Resolve("/usr/sbin/exabgp"));
        Assert.Equal("/usr/sbin/exasharp", root.Resolve("/usr/sbin/exabgpcli"));
        await root.DpkgAsync("--install", await root.BuildOtherExabgpAsync());
        Assert.Equal("/usr/sbin/python3-exabgpcli", root.Resolve("/usr/sbin/exabgpcli"));
        await root.DpkgAsync("--purge", "exasharp");
        Assert.Equal("/usr/sbin/python3-exabgp", root.Resolve("/usr/sbin/exabgp"));
    }

    private static string Source(string path) => Path.Combine(RepositoryPaths.Root, path);
}
