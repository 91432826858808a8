using System.Globalization;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What the daemon tells systemd (sd_notify(3)).</summary>
public sealed class ServiceManagerTests
{
    private const int Reload = 10;
    private const int Terminate = 15;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_ready_when_the_configuration_is_in_force_and_tells_how_many_sessions_are_established(bool isAbstract)
    {
        using var manager = new ServiceManagerSocket(isAbstract);
        await using var scene = await Scene.Start(Settings(manager));
        Assert.Equal("READY=1\nSTATUS=0 of 1 sessions established", await manager.Next("ready"));
        Assert.Equal("STATUS=1 of 1 sessions established", await manager.Next("the session is up"));
        await scene.Peer.Close();
        Assert.Equal("STATUS=0 of 1 sessions established", await manager.Next("the session is down"));
        scene.Daemon.Signal(Terminate);
        Assert.Equal("STOPPING=1\nSTATUS=shutting down", await manager.Next("the end"));
        Assert.Equal(0, await scene.Daemon.WaitForExit());
        Assert.Empty(manager.Waiting());
    }

    [Fact]
    public async Task A_reload_is_told_with_its_time_and_ready_comes_again_also_when_it_fails()
    {
        using var manager = new ServiceManagerSocket();
        await using var scene = await Scene.Start(Settings(manager));
        await manager.WaitFor(state => state == "STATUS=1 of 1 sessions established", "the session is up");
        scene.Daemon.Signal(Reload);
        var reloading = (await manager.Next("the reload")).Split('\n');
        Assert.Equal(["RELOADING=1", "MONOTONIC_USEC"], [reloading[0], reloading[1].Split('=')[0]]);
        var time = long.Parse(reloading[1].Split('=')[1], CultureInfo.InvariantCulture);
        Assert.InRange(time, 1, Environment.TickCount64 * 1000 + 1_000_000);
        Assert.Equal("READY=1\nSTATUS=1 of 1 sessions established", await manager.Next("ready again"));
        scene.Daemon.ReloadWith("neighbor 127.0.0.1 { hold-tme 3; }");
        Assert.StartsWith("RELOADING=1\n", await manager.Next("the reload"), StringComparison.Ordinal);
        Assert.Equal("READY=1\nSTATUS=reload failed, the configuration of before is in force; 1 of 1 sessions established", await manager.Next("ready again"));
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_configuration_with_errors_is_never_ready()
    {
        using var manager = new ServiceManagerSocket();
        await using var daemon = DaemonProcess.Start("neighbor 127.0.0.1 { hold-tme 3; }", settings: Settings(manager).Environment);
        Assert.Equal(1, await daemon.WaitForExit());
        Assert.Empty(manager.Waiting());
    }

    [Fact]
    public async Task A_reactor_that_hangs_stops_feeding_the_watchdog_while_sessions_live_on()
    {
        using var manager = new ServiceManagerSocket();
        var settings = Settings(manager, ("WATCHDOG_USEC", "200000")) with { HoldTime = 9 };
        await using var scene = await Scene.Start(settings);
        for (var fed = 0; fed < 3; fed++) await manager.WaitFor(state => state == "WATCHDOG=1", "a sign of life");
        // Nobody writes to the pipe that takes the configuration's place: the reactor waits for it.
        File.Delete(scene.Daemon.ConfigurationPath);
        Assert.Equal(0, (await CapturedProcess.Run("/usr/bin/mkfifo", [scene.Daemon.ConfigurationPath])).ExitCode);
        scene.Daemon.Signal(Reload);
        await manager.WaitFor(state => state.StartsWith("RELOADING=1", StringComparison.Ordinal), "the reload");
        // Three seconds from one to the next: the watchdog would have been fed many times.
        for (var seen = 0; seen < 2; seen++)
        {
            await scene.Peer.Send(BgpFrame.Keepalive());
            await scene.Peer.Next(BgpFrame.KeepaliveType);
        }
        Assert.Empty(manager.Waiting());
        await File.WriteAllTextAsync(scene.Daemon.ConfigurationPath, scene.Configuration(), TestContext.Current.CancellationToken);
        Assert.Equal("READY=1\nSTATUS=1 of 1 sessions established", await manager.Next("ready again"));
        Assert.Equal("WATCHDOG=1", await manager.Next("a sign of life"));
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_watchdog_for_another_process_is_left_alone_and_helpers_see_nothing_of_it()
    {
        using var manager = new ServiceManagerSocket();
        await using var daemon = DaemonProcess.Start("""
            process show { run /bin/sh -c "env | grep -E '^(NOTIFY|WATCHDOG)_' >&2; echo seen >&2; cat"; encoder text; }
            neighbor 127.0.0.1 { router-id 1.1.1.1; local-address 127.0.0.1; local-as 1; peer-as 1; passive; api { processes [ show ]; } }
            """, settings: Settings(manager, ("WATCHDOG_USEC", "2000"), ("WATCHDOG_PID", "1")).Environment);
        Assert.Equal("READY=1\nSTATUS=0 of 1 sessions established", await manager.Next("ready"));
        await daemon.WaitForLine(line => line.EndsWith("seen", StringComparison.Ordinal), "the helper");
        Assert.DoesNotContain(daemon.Lines, line => line.StartsWith("NOTIFY_", StringComparison.Ordinal) || line.StartsWith("WATCHDOG_", StringComparison.Ordinal));
        Assert.Equal(0, await daemon.Stop());
        Assert.Equal("STOPPING=1\nSTATUS=shutting down", Assert.Single(manager.Waiting()));
    }

    [Fact]
    public async Task A_service_manager_that_can_not_be_reached_is_told_of_once_and_does_no_harm()
    {
        await using var scene = await Scene.Start(new SceneSettings { Environment = new() { ["NOTIFY_SOCKET"] = "/nowhere/notify" } });
        Assert.Single(scene.Daemon.Lines, line => line.Contains("the service manager can not be told anything, /nowhere/notify: ", StringComparison.Ordinal));
        await scene.AssertStops();
    }

    private static SceneSettings Settings(ServiceManagerSocket manager, params (string Name, string Value)[] more)
    {
        var settings = new SceneSettings { Environment = new() { ["NOTIFY_SOCKET"] = manager.Address } };
        foreach (var (name, value) in more) settings.Environment[name] = value;
        return settings;
    }
}
