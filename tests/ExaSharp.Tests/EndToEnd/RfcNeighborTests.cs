using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Neighbours of one daemon that get ExaBGP's octets beside others that get the RFCs'.</summary>
public sealed class RfcNeighborTests
{
    private const string Families = "ipv4 unicast; ipv6 unicast; ipv4 nlri-mpls; ipv6 flow;";

    private const string Mapped = "00000000000000000000FFFF01010101";

    /// <summary>A command, the UPDATE's body for the neighbour without the keyword, and for the one with it (eBGP).</summary>
    private static readonly (string Command, string ExaBgp, string Rfc)[] Routes =
    [
        (
            "announce route 10.0.0.0/24 next-hop 1.1.1.1 as-path [ 1 ] extended-community target:70000:1",
            "0000001F 40010100 400206020100000001 40030401010101 C010080102000111700001 180A0000",
            "00000023 40010100 40020A02020000FDE900000001 40030401010101 C010080202000111700001 180A0000"
        ),
        (
            "announce route 2001:db8::/32 next-hop 1.1.1.1",
            "00000025 40010100 40020602010000FDE9 40030401010101 800E0E 0002 01 04 01010101 00 2020010DB8",
            "0000002A 800E1A 0002 01 10 " + Mapped + " 00 2020010DB8 40010100 40020602010000FDE9"
        ),
        (
            "announce ipv4 nlri-mpls 10.0.0.0/24 label 100 next-hop 1.1.1.1",
            "00000027 40010100 40020602010000FDE9 40030401010101 800E10 0001 04 04 01010101 00 300006410A0000",
            "00000020 800E10 0001 04 04 01010101 00 300006410A0000 40010100 40020602010000FDE9"
        ),
        (
            "withdraw ipv4 nlri-mpls 10.0.0.0/24 label 100 next-hop 1.1.1.1",
            "00000021 40010100 40020602010000FDE9 40030401010101 800F0A 0001 04 300006410A0000",
            "0000000D 800F0A 0001 04 308000000A0000"
        ),
        (
            "announce ipv6 flow destination-ipv6 2001:db8:1234::/47/13 discard",
            "0000002A 40010100 40020602010000FDE9 C010088006000000000000 800E0F 0002 85 00 00 09 012F0D20010DB81234",
            "00000029 800E0E 0002 85 00 00 08 012F0D21B7024680 40010100 40020602010000FDE9 C010088006000000000000"
        ),
    ];

    [Fact]
    public async Task Each_neighbour_of_a_daemon_gets_its_own_octets_and_reads_its_own()
    {
        await using var strict = ScriptedPeer.Listen();
        await using var scene = Scene.Create(Settings(strict));
        await Establish(scene, strict);
        foreach (var (command, exabgp, rfc) in Routes)
        {
            await scene.Command(command);
            Assert.Equal(Octets(exabgp), await NextUpdate(scene.Peer));
            Assert.Equal(Octets(rfc), await NextUpdate(strict));
        }

        // The offset's rule back from both, each in its form.
        await scene.Peer.Send(Update("00000026 800E0F 0002 85 00 00 09 012F0D20010DB81234 40010100 40020602010000FDEA 80040400000007"));
        await HearsRule(scene, scene.Remote, "2001:db8:1234::/47/13");
        await strict.Send(Update("00000025 800E0E 0002 85 00 00 08 012F0D21B7024680 40010100 40020602010000FDEA 80040400000007"));
        await HearsRule(scene, strict.EndPoint.Address, "1:db8:1234::/47/13");
        await scene.AssertStops();
    }

    [Fact]
    public async Task What_helpers_are_shown_of_routes_and_neighbours_is_the_same()
    {
        await using var strict = ScriptedPeer.Listen();
        await using var scene = Scene.Create(Settings(strict));
        await Establish(scene, strict);
        foreach (var (command, _, _) in Routes) await scene.Command(command);
        var shown = await scene.Ask("show adj-rib out extensive");
        Assert.Equal(3, Of(scene.Remote).Length);
        Assert.Equal(Of(scene.Remote), Of(strict.EndPoint.Address));
        var definitions = await scene.Ask("show neighbor configuration");
        Assert.Single(definitions, "  rfc true;");

        string[] Of(IPAddress peer) => [.. shown.Where(line => line.Contains($"neighbor {peer} ", StringComparison.Ordinal)).Select(WithoutNeighbor)];
    }

    [Theory]
    [InlineData("exabgp.bgp.rfc", "", true)]
    [InlineData("exabgp_bgp_rfc", "", true)]
    [InlineData("exabgp_bgp_rfc", "rfc false;", false)]
    public async Task The_setting_is_for_neighbours_that_do_not_say(string setting, string keyword, bool rfc)
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = keyword, Environment = new() { [setting] = "true" } });
        await scene.Command(Routes[0].Command);
        Assert.Equal(Octets(rfc ? Routes[0].Rfc : Routes[0].ExaBgp), await scene.NextUpdate());
    }

    /// <summary>The neighbour that says so, by way of a template, beside the one that does not.</summary>
    private static SceneSettings Settings(ScriptedPeer strict) => new()
    {
        Families = Families,
        Api = "neighbor-changes; receive { parsed; update; }",
        Capabilities = [1, 4, 0, 1, 0, 4, 1, 4, 0, 2, 0, 133],
        Sections = $$"""
            template { neighbor strict { rfc true; } }
            neighbor {{strict.EndPoint.Address}} {
                inherit strict;
                router-id 10.0.0.1;
                local-address {{LoopbackAddresses.Next()}};
                local-as {{Scene.LocalAs}};
                peer-as {{Scene.PeerAs}};
                connect {{strict.EndPoint.Port}};
                family { {{Families}} }
                api { processes [ test ]; neighbor-changes; receive { parsed; update; } }
            }
            """,
    };

    private static async Task Establish(Scene scene, ScriptedPeer strict)
    {
        await scene.Establish();
        await strict.Accept();
        await strict.Establish(scene.Open());
        await scene.WaitForUp();
        await scene.WaitForUp();
    }

    private static async Task HearsRule(Scene scene, IPAddress peer, string prefix) => await scene.Helper.WaitFor(
        line => line.Contains($"\"peer\": \"{peer}\"", StringComparison.Ordinal)
            && line.Contains($"\"destination-ipv6\": [ \"{prefix}\" ]", StringComparison.Ordinal),
        $"the rule for {prefix} from {peer}");

    private static async Task<string> NextUpdate(ScriptedPeer peer)
    {
        var update = await peer.Next(frame => frame.Type == BgpFrame.UpdateType && !IsEndOfRib(frame), "an UPDATE");
        return Convert.ToHexString(update.Body);
    }

    private static string WithoutNeighbor(string line) => line[line.IndexOf("in-open", StringComparison.Ordinal)..];

    private static bool IsEndOfRib(BgpFrame frame) => Scene.IsEndOfRib(frame) || frame.IsEndOfRibOf(1, 4);

    private static BgpFrame Update(string body) => BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(Octets(body)));

    private static string Octets(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
