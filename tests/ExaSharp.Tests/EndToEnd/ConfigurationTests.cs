using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Errors at start, and what a reload changes.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("neighbor 10.0.0.2 { hold-tme 30; }", "hold-tme")]
    [InlineData("neighbor 10.0.0.2 {", "neighbor")]
    [InlineData("process p { run /does/not/exist; encoder json; }", "/does/not/exist")]
    public async Task A_broken_file_ends_the_daemon_with_a_diagnostic(string configuration, string word)
    {
        await using var daemon = DaemonProcess.Start(configuration);
        Assert.Equal(1, await daemon.WaitForExit());
        Assert.Contains(word, daemon.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_is_logged_once_at_the_start()
    {
        const string neighbor = "{ router-id 1.1.1.1; local-address 127.0.0.1; local-as 1; peer-as 1; passive; inherit t; }";
        await using var daemon = DaemonProcess.Start($"template {{ neighbor t {{ adj-rib-in; }} }}\nneighbor 127.0.0.2 {neighbor}\nneighbor 127.0.0.3 {neighbor}");
        await daemon.WaitForLine(line => line.Contains(":1:25: warning: adj-rib-in alone stands for false", StringComparison.Ordinal), "the warning");
        await daemon.WaitForLine(line => line.Contains("loaded new configuration successfully", StringComparison.Ordinal), "the start");
        Assert.Single(daemon.Transcript().Split('\n'), line => line.Contains("alone stands for false", StringComparison.Ordinal) && line.Contains("warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_file_ends_the_daemon()
    {
        var command = DaemonProcess.Command;
        var result = await CapturedProcess.Run(command[0], [.. command.Skip(1), "/does/not/exist.conf"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/does/not/exist.conf is not an exabgp config file", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_can_not_be_bound_ends_the_daemon()
    {
        using var taken = new System.Net.Sockets.TcpListener(LoopbackAddresses.NextEndPoint());
        taken.Start();
        await using var daemon = DaemonProcess.Start(
            "neighbor 127.0.0.9 { router-id 1.1.1.1; local-address 127.0.0.1; local-as 1; peer-as 1; passive true; }", (IPEndPoint)taken.LocalEndpoint);
        Assert.Equal(1, await daemon.WaitForExit());
    }

    [Fact]
    public async Task A_reload_sends_what_changed_and_leaves_the_session_up()
    {
        var before = new SceneSettings { Neighbor = "static { route 10.1.0.0/24 next-hop 192.0.2.1; route 10.2.0.0/24 next-hop 192.0.2.1; }" };
        await using var scene = await Scene.Start(before);
        await scene.NextTable();
        await scene.Command("announce route 10.9.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        scene.Daemon.ReloadWith(scene.Configuration(before with { Neighbor = "static { route 10.2.0.0/24 next-hop 192.0.2.1 med 7; route 10.3.0.0/24 next-hop 192.0.2.1; }" }));
        await scene.Daemon.WaitForLine(line => line.Contains("loaded new configuration successfully", StringComparison.Ordinal), "the log line");
        // ExaBGP takes routes back only when the peer has said something.
        await scene.Peer.Send(BgpFrame.Keepalive());
        List<string> updates = [];
        while (!(updates.Exists(u => u.StartsWith("0004180A0100", StringComparison.Ordinal)) && updates.Exists(u => u.EndsWith("180A0300", StringComparison.Ordinal))
            && updates.Exists(u => u.Contains("80040400000007", StringComparison.Ordinal))))
        {
            updates.Add(await scene.NextUpdate());
        }
        Assert.DoesNotContain(updates, update => update.Contains("0A0900", StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
        Assert.Equal(4, (await scene.Ask("show adj-rib out")).Length);
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_broken_file_changes_nothing()
    {
        var settings = new SceneSettings { Neighbor = "static { route 10.1.0.0/24 next-hop 192.0.2.1; }" };
        await using var scene = await Scene.Start(settings);
        await scene.NextTable();
        scene.Daemon.ReloadWith("neighbor 10.0.0.2 { nonsense; }");
        await scene.Daemon.WaitForLine(line => line.Contains("could not load/reload configuration", StringComparison.Ordinal), "the log line");
        await scene.Command("announce route 10.2.0.0/24 next-hop 192.0.2.1");
        Assert.EndsWith("180A0200", await scene.NextUpdate(), StringComparison.Ordinal);
        // And the next good one is taken.
        scene.Daemon.ReloadWith(scene.Configuration(settings with { Neighbor = "static { route 10.1.0.0/24 next-hop 192.0.2.1; route 10.3.0.0/24 next-hop 192.0.2.1; }" }));
        Assert.EndsWith("180A0300", await scene.NextUpdate(), StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    [Fact]
    public async Task The_reload_command_reloads()
    {
        var settings = new SceneSettings { Api = "neighbor-changes; signal;" };
        await using var scene = await Scene.Start(settings);
        await scene.NextTable();
        await File.WriteAllTextAsync(scene.Daemon.ConfigurationPath, scene.Configuration(settings with { Neighbor = "static { route 10.3.0.0/24 next-hop 192.0.2.1; }" }), TestContext.Current.CancellationToken);
        Assert.Equal(["reload in progress", "done"], await scene.Ask("reload"));
        Assert.EndsWith("180A0300", await scene.NextUpdate(), StringComparison.Ordinal);
        Assert.Contains(scene.Helper.Lines, line => line.Contains("\"code\": \"0\", \"name\": \"none\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_hold_time_restarts_the_session()
    {
        await using var scene = await Scene.Start();
        await scene.Command("announce route 10.9.0.0/24 next-hop 192.0.2.1");
        scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings { Neighbor = "hold-time 77;" }));
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 3], notification.Body[..2].ToArray());
        var open = await scene.Establish();
        Assert.Equal(77, open.Body[3] << 8 | open.Body[4]);
        Assert.Single(await scene.NextTable());
    }

    [Fact]
    public async Task Neighbours_come_and_go()
    {
        await using var scene = await Scene.Start();
        await using var second = ScriptedPeer.Listen();
        var more = $$"""
            neighbor {{second.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{scene.Local}}; local-as 65001; peer-as 65002; connect {{second.EndPoint.Port}};
                family { ipv4 unicast; }
            }
            """;
        scene.Daemon.ReloadWith(scene.Configuration() + "\n" + more);
        await second.Accept();
        await second.Establish(scene.Open());
        scene.Daemon.ReloadWith(scene.Configuration());
        await second.WaitForEnd();
        await scene.Command("announce route 10.9.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        Assert.Equal(3, (await scene.Ask("show neighbor summary")).Length);
    }

    [Fact]
    public async Task SIGUSR2_restarts_the_helpers_and_SIGALRM_the_sessions_too()
    {
        using var directory = new TemporaryDirectory();
        var script = directory.Write("count.py", "import os, time\nos.write(1, b'debug I am %d\\n' % os.getpid())\ntime.sleep(600)\n");
        await using var scene = Scene.Create(new SceneSettings { Sections = $"process count {{ run /usr/bin/python3 {script}; encoder text; }}" });
        await scene.Establish();
        Task<string> Comment(int number) => Eventually.Last(
            () => Task.FromResult(string.Join('\n', scene.Daemon.Lines.Where(line => line.Contains("I am", StringComparison.Ordinal)))),
            lines => lines.Split('\n').Length >= number && lines.Length > 0);
        await Comment(1);
        scene.Daemon.Signal(12);
        Assert.Equal(2, (await Comment(2)).Split('\n').Length);
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
        scene.Daemon.Signal(14);
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 3], notification.Body[..2].ToArray());
        Assert.Equal(3, (await Comment(3)).Split('\n').Length);
        await scene.Establish();
    }
}
