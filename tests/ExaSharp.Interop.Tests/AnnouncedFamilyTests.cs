using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>Routes of the families that we announce, as GoBGP has read them. It has no command that shows VPLS.</summary>
public sealed class AnnouncedFamilyTests : InteropTest
{
    private static readonly (RouterFamily Family, string Command, string Network)[] Routes =
    [
        (RouterFamily.Ipv4Labelled, "ipv4 nlri-mpls 10.41.0.0/24 next-hop 192.0.2.1 label 41", "10.41.0.0/24"),
        (RouterFamily.Ipv6Labelled, "ipv6 nlri-mpls 2001:db8:41::/48 next-hop 2001:db8::1 label 41", "2001:db8:41::/48"),
        (RouterFamily.Ipv4Vpn, "ipv4 mpls-vpn 10.42.0.0/24 next-hop 192.0.2.1 rd 65010:42 label 42 extended-community [ target:65010:42 ]", "65010:42:10.42.0.0/24"),
        (RouterFamily.Ipv6Vpn, "ipv6 mpls-vpn 2001:db8:42::/48 next-hop 2001:db8::1 rd 65010:42 label 42", "65010:42:2001:db8:42::/48"),
        (RouterFamily.Ipv4Flow, "flow route source 10.43.0.0/24 destination-port [ =80 =443 ] rate-limit 0", "[source: 10.43.0.0/24][destination-port: ==80 ==443]"),
        (RouterFamily.Ipv6Flow, "flow route source 2001:db8:43::/48 protocol tcp discard", "[source: 2001:db8:43::/48/0][protocol: ==tcp]"),
        (RouterFamily.Ipv4FlowVpn, "flow route rd 65010:44 source 10.44.0.0/24 discard", "[rd: 65010:44][source: 10.44.0.0/24]"),
        (RouterFamily.Ipv6FlowVpn, "flow route rd 65010:44 source 2001:db8:44::/48 discard", "[rd: 65010:44][source: 2001:db8:44::/48/0]"),
        (RouterFamily.Ipv4Mup, "ipv4 mup mup-isd 10.46.0.0/24 rd 65010:46 next-hop 2001:db8::1 extended-community [ target:65010:46 ]", "[type:isd][rd:65010:46][prefix:10.46.0.0/24]"),
        (RouterFamily.Ipv6Mup, "ipv6 mup mup-dsd 2001:db8::46 rd 65010:46 next-hop 2001:db8::1 extended-community [ target:65010:46 mup:65010:46 ]", "[type:dsd][rd:65010:46][prefix:2001:db8::46]"),
    ];

    [Fact]
    public async Task Routes_of_each_family_stand_in_the_table_of_GoBGP_until_they_are_withdrawn()
    {
        await using var router = new GoBgpRouter(new RouterSettings { PeerAs = 65000, Families = [.. Routes.Select(route => route.Family)] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection("api { processes [ test ]; neighbor-changes; }"));
        await WaitForUp(channel, daemon);
        foreach (var (_, command, _) in Routes) Assert.Equal($"done {command}", $"{await channel.Command($"announce {command}")} {command}");
        List<string> seen = [];
        foreach (var (family, _, _) in Routes) seen.Add($"{family}: {string.Join(", ", await Eventually.Last(() => router.Networks(family), networks => networks.Count == 1))}");
        Assert.Equal(string.Join('\n', Routes.Select(route => $"{route.Family}: {route.Network}")), string.Join('\n', seen));
        foreach (var (_, command, _) in Routes) Assert.Equal($"done {command}", $"{await channel.Command($"withdraw {command}")} {command}");
        foreach (var (family, _, _) in Routes) Assert.Empty(await Eventually.Last(() => router.Networks(family), networks => networks.Count == 0));
        await AssertStops(daemon);
    }
}
