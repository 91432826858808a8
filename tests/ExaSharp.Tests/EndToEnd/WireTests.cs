using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>The UPDATE that each command brings about, octet by octet as ExaBGP's.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Each_command_gives_the_octets_that_ExaBGP_sends()
    {
        await using var scene = await Scene.Start(new SceneSettings { Capabilities = [2, 0] });
        for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        List<string> seen = [];
        foreach (var command in new[]
        {
            "announce route 10.50.0.0/24 next-hop 1.2.3.4 med 5 community [1:1 2:2] as-path [ 1 2 ]",
            "announce route 10.50.0.0/24 next-hop 1.2.3.4 med 6",
            "withdraw route 10.50.0.0/24",
            "withdraw route 10.77.0.0/24 next-hop 1.2.3.4",
            "announce route 10.51.0.0/24 next-hop 1.2.3.4 origin incomplete local-preference 5 atomic-aggregate aggregator ( 65001:1.2.3.4 )",
            "announce route 10.52.0.0/24 next-hop 1.2.3.4 large-community [ 1:2:3 ] extended-community [ target:1:2 origin:3:4 ]",
            "announce route 10.53.0.0/24 next-hop 1.2.3.4 attribute [ 0x20 0xc0 0x0000000100000002 ]",
            "announce route 10.54.0.0/24 { next-hop 1.2.3.4; med 5; }",
            "announce attributes next-hop 1.2.3.4 med 7 nlri 10.64.0.0/24 10.65.0.0/24",
            "withdraw attributes next-hop 1.2.3.4 nlri 10.64.0.0/24 10.65.0.0/24",
            "announce ipv4 unicast 10.67.0.0/24 next-hop 1.2.3.4",
            "withdraw ipv4 unicast 10.67.0.0/24",
            "announce ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1",
            "withdraw ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1",
            "announce ipv4 flow source 10.0.0.7/32 discard",
            "withdraw ipv4 flow source 10.0.0.7/32",
            "announce flow route { match { source 10.0.0.3/32; destination-port [ =80 =443 ]; protocol [ tcp udp ]; } then { rate-limit 9600; } }",
            "announce flow route destination 10.0.0.3/32 packet-length >=100&<=200 redirect 65500:12345",
            "announce flow route { match { source 10.0.0.4/32; tcp-flags [ syn ]; fragment [ first-fragment ]; } then { accept; community [ 1:1 ]; } }",
        })
        {
            await scene.Command(command);
            seen.Add($"> {command}");
            seen.Add(await scene.NextUpdate());
        }
        Golden.Check("wire.txt", "commands", scene, seen);
    }

    /// <summary>ExaBGP carries out one command after the other; a helper that does not wait for answers must see no difference.</summary>
    [Fact]
    public async Task A_flush_sends_what_was_said_before_it_and_not_what_is_said_behind_it()
    {
        await using var scene = await Scene.Start(new SceneSettings { Capabilities = [2, 0] });
        for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        await scene.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4");
        Assert.EndsWith("180A3200", await scene.NextUpdate(), StringComparison.Ordinal);
        for (var i = 0; i < 50; i++)
        {
            await scene.Helper.Write("flush adj-rib out", $"announce route 10.51.{i}.0/24 next-hop 1.2.3.4");
            for (var answer = 0; answer < 2; answer++) Assert.Equal(["done"], await scene.Answer("an answer"));
            Assert.EndsWith("180A3200", await scene.NextUpdate(), StringComparison.Ordinal);
            Assert.EndsWith($"180A33{i:X2}", await scene.NextUpdate(), StringComparison.Ordinal);
            await scene.Command($"withdraw route 10.51.{i}.0/24");
            Assert.EndsWith($"180A33{i:X2}0000", await scene.NextUpdate(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Routes_of_VPNs_give_the_octets_that_ExaBGP_sends()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Families = "ipv4 mcast-vpn; ipv6 mcast-vpn; l2vpn vpls;",
            PeerFamilies = [(1, 5), (2, 5), (25, 65)],
        });
        for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        List<string> seen = [];
        foreach (var command in new[]
        {
            "announce ipv4 mcast-vpn shared-join rp 10.99.199.1 group 239.251.255.228 rd 65000:99999 source-as 65000 next-hop 10.10.6.3 extended-community [ target:192.168.94.12:5 ]",
            "announce ipv6 mcast-vpn source-ad source fd12::4 group ff0e::1 rd 65000:99999 next-hop 10.10.6.4 med 5",
            "withdraw ipv6 mcast-vpn source-ad source fd12::4 group ff0e::1 rd 65000:99999 next-hop 10.10.6.4 med 5",
            "announce vpls rd 192.168.201.1:123 endpoint 5 base 10702 offset 1 size 8 next-hop 1.2.3.4 extended-community [ l2info:19:0:1500:111 ]",
            "withdraw vpls endpoint 5 base 10702 offset 1 size 8 rd 192.168.201.1:123 next-hop 1.2.3.4",
            "announce vpls endpoint 6 base 10702 offset 1 size 8 rd 192.168.201.1:123 next-hop 1.2.3.4",
        })
        {
            await scene.Command(command);
            seen.Add($"> {command}");
            seen.Add(await scene.NextUpdate());
        }
        Golden.Check("wire.txt", "VPNs", scene, seen);
        Golden.Check("wire.txt", "VPNs in show adj-rib out", scene, await scene.Ask("show adj-rib out"));
        foreach (var command in new[] { "announce ipv4 rtc 1", "announce l2vpn vpls endpoint 5", "announce vpls endpoint 5", "announce ipv4 mcast-vpn source-ad" })
            await scene.Command(command, "error");
    }

    [Fact]
    public async Task Markers_and_requests_are_sent_when_asked_for()
    {
        await using var scene = await Scene.Start(new SceneSettings { Capabilities = [2, 0], Neighbor = "manual-eor true; capability { route-refresh enable; }" });
        await scene.Command("announce eor ipv4 flow");
        Assert.True((await scene.Peer.Next(BgpFrame.UpdateType)).IsEndOfRibOf(1, 133));
        await scene.Command("announce eor");
        Assert.True((await scene.Peer.Next(BgpFrame.UpdateType)).IsEndOfRib);
        await scene.Command("announce route-refresh ipv6 unicast");
        Assert.Equal([0, 2, 0, 1], (await scene.Peer.Next(BgpFrame.RouteRefreshType)).Body.ToArray());
    }

    [Fact]
    public async Task What_was_announced_can_be_sent_again_and_taken_back()
    {
        await using var scene = await Scene.Start();
        await scene.NextTable();
        await scene.Command("announce route 10.1.0.0/24 next-hop 1.2.3.4");
        var announced = await scene.NextUpdate();
        // The same again is not sent; a flush sends it again.
        await scene.Command("announce route 10.1.0.0/24 next-hop 1.2.3.4");
        await scene.Command("flush adj-rib out");
        Assert.Equal(announced, await scene.NextUpdate());
        await scene.Command($"neighbor {scene.Remote} clear adj-rib out");
        Assert.StartsWith("0004180A0100", await scene.NextUpdate(), StringComparison.Ordinal);
        Assert.Equal(["done"], await scene.Ask("show adj-rib out"));
    }

    [Fact]
    public async Task Routes_of_a_watchdog_come_and_go()
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = "static { route 10.1.0.0/24 next-hop 1.2.3.4 watchdog dog withdraw; }" });
        Assert.Empty(await scene.NextTable());
        await scene.Command("announce watchdog dog");
        Assert.EndsWith("180A0100", await scene.NextUpdate(), StringComparison.Ordinal);
        await scene.Command("withdraw watchdog dog");
        Assert.StartsWith("0004180A0100", await scene.NextUpdate(), StringComparison.Ordinal);
    }
}
