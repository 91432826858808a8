using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>
/// <c>outgoing-ttl</c> and <c>incoming-ttl</c> (RFC 5082) on all connections: those that the daemon makes, those that it takes, and
/// while they are being made. The judge is the kernel, told by the peer to drop what comes with a lower TTL.
/// </summary>
public sealed class TtlTests
{
    public static TheoryData<string> Families => ["127.0.0.1", "::1"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task The_outgoing_ttl_is_that_of_connections_that_the_daemon_makes(string family)
    {
        var (local, peer) = (Address(family), Address(family));
        await using var near = ScriptedPeer.Listen(new IPEndPoint(peer, LoopbackAddresses.FreePort(peer)), SocketSettings.LeastTtl(200));
        await using var daemon = DaemonProcess.Start(Neighbor(near.EndPoint, local, "outgoing-ttl 200;"));
        await Establish(near);
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task A_ttl_that_is_too_low_does_not_reach_the_peer_until_a_reload_raises_it()
    {
        var (low, high) = (LoopbackAddresses.Next(), LoopbackAddresses.Next());
        await using var peer = ScriptedPeer.Listen(prepare: SocketSettings.LeastTtl(200));
        await using var daemon = DaemonProcess.Start(
            Neighbor(peer.EndPoint, low, "outgoing-ttl 199;") + Neighbor(peer.EndPoint, high, "outgoing-ttl 200;"));
        await peer.Accept();
        Assert.Equal(high, peer.RemoteAddress);
        Assert.False(peer.HasPending);
        daemon.ReloadWith(Neighbor(peer.EndPoint, low, "outgoing-ttl 255;") + Neighbor(peer.EndPoint, high, "outgoing-ttl 200; passive true;"));
        await peer.Accept();
        if (!peer.RemoteAddress.Equals(low)) await peer.Accept();
        Assert.Equal(low, peer.RemoteAddress);
        await peer.Establish(Open());
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_peer_that_is_too_far_is_not_heard_when_the_daemon_connects(string family)
    {
        var (local, address) = (Address(family), Address(family));
        await using var far = ScriptedPeer.Listen(new IPEndPoint(address, LoopbackAddresses.FreePort(address)), SocketSettings.Ttl(253));
        await using var near = ScriptedPeer.Listen(new IPEndPoint(address, LoopbackAddresses.FreePort(address)), SocketSettings.Ttl(254));
        // Two neighbours of one address differ in their AS numbers.
        var farNeighbor = Neighbor(far.EndPoint, local, "incoming-ttl 254;").Replace("peer-as 65002", "peer-as 65003", StringComparison.Ordinal);
        await using var daemon = DaemonProcess.Start(farNeighbor + Neighbor(near.EndPoint, local, "incoming-ttl 254;"));
        // The connection is made: many listeners send their first packet with the system's TTL. Nothing more is heard of it.
        await far.Accept();
        await far.Next(BgpFrame.OpenType);
        await far.Send(Open(65003));
        await Establish(near);
        Assert.DoesNotContain(far.Received, frame => frame.Type == BgpFrame.KeepaliveType);
        daemon.ReloadWith(farNeighbor.Replace("incoming-ttl 254;", "incoming-ttl 253;", StringComparison.Ordinal) + Neighbor(near.EndPoint, local, "incoming-ttl 254;"));
        await far.Accept();
        await far.Establish(Open(65003));
    }

    [Theory]
    [InlineData("127.0.0.1", "tcp.bind")]
    [InlineData("127.0.0.1", "listen")]
    [InlineData("::1", "tcp.bind")]
    [InlineData("::1", "listen")]
    public async Task Both_ends_may_ask_for_the_highest_ttl_from_the_first_packet_on(string family, string how)
    {
        var (local, peer) = (Address(family), Address(family));
        var listen = new IPEndPoint(local, LoopbackAddresses.FreePort(local));
        // Another neighbour, without any, must not take the first one's TTL away.
        await using var daemon = DaemonProcess.Start(
            Neighbor(new IPEndPoint(peer, 0), local, $"passive; outgoing-ttl 255; incoming-ttl 255; {(how == "listen" ? $"listen {listen.Port};" : "")}")
            + Neighbor(new IPEndPoint(peer, 0), local, "passive;").Replace("peer-as 65002", "peer-as 65003", StringComparison.Ordinal),
            how == "listen" ? null : listen);
        await using var near = await ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.All(SocketSettings.Ttl(255), SocketSettings.LeastTtl(255)));
        await near.Establish(Open());
        await near.Next(frame => frame.IsEndOfRib, "End-of-RIB");
    }

    [Fact]
    public async Task A_peer_that_is_too_far_can_not_connect_where_all_neighbours_are_near()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        var (peer, other) = (LoopbackAddresses.Next(), LoopbackAddresses.Next());
        await using var daemon = DaemonProcess.Start(
            Neighbor(new IPEndPoint(peer, 0), listen.Address, "passive; incoming-ttl 255;") + Neighbor(new IPEndPoint(other, 0), listen.Address, "passive; incoming-ttl 254;"), listen);
        await using var near = await ScriptedPeer.Connect(other, listen, prepare: SocketSettings.Ttl(254));
        await near.Establish(Open());
        var attempt = ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.Ttl(253));
        daemon.ReloadWith(Neighbor(new IPEndPoint(peer, 0), listen.Address, "passive; incoming-ttl 253;") + Neighbor(new IPEndPoint(other, 0), listen.Address, "passive; incoming-ttl 254;"));
        await using var far = await attempt;
        await far.Establish(Open());
    }

