using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>What BIRD, GoBGP and FRR hold is what the daemon announced, attribute for attribute.</summary>
public sealed class TableTests : InteropTest
{
    private static readonly RouterRoute Rich4 = new("10.20.0.0/16")
    {
        NextHop = "192.0.2.1",
        Origin = "egp",
        AsPath = "64600 64601",
        Med = 77,
        LocalPreference = 250,
        AtomicAggregate = true,
        Aggregator = "64600:192.0.2.7",
        Communities = "65000:1 65000:2 65535:65281",
        LargeCommunities = "65000:1:2 65000:3:4",
        ExtendedCommunities = "origin:65000:9 target:65000:100",
        OriginatorId = "192.0.2.33",
        ClusterList = "192.0.2.34 192.0.2.35",
    };

    private static readonly RouterRoute Rich6 = Rich4 with { Prefix = "2001:db8:20::/48", NextHop = "2001:db8::1" };

    private static readonly RouterRoute Plain4 = new("10.21.0.0/24") { NextHop = "192.0.2.2", LocalPreference = 100 };

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task Internal_routes_of_the_configuration_arrive_with_every_attribute(string name)
    {
        await using var router = NewRouter(name, new RouterSettings { PeerAs = 65000 });
        await router.Start();
        await using var daemon = StartDaemon(router.Settings.NeighborSection(
            $"static {{ {Rich4.ToDaemon()}; {Plain4.ToDaemon()}; {Rich6.ToDaemon()}; }}"));

        Assert.Equal([Rich4, Plain4], Seen(await router.RoutesWhen(RouterFamily.Ipv4Unicast, 2)));
        Assert.Equal([Rich6], Seen(await router.RoutesWhen(RouterFamily.Ipv6Unicast, 1)));
        await AssertStops(daemon);
    }

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task External_routes_of_a_helper_arrive_and_go(string name)
    {
        await using var router = NewRouter(name, new RouterSettings());
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection(
            "api { processes [ test ]; neighbor-changes; }"));
        await WaitForUp(channel, daemon);
        var external4 = External(Rich4) with { AsPath = "65010 64600 64601" };
        var external6 = External(Rich6) with { AsPath = "65010 64600 64601" };
        // GoBGP takes a loopback next hop, which "self" is here, for an error and drops the route.
        var nextHop = name == "gobgp" ? "192.0.2.9" : "self";
        var self = new RouterRoute("10.22.0.0/24")
        {
            NextHop = name == "gobgp" ? nextHop : router.Settings.PeerAddress.ToString(),
            AsPath = "65010",
        };

        Assert.Equal("done", await channel.Command("announce " + external4.ToDaemon()));
        Assert.Equal("done", await channel.Command("announce " + external6.ToDaemon()));
        Assert.Equal("done", await channel.Command($"announce route 10.22.0.0/24 next-hop {nextHop}"));
        Assert.Equal([external4, self], Seen(await router.RoutesWhen(RouterFamily.Ipv4Unicast, 2), external: true));
        Assert.Equal([external6], Seen(await router.RoutesWhen(RouterFamily.Ipv6Unicast, 1), external: true));

        Assert.Equal("done", await channel.Command($"announce route 10.22.0.0/24 next-hop {nextHop} med 9"));
        Assert.Equal([external4, self with { Med = 9 }], Seen(await Eventually.Last(
            () => router.Routes(RouterFamily.Ipv4Unicast), routes => routes.Any(route => route.Med == 9)), external: true));

        Assert.Equal("done", await channel.Command("withdraw " + external4.ToDaemon()));
        Assert.Equal("done", await channel.Command("withdraw route 2001:db8:20::/48 next-hop 2001:db8::1"));
        Assert.Empty(await router.RoutesWhen(RouterFamily.Ipv6Unicast, 0));
        Assert.Equal([self with { Med = 9 }], Seen(await router.RoutesWhen(RouterFamily.Ipv4Unicast, 1), external: true));
        await AssertStops(daemon);
    }

    [Fact]
    public async Task Flow_rules_arrive_at_FRR()
    {
        await using var router = new FrrRouter(new RouterSettings { Families = [RouterFamily.Ipv4Flow, RouterFamily.Ipv6Flow] });
        await router.Start();
        await using var daemon = StartDaemon(router.Settings.NeighborSection("""
            flow {
                route A { match { source 10.0.0.0/8; destination-port [ =80 =443 ]; protocol =tcp; } then { redirect 6:302; } }
                route B { match { destination 10.1.0.0/16; } then { mark 46; } }
                route C { match { source 2001:db8:a::/48; destination 2001:db8:b::/48; } then { rate-limit 1000000; } }
            }
            """));

        Assert.Equal(
            [new FlowRule("from 10.0.0.0/8; proto = 6; dstp = 80 , = 443", "redirect:6:302"), new FlowRule("to 10.1.0.0/16", "mark:46")],
            await router.FlowRulesWhen(RouterFamily.Ipv4Flow, 2));
        Assert.Equal([new FlowRule("to 2001:db8:b::/48/off 0; from 2001:db8:a::/48/off 0", "rate-limit:1000000")],
            await router.FlowRulesWhen(RouterFamily.Ipv6Flow, 1));
        await AssertStops(daemon);
    }

    [Fact]
    public async Task A_reload_sends_the_difference_and_keeps_the_session()
    {
        await using var router = new BirdRouter(new RouterSettings { Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        string Configuration(params string[] routes) => router.Settings.NeighborSection($"static {{ {string.Concat(routes)} }}");
        await using var daemon = StartDaemon(Configuration(
            "route 10.23.0.0/24 next-hop 192.0.2.1;", "route 10.24.0.0/24 next-hop 192.0.2.1;", "route 10.25.0.0/24 next-hop 192.0.2.1;"));
        Assert.Equal(3, (await router.RoutesWhen(RouterFamily.Ipv4Unicast, 3)).Count);

        daemon.ReloadWith(Configuration(
            "route 10.23.0.0/24 next-hop 192.0.2.1;", "route 10.25.0.0/24 next-hop 192.0.2.1 med 3;", "route 10.26.0.0/24 next-hop 192.0.2.1;"));
        var routes = await Eventually.Last(() => router.Routes(RouterFamily.Ipv4Unicast),
            held => held.Select(route => (route.Prefix, route.Med)).SequenceEqual([("10.23.0.0/24", null), ("10.25.0.0/24", 3u), ("10.26.0.0/24", null)]));
        Assert.Equal([("10.23.0.0/24", (uint?)null), ("10.25.0.0/24", 3u), ("10.26.0.0/24", null)], routes.Select(route => (route.Prefix, route.Med)));
        Assert.Equal(1, router.TimesEstablished());

        daemon.ReloadWith("this is no configuration");
        await daemon.WaitForLine(line => line.Contains("could not load/reload configuration", StringComparison.Ordinal), "the refusal");
        Assert.Equal(routes, await router.Routes(RouterFamily.Ipv4Unicast));
        await AssertStops(daemon);
    }

    // LOCAL_PREF, ORIGINATOR_ID and CLUSTER_LIST do not cross an eBGP session.
    private static RouterRoute External(RouterRoute route) =>
        route with { LocalPreference = null, OriginatorId = "", ClusterList = "" };

    // A router may fill in the LOCAL_PREF of an external route by itself.
    private static IEnumerable<RouterRoute> Seen(IEnumerable<RouterRoute> routes, bool external = false) =>
        external ? routes.Select(External) : routes;
}
