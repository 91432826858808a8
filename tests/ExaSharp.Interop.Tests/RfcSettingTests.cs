using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>A neighbour with <c>rfc true;</c> and a router that goes by the RFCs understand each other where ExaBGP's octets mean something else.</summary>
public sealed class RfcSettingTests : InteropTest
{
    [Fact]
    public async Task An_IPv6_rule_with_an_offset_is_the_same_on_both_sides()
    {
        await using var router = new BirdRouter(new RouterSettings { Families = [RouterFamily.Ipv4Unicast, RouterFamily.Ipv6Flow] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection("""
            rfc true;
            api { processes [ test ]; neighbor-changes; receive { parsed; update; } }
            flow { route { match { destination 2001:db8:1234::/48/16; next-header =udp; } then { discard; } } }
            """));
        await WaitForUp(channel, daemon);

        var held = Assert.Single(await router.FlowRulesWhen(RouterFamily.Ipv6Flow, 1));
        Assert.Equal("destination 0:db8:1234::/48 offset 16; next-header 17", held.Match);

        await router.AnnounceRule("flow6 { src 0:0:5678::/48 offset 32; } { bgp_ext_community.add((generic, 0x80060000, 0x0)); }");
        await channel.WaitFor(line => line.Contains("source-ipv6 0:0:5678::/48/32", StringComparison.Ordinal), "the rule of BIRD");
        await AssertStops(daemon);
    }

    [Theory]
    [InlineData("rfc true;", "65010 64999", "target:70000:7")]
    [InlineData("", "64999", "target:0.1.17.112:7")]
    public async Task Our_AS_and_a_large_AS_in_a_route_target_are_what_BIRD_takes_them_for(string setting, string path, string target)
    {
        await using var router = new BirdRouter(new RouterSettings { Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        await using var daemon = StartDaemon(router.Settings.NeighborSection(
            $"{setting} static {{ route 10.9.0.0/24 next-hop self as-path [ 64999 ] extended-community target:70000:7; }}"));

        var held = Assert.Single(await router.RoutesWhen(RouterFamily.Ipv4Unicast, 1));
        Assert.Equal(path, held.AsPath);
        Assert.Equal(target, held.ExtendedCommunities);
        await AssertStops(daemon);
    }
}
