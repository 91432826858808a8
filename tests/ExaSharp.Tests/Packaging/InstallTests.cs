using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Packaging;

/// <summary>What <c>make install</c> does, and the Python package that is among it.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new("install");

    [Fact]
    public async Task Everything_is_below_the_prefix_and_may_be_installed_again()
    {
        await InstallAsync();
        foreach (var path in (string[])["sbin/exasharp", "share/man/man8/exasharp.8.gz", "share/doc/exasharp/examples/minimal.conf", "etc/default/exasharp",
            "lib/sysusers.d/exasharp.conf", "lib/tmpfiles.d/exasharp.conf", "share/exasharp/python/exabgp/__main__.py"])
            Assert.True(File.Exists(Place(path)), path);
        Assert.Equal("# completion of zsh\n", await File.ReadAllTextAsync(Place("share/zsh/site-functions/_exasharp"), TestContext.Current.CancellationToken));
        Assert.Equal("../sbin/exasharp", new FileInfo(Place("sbin/exabgp")).LinkTarget);
        Assert.Equal("# completion of bash\n", await File.ReadAllTextAsync(Place("share/bash-completion/completions/exabgp"), TestContext.Current.CancellationToken));
        Assert.Equal("../sbin/exasharp", new FileInfo(Place("bin/exabgpcli")).LinkTarget);
        await File.AppendAllTextAsync(Place("etc/default/exasharp"), "exabgp_tcp_port=1790\n", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("left as it is", await InstallAsync(), StringComparison.Ordinal);
        Assert.Contains("exabgp_tcp_port=1790", await File.ReadAllTextAsync(Place("etc/default/exasharp"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFileSystemEntries(_folder.File("root")), path => Assert.Equal("opt", Path.GetFileName(path)));
    }

    [Fact]
    public async Task Units_name_the_program_where_it_is()
    {
        await InstallAsync();
        var folder = Path.Combine(RepositoryPaths.Root, "etc/systemd");
        foreach (var unit in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.service") : [])
        {
            var text = await File.ReadAllTextAsync(Place($"lib/systemd/system/{Path.GetFileName(unit)}"), TestContext.Current.CancellationToken);
            Assert.Contains("/opt/exa/sbin/exasharp", text, StringComparison.Ordinal);
            Assert.DoesNotContain("/usr/sbin/exasharp", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_program_of_ExaBGP_is_not_replaced()
    {
        Directory.CreateDirectory(Place("sbin"));
        await File.WriteAllTextAsync(Place("sbin/exabgp"), "another", TestContext.Current.CancellationToken);
        Assert.Contains($"left as it is: {Place("sbin/exabgp")}", await InstallAsync(), StringComparison.Ordinal);
        Assert.Equal("another", await File.ReadAllTextAsync(Place("sbin/exabgp"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_Python_module_is_the_program()
    {
        await InstallAsync();
        var run = await PythonAsync("version");
        Assert.StartsWith($"ExaBGP : {ExaSharp.Cli.CliContext.ExaBgpVersion}", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_Python_module_passes_arguments_and_the_exit_status_on(int status)
    {
        await InstallAsync();
        await File.WriteAllTextAsync(Place("sbin/exasharp"), $"#!/bin/sh\nfor word; do echo \"<$word>\"; done\nexit {status}\n", TestContext.Current.CancellationToken);
        var run = await PythonAsync("healthcheck", "--cmd", "test 'a b'", "--ip", "192.0.2.1/32", "");
        Assert.Equal("<healthcheck>\n<--cmd>\n<test 'a b'>\n<--ip>\n<192.0.2.1/32>\n<>", run.Output);
        Assert.Equal(status, run.ExitCode);
    }

    [Fact]
    public async Task The_Python_module_says_when_the_program_is_not_there()
    {
        await InstallAsync();
        File.Delete(Place("sbin/exasharp"));
        var run = await CapturedProcess.Run("/usr/bin/env", ["-i", $"PYTHONPATH={Place("share/exasharp/python")}", "PATH=/nowhere", "/usr/bin/python3", "-B", "-m", "exabgp", "version"]);
        Assert.Equal((1, "python3 -m exabgp: the program exasharp is not installed"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_Python_package_of_ExaBGP_comes_before_the_module()
    {
        await InstallAsync();
        var packages = Directory.CreateDirectory(_folder.File("packages"));
        await File.WriteAllTextAsync(Path.Combine(packages.FullName, "exasharp.pth"), Place("share/exasharp/python") + "\n", TestContext.Current.CancellationToken);
        string[] ask = ["-c", $"import site; site.addsitedir('{packages.FullName}'); import exabgp; print(exabgp.__file__)"];
        var found = await CapturedProcess.Run("python3", ["-S", "-B", .. ask]);
        Assert.Equal(Place("share/exasharp/python/exabgp/__init__.py"), found.Output);
        Directory.CreateDirectory(Path.Combine(packages.FullName, "exabgp"));
        await File.WriteAllTextAsync(Path.Combine(packages.FullName, "exabgp/__init__.py"), "", TestContext.Current.CancellationToken);
        found = await CapturedProcess.Run("python3", ["-S", "-B", .. ask]);
        Assert.Equal(Path.Combine(packages.FullName, "exabgp/__init__.py"), found.Output);
    }

    public void Dispose() => _folder.Dispose();

    private string Place(string path) => Path.Combine(_folder.File("root"), "opt/exa", path);

    private async Task<string> InstallAsync()
    {
        var run = await CapturedProcess.Run("/usr/bin/env",
            [$"PROGRAM={PackageRoot.WriteLauncher(_folder)}", $"DESTDIR={_folder.File("root")}", "PREFIX=/opt/exa", Path.Combine(RepositoryPaths.Root, "etc/install")]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private Task<CommandResult> PythonAsync(params string[] arguments) => CapturedProcess.Run("/usr/bin/env",
        [$"PYTHONPATH={Place("share/exasharp/python")}", "python3", "-B", "-m", "exabgp", .. arguments]);
}
