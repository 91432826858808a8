using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Passive ranges of peers, <c>neighbor 127.0.0.0/8</c>: a session for each peer that comes.</summary>
public sealed class RangeTests
{
    [Fact]
    public async Task Each_peer_of_a_range_has_a_session_and_a_name_of_its_own()
    {
        await using var stage = new Stage("");
        await using var one = await stage.Connect();
        await using var two = await stage.Connect();
        var summary = await stage.Ask("show neighbor summary");
        Assert.Equal(["127.0.0.0/8", $"{one.Address}", $"{two.Address}"], summary[1..^1].Select(line => line.Split(' ')[0]));
        Assert.Equal(2, summary.Count(line => line.Contains("established", StringComparison.Ordinal)));
        var ups = stage.Helper.Lines.Where(Scene.IsUp).ToArray();
        Assert.Contains(ups, line => line.Contains($"\"peer\": \"{one.Address}\"", StringComparison.Ordinal));
        Assert.Contains(ups, line => line.Contains($"\"local\": \"{stage.Listen.Address}\"", StringComparison.Ordinal));
        // What is configured is the range alone.
        Assert.Single(await stage.Ask("show neighbor configuration"), line => line.StartsWith("neighbor ", StringComparison.Ordinal));
        Assert.Equal("done", await stage.Helper.Command($"neighbor {one.Address} local-ip {stage.Listen.Address} router-id 10.0.0.1 teardown 4"));
        Assert.Equal([6, 4], (await one.Peer.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
        await stage.Announce("announce route 10.1.0.0/24 next-hop 192.0.2.1");
        await two.Peer.Next(frame => Carries(frame, "180A0100"), "the route");
        Assert.DoesNotContain(two.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    [Fact]
    public async Task Routes_of_a_helper_reach_the_peers_that_its_selector_names()
    {
        await using var stage = new Stage("static { route 10.1.0.0/24 next-hop 192.0.2.1; route 10.2.0.0/24 next-hop 192.0.2.1; }");
        await using var one = await stage.Connect();
        await using var two = await stage.Connect();
        await stage.Announce($"neighbor {one.Address} announce route 10.3.0.0/24 next-hop 192.0.2.1");
        await stage.Announce("neighbor 127.0.0.0/8 announce route 10.4.0.0/24 next-hop 192.0.2.1");
        await stage.Announce("neighbor 127.0.0.0/8 withdraw route 10.2.0.0/24");
        await stage.Announce("neighbor * announce route 10.5.0.0/24 next-hop 192.0.2.1");
        await one.Peer.Next(frame => Carries(frame, "180A0500"), "the last route");
        await two.Peer.Next(frame => Carries(frame, "180A0500"), "the last route");
        Assert.Contains(one.Peer.Received, frame => Carries(frame, "180A0300"));
        Assert.DoesNotContain(two.Peer.Received, frame => Carries(frame, "180A0300"));
        foreach (var peer in new[] { one.Peer, two.Peer }) Assert.Contains(peer.Received, frame => Carries(frame, "180A0400"));

        // A peer that comes later gets what was announced on the range.
        await using var three = await stage.Connect();
        var table = string.Concat(three.Peer.Received.Where(frame => frame.Type == BgpFrame.UpdateType));
        foreach (var prefix in new[] { "180A0100", "180A0400", "180A0500" }) Assert.Contains(prefix, table, StringComparison.Ordinal);
        foreach (var prefix in new[] { "180A0200", "180A0300" }) Assert.DoesNotContain(prefix, table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watchdog_that_was_switched_is_so_for_peers_that_come_later()
    {
        await using var stage = new Stage("static { route 10.1.0.0/24 next-hop 192.0.2.1 watchdog dog withdraw; }");
        await stage.Announce("announce watchdog dog");
        await using var peer = await stage.Connect();
        Assert.Contains(peer.Peer.Received, frame => Carries(frame, "180A0100"));
        await stage.Announce("withdraw watchdog dog");
        await peer.Peer.Next(frame => frame.ToString().Contains("0004180A0100", StringComparison.Ordinal), "the withdraw");
    }

    [Fact]
    public async Task A_reload_keeps_the_peers_of_a_range_that_is_still_configured()
    {
        await using var stage = new Stage("");
        await using var peer = await stage.Connect();
        stage.Daemon.ReloadWith(stage.Configuration("description again; static { route 10.1.0.0/24 next-hop 192.0.2.1; }"));
        await peer.Peer.Next(frame => Carries(frame, "180A0100"), "the route");
        Assert.DoesNotContain(peer.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
        // Another definition begins all sessions again.
        stage.Daemon.ReloadWith(stage.Configuration("hold-time 77;"));
        Assert.Equal([6, 3], (await peer.Peer.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
        await using var again = await stage.Connect(peer.Address);
        Assert.Equal(77, again.Open.Body[3] << 8 | again.Open.Body[4]);
    }

    [Fact]
    public async Task A_peer_that_gets_a_neighbour_of_its_own_leaves_the_range()
    {
        await using var stage = new Stage("");
        await using var peer = await stage.Connect();
        await using var other = await stage.Connect();
        // Of the very name that the session had.
        stage.Daemon.ReloadWith(stage.Configuration("") + stage.Neighbor($"{peer.Address}", "static { route 10.1.0.0/24 next-hop 192.0.2.1; }"));
        Assert.Equal([6, 3], (await peer.Peer.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
        await using var again = await stage.Connect(peer.Address);
        Assert.Contains(again.Peer.Received, frame => Carries(frame, "180A0100"));
        Assert.DoesNotContain(other.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
        Assert.Single(await stage.Ask("show neighbor summary"), line => line.StartsWith($"{peer.Address} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_connection_of_a_peer_takes_the_place_of_one_that_said_nothing()
    {
        await using var stage = new Stage("");
        var address = LoopbackAddresses.Next();
        await using var silent = await ScriptedPeer.Connect(address, stage.Listen);
        await silent.Next(BgpFrame.OpenType);
        await using var second = await stage.Connect(address);
        Assert.Equal([6, 7], (await silent.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
        // And once there is a session, it stays.
        await using var third = await ScriptedPeer.Connect(address, stage.Listen);
        Assert.Equal([6, 7], (await third.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
        await stage.Announce("announce route 10.1.0.0/24 next-hop 192.0.2.1");
        await second.Peer.Next(frame => Carries(frame, "180A0100"), "the route");
    }

    [Fact]
    public async Task A_peer_that_comes_back_at_once_is_not_sent_away()
    {
        await using var stage = new Stage("");
        var address = LoopbackAddresses.Next();
        for (var count = 0; count < 20; count++)
        {
            await using var peer = await stage.Connect(address);
            await peer.Peer.Send(BgpFrame.Notification(6, 2));
            await stage.Helper.WaitFor(line => line.Contains("\"state\": \"down\"", StringComparison.Ordinal), "down");
        }
    }

    [Fact]
    public async Task A_peer_of_two_ranges_is_refused()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var stage = new Stage("", listen, more: """
            neighbor 127.0.0.0/9 { router-id 10.0.0.1; local-address @; local-as 65001; peer-as 65003; passive; family { ipv4 unicast; } }
            """);
        await using var peer = await ScriptedPeer.Connect(IPAddress.Parse("127.9.9.9"), listen);
        var notification = await peer.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 5, .. "could not accept the connection (more than one neighbor match)"u8], notification.Body.ToArray());
        await peer.WaitForEnd();
    }

    [Fact]
    public async Task A_range_of_IPv6_addresses_takes_its_peers()
    {
        var listen = new IPEndPoint(IPAddress.IPv6Loopback, LoopbackAddresses.FreePort(IPAddress.IPv6Loopback));
        await using var stage = new Stage("", listen, "0::/64");
        await using var peer = await stage.Connect(IPAddress.IPv6Loopback);
        await stage.Announce("neighbor ::1 announce route 2001:db8::/32 next-hop self");
        await peer.Peer.Next(frame => Carries(frame, "2020010DB8"), "the route");
    }

    [Fact]
    public async Task A_range_without_an_address_of_ours_uses_that_of_the_connection()
    {
        await using var stage = new Stage("local-address auto; static { route 10.1.0.0/24 next-hop self; }");
        await using var peer = await stage.Connect();
        var self = Convert.ToHexString(stage.Listen.Address.GetAddressBytes());
        Assert.Contains(peer.Peer.Received, frame => Carries(frame, "400304" + self) && Carries(frame, "180A0100"));
        Assert.Equal("done", await stage.Helper.Command($"neighbor {peer.Address} local-ip {stage.Listen.Address} announce route 10.2.0.0/24 next-hop self"));
        await peer.Peer.Next(frame => Carries(frame, "400304" + self) && Carries(frame, "180A0200"), "the second route");
    }

    private static bool Carries(BgpFrame frame, string hex) =>
        frame.Type == BgpFrame.UpdateType && frame.ToString().Contains(hex, StringComparison.Ordinal);

    private sealed record Session(ScriptedPeer Peer, IPAddress Address, BgpFrame Open) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Peer.DisposeAsync();
    }

    /// <summary>A daemon that listens for a range, and its helper.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private readonly string _range;

        public Stage(string body, IPEndPoint? listen = null, string range = "127.0.0.0/8", string more = "")
        {
            _range = range;
            Listen = listen ?? LoopbackAddresses.NextEndPoint();
            Helper = Scene.NewHelper();
            Daemon = DaemonProcess.Start(Configuration(body) + more.Replace("@", $"{Listen.Address}", StringComparison.Ordinal), Listen);
        }

        public IPEndPoint Listen { get; }

        public HelperChannel Helper { get; }

        public DaemonProcess Daemon { get; }

        public string Configuration(string body) => Helper.Section("test") + Neighbor(_range, body);

        public string Neighbor(string peer, string body) => $$"""
            neighbor {{peer}} {
                router-id 10.0.0.1; local-address {{Listen.Address}}; local-as {{Scene.LocalAs}}; peer-as {{Scene.PeerAs}}; passive;
                family { ipv4 unicast; ipv6 unicast; }
                api { processes [ test ]; neighbor-changes; }
                {{body}}
            }
            """;

        /// <summary>Brings up the session of one more peer, up to its End-of-RIB; once, without another try.</summary>
        public async Task<Session> Connect(IPAddress? address = null)
        {
            address ??= LoopbackAddresses.Next();
            var peer = await ScriptedPeer.Connect(address, Listen);
            var open = await peer.Establish(BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1), (2, 1)]));
            await peer.Next(frame => frame.IsEndOfRibOf(2, 1), "End-of-RIB");
            return new Session(peer, address, open);
        }

        public async Task Announce(string command) => Assert.Equal($"{command}: done", $"{command}: {await Helper.Command(command)}");

        public async Task<string[]> Ask(string command)
        {
            var before = Helper.Lines.Count;
            await Helper.Command(command);
            return [.. Helper.Lines.Skip(before).Where(line => !line.StartsWith("{ \"exabgp\"", StringComparison.Ordinal))];
        }

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            await Helper.DisposeAsync();
        }
    }
}
