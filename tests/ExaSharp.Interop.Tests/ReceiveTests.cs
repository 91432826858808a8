using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>Routes that real routers announce arrive at a JSON helper and at a text helper as they were announced.</summary>
public sealed class ReceiveTests : InteropTest
{
    private const string Subscription = "neighbor-changes; receive { parsed; update; }";

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task Routes_of_a_router_arrive_at_a_JSON_and_a_text_helper(string name)
    {
        await using var router = NewRouter(name, new RouterSettings { PeerAs = 65000 });
        await router.Start();
        await using var json = NewChannel();
        await using var text = NewChannel();
        await using var daemon = StartDaemon(json.Section("json") + text.Section("text", "text")
            + router.Settings.NeighborSection($"api {{ processes [ json text ]; {Subscription} }}"));
        await WaitForUp(json, daemon);
        await WaitForUp(text, daemon);

        foreach (var (route, family, words) in new[] { (Ipv4(name), "ipv4 unicast", Words(name)), (Ipv6(name), "ipv6 unicast", Words(name)) })
        {
            await router.Announce(route);
            var update = await json.WaitForEvent(e => UpdateEvents.Has(e, "announce", family, route.Prefix), $"JSON of {route.Prefix}");
            Assert.Equal([route], UpdateEvents.Announced(update, family));
            var line = await text.WaitFor(l => l.Contains($"announced {route.Prefix} ", StringComparison.Ordinal), $"text of {route.Prefix}");
            Assert.Equal($"neighbor {router.Settings.Address} receive update announced {route.Prefix} next-hop {route.NextHop} {words}", line);

            await router.Withdraw(route);
            await json.WaitForEvent(e => UpdateEvents.Has(e, "withdraw", family, route.Prefix), $"JSON of the withdrawal of {route.Prefix}");
            await text.WaitFor(l => l == $"neighbor {router.Settings.Address} receive update withdrawn {route.Prefix}", $"withdrawal of {route.Prefix}");
        }

        await AssertStops(daemon);
    }

    [Fact]
    public async Task Flow_rules_of_a_router_arrive_at_a_JSON_and_a_text_helper()
    {
        const string rule = "flow4 { dst 10.31.0.0/16; src 192.0.2.0/24; proto = 6; dport 80, 443; tcp flags 0x2/0x2; length 64..1500; }"
            + " { bgp_ext_community.add((generic, 0x80080006, 0x12e)); }";
        const string match = "flow destination-ipv4 10.31.0.0/16 source-ipv4 192.0.2.0/24 protocol =tcp destination-port [ =80 =443 ]"
            + " tcp-flags =syn packet-length [ >=64&<=1500 ]";
        await using var router = new BirdRouter(new RouterSettings { PeerAs = 65000, Families = [RouterFamily.Ipv4Flow] });
        await router.Start();
        await using var json = NewChannel();
        await using var text = NewChannel();
        await using var daemon = StartDaemon(json.Section("json") + text.Section("text", "text")
            + router.Settings.NeighborSection($"api {{ processes [ json text ]; {Subscription} }}"));
        await WaitForUp(json, daemon);
        await WaitForUp(text, daemon);

        await router.AnnounceRule(rule);
        var update = await json.WaitForEvent(e => e.ToString().Contains("ipv4 flow", StringComparison.Ordinal) && e.ToString().Contains("announce", StringComparison.Ordinal), "the rule");
        var message = update.GetProperty("neighbor").GetProperty("message").GetProperty("update");
        var held = message.GetProperty("announce").GetProperty("ipv4 flow").GetProperty("no-nexthop")[0];
        Assert.Equal(match, held.GetProperty("string").GetString());
        Assert.Equal("=80 =443", string.Join(' ', held.GetProperty("destination-port").EnumerateArray()));
        Assert.Equal("redirect:6:302", message.GetProperty("attribute").GetProperty("extended-community")[0].GetProperty("string").GetString());
        var line = await text.WaitFor(l => l.Contains(" announced flow ", StringComparison.Ordinal), "the rule's text");
        Assert.StartsWith($"neighbor {router.Settings.Address} receive update announced {match} ", line, StringComparison.Ordinal);
        Assert.EndsWith(" extended-community redirect:6:302", line, StringComparison.Ordinal);

        await router.WithdrawRule(rule);
        await json.WaitForEvent(e => e.ToString().Contains("ipv4 flow", StringComparison.Ordinal) && e.ToString().Contains("withdraw", StringComparison.Ordinal), "the rule's withdrawal");
        await text.WaitFor(l => l == $"neighbor {router.Settings.Address} receive update withdrawn {match}", "the withdrawal's text");
        await AssertStops(daemon);
    }

    private static RouterRoute Ipv4(string name) => new("10.30.0.0/16")
    {
        NextHop = "192.0.2.1",
        Origin = "egp",
        AsPath = "64700 64701",
        Med = 77,
        LocalPreference = 250,
        // BIRD's static routes take no AGGREGATOR, and GoBGP's command no ATOMIC_AGGREGATE.
        AtomicAggregate = name == "frr",
        Aggregator = name == "bird" ? "" : "64700:192.0.2.7",
        Communities = "65000:1 65000:2",
        LargeCommunities = "65000:1:2 65000:3:4",
        ExtendedCommunities = "target:65000:100",
    };

    private static RouterRoute Ipv6(string name) => Ipv4(name) with { Prefix = "2001:db8:30::/48", NextHop = "2001:db8::1" };

    private static string Words(string name) =>
        "origin egp as-path ( 64700 64701 ) med 77 local-preference 250"
        + (name == "frr" ? " atomic-aggregate" : "") + (name == "bird" ? "" : " aggregator ( 64700:192.0.2.7 )")
        + " community [ 65000:1 65000:2 ] extended-community target:65000:100 large-community [ 65000:1:2 65000:3:4 ]";
}
