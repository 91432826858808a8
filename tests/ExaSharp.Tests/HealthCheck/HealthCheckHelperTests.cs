using ExaSharp.HealthCheck;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>Whose health check is run for a helper that is ExaBGP's.</summary>
public sealed class HealthCheckHelperTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("python");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("@dir@/missing/python3 -m exabgp healthcheck --ip 192.0.2.1", "/bin/us healthcheck --ip 192.0.2.1")]
    [InlineData("python3 -m exabgp healthcheck -d", "/bin/us healthcheck -d")]
    [InlineData("exabgp healthcheck", "/bin/us healthcheck")]
    [InlineData("@dir@/exabgp healthcheck -d", "@dir@/exabgp healthcheck -d")]
    [InlineData("@dir@/python3 -m exabgp healthcheck", "/bin/us healthcheck")]
    [InlineData("@dir@/python3 -m exabgp cli", "@dir@/python3 -m exabgp cli")]
    [InlineData("@dir@/python3.11 -m exabgp healthcheck", "@dir@/python3.11 -m exabgp healthcheck")]
    public async Task Ours_is_run_where_there_is_no_other(string run, string expected)
    {
        Script("exabgp", "exit 0");
        Script("python3", "exit 1");
        Script("python3.11", "exit 0");
        Assert.Equal(In(expected), string.Join(' ', await HealthCheckHelper.ChooseAsync(In(run).Split(' '), [], "/bin/us")));
    }

    [Fact]
    public async Task Python_itself_is_asked_for_the_module()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "no Python");
        string[] run = ["/usr/bin/python3", "-m", "exabgp", "healthcheck"];
        Directory.CreateDirectory(_directory.File("exabgp"));
        _directory.Write("exabgp/__init__.py", "");
        _directory.Write("exabgp/__main__.py", "");
        Assert.Equal(run, await HealthCheckHelper.ChooseAsync(run, [$"PYTHONPATH={_directory.Path}"], "/bin/us"));
        File.Delete(_directory.File("exabgp/__main__.py"));
        Assert.Equal("/bin/us", (await HealthCheckHelper.ChooseAsync(run, [$"PYTHONPATH={_directory.Path}"], "/bin/us"))[0]);
    }

    private string In(string text) => text.Replace("@dir@", _directory.Path, StringComparison.Ordinal);

    private void Script(string name, string text)
    {
        var path = _directory.Write(name, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
