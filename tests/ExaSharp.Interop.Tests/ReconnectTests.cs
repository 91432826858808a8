using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>A router that comes back gets everything again; a session with a short hold time survives any work.</summary>
public sealed class ReconnectTests : InteropTest
{
    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task A_restarted_router_gets_the_whole_table_and_End_of_RIB(string name)
    {
        await using var router = NewRouter(name, new RouterSettings { TraceMessages = true });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection("""
            static {
                route 10.80.0.0/24 next-hop 192.0.2.1 community 65000:1;
                route 10.81.0.0/24 next-hop 192.0.2.1;
                route 2001:db8:80::/48 next-hop 2001:db8::1;
            }
            flow {
                route { match { destination 10.80.0.0/24; protocol =udp; } then { discard; } }
                route { match { destination 2001:db8:80::/48; } then { discard; } }
            }
            api { processes [ test ]; neighbor-changes; }
            """));
        await WaitForUp(channel, daemon);
        Assert.Equal("done", await channel.Command("announce route 10.82.0.0/24 next-hop 192.0.2.2 med 5"));
        Assert.Equal("done", await channel.Command("withdraw route 10.81.0.0/24 next-hop 192.0.2.1"));
        var before = await Tables(router, ["10.80.0.0/24", "10.82.0.0/24"]);
        await Eventually.True(router.HasEndOfRibs, "End-of-RIB of every family");

        await router.Stop();
        await channel.WaitForEvent(e => e.GetProperty("type").GetString() == "state"
            && e.GetProperty("neighbor").GetProperty("state").GetString() == "down", "the session is down");
        await router.Start();

        Assert.Equal(before, await Tables(router, ["10.80.0.0/24", "10.82.0.0/24"]));
        await Eventually.True(router.HasEndOfRibs, "End-of-RIB of every family");
        await AssertStops(daemon);
    }

    /// <summary>
    /// BIRD ends the session when it hears nothing for 3 seconds. The helper announces 100,000 routes and reads neither
    /// the answers nor the events of every UPDATE that is sent.
    /// </summary>
    [Fact]
    public async Task A_hold_time_of_3_seconds_is_kept_while_a_deaf_helper_announces_100000_routes()
    {
        const int routes = 100_000;
        await using var router = new BirdRouter(new RouterSettings { HoldTime = 3, Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test")
            + Process("deaf", "flood.py", FormattableString.Invariant($"{routes}"), "json")
            + router.Settings.NeighborSection("""
                api quiet { processes [ test ]; neighbor-changes; }
                api noisy { processes [ deaf ]; neighbor-changes; send { parsed; update; } receive { parsed; update; keepalive; } }
                """));
        await WaitForUp(channel, daemon);
        await router.WaitCount(RouterFamily.Ipv4Unicast, routes, TimeSpan.FromSeconds(60));

        Assert.Equal("done", await channel.Command("announce route 10.90.0.0/24 next-hop 192.0.2.90"));
        await router.WaitCount(RouterFamily.Ipv4Unicast, routes + 1);
        Assert.Equal(1, router.TimesEstablished());
        await AssertStops(daemon);
    }

    private static async Task<string> Tables(Router router, string[] ipv4)
    {
        var four = await Eventually.Last(() => router.Routes(RouterFamily.Ipv4Unicast),
            routes => routes.Select(route => route.Prefix).SequenceEqual(ipv4));
        Assert.Equal(ipv4, four.Select(route => route.Prefix));
        var six = await router.RoutesWhen(RouterFamily.Ipv6Unicast, 1);
        var flow4 = await router.FlowRulesWhen(RouterFamily.Ipv4Flow, 1);
        var flow6 = await router.FlowRulesWhen(RouterFamily.Ipv6Flow, 1);
        Assert.Equal((1, 1, 1), (six.Count, flow4.Count, flow6.Count));
        return string.Join('\n', [.. four, .. six, .. flow4, .. flow6]);
    }
}
