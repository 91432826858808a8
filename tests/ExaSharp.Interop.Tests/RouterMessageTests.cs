using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>What BIRD, GoBGP and FRR send besides the routes of their families is read, told and answered.</summary>
public sealed class RouterMessageTests : InteropTest
{
    private const string Receive = "neighbor-changes; receive { parsed; open; update; refresh; notification; }";

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task A_two_octet_session_merges_the_paths(string name)
    {
        await using var router = NewRouter(name, Internal());
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = await Up(router, channel, "capability { asn4 disable; }");

        // BIRD's static routes take no AGGREGATOR.
        var route = new RouterRoute("10.40.0.0/24")
        {
            NextHop = "192.0.2.1",
            AsPath = "65001 70000 65002 4294967294",
            LocalPreference = 100,
            Aggregator = name == "bird" ? "" : "70000:192.0.2.7",
        };
        await router.Announce(route);
        var update = await channel.WaitForEvent(told => UpdateEvents.Has(told, "announce", "ipv4 unicast", route.Prefix), "the route");
        Assert.Equal([route], UpdateEvents.Announced(update, "ipv4 unicast").Select(seen => seen with { Med = null }));
        await AssertStops(daemon);
    }

    [Theory]
    [InlineData("bird")]
    [InlineData("gobgp")]
    public async Task Two_paths_of_a_prefix_have_different_identifiers(string name)
    {
        await using var router = NewRouter(name, Internal() with { AddPath = true });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = await Up(router, channel, "");

        await router.Announce(new RouterRoute("10.40.0.0/24") { NextHop = "192.0.2.1" });
        var first = await Announced(channel, "10.40.0.0/24");
        await router.Originate(name == "bird"
            ? "ipv4 10.40.0.0/24 unreachable { bgp_next_hop = 192.0.2.2; }"
            : "ipv4 10.40.0.0/24 nexthop 192.0.2.2 identifier 77");
        // The first path may be told again before the second one.
        var second = first;
        while (second.NextHop == first.NextHop)
            second = await Announced(channel, "10.40.0.0/24");
        Assert.Equal(("192.0.2.1", "192.0.2.2"), (first.NextHop, second.NextHop));
        Assert.NotNull(first.PathId);
        Assert.NotNull(second.PathId);
        Assert.NotEqual(first.PathId, second.PathId);
        await AssertStops(daemon);
    }

    [Theory]
    [InlineData("bird")]
    [InlineData("gobgp")]
    public async Task An_IPv4_route_arrives_with_an_IPv6_next_hop(string name)
    {
        await using var router = NewRouter(name, Internal() with
        {
            ExtendedNextHop = true,
            Families = [RouterFamily.Ipv4Unicast, RouterFamily.Ipv6Unicast],
        });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = await Up(router, channel, "");

        var route = new RouterRoute("10.40.0.0/24") { NextHop = "2001:db8::1", LocalPreference = 100 };
        await router.Announce(route);
        Assert.Equal(route, await Announced(channel, route.Prefix));
        await AssertStops(daemon);
    }

