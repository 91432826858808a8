using System.Text.Json;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>The JSON of received routes, with the members that ExaBGP 5.0.13 gives.</summary>
public class FlowJsonTests
{
    public static TheoryData<string, string, string, string> Goldens => new()
    {
        {
            "ipv6 flow", "280180002a0229b8192500000000000000002e69024000beeff00e000000000381060c000400028008", "",
            """{ "destination-ipv6": [ "2a02:29b8:1925::2e69/128/0" ], "source-ipv6": [ "beef:f00e::/64/0" ], "next-header": [ "=tcp" ], "fragment": [ "first-fragment", "is-fragment", "last-fragment" ], "string": "flow destination-ipv6 2a02:29b8:1925::2e69/128/0 source-ipv6 beef:f00e::/64/0 next-header =tcp fragment [ first-fragment is-fragment last-fragment ]" }"""
        },
        {
            "ipv4 flow", "050901048109", "",
            """{ "tcp-flags": [ "=rst", "=fin+push" ], "string": "flow tcp-flags [ =rst =fin+push ]" }"""
        },
        {
            "ipv4 flow", "0909001000804201c240", "",
            """{ "tcp-flags": [ "ack", "cwr&!fin&!ece" ], "string": "flow tcp-flags [ ack cwr&!fin&!ece ]" }"""
        },
        {
            "ipv4 flow", "05090090c241", "",
            """{ "tcp-flags": [ "ack+cwr&!fin+ece" ], "string": "flow tcp-flags [ ack+cwr&!fin+ece ]" }"""
        },
        {
            "ipv4 flow", "250120c0a8000102200a0000090301118106040150911f9005121f90541f98910c3806920400", "",
            """{ "destination-ipv4": [ "192.168.0.1/32" ], "source-ipv4": [ "10.0.0.9/32" ], "protocol": [ "=udp", "=tcp" ], "port": [ "=80", "=8080" ], "destination-port": [ ">8080&<8088", "=3128" ], "source-port": [ ">1024" ], "string": "flow destination-ipv4 192.168.0.1/32 source-ipv4 10.0.0.9/32 protocol [ =udp =tcp ] port [ =80 =8080 ] destination-port [ >8080&<8088 =3128 ] source-port >1024" }"""
        },
        {
            "ipv6 flow", "300180002a020b80001500007aca39fffeaea87a028078000000000000000000000000000000010381110b81650d9107dd", "",
            """{ "destination-ipv6": [ "2a02:b80:15:0:7aca:39ff:feae:a87a/128/0" ], "source-ipv6": [ "::1/128/120" ], "next-header": [ "=udp" ], "traffic-class": [ "=101" ], "flow-label": [ "=2013" ], "string": "flow destination-ipv6 2a02:b80:15:0:7aca:39ff:feae:a87a/128/0 source-ipv6 ::1/128/120 next-header =udp traffic-class =101 flow-label =2013" }"""
        },
        {
            "ipv4 flow-vpn", "0e0000ffff0001000002200a000003", "5.6.7.8",
            """{ "source-ipv4": [ "10.0.0.3/32" ], "rd": "65535:65536", "next-hop": "5.6.7.8", "string": "flow source-ipv4 10.0.0.3/32 rd 65535:65536 next-hop 5.6.7.8" }"""
        },
        {
            "ipv4 flow", "0602200a000002", "1.2.3.4",
            """{ "source-ipv4": [ "10.0.0.2/32" ], "next-hop": "1.2.3.4", "string": "flow source-ipv4 10.0.0.2/32 next-hop 1.2.3.4" }"""
        },
        { "ipv4 flow", "00", "", """{ "string": "flow" }""" },
        { "ipv4 flow", "00", "1.2.3.4", """{ "next-hop": "1.2.3.4", "string": "flow next-hop 1.2.3.4" }""" },
        { "ipv4 flow-vpn", "080000000100000001", "", """{ "rd": "1:1", "string": "flow rd 1:1" }""" },
        { "ipv4 flow", "03098000", "", """{ "tcp-flags": [ "" ], "string": "flow tcp-flags " }""" },
        { "ipv4 flow", "0902080a02080b04c150", "", """{ "source-ipv4": [ "10.0.0.0/8", "11.0.0.0/8" ], "port": [ "&=80" ], "string": "flow source-ipv4 [ 10.0.0.0/8 11.0.0.0/8 ] port &=80" }""" },
    };

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Members_and_string(string family, string octets, string nextHop, string json)
    {
        Assert.Equal(json, FlowCases.Json(Family(family), octets, nextHop));
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("00", true, "{}")]
    [InlineData("1402200a000001050150121f90d41f980901098302", true,
        """{"source-ipv4": ["10.0.0.1/32"], "destination-port": ["=http", ">http-alt&<radan-http"], "tcp-flags": ["=fin+push", "!=syn"]}""")]
    [InlineData("1402200a000001050150121f90d41f980901098302", false,
        """{"source-ipv4": ["10.0.0.1/32"], "destination-port": ["=80", ">8080&<8088"], "tcp-flags": ["=fin+push", "!=syn"]}""")]
    public void The_rules_alone(string octets, bool showServices, string json)
    {
        var output = new TextBuffer();
        FlowFamily.Ipv4.AppendRulesJson(Convert.FromHexString(octets), showServices, output);
        Assert.Equal(json, output.ToString());
    }

    private static FamilyId Family(string name) => name switch
    {
        "ipv4 flow" => FamilyId.Ipv4Flow,
        "ipv6 flow" => FamilyId.Ipv6Flow,
        _ => FamilyId.Ipv4FlowVpn,
    };

    /// <summary>Protocol 155; types 18, 40, 4, 99 of ICMP; no fragment bit at all.</summary>
    [Theory]
    [InlineData(JsonVersion.Three, "=unknown protocol 155", "=mask-reply", "=unknown icmp type 40", "=source-quench", "=unknown icmp type 99", "!")]
    [InlineData(JsonVersion.Four, "=unknown protocol type 155", "=mask-reply", "=unknown icmp type type 40", "=source-quench", "=unknown icmp type type 99", "!not-a-fragment")]
    [InlineData(JsonVersion.Five, "=155", "=18", "=photuris", "=4", "=99", "!")]
    [InlineData(JsonVersion.Six, "=155", "=18", "=photuris", "=4", "=99", "!")]
    public void Values_have_the_words_of_the_version(JsonVersion version, string protocol, string maskReply, string photuris, string quench, string other, string fragment)
    {
        using var document = JsonDocument.Parse(FlowCases.Json(new FamilyId(Afi.Ipv4, Safi.Flow), "0f" + "03819b" + "0701120128010481" + "63" + "0c8200", version: version));

        Assert.Equal([protocol], Strings(document, "protocol"));
        Assert.Equal([maskReply, photuris, quench, other], Strings(document, "icmp-type"));
        Assert.Equal([fragment], Strings(document, "fragment"));
        Assert.Equal(
            $"flow protocol {protocol} icmp-type [ {maskReply} {photuris} {quench} {other} ] fragment {fragment}", document.RootElement.GetProperty("string").GetString());
    }

    private static IEnumerable<string?> Strings(JsonDocument document, string member) =>
        document.RootElement.GetProperty(member).EnumerateArray().Select(value => value.GetString());
}
