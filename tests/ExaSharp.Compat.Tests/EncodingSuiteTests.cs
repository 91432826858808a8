using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>ExaBGP 5.0's functional suite, the cases whose families are there.</summary>
public class EncodingSuiteTests(EncodingSuite suite) : IClassFixture<EncodingSuite>
{
    public static TheoryData<string> Cases =>
    [
        "conf-flow", "conf-flow-redirect", "conf-ebgp", "conf-group", "conf-group-limit", "conf-new-v4", "conf-new-v6",
        "conf-ipself4", "conf-ipself6", "conf-template", "conf-split", "conf-no-asn4", "conf-largecommunity", "conf-attributes",
        "conf-aggregator", "conf-name", "conf-addpath", "conf-path-information", "conf-ipv6grouping", "conf-ipv46routes4family",
        "conf-ipv46routes6family", "conf-extended-attributes", "conf-generic-attribute", "conf-cap-software-version", "conf-vpn",
        "conf-parity", "conf-prefix-sid", "conf-srv6-mup", "conf-srv6-mup-v3", "conf-mvpn", "conf-l2vpn",
        "api-announce", "api-announce-star", "api-announcement", "api-add-remove", "api-attributes", "api-flow", "api-fast",
        "api-ipv4", "api-ipv6", "api-check", "api-open", "api-multi-neighbor", "api-multiple-api", "api-nexthop",
        "api-nexthop-self", "api-no-respawn", "api-vpnv4", "api-flow-merge", "api-rib", "api-rr-rib", "unknown-message",
        "api-mvpn", "api-vpls",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_daemon_passes_the_case(string name)
    {
        Assert.SkipWhen(EncodingSuite.Source is null, "EXABGP_SOURCE does not name a checkout of ExaBGP 5.0");
        var outcome = await suite.Outcome(name, Cases.Select(row => row.Data));
        Assert.True(outcome.Passed, outcome.Transcript);
    }
}
