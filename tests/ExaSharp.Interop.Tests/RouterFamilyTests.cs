using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>Every family that BIRD, GoBGP and FRR can originate arrives as it was configured there.</summary>
public sealed class RouterFamilyTests : InteropTest
{
    private static readonly Dictionary<string, RouterFamily[]> Families = new()
    {
        ["gobgp"] = Enum.GetValues<RouterFamily>(),
        ["bird"] =
        [
            RouterFamily.Ipv4Unicast, RouterFamily.Ipv6Unicast, RouterFamily.Ipv4Labelled, RouterFamily.Ipv6Labelled,
            RouterFamily.Ipv4Vpn, RouterFamily.Ipv6Vpn, RouterFamily.Ipv4Flow, RouterFamily.Ipv6Flow,
        ],
        ["frr"] =
        [
            RouterFamily.Ipv4Unicast, RouterFamily.Ipv6Unicast, RouterFamily.Ipv4Vpn, RouterFamily.Ipv6Vpn, RouterFamily.Evpn,
        ],
    };

    [Theory]
    [MemberData(nameof(AllRouters))]
    public Task Routes_of_every_family_of_a_router_are_read_as_configured_there(string name) => Play(name, name, "");

    [Fact]
    public Task A_flow_rule_of_BIRD_with_an_offset_is_read_by_the_RFC() => Play("bird", "bird-rfc", "rfc true;");

    [Fact]
    public Task Routes_of_GoBGP_have_path_identifiers() => Play("gobgp", "gobgp-paths", "", addPath: true);

    private async Task Play(string name, string script, string body, bool addPath = false)
    {
        await using var router = NewRouter(name, new RouterSettings { PeerAs = 65000, Families = Families[name], AddPath = addPath });
        await router.Start();
        await using var json = NewChannel();
        await using var json4 = NewChannel();
        await using var text = NewChannel();
        await using var daemon = StartDaemon(json.Section("json") + text.Section("text", "text")
            + $"process json4 {{ run {json4.Run}; encoder json; version 4; }}\n" + router.Settings.NeighborSection(
                $"{body} capability {{ aigp; }} api {{ processes [ json json4 text ]; neighbor-changes; receive {{ parsed; update; }} }}"));
        await WaitForUp(json, daemon);
        await WaitForUp(json4, daemon);
        await WaitForUp(text, daemon);

        await new RouterScript(script).Play(router, json, json4, text);
        await AssertStops(daemon);
    }
}
