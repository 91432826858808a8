using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What the peer sees of a session's life.</summary>
public sealed class SessionTests
{
    private const string TwoRoutes = "static { route 10.1.0.0/24 next-hop 192.0.2.1; route 10.2.0.0/24 next-hop 192.0.2.1 med 7; }";

    [Fact]
    public async Task The_connection_comes_from_the_local_address()
    {
        await using var scene = Scene.Create();
        await scene.Peer.Accept();
        Assert.Equal(scene.Local, scene.Peer.RemoteAddress);
    }

    [Fact]
    public async Task A_lost_connection_is_made_again_and_everything_is_sent_again()
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = TwoRoutes });
        await scene.Command("announce route 10.3.0.0/24 next-hop 192.0.2.1");
        var routes = new List<string>();
        while (routes.Count < 3) routes.Add(await scene.NextUpdate());
        await scene.Peer.Close();
        await scene.Establish();
        var replayed = await scene.NextTable();
        // Those of equal attributes travel together the second time.
        Assert.Equal(2, replayed.Length);
        Assert.Contains(replayed, body => body.Contains("180A0100180A0300", StringComparison.Ordinal));
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_silent_peer_is_told_that_the_hold_timer_expired()
    {
        await using var scene = Scene.Create(new SceneSettings { HoldTime = 3 });
        await scene.Peer.Accept();
        await scene.Peer.Send(scene.Open());
        await scene.Peer.Send(BgpFrame.Keepalive());
        Assert.Equal([4, 0], (await scene.Peer.Next(BgpFrame.NotificationType)).Body.ToArray());
        await scene.Peer.WaitForEnd();
        var down = await scene.Helper.WaitForEvent(e => IsState(e, "down"), "down");
        Assert.Equal("notification sent (4,0)", down.GetProperty("neighbor").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Keepalives_keep_coming_while_a_helper_never_reads_and_routes_pour_in()
    {
        using var directory = new TemporaryDirectory();
        var flood = directory.Write("flood.py", """
            import os
            for start in range(0, 100000, 500):
                lines = ['announce route 10.%d.%d.0/24 next-hop 192.0.2.1 med %d\n' % (n >> 8 & 255, n & 255, n) for n in range(start, start + 500)]
                data = ''.join(lines).encode()
                while data:
                    data = data[os.write(1, data):]
            import time
            while True:
                time.sleep(60)
            """);
        await using var scene = await Scene.Start(new SceneSettings
        {
            HoldTime = 3,
            Sections = $"process flood {{ run /usr/bin/python3 {flood}; encoder json; }}",
            Processes = "flood",
            Api = "neighbor-changes; receive { parsed; packets; update; keepalive; } send { parsed; packets; update; keepalive; }",
        });
        await scene.Peer.Next(frame => frame.Type == BgpFrame.UpdateType && frame.ToString().EndsWith("180AFFFF", StringComparison.Ordinal), "the last route", TimeSpan.FromSeconds(60));
        for (var seen = 0; seen < 3; seen++) await scene.Peer.Next(BgpFrame.KeepaliveType, TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_peer_of_another_AS_is_refused()
    {
        await using var scene = Scene.Create();
        await scene.Peer.Accept();
        await scene.Peer.Send(scene.Open(asn: 65009));
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([2, 2, .. "ASN in OPEN (65009) did not match ASN expected (65002)"u8], notification.Body.ToArray());
        await scene.Peer.WaitForEnd();
    }

    [Fact]
    public async Task A_notification_ends_the_session_and_another_begins()
    {
        await using var scene = await Scene.Start();
        await scene.Peer.Send(BgpFrame.Notification(6, 2));
        await scene.Peer.WaitForEnd();
        var down = await scene.Helper.WaitForEvent(e => IsState(e, "down"), "down");
        Assert.Equal("notification received (6,2)", down.GetProperty("neighbor").GetProperty("reason").GetString());
        await scene.Establish();
        await scene.WaitForUp();
    }

    [Fact]
    public async Task A_session_that_is_up_wins_over_another_connection()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start(Passive(peer.EndPoint.Address, listen.Address, $"connect {peer.EndPoint.Port};"), listen);
        await peer.Accept();
        await peer.Establish(Open());
        await peer.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        await using var second = await ScriptedPeer.Connect(peer.EndPoint.Address, listen);
        var notification = await second.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 7], notification.Body[..2].ToArray());
        await second.WaitForEnd();
        Assert.DoesNotContain(peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    [Fact]
    public async Task In_OpenConfirm_the_peer_with_the_higher_identifier_has_its_way()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start(Passive(peer.EndPoint.Address, listen.Address, $"connect {peer.EndPoint.Port};"), listen);
        await peer.Accept();
        await peer.Send(Open());
        await peer.Next(BgpFrame.KeepaliveType);
        // 10.0.0.2 is higher than the daemon's 10.0.0.1: the peer's connection stays.
        await using var second = await ScriptedPeer.Connect(peer.EndPoint.Address, listen);
        await second.Establish(Open());
        await second.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        await peer.WaitForEnd();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_passive_neighbour_is_waited_for(bool ownPort)
    {
        var listen = LoopbackAddresses.NextEndPoint();
        var peer = LoopbackAddresses.Next();
        var configuration = Passive(peer, listen.Address, ownPort ? $"passive true; listen {listen.Port};" : "passive true;");
        await using var daemon = DaemonProcess.Start(configuration, ownPort ? null : listen);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var speaker = await Connected(peer, listen);
            await speaker.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        }
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task A_range_takes_every_peer_in_it()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        var (first, second) = (LoopbackAddresses.Next(), LoopbackAddresses.Next());
        await using var daemon = DaemonProcess.Start(
            Passive(new IPAddress([127, 0, 0, 0]), listen.Address, "passive true; static { route 10.1.0.0/24 next-hop 192.0.2.1; }").Replace("127.0.0.0 {", "127.0.0.0/8 {", StringComparison.Ordinal), listen);
        await using var one = await ScriptedPeer.Connect(first, listen);
        await using var two = await ScriptedPeer.Connect(second, listen);
        foreach (var peer in new[] { one, two })
        {
            await peer.Establish(Open());
            await peer.Next(frame => frame.Type == BgpFrame.UpdateType && !Scene.IsEndOfRib(frame), "the route");
        }
        await one.DisposeAsync();
        await using var again = await Connected(first, listen);
        await again.Next(frame => frame.Type == BgpFrame.UpdateType && !Scene.IsEndOfRib(frame), "the route again");
    }

    [Fact]
    public async Task Commands_are_answered_while_peers_of_a_range_come_and_go()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var helper = Scene.NewHelper();
        await using var daemon = DaemonProcess.Start(
            helper.Section("test") + Passive(new IPAddress([127, 0, 0, 0]), listen.Address, "passive true; api { processes [ test ]; }").Replace("127.0.0.0 {", "127.0.0.0/8 {", StringComparison.Ordinal), listen);
        var peers = Task.Run(async () =>
        {
            for (var count = 0; count < 20; count++)
            {
                await using var peer = await ScriptedPeer.Connect(LoopbackAddresses.Next(), listen);
                await peer.Establish(Open());
            }
        }, TestContext.Current.CancellationToken);
        for (var count = 0; count < 20 || !peers.IsCompleted; count++)
        {
            Assert.Equal("done", await helper.Command("show adj-rib out"));
            Assert.Equal("done", await helper.Command($"announce route 10.0.{count & 255}.0/24 next-hop 192.0.2.1"));
        }
        await peers;
        // Nothing is left of them but the range itself.
        await Eventually.True(async () =>
        {
            var before = helper.Lines.Count;
            await helper.Command("show neighbor summary");
            return helper.Lines.Count - before == 3;
        }, "a summary without them");
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task A_stranger_is_told_that_no_session_is_configured()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var daemon = DaemonProcess.Start(Passive(LoopbackAddresses.Next(), listen.Address, "passive true;"), listen);
        await using var stranger = await ScriptedPeer.Connect(LoopbackAddresses.Next(), listen);
        var notification = await stranger.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 3, .. "no session configured for the peer"u8], notification.Body.ToArray());
        await stranger.WaitForEnd();
    }

    [Fact]
    public async Task Two_daemons_that_share_a_key_find_each_other()
    {
        var server = LoopbackAddresses.NextEndPoint();
        var client = LoopbackAddresses.Next();
        await using var helper = Scene.NewHelper();
        await using var listening = DaemonProcess.Start(Passive(client, server.Address, "passive true; md5-password secret;"), server);
        await using var connecting = DaemonProcess.Start(helper.Section("test") + $$"""
            neighbor {{server.Address}} {
                router-id 10.0.0.2; local-address {{client}}; local-as 65002; peer-as 65001; connect {{server.Port}};
                md5-password secret;
                family { ipv4 unicast; }
                api { processes [ test ]; neighbor-changes; }
            }
            """);
        await helper.WaitFor(Scene.IsUp, "the session is up");
        Assert.Equal(0, await connecting.Stop());
        Assert.Equal(0, await listening.Stop());
    }

    [Fact]
    public async Task With_a_limit_of_attempts_the_daemon_ends_when_they_are_used_up()
    {
        await using var scene = Scene.Create(new SceneSettings { Environment = new() { ["exabgp_tcp_attempts"] = "2" } });
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await scene.Peer.Accept();
            await scene.Peer.Next(BgpFrame.OpenType);
            await scene.Peer.Close();
        }
        Assert.Equal(0, await scene.Daemon.WaitForExit());
    }

    [Theory]
    [InlineData(15, "SIGTERM")]
    [InlineData(1, "SIGHUP")]
    [InlineData(2, "SIGINT")]
    public async Task A_signal_ends_the_daemon_in_order(int number, string name)
    {
        await using var scene = await Scene.Start(new SceneSettings { Api = "neighbor-changes; signal;" });
        scene.Daemon.Signal(number);
        // RFC 4486: Administrative Shutdown. ExaBGP closes without a word.
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 2], notification.Body[..2].ToArray());
        var signal = await scene.Helper.WaitForEvent(e => e.GetProperty("type").GetString() == "signal", "the signal");
        Assert.Equal(name, signal.GetProperty("neighbor").GetProperty("name").GetString());
        var down = await scene.Helper.WaitForEvent(e => IsState(e, "down"), "down");
        Assert.Equal("stop, message [shutting down]", down.GetProperty("neighbor").GetProperty("reason").GetString());
        await scene.Helper.WaitFor(line => line.Contains("\"notification\": \"shutdown\"", StringComparison.Ordinal), "shutdown");
        Assert.Equal(0, await scene.Daemon.WaitForExit());
    }

    /// <summary>A session to a listening daemon, tried again while the daemon does not know yet that the one before is over.</summary>
    private static async Task<ScriptedPeer> Connected(IPAddress local, IPEndPoint remote)
    {
        ScriptedPeer? peer = null;
        await Eventually.True(async () =>
        {
            if (peer is not null) await peer.DisposeAsync();
            peer = await ScriptedPeer.Connect(local, remote);
            try
            {
                await peer.Establish(Open());
                return true;
            }
            catch (Exception refused) when (refused is InvalidOperationException or System.Net.Sockets.SocketException)
            {
                return false;
            }
        }, "a session");
        return peer!;
    }

    private static bool IsState(System.Text.Json.JsonElement e, string state) =>
        e.GetProperty("type").GetString() == "state" && e.GetProperty("neighbor").GetProperty("state").GetString() == state;

    private static BgpFrame Open() => BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)]);

    private static string Passive(IPAddress peer, IPAddress local, string more) => $$"""
        neighbor {{peer}} {
            router-id 10.0.0.1;
            local-address {{local}};
            local-as {{Scene.LocalAs}};
            peer-as {{Scene.PeerAs}};
            family { ipv4 unicast; }
            {{more}}
        }
        """;
}
