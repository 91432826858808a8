using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Capabilities that, once agreed on, make ExaBGP lose routes or sessions.</summary>
public sealed class CapabilityDefectTests
{
    /// <summary>ExaBGP keeps the routes of one family only.</summary>
    [Fact]
    public async Task With_multisession_the_routes_of_all_families_are_sent()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Neighbor = """
                capability { multi-session enable; }
                static { route 10.0.0.0/24 next-hop 1.1.1.1; route 2001:db8::/32 next-hop 2001:db8::1; }
                flow { route { match { source 10.0.0.0/24; } then { discard; } } }
                """,
            Capabilities = [68, 1, 0, 68, 1, 1],
        });
        var updates = new[] { await scene.NextUpdate(), await scene.NextUpdate(), await scene.NextUpdate() };
        Assert.Single(updates, update => update.EndsWith("180A0000", StringComparison.Ordinal) && update.Contains("400304", StringComparison.Ordinal));
        Assert.Single(updates, update => update.EndsWith("2020010DB8", StringComparison.Ordinal));
        Assert.Single(updates, update => update.Contains("0001850000", StringComparison.Ordinal));
        await scene.AssertStops();
    }

    /// <summary>ExaBGP takes the next-hop of FlowSpec, L2VPN and VPN routes for a malformed one then, and ends the session.</summary>
    [Fact]
    public async Task With_extended_next_hops_other_families_are_still_read()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Families = "ipv4 unicast; ipv6 unicast; ipv4 flow; ipv6 mpls-vpn;",
            Neighbor = "nexthop { ipv4 unicast ipv6; }",
            Api = "neighbor-changes; receive { parsed; update; }",
            Capabilities = [1, 4, 0, 2, 0, 128, 5, 6, 0, 1, 0, 1, 0, 2],
        });
        const string attributes = "40010100 40020602010000FDEA";
        await scene.Peer.Send(Update($"{attributes} 800E0C 0001 85 00 00 06 0220 0A000001"));
        await scene.Helper.WaitFor(line => line.Contains("\"ipv4 flow\"", StringComparison.Ordinal), "the rule");
        await scene.Peer.Send(Update($"{attributes} 800E2D 0002 80 18 0000000000000000 20010DB8000000000000000000000001 00 78000641 0000000100000002 20010DB8"));
        await scene.Helper.WaitFor(line => line.Contains("\"ipv6 mpls-vpn\"", StringComparison.Ordinal), "the VPN route");
        await scene.Peer.Send(Update($"{attributes} 800E19 0001 01 10 20010DB8000000000000000000000001 00 180A0000"));
        await scene.Helper.WaitFor(line => line.Contains("\"ipv4 unicast\": { \"2001:db8::1\"", StringComparison.Ordinal), "the IPv4 route with an IPv6 next-hop");
        await scene.AssertStops();
    }

    private static BgpFrame Update(string attributes)
    {
        var octets = Convert.FromHexString(attributes.Replace(" ", "", StringComparison.Ordinal));
        return BgpFrame.Of(BgpFrame.UpdateType, [0, 0, (byte)(octets.Length >> 8), (byte)octets.Length, .. octets]);
    }
}
