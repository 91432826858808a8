using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What single keywords of a neighbour do to its session.</summary>
public sealed class NeighborOptionTests
{
    private const string TwoRoutes = "static { route 10.1.0.0/24 next-hop 192.0.2.1; route 10.2.0.0/24 next-hop 192.0.2.1; }";

    [Fact]
    public async Task With_a_rate_limit_everything_is_sent_in_order_and_everything_received_is_handled()
    {
        var routes = string.Concat(Enumerable.Range(0, 40).Select(n => $"route 10.{n}.0.0/16 next-hop 192.0.2.1 med {n}; "));
        await using var scene = await Scene.Start(new SceneSettings
        {
            Neighbor = $"rate-limit 25; static {{ {routes} }}",
            Api = "neighbor-changes; receive { parsed; update; }",
        });
        var sent = await scene.NextTable();
        Assert.Equal(40, sent.Length);
        for (var n = 0; n < 40; n++)
            await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString($"00000014400101004002060201" + $"0000FDEA4003047F00000A10{20:X2}{n:X2}")));
        for (var n = 0; n < 40; n++)
            await scene.Helper.WaitFor(line => line.Contains($"\"20.{n}.0.0/16\"", StringComparison.Ordinal), $"update {n}");
        scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings { Neighbor = "rate-limit disable;" }));
        Assert.Equal([6, 3], (await scene.Peer.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
    }

    [Fact]
    public async Task With_a_rate_limit_of_one_a_second_waits_for_the_next()
    {
        // Each second carries one message: in the time of a KEEPALIVE period no more than so many.
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = "rate-limit 1; " + TwoRoutes.Replace("10.2.0.0/24 next-hop 192.0.2.1", "10.2.0.0/24 next-hop 192.0.2.1 med 5", StringComparison.Ordinal), HoldTime = 3 });
        await scene.Peer.Next(frame => frame.Type == BgpFrame.UpdateType && !Scene.IsEndOfRib(frame), "the first route");
        Assert.DoesNotContain(scene.Peer.Received, Scene.IsEndOfRib);
        await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        Assert.Equal(2, scene.Peer.Received.Count(frame => frame.Type == BgpFrame.UpdateType && !Scene.IsEndOfRib(frame)));
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    [Fact]
    public async Task Without_hold_time_nobody_sends_keepalives()
    {
        await using var scene = Scene.Create(new SceneSettings { Neighbor = "hold-time 0; " + TwoRoutes });
        await scene.Peer.Accept();
        var open = await scene.Peer.Establish(scene.Open());
        Assert.Equal([0, 0], open.Body[3..5].ToArray());
        Assert.Single(await scene.NextTable());
        await scene.Command("announce route 10.3.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        Assert.Single(scene.Peer.Received, frame => frame.Type == BgpFrame.KeepaliveType);
        // One more than the handshake's is let pass, a second one is not (ExaBGP).
        await scene.Peer.Send(BgpFrame.Keepalive());
        await scene.Command("announce route 10.4.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        await scene.Peer.Send(BgpFrame.Keepalive());
        Assert.Equal([2, 6], (await scene.Peer.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
    }

    [Fact]
    public async Task The_lower_of_both_hold_times_counts()
    {
        await using var scene = Scene.Create(new SceneSettings { Neighbor = "hold-time 3;", HoldTime = 180 });
        await scene.Peer.Accept();
        await scene.Peer.Send(scene.Open());
        await scene.Peer.Send(BgpFrame.Keepalive());
        for (var count = 0; count < 3; count++) await scene.Peer.Next(BgpFrame.KeepaliveType);
        Assert.Equal([4, 0], (await scene.Peer.Next(BgpFrame.NotificationType)).Body.ToArray());
    }

    [Theory]
    [InlineData("host-name router1;", "4909" + "07726F7574657231" + "00")]
    [InlineData("host-name router1; domain-name example.net;", "4914" + "07726F7574657231" + "0B6578616D706C652E6E6574")]
    [InlineData("", null)]
    [InlineData("domain-name example.net; description \"a peer\";", null)]
    public async Task The_names_of_the_host_stand_in_the_OPEN_when_they_are_set(string keywords, string? capability)
    {
        await using var scene = Scene.Create(new SceneSettings { Neighbor = keywords });
        await scene.Peer.Accept();
        var open = Convert.ToHexString((await scene.Peer.Next(BgpFrame.OpenType)).Body);
        if (capability is not null) Assert.Contains(capability, open, StringComparison.Ordinal);
        else Assert.Equal(Convert.ToHexString((await Plain()).Body), open);

        static async Task<BgpFrame> Plain()
        {
            await using var plain = Scene.Create();
            await plain.Peer.Accept();
            return await plain.Peer.Next(BgpFrame.OpenType);
        }
    }

    [Theory]
    [InlineData("group-updates true;", 1)]
    [InlineData("group-updates false;", 2)]
    public async Task Routes_of_equal_attributes_share_an_UPDATE_when_they_may(string keyword, int updates)
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = keyword + TwoRoutes });
        Assert.Equal(updates, (await scene.NextTable()).Length);
    }

    [Theory]
    [InlineData("auto-flush true;")]
    [InlineData("auto-flush false;")]
    public async Task Routes_are_sent_at_once_whatever_auto_flush_says(string keyword)
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = keyword + TwoRoutes });
        Assert.Single(await scene.NextTable());
        await scene.Command("announce route 10.3.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
    }

    [Fact]
    public async Task Received_routes_are_kept_unless_adj_rib_in_is_off()
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = "adj-rib-in false;", Api = "neighbor-changes; receive { parsed; update; }" });
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("0000" + "0014" + "400101004002060201" + "0000FDEA" + "4003047F00000A" + "180A0100")));
        // Helpers hear of them all the same.
        await scene.Helper.WaitFor(line => line.Contains("10.1.0.0/24", StringComparison.Ordinal), "the update");
        Assert.Equal(["done"], await scene.Ask("show adj-rib in"));
    }

    [Fact]
    public async Task Without_adj_rib_out_the_same_again_is_sent_again_and_configured_routes_outlive_the_session()
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = "adj-rib-out false;" + TwoRoutes });
        Assert.Single(await scene.NextTable());
        for (var count = 0; count < 2; count++)
        {
            await scene.Command("announce route 10.3.0.0/24 next-hop 192.0.2.1");
            Assert.EndsWith("180A0300", await scene.NextUpdate(), StringComparison.Ordinal);
        }
        await scene.Peer.Close();
        await scene.Establish();
        var again = string.Concat(await scene.NextTable());
        Assert.Contains("180A0100180A0200", again, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manual-eor true;", false)]
    [InlineData("manual-eor false;", true)]
    // ExaBGP's word alone changes nothing.
    [InlineData("manual-eor;", true)]
    public async Task End_of_RIB_is_sent_unless_it_is_left_to_the_helpers(string keyword, bool isSent)
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = keyword + TwoRoutes });
        await scene.NextUpdate();
        await scene.Command("announce eor ipv6 unicast");
        await scene.Peer.Next(frame => frame.IsEndOfRibOf(2, 1), "the marker that was asked for");
        if (isSent) await scene.Peer.Next(frame => frame.IsEndOfRibOf(2, 1), "the second one");
        Assert.Equal(isSent, scene.Peer.Received.Any(frame => frame.IsEndOfRib));
    }

    [Fact]
    public async Task A_peer_that_sends_no_OPEN_is_not_waited_for_longer_than_openwait()
    {
        await using var scene = Scene.Create(new SceneSettings { Environment = new() { ["exabgp_bgp_openwait"] = "1" } });
        await scene.Peer.Accept();
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([1, 1, .. "waited for open too long, we do not like stuck in active"u8], notification.Body.ToArray());
        await scene.Peer.Accept();
        await scene.Peer.Next(BgpFrame.OpenType);
    }

    [Fact]
    public async Task A_daemon_that_is_to_connect_once_ends_with_its_session()
    {
        await using var scene = await Scene.Start(new SceneSettings { Environment = new() { ["exabgp_tcp_once"] = "true" } });
        await scene.Peer.Close();
        Assert.Equal(0, await scene.Daemon.WaitForExit());
    }

    [Fact]
    public async Task All_neighbours_are_passive_when_the_environment_says_so()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start($$"""
            neighbor {{peer.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{listen.Address}}; local-as {{Scene.LocalAs}}; peer-as {{Scene.PeerAs}}; connect {{peer.EndPoint.Port}};
                family { ipv4 unicast; }
            }
            """, listen, new Dictionary<string, string> { ["exabgp_bgp_passive"] = "true" });
        await using var speaker = await ScriptedPeer.Connect(peer.EndPoint.Address, listen);
        await speaker.Establish(BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)]));
        await speaker.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        Assert.False(peer.HasPending);
    }
}
