using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>Several paths of one prefix (RFC 7911), both ways.</summary>
public sealed class AddPathTests : InteropTest
{
    private const string Prefix = "10.40.0.0/24";

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task Paths_of_the_configuration_and_of_a_helper_stand_side_by_side(string name)
    {
        await using var router = NewRouter(name, new RouterSettings { AddPath = true, PeerAs = 65000, Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection(
            $"static {{ {Path(1).ToDaemon()}; {Path(2).ToDaemon()}; }} api {{ processes [ test ]; neighbor-changes; }}"));
        await WaitForUp(channel, daemon);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], await NextHops(router, 2));

        Assert.Equal("done", await channel.Command("announce " + Path(3).ToDaemon()));
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3"], await NextHops(router, 3));

        Assert.Equal("done", await channel.Command($"withdraw route {Prefix} path-information 2 next-hop 192.0.2.2"));
        Assert.Equal(["192.0.2.1", "192.0.2.3"], await NextHops(router, 2));
        await AssertStops(daemon);
    }

    [Fact]
    public async Task Paths_of_a_router_carry_their_identifiers()
    {
        await using var router = new BirdRouter(new RouterSettings { AddPath = true, Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection(
            "api { processes [ test ]; neighbor-changes; receive { parsed; update; } }"));
        await WaitForUp(channel, daemon);

        await router.Announce(new RouterRoute(Prefix) { NextHop = "192.0.2.1" });
        var update = await channel.WaitForEvent(e => UpdateEvents.Has(e, "announce", "ipv4 unicast", Prefix), "the announcement");
        var announced = Assert.Single(UpdateEvents.Announced(update, "ipv4 unicast"));
        Assert.NotNull(announced.PathId);
        Assert.Equal(new RouterRoute(Prefix) { NextHop = "192.0.2.1", AsPath = "65000", PathId = announced.PathId }, announced);
        await AssertStops(daemon);
    }

    private static RouterRoute Path(uint id) => new(Prefix)
    {
        NextHop = FormattableString.Invariant($"192.0.2.{id}"),
        LocalPreference = 100,
        PathId = id,
    };

    private static async Task<IEnumerable<string>> NextHops(Router router, int count) =>
        (await Eventually.Last(() => router.Routes(RouterFamily.Ipv4Unicast), routes => routes.Count == count))
        .Select(route => route.NextHop).Order(StringComparer.Ordinal);
}
