using System.Globalization;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Daemon;

/// <summary>The unit files, as systemd itself reads them.</summary>
public sealed class UnitFileTests
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    private static readonly string Units = Path.Combine(RepositoryPaths.Root, "etc", "systemd");

    public static TheoryData<string> Names => ["exasharp.service", "exasharp@.service"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Systemd_finds_nothing_wrong(string name)
    {
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is not here");
        using var directory = new TemporaryDirectory("unit");
        // Verified is also that the program is there.
        var unit = directory.Write(name, Read(name).Replace("/usr/sbin/exasharp", DaemonProcess.Command[0], StringComparison.Ordinal));
        var instance = unit.Replace("@.", "@edge.", StringComparison.Ordinal);
        var result = await CapturedProcess.Run(Analyze, ["verify", "--man=no", "--recursive-errors=no", instance], TimeSpan.FromSeconds(60));
        Assert.Equal("", result.Output + result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_exposure_is_under_two_and_a_half(string name)
    {
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is not here");
        var result = await CapturedProcess.Run(Analyze,
            ["security", "--offline=yes", "--no-pager", "--threshold=25", Path.Combine(Units, name)], TimeSpan.FromSeconds(60));
        Assert.SkipWhen(result.Error.Contains("unrecognized option", StringComparison.Ordinal), "this systemd-analyze can not rate a file");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("Overall exposure level", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_differs_in_what_tells_instances_apart_only()
    {
        var one = Read("exasharp.service").Split('\n');
        var each = Read("exasharp@.service").Split('\n');
        Assert.Equal(
            ["ConditionPathExists=/etc/exabgp/exabgp.conf", "Description=ExaSharp BGP route injector", "ExecStart=/usr/sbin/exasharp server /etc/exabgp/exabgp.conf"],
            one.Except(each).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "ConditionPathExists=/etc/exabgp/exabgp-%i.conf", "Description=ExaSharp BGP route injector, instance %i", "Environment=exabgp_api_pipename=exabgp-%i",
                "EnvironmentFile=-/etc/default/exasharp-%i", "ExecStart=/usr/sbin/exasharp server /etc/exabgp/exabgp-%i.conf",
            ],
            each.Except(one).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_daemon_is_not_root_and_tells_when_it_is_ready(string name)
    {
        var lines = Read(name).Split('\n');
        Assert.Contains("User=exabgp", lines);
        Assert.Contains("Type=notify", lines);
        Assert.Contains("ExecReload=/bin/kill -USR1 $MAINPID", lines);
        Assert.Contains("RuntimeDirectory=exabgp", lines);
        Assert.Contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE", lines);
        var watchdog = Assert.Single(lines, line => line.StartsWith("WatchdogSec=", StringComparison.Ordinal));
        Assert.InRange(int.Parse(watchdog.Split('=')[1], CultureInfo.InvariantCulture), 10, 60);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Units, name));
}
