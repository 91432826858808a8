using System.Text.Json;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Testing;
using Xunit;
using static ExaSharp.Tests.Api.Events.EventTestData;

namespace ExaSharp.Tests.Api.Events;

public class UpdateEventTests
{
    /// <summary>A session of all families without path identifiers.</summary>
    private static readonly NegotiatedSession Peer = Session() with { Families = AddressFamilies.Known, AddPathReceive = [] };

    private const string Mandatory = "4001010040020602010000FDEA4003047F00000A";
    private const string MandatoryJson = """
        "origin": "igp", "as-path": {"0": {"element": "as-sequence", "value": [65002]}}
        """;

    private const string LinkStateInstance = "020000000000000001";
    private const string LinkStateNode = "00010017" + LinkStateInstance + "0100000A02030006000100000001";

    private const string Line = "neighbor 127.0.0.2 receive update ";
    private const string MandatoryText = " origin igp as-path ( 65002 )";

    /// <summary>Name, body, what stands inside <c>"update": { … }</c>, the text lines between start and end without their common beginning.</summary>
    public static TheoryData<string, string, string, string[]> Updates => new()
    {
        {
            "announce", Body(Mandatory, nlri: "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" } ] } }
            """,
            ["announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText]
        },
        {
            "withdraw", Body("", withdrawn: "180A0200"),
            """
            "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24" } ] }
            """,
            ["withdrawn 10.2.0.0/24"]
        },
        {
            "announce and withdraw", Body(Mandatory, "180A0200", "180A0100180A0101"),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" }, { "nlri": "10.1.1.0/24" } ] } }, "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24" } ] }
            """,
            [
                "withdrawn 10.2.0.0/24", "announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText,
                "announced 10.1.1.0/24 next-hop 127.0.0.10" + MandatoryText,
            ]
        },
        {
            "attributes only", Body(Mandatory),
            $$"""
            "attribute": { {{MandatoryJson}} }
            """,
            []
        },
        {
            "all four sections", Body(Mandatory + Unreach("000201" + "2020010DB9") + Reach("00020110" + "20010DB8000000000000000000000001" + "00" + "2020010DB8"), "180A0200", "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" } ] }, "ipv6 unicast": { "2001:db8::1": [ { "nlri": "2001:db8::/32" } ] } }, "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24" } ], "ipv6 unicast": [ { "nlri": "2001:db9::/32" } ] }
            """,
            [
                "withdrawn 10.2.0.0/24", "announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText, "withdrawn 2001:db9::/32",
                "announced 2001:db8::/32 next-hop 2001:db8::1" + MandatoryText,
            ]
        },
        {
            "one family, two next-hops", Body(Mandatory + Reach("00010104" + "7F00000B" + "00" + "180A0300"), nlri: "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" } ], "127.0.0.11": [ { "nlri": "10.3.0.0/24" } ] } }
            """,
            ["announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText, "announced 10.3.0.0/24 next-hop 127.0.0.11" + MandatoryText]
        },
        {
            "one family, one next-hop, two sections", Body(Mandatory + Reach("00010104" + "7F00000A" + "00" + "180A0300"), nlri: "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" }, { "nlri": "10.3.0.0/24" } ] } }
            """,
            ["announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText, "announced 10.3.0.0/24 next-hop 127.0.0.10" + MandatoryText]
        },
        {
            "one family withdrawn in two sections", Body(Unreach("000101" + "180A0300"), withdrawn: "180A0200"),
            """
            "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24" }, { "nlri": "10.3.0.0/24" } ] }
            """,
            ["withdrawn 10.2.0.0/24", "withdrawn 10.3.0.0/24"]
        },
        {
            "treat-as-withdraw", Body(Mandatory + "8004020001", "180A0200", "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}}, "error": "treat-as-withdraw" }, "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24" }, { "nlri": "10.1.0.0/24" } ] }
            """,
            ["withdrawn 10.2.0.0/24", "withdrawn 10.1.0.0/24 next-hop 127.0.0.10"]
        },
        {
            "attribute discard", Body(Mandatory + "40060100", nlri: "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}}, "error": "discard" }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" } ] } }
            """,
            ["announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText + " error discard"]
        },
        {
            "unknown attribute", Body(Mandatory + "C063020102", nlri: "180A0100"),
            $$"""
            "attribute": { {{MandatoryJson}}, "attribute-0x63-0xE0": "0x0102" }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24" } ] } }
            """,
            ["announced 10.1.0.0/24 next-hop 127.0.0.10" + MandatoryText + " attribute [ 0x63 0xE0 0x0102 ]"]
        },
        {
            "mobile user plane", Body(Mandatory + Reach("00015504" + "7F00000A" + "00" + "0100010C0000006400000064180A0001")),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 mup": { "127.0.0.10": [ { "name": "InterworkSegmentDiscoveryRoute", "arch": 1, "code": 1, "prefix_ip_len": 24, "prefix_ip": "10.0.1.0", "rd": "100:100", "raw": "0100010C0000006400000064180A0001" } ] } }
            """,
            ["announced afi ipv4 safi mup" + MandatoryText]
        },
        {
            "multicast VPN", Body(Mandatory + Unreach("000205" + "0900") + Reach("00010504" + "7F00000A" + "00" + "05120000FDE80001869F200A63C70120EFFBFFE4" + "0100")),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 mcast-vpn": { "127.0.0.10": [ { "code": 5, "parsed": true, "raw": "05120000FDE80001869F200A63C70120EFFBFFE4", "name": "Source Active A-D Route", "rd": "65000:99999", "source": "10.99.199.1", "group": "239.251.255.228"}, { "code": 1, "parsed": false, "raw": "0100" } ] } }, "withdraw": { "ipv6 mcast-vpn": [ { "code": 9, "parsed": false, "raw": "0900" } ] }
            """,
            ["withdrawn afi ipv6 safi mcast-vpn", "announced afi ipv4 safi mcast-vpn" + MandatoryText, "announced afi ipv4 safi mcast-vpn" + MandatoryText]
        },
        {
            "VPLS", Body(Mandatory + Unreach("001941" + "00110000000100000002000300040005000641") + Reach("00194104" + "7F00000A" + "00" + "00110001C0A8C901007B000500010008029CE1" + "00110001C0A8C901007B000600010008029CE1")),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "l2vpn vpls": { "127.0.0.10": [ { "rd": "192.168.201.1:123", "endpoint": 5, "base": 10702, "offset": 1, "size": 8 }, { "rd": "192.168.201.1:123", "endpoint": 6, "base": 10702, "offset": 1, "size": 8 } ] } }, "withdraw": { "l2vpn vpls": [ { "rd": "1:2", "endpoint": 3, "base": 100, "offset": 4, "size": 5 } ] }
            """,
            [
                "withdrawn vpls rd 1:2 endpoint 3 base 100 offset 4 size 5 ",
                "announced vpls rd 192.168.201.1:123 endpoint 5 base 10702 offset 1 size 8 next-hop 127.0.0.10" + MandatoryText,
                "announced vpls rd 192.168.201.1:123 endpoint 6 base 10702 offset 1 size 8 next-hop 127.0.0.10" + MandatoryText,
            ]
        },
        {
            "EVPN with its tunnel", Body(Mandatory + "C0160900060006400A000001" + Unreach("001946" + "0903010203" + "0000") + Reach("00194604" + "7F00000A" + "00" + "031100010A00000A00640000000A200A000001")),
            $$"""
            "attribute": { {{MandatoryJson}}, "pmsi": "pmsi:ingressreplication:0:100(1600):10.0.0.1" }, "announce": { "l2vpn evpn": { "127.0.0.10": [ { "code": 3, "parsed": true, "raw": "031100010A00000A00640000000A200A000001", "name": "Inclusive Multicast Ethernet Tag", "rd": "10.0.0.10:100", "ethernet-tag": 10, "ip": "10.0.0.1" } ] } }, "withdraw": { "l2vpn evpn": [ { "code": 9, "parsed": false, "raw": "0903010203" }, { "code": 0, "parsed": false, "raw": "0000" } ] }
            """,
            [
                "withdrawn afi l2vpn safi evpn", "withdrawn afi l2vpn safi evpn",
                "announced afi l2vpn safi evpn" + MandatoryText + " pmsi pmsi:ingressreplication:0:100(1600):10.0.0.1",
            ]
        },
        {
            "route target constraints", Body(Mandatory + Unreach("000184" + "00") + Reach("00018404" + "7F00000A" + "00" + "600000FDE80002FDE800000064")),
            $$"""
            "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 rtc": { "127.0.0.10": [ { "origin": 65000, "route-target": "target:65000:100" } ] } }, "withdraw": { "ipv4 rtc": [ { "origin": 0, "route-target": null } ] }
            """,
            ["withdrawn afi ipv4 safi rtc", "announced afi ipv4 safi rtc" + MandatoryText]
        },
        {
            "link state", Body(Mandatory + "801D0E" + "0447000105" + "04080001AA" + "040B0000" + Unreach("400447" + LinkStateNode + "00010000") + Reach("40044704" + "7F00000A" + "00" + LinkStateNode + "00090000")),
            $$"""
            "attribute": { {{MandatoryJson}}, "bgp-ls": { "igp-metric": 5, "generic-lsid-1032": ["0xAA"], "sr-algorithms": [0] } }, "announce": { "bgp-ls bgp-ls": { "127.0.0.10": [ { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 1, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "nexthop": "127.0.0.10" }, { "code": 9, "parsed": false, "raw": "00090000" } ] } }, "withdraw": { "bgp-ls bgp-ls": [ { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 1, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "nexthop": "None" } ] }
            """,
            [
                "withdrawn afi bgp-ls safi bgp-ls",
                "announced afi bgp-ls safi bgp-ls" + MandatoryText + " bgp-ls IGP Metric: 5, Attribute with code [ 1032 ] not implemented, SrAlgorithms: [0]",
                "announced afi bgp-ls safi bgp-ls" + MandatoryText + " bgp-ls IGP Metric: 5, Attribute with code [ 1032 ] not implemented, SrAlgorithms: [0]",
            ]
        },
        {
            "link state of a VPN, its attribute malformed",
            Body(Mandatory + "801D04" + "04470002" + Reach("4004480C" + "0000000000000000" + "7F00000A" + "00" + "00030025" + "0000FDE800000064" + LinkStateInstance + "0100000A02030006000100000001" + "01090002080A")),
            $$"""
            "attribute": { {{MandatoryJson}}, "error": "discard" }, "announce": { "bgp-ls bgp-ls-vpn": { "127.0.0.10": [ { "ls-nlri-type": "bgpls-prefix-v4", "l3-routing-topology": 1, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "10.0.0.0", "ip-reach-prefix": "10.0.0.0/8", "nexthop": "127.0.0.10", "rd": "65000:100" } ] } }
            """,
            ["announced afi bgp-ls safi bgp-ls-vpn" + MandatoryText + " error discard"]
        },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void Json_and_text_are_ExaBGPs(string name, string body, string json, string[] lines)
    {
        Assert.NotEmpty(name);
        Assert.Equal(EnvelopeOf("\"message\": { \"update\": { " + json + " } } } }"), Json(body, Peer));
        Assert.Equal(Line + "start\n" + string.Concat(lines.Select(line => Line + line + "\n")) + Line + "end\n\n", Text(body, Peer));
    }

    [Theory]
    [InlineData("00000000", "ipv4", "unicast", "1/1")]
    [InlineData("00000007900F0003000101", "ipv4", "unicast", "1/1")]
    [InlineData("00000007900F0003000185", "ipv4", "flow", "1/133")]
    [InlineData("00000006800F03000201", "ipv6", "unicast", "2/1")]
    public void End_of_rib(string body, string afi, string safi, string numbers)
    {
        Assert.Equal(EnvelopeOf($$"""
            "message": { "eor": { "afi" : "{{afi}}", "safi" : "{{safi}}" } } } }
            """), Json(body, Peer));
        Assert.Equal($"{Line}start\n{Line}route eor {numbers} ({afi} {safi})\n{Line}end\n\n", Text(body, Peer));
    }

    [Fact]
    public void A_flow_route_has_no_next_hop()
    {
        if (AddressFamilies.Find(FamilyId.Ipv4Flow) is null) return;
        var body = Body("4001010040020602010000FDEAC010088006000000000000" + Reach("00018500" + "00" + "05" + "01180A0001"));
        Assert.Contains("""
            "announce": { "ipv4 flow": { "no-nexthop": [ { "destination-ipv4": [ "10.0.1.0/24" ], "string": "flow destination-ipv4 10.0.1.0/24" } ] } } } } } }
            """, Json(body, Peer), StringComparison.Ordinal);
        Assert.Equal(
            $"{Line}start\n{Line}announced flow destination-ipv4 10.0.1.0/24 origin igp as-path ( 65002 ) extended-community rate-limit:0\n{Line}end\n\n",
            Text(body, Peer));
    }

    [Fact]
    public void Path_identifiers_are_shown_when_negotiated_even_0()
    {
        var session = Peer with { AddPathReceive = [FamilyId.Ipv4Unicast] };
        var body = Body(Mandatory, "00000001180A0200", "00000000180A0100");
        Assert.Equal(EnvelopeOf($$"""
            "message": { "update": { "attribute": { {{MandatoryJson}} }, "announce": { "ipv4 unicast": { "127.0.0.10": [ { "nlri": "10.1.0.0/24", "path-information": "0.0.0.0" } ] } }, "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24", "path-information": "0.0.0.1" } ] } } } } }
            """), Json(body, session));
        Assert.Equal(
            $"{Line}start\n{Line}withdrawn 10.2.0.0/24 path-information 0.0.0.1\n{Line}announced 10.1.0.0/24 path-information 0.0.0.0 next-hop 127.0.0.10{MandatoryText}\n{Line}end\n\n",
            Text(body, session));
    }

    [Fact]
    public void Compact_json_has_bare_prefixes()
    {
        var encoder = new Json5Encoder(Context(compact: true));
        Assert.Contains("""
            "announce": { "ipv4 unicast": { "127.0.0.10": [ "10.1.0.0/24" ] } }, "withdraw": { "ipv4 unicast": [ "10.2.0.0/24" ] } } } } }
            """, Encode(encoder, Body(Mandatory, "180A0200", "180A0100"), Peer), StringComparison.Ordinal);
    }

    [Fact]
    public void Consolidated_events_have_the_octets()
    {
        var body = Body("", withdrawn: "180A0200");
        var json = Encode(new Json5Encoder(Context()), body, Peer, Header, withBody: true);
        Assert.Equal(
            Envelope + "1, \"type\": \"update\", \"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\", \"body\": \"0x0004180A02000000\", "
            + NeighborPart + """
            "direction": "receive", "message": { "update": { "withdraw": { "ipv4 unicast": [ { "nlri": "10.2.0.0/24" } ] } } } } }
            """ + "\n", json);
        Assert.Equal(
            $"{Line}start\n{Line}withdrawn 10.2.0.0/24\n header 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304 body 0x0004180A02000000\n{Line}end\n\n",
            Encode(new TextEncoder(Context()), body, Peer, Header, withBody: true));
    }

    [Fact]
    public void What_was_negotiated_follows_the_message()
    {
        var output = new TextBuffer();
        Assert.True(new UpdateReader().TryRead(Convert.FromHexString("00000000"), Peer, out var view, out _));
        new Json5Encoder(Context()).Update(new MessageEvent(Neighbor(), EventDirection.Send) { Negotiated = Session(), IsNegotiatedWanted = true }, Peer, view, output);
        Assert.EndsWith("""
            "direction": "send", "message": { "eor": { "afi" : "ipv4", "safi" : "unicast" } }, 
            """ + NegotiatedPart + " } }\n", output.ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(output.WrittenMemory);
    }

    [Fact]
    public void Nothing_is_allocated_for_an_update()
    {
        var body = Convert.FromHexString(Body(
            Mandatory + "C008080001000200030004" + "C063020102" + Unreach("000201" + "2020010DB9") + Reach("00020110" + "20010DB8000000000000000000000001" + "00" + "2020010DB8"),
            "180A0200", "180A0100180A0101"));
        var reader = new UpdateReader();
        var session = Peer;
        var neighbor = Neighbor();
        var output = new TextBuffer(8192);
        EventEncoder[] encoders = AllVersions();
        Assert.Equal(0, Allocations.Of(() =>
        {
            Assert.True(reader.TryRead(body, session, out var view, out _));
            for (var i = 0; i < 200; i++) WriteAll(encoders, neighbor, session, view, output);
        }));
    }

    [Fact]
    public void Damaged_updates_still_make_valid_json_of_one_line()
    {
        var random = new Random(7606);
        var vectors = Updates.Select(row => Convert.FromHexString(row.Data.Item2)).ToArray();
        var reader = new UpdateReader();
        var encoders = AllVersions().OfType<JsonEncoder>().ToArray();
        var unique = new JsonDocumentOptions { AllowDuplicateProperties = false };
        var text = new TextEncoder(Context());
        var neighbor = Neighbor();
        var session = Peer;
        var output = new TextBuffer();
        var shown = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var vector = vectors[random.Next(vectors.Length)];
            var body = vector.AsSpan(0, random.Next(4) == 0 ? random.Next(vector.Length) : vector.Length).ToArray();
            for (var n = random.Next(3); n > 0 && body.Length > 0; n--) body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
            if (!reader.TryRead(body, session, out var view, out _)) continue;
            shown++;
            foreach (var encoder in encoders)
            {
                output.Clear();
                encoder.Update(new MessageEvent(neighbor, EventDirection.Receive), session, view, output);
                using var document = JsonDocument.Parse(output.WrittenMemory, unique);
                Assert.Equal(output.Length - 1, output.Written.IndexOf((byte)'\n'));
            }
            output.Clear();
            text.Update(new MessageEvent(neighbor, EventDirection.Receive), session, view, output);
            Assert.EndsWith(Line + "end\n\n", output.ToString(), StringComparison.Ordinal);
        }
        Assert.True(shown > 1000);
    }

    private static EventEncoder[] AllVersions() =>
    [
        .. Enum.GetValues<JsonVersion>().Select(version => JsonEncoder.Create(version, Context())),
        .. Enum.GetValues<JsonVersion>().Select(version => TextEncoder.Create(version, Context())),
    ];

    private static void WriteAll(EventEncoder[] encoders, NeighborInfo neighbor, NegotiatedSession session, in UpdateView view, TextBuffer output)
    {
        foreach (var encoder in encoders)
        {
            output.Clear();
            encoder.Update(new MessageEvent(neighbor, EventDirection.Receive), session, view, output);
        }
    }

    private static string EnvelopeOf(string own) => Envelope + "1, \"type\": \"update\", " + NeighborPart + "\"direction\": \"receive\", " + own + "\n";

    private static string Json(string body, NegotiatedSession session)
    {
        var text = Encode(new Json5Encoder(Context()), body, session);
        using var document = JsonDocument.Parse(text);
        return text;
    }

    private static string Text(string body, NegotiatedSession session) => Encode(new TextEncoder(Context()), body, session);

    private static string Encode(EventEncoder encoder, string hex, NegotiatedSession session, byte[]? header = null, bool withBody = false)
    {
        var body = Convert.FromHexString(hex);
        Assert.True(new UpdateReader().TryRead(body, session, out var view, out var error), error.Text);
        var output = new TextBuffer();
        encoder.Update(new MessageEvent(Neighbor(), EventDirection.Receive) { Header = header, Body = withBody ? body : [] }, session, view, output);
        return output.ToString();
    }

    private static string Body(string attributes, string withdrawn = "", string nlri = "") =>
        $"{withdrawn.Length / 2:X4}{withdrawn}{attributes.Length / 2:X4}{attributes}{nlri}";

    private static string Reach(string value) => $"800E{value.Length / 2:X2}{value}";

    private static string Unreach(string value) => $"800F{value.Length / 2:X2}{value}";
}