    [Fact]
    public async Task A_peer_that_is_too_far_is_not_heard_though_it_could_connect()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        var (peer, other) = (LoopbackAddresses.Next(), LoopbackAddresses.Next());
        await using var daemon = DaemonProcess.Start(
            Neighbor(new IPEndPoint(peer, 0), listen.Address, "passive; incoming-ttl 255;") + Neighbor(new IPEndPoint(other, 0), listen.Address, "passive;"), listen);
        await using var far = await ScriptedPeer.Connect(peer, listen);
        await far.Send(Open());
        await far.Send(BgpFrame.Keepalive());
        await using var near = await ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.Ttl(255));
        // A session that was up, or on its way with the daemon's higher identifier, would stay.
        await near.Establish(Open());
        Assert.Equal([6, 7], (await far.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
        Assert.DoesNotContain(far.Received, frame => frame.Type == BgpFrame.KeepaliveType);
    }

    [Fact]
    public async Task Two_daemons_with_the_security_of_RFC_5082_find_each_other()
    {
        var server = LoopbackAddresses.NextEndPoint();
        var client = LoopbackAddresses.Next();
        await using var helper = Scene.NewHelper();
        await using var listening = DaemonProcess.Start(
            Neighbor(new IPEndPoint(client, 0), server.Address, "passive; outgoing-ttl 255; incoming-ttl 255;"), server);
        await using var connecting = DaemonProcess.Start(helper.Section("test") + $$"""
            neighbor {{server.Address}} {
                router-id 10.0.0.2; local-address {{client}}; local-as 65002; peer-as 65001; connect {{server.Port}};
                outgoing-ttl 255; incoming-ttl 255;
                family { ipv4 unicast; }
                api { processes [ test ]; neighbor-changes; }
            }
            """);
        await helper.WaitFor(Scene.IsUp, "the session is up");
    }

    private static IPAddress Address(string family) => family == "::1" ? IPAddress.IPv6Loopback : LoopbackAddresses.Next();

    private static async Task Establish(ScriptedPeer peer)
    {
        await peer.Accept();
        await peer.Establish(Open());
        await peer.Next(frame => frame.IsEndOfRib, "End-of-RIB");
    }

    private static BgpFrame Open(uint asn = Scene.PeerAs) => BgpFrame.Open(asn, 180, IPAddress.Parse("10.0.0.0"), [(1, 1)]);

    private static string Neighbor(IPEndPoint peer, IPAddress local, string more) => $$"""
        neighbor {{peer.Address}} {
            router-id 10.0.0.1; local-address {{local}}; local-as {{Scene.LocalAs}}; peer-as {{Scene.PeerAs}};
            {{(peer.Port == 0 ? "" : $"connect {peer.Port};")}}
            family { ipv4 unicast; }
            {{more}}
        }

        """;
}
