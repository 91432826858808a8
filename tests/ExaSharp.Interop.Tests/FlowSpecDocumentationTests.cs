using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>
/// FlowSpec rules as public documentation writes them, announced and withdrawn one by one by a helper: what GoBGP and
/// BIRD then hold is what the rule says.
/// </summary>
public sealed class FlowSpecDocumentationTests : InteropTest
{
    private static readonly Sample[] Samples =
    [
        new("match { source 10.0.0.0/8; destination-port =80; protocol =tcp; tcp-flags [ syn ]; } then { discard; }",
            "source 10.0.0.0/8; protocol =6; destination-port =80; tcp-flags 0x2",
            "source 10.0.0.0/8; protocol 6; destination-port 80; tcp-flags !0x0/0x2", "rate-limit:0"),
        new("match { destination 192.0.2.0/24; destination-port >=1024&<=65535; } then { discard; }",
            "destination 192.0.2.0/24; destination-port >=1024&<=65535",
            "destination 192.0.2.0/24; destination-port 1024..65535", "rate-limit:0"),
        new("match { destination 192.0.2.0/24; packet-length >=64&<=1500; } then { discard; }",
            "destination 192.0.2.0/24; packet-length >=64&<=1500",
            "destination 192.0.2.0/24; packet-length 64..1500", "rate-limit:0"),
        new("match { destination 192.0.2.0/24; protocol =icmp; icmp-type =3; icmp-code =3; } then { discard; }",
            "destination 192.0.2.0/24; protocol =1; icmp-type =3; icmp-code =3",
            "destination 192.0.2.0/24; protocol 1; icmp-type 3; icmp-code 3", "rate-limit:0"),
        new("match { destination 192.0.2.0/24; dscp =46; } then { discard; }",
            "destination 192.0.2.0/24; dscp =46", "destination 192.0.2.0/24; dscp 46", "rate-limit:0"),
        new("match { destination 192.0.2.0/24; protocol =udp; source-port =123; } then { rate-limit 1000000; }",
            "destination 192.0.2.0/24; protocol =17; source-port =123",
            "destination 192.0.2.0/24; protocol 17; source-port 123", "rate-limit:1000000"),
        new("match { destination 192.0.2.0/24; } then { redirect 65001:100; }",
            "destination 192.0.2.0/24", "destination 192.0.2.0/24", "redirect:65001:100"),
        new("match { destination 192.0.2.0/24; } then { mark 46; }",
            "destination 192.0.2.0/24", "destination 192.0.2.0/24", "mark:46"),
        new("match { destination 192.0.2.0/24; } then { discard; community [ 65001:666 ]; }",
            "destination 192.0.2.0/24", "destination 192.0.2.0/24", "rate-limit:0", "65001:666"),
        new("match { source 2001:db8:1::/48; destination 2001:db8:2::/48; next-header =tcp; destination-port =443; } then { discard; }",
            "destination 2001:db8:2::/48; source 2001:db8:1::/48; next-header =6; destination-port =443",
            "destination 2001:db8:2::/48; source 2001:db8:1::/48; next-header 6; destination-port 443", "rate-limit:0"),
    ];

    // ExaBGP itself refuses these.
    private static readonly Sample[] PublicSamples =
    [
        new("match { destination 192.0.2.0/24; destination-port =80|=443; } then { discard; }",
            "destination 192.0.2.0/24; destination-port =80|=443",
            "destination 192.0.2.0/24; destination-port 80,443", "rate-limit:0"),
        new("match { destination 192.0.2.0/24; fragment [ not-a-fragment ]; } then { discard; }",
            "destination 192.0.2.0/24; fragment !0x2", "destination 192.0.2.0/24; fragment !is_fragment", "rate-limit:0"),
    ];

    [Theory]
    [InlineData("gobgp", "flowspec")]
    [InlineData("bird", "flowspec")]
    [InlineData("gobgp", "flow")]
    [InlineData("bird", "flow")]
    public async Task Every_documented_rule_is_announced_and_withdrawn_by_a_helper(string name, string family)
    {
        await using var router = NewRouter(name, new RouterSettings { Families = [RouterFamily.Ipv4Flow, RouterFamily.Ipv6Flow] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + router.Settings.NeighborSection(
            "api { processes [ test ]; neighbor-changes; }").Replace(" flow;", $" {family};", StringComparison.Ordinal));
        await WaitForUp(channel, daemon);

        List<string> seen = [];
        foreach (var sample in SamplesFor(family))
        {
            var line = $"flow route {{ {sample.Text} }}";
            var table = sample.Table;
            if (await channel.Command("announce " + line) is not "done")
            {
                seen.Add($"{sample.Text}\n  refused");
                continue;
            }

            var held = await router.FlowRulesWhen(table, 1);
            seen.Add($"{sample.Text}\n  {string.Join("; ", held)}");
            Assert.Equal("done", await channel.Command("withdraw " + line));
            Assert.Empty(await router.FlowRulesWhen(table, 0));
        }

        AssertSame(SamplesFor(family).Select(sample => $"{sample.Text}\n  {sample.Expected(name)}"), seen);
        await AssertStops(daemon);
    }

    [Theory]
    [InlineData("gobgp", "flow")]
    [InlineData("bird", "flow")]
    [InlineData("gobgp", "flowspec")]
    [InlineData("bird", "flowspec")]
    public async Task Every_documented_rule_stands_in_the_configuration_without_a_name(string name, string family)
    {
        await using var router = NewRouter(name, new RouterSettings { Families = [RouterFamily.Ipv4Flow, RouterFamily.Ipv6Flow] });
        await router.Start();
        // One rule for each match: BGP holds one set of actions for a rule.
        var samples = SamplesFor(family).DistinctBy(sample => sample.GoBgp).ToArray();
        var rules = string.Concat(samples.Select(sample => $"route {{ {sample.Text} }}\n"));
        await using var daemon = StartDaemon(router.Settings.NeighborSection($"flow {{\n{rules}}}")
            .Replace(" flow;", $" {family};", StringComparison.Ordinal));

        foreach (var table in new[] { RouterFamily.Ipv4Flow, RouterFamily.Ipv6Flow })
        {
            var expected = samples.Where(sample => sample.Table == table).Select(sample => sample.Expected(name).ToString()).ToArray();
            var held = (await router.FlowRulesWhen(table, expected.Length)).Select(rule => rule.ToString());
            AssertSame(expected, held);
        }

        await AssertStops(daemon);
    }

    private static Sample[] SamplesFor(string family) => family == "flow" ? Samples : [.. Samples, .. PublicSamples];

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var missing = expected.Except(actual).Select(line => "- " + line);
        var unexpected = actual.Except(expected).Select(line => "+ " + line);
        var difference = string.Join('\n', missing.Concat(unexpected));
        Assert.True(difference.Length == 0, difference);
    }

    private sealed record Sample(string Text, string GoBgp, string Bird, string Actions, string Communities = "")
    {
        public RouterFamily Table => Text.Contains("2001:", StringComparison.Ordinal) ? RouterFamily.Ipv6Flow : RouterFamily.Ipv4Flow;

        public FlowRule Expected(string router) => new(router == "bird" ? Bird : GoBgp, Actions, Communities);
    }
}