    [Theory]
    [InlineData("bird")]
    [InlineData("frr")]
    public async Task A_confederation_is_seen_in_the_path(string name)
    {
        // A member AS of the confederation 64512; the path of its own routes begins with the member.
        await using var router = NewRouter(name, new RouterSettings
        {
            Families = [RouterFamily.Ipv4Unicast],
            More = name == "bird" ? "confederation 64512; confederation member yes;" : "bgp confederation identifier 64512\n bgp confederation peers 65010",
        });
        await router.Start();
        await using var channel = NewChannel();
        // JSON 4.0.1 tells confederation segments from others, 5.0.0 does not.
        await using var daemon = await Up(router, channel, "", "version 4;");

        await router.Announce(new RouterRoute("10.40.0.0/24") { NextHop = "192.0.2.1" });
        var told = await channel.WaitForEvent(update => UpdateEvents.Has(update, "announce", "ipv4 unicast", "10.40.0.0/24"), "the route");
        var attributes = told.GetProperty("neighbor").GetProperty("message").GetProperty("update").GetProperty("attribute");
        Assert.Equal("[]", attributes.GetProperty("as-path").ToString());
        Assert.Equal("[ 65000 ]", attributes.GetProperty("confederation-path").ToString());
        await AssertStops(daemon);
    }

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task A_refresh_is_told_and_answered_both_ways(string name)
    {
        await using var router = NewRouter(name, Internal());
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = await Up(router, channel, "capability { route-refresh enable; } static { route 10.41.0.0/24 next-hop 192.0.2.9; }");
        await router.Announce(new RouterRoute("10.40.0.0/24") { NextHop = "192.0.2.1" });
        await Announced(channel, "10.40.0.0/24");
        await router.RoutesWhen(RouterFamily.Ipv4Unicast, 1);

        // GoBGP keeps what it received and does not ask for it.
        if (name != "gobgp")
        {
            await router.AskForRoutes();
            Assert.Equal("query", await Refresh(channel));
        }

        await channel.Write("announce route-refresh ipv4 unicast");
        // BIRD alone marks where its answer begins and ends (RFC 7313).
        if (name == "bird")
            Assert.Equal("begin", await Refresh(channel));
        await Announced(channel, "10.40.0.0/24");
        if (name == "bird")
            Assert.Equal("end", await Refresh(channel));
        Assert.Equal(["10.41.0.0/24"], (await router.RoutesWhen(RouterFamily.Ipv4Unicast, 1)).Select(route => route.Prefix));
        await AssertStops(daemon);
    }

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task The_reason_of_a_shutdown_is_told(string name)
    {
        await using var router = NewRouter(name, Internal());
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = await Up(router, channel, "");

        await router.ShutDown("maintenance until noon");
        var told = await channel.WaitForEvent(e => e.GetProperty("type").GetString() == "notification", "the notification");
        var notification = told.GetProperty("neighbor").GetProperty("notification");
        Assert.Equal((6, 2, "Shutdown Communication: \"maintenance until noon\""), (notification.GetProperty("code").GetInt32(),
            notification.GetProperty("subcode").GetInt32(), notification.GetProperty("message").GetString()));
        await AssertStops(daemon);
    }

    [Fact]
    public async Task An_extended_message_of_a_router_is_read()
    {
        await using var router = NewRouter("bird", Internal() with { More = "enable extended messages yes;" });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = await Up(router, channel, "capability { extended-message enable; }");

        // 1500 communities alone are 6000 octets, more than a message of 4096 has room for (RFC 8654).
        var communities = RouterRoute.Words(Enumerable.Range(0, 1500).Select(number => FormattableString.Invariant($"65000:{number}")));
        var route = new RouterRoute("10.40.0.0/24") { NextHop = "192.0.2.1", LocalPreference = 100, Communities = communities };
        await router.Announce(route);
        Assert.Equal(route, await Announced(channel, route.Prefix));
        await AssertStops(daemon);
    }

    private static RouterSettings Internal() => new() { PeerAs = 65000, Families = [RouterFamily.Ipv4Unicast] };

    private async Task<DaemonProcess> Up(Router router, HelperChannel channel, string body, string version = "")
    {
        var daemon = StartDaemon($"process test {{ run {channel.Run}; encoder json; {version} }}\n"
            + router.Settings.NeighborSection($"{body} api {{ processes [ test ]; {Receive} }}"));
        await WaitForUp(channel, daemon);
        return daemon;
    }

    private static async Task<RouterRoute> Announced(HelperChannel channel, string prefix) => UpdateEvents.Announced(
        await channel.WaitForEvent(told => UpdateEvents.Has(told, "announce", "ipv4 unicast", prefix), prefix), "ipv4 unicast").Single()
        with
    { Med = null };

    private static async Task<string?> Refresh(HelperChannel channel) =>
        (await channel.WaitForEvent(told => told.GetProperty("type").GetString() == "refresh", "a refresh"))
            .GetProperty("neighbor").GetProperty("route-refresh").GetProperty("subtype").GetString();
}
