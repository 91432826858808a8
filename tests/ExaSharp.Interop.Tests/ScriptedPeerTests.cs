using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>The daemon's bytes, seen by a peer that the test plays.</summary>
public sealed class ScriptedPeerTests : InteropTest
{
    private static readonly IPAddress PeerRouterId = IPAddress.Parse("10.255.0.1");

    [Fact]
    public async Task Every_session_begins_with_the_same_updates_and_End_of_RIB()
    {
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = StartDaemon(Neighbor(peer.EndPoint, "connect " + peer.EndPoint.Port + ";", """
            static {
                route 10.1.0.0/24 next-hop 192.0.2.1;
                route 10.2.0.0/24 next-hop 192.0.2.1;
                route 10.3.0.0/24 next-hop 192.0.2.1 med 7;
            }
            flow { route { match { destination 10.1.0.0/24; } then { discard; } } }
            """));

        var first = await Table(peer);
        await peer.Close();
        var second = await Table(peer);

        Assert.Equal(first.Order(StringComparer.Ordinal), second.Order(StringComparer.Ordinal));
        Assert.InRange(first.Count, 3, 4);
        await AssertStops(daemon);
    }

    [Fact]
    public async Task A_silent_peer_is_told_that_the_hold_timer_expired()
    {
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = StartDaemon(Neighbor(peer.EndPoint, "connect " + peer.EndPoint.Port + ";", "hold-time 3;"));
        await peer.Accept();
        await peer.Send(Open(holdTime: 3));
        await peer.Send(BgpFrame.Keepalive());

        var notification = await peer.Next(BgpFrame.NotificationType);
        Assert.Equal([4, 0], notification.Body.ToArray());
        await peer.WaitForEnd();
        await AssertStops(daemon);
    }

    [Fact]
    public async Task Rubbish_at_the_listening_port_harms_nobody()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        var peerAddress = LoopbackAddresses.Next();
        await using var daemon = StartDaemon($$"""
            neighbor {{peerAddress}} {
                router-id 10.255.0.2;
                local-address {{listen.Address}};
                local-as 65010;
                peer-as 65000;
                passive true;
                family { ipv4 unicast; }
                static { route 10.1.0.0/24 next-hop 192.0.2.1; }
            }
            """, listen);

        var random = new Random(20261120);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var rubbish = new byte[random.Next(1, 200)];
            random.NextBytes(rubbish);
            await using var stranger = await ScriptedPeer.Connect(attempt % 2 == 0 ? peerAddress : LoopbackAddresses.Next(), listen);
            try
            {
                await stranger.Send(attempt % 4 == 0 ? BgpFrame.Of(BgpFrame.OpenType, rubbish).Bytes : rubbish);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Refused before the first octet: as good as any other answer.
            }
        }

        ScriptedPeer? peer = null;
        await Eventually.True(async () =>
        {
            if (peer is not null)
                await peer.DisposeAsync();
            peer = await ScriptedPeer.Connect(peerAddress, listen);
            try
            {
                await peer.Establish(Open(families: [(1, 1)]));
                return true;
            }
            catch (Exception refused) when (refused is InvalidOperationException or System.Net.Sockets.SocketException)
            {
                // The daemon may still be busy with an earlier connection from the same address.
                return false;
            }
        }, "a session after the rubbish");
        await peer!.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        await peer.DisposeAsync();
        await AssertStops(daemon);
    }

    private static async Task<List<string>> Table(ScriptedPeer peer)
    {
        await peer.Accept();
        await peer.Establish(Open());
        List<string> updates = [];
        var ended = 0;
        while (ended < 2)
        {
            var frame = await peer.Next(BgpFrame.UpdateType);
            if (frame.IsEndOfRibOf(1, 1) || frame.IsEndOfRibOf(1, 133))
                ended++;
            else
            {
                Assert.Equal(0, ended);
                updates.Add(frame.ToString());
            }
        }

        return updates;
    }

    private static BgpFrame Open(ushort holdTime = 30, (ushort, byte)[]? families = null) =>
        BgpFrame.Open(65000, holdTime, PeerRouterId, families ?? [(1, 1), (1, 133)]);

    private static string Neighbor(IPEndPoint peer, string connect, string body) => $$"""
        neighbor {{peer.Address}} {
            router-id 10.255.0.2;
            local-address {{LoopbackAddresses.Next()}};
            local-as 65010;
            peer-as 65000;
            {{connect}}
            family { ipv4 unicast; ipv4 flow; }
            {{body}}
        }
        """;
}
