using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class LinkStateTests
{
    private const string Is = "020000000000000000";
    private const string Ospf = "030000000000000000";
    private const string Node = "0100000A02030006000100000001";
    private const string OspfNode = "01000008020300040A000001";
    private const string Rd = "0000FDE800000064";
    private const string NodeJson = """{ "ls-nlri-type": "bgpls-node", "l3-routing-topology": 0, "protocol-id": """;

    private static readonly Family LinkState = Find("bgp-ls bgp-ls");
    private static readonly Family Vpn = Find("bgp-ls bgp-ls-vpn");

    public static TheoryData<string, string, string> Vectors => LinkStateVectors.All;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Octets_are_shown_as_ExaBGP_shows_them(string family, string hex, string json)
    {
        var nlri = Read(Find(family), hex);
        Assert.Equal(json, Json(Find(family), nlri));
        Assert.Equal(json, ShownText(Find(family), nlri));
        Assert.Equal(json, ConfiguredText(Find(family), nlri));
    }

    [Theory]
    [InlineData("00090003010203", """{ "code": 9, "parsed": false, "raw": "00090003010203" }""", "bgp-ls:unknown:0x010203")]
    [InlineData("00050000", """{ "code": 5, "parsed": false, "raw": "00050000" }""", "bgp-ls:unknown:0x")]
    public void A_route_of_another_type_is_shown_as_octets(string hex, string json, string text)
    {
        foreach (var family in new[] { LinkState, Vpn })
        {
            Assert.Equal(json, Json(family, Read(family, hex)));
            Assert.Equal(text, ShownText(family, Read(family, hex)));
        }
    }

    /// <summary>Of nodes and prefixes; a withdrawn route has ExaBGP's word for none.</summary>
    [Fact]
    public void The_next_hop_stands_inside()
    {
        var node = Read(LinkState, Nlri(1, Is + Node));
        var output = new TextBuffer();
        Assert.True(IpAddress.TryParse("192.0.2.1"u8, out var address));
        LinkState.AppendJson(node, default, address, compact: false, output);
        const string Shown = NodeJson + """2, "node-descriptors": [ { "router-id": "000100000001" } ], "nexthop": "192.0.2.1" }""";
        Assert.Equal(Shown, output.ToString());
        output.Clear();
        LinkState.AppendRoute(node, default, NextHop.Of(address), isOwn: false, output);
        Assert.Equal(Shown, output.ToString());
        output.Clear();
        LinkState.AppendRoute(node, default, NextHop.None, isOwn: false, output);
        Assert.Equal(Json(LinkState, node), output.ToString());
    }

    /// <summary>RFC 9552 section 5.2, RFC 9086: ExaBGP ends its session at each of these.</summary>
    [Theory]
    [InlineData("04" + "0000000000000000" + "01000008020300040A000001", """4, "node-descriptors": [ { "router-id": "10.0.0.1" } ]""")]
    [InlineData("04" + "0000000000000000" + "0100001402030010FC000000000000000000000000000001", """4, "node-descriptors": [ { "router-id": "fc00::1" } ]""")]
    [InlineData("07" + "0000000000000000" + "01000010020000040000FDE8020400040A000001",
        """7, "node-descriptors": [ { "autonomous-system": 65000 }, { "generic-tlv-516": "0x0A000001" } ]""")]
    [InlineData("07" + "0000000000000000" + "01000007020300030A0001", """7, "node-descriptors": [ { "router-id": "0a0001" } ]""")]
    [InlineData("02" + "0000000000000000" + "0100000402FF0000", """2, "node-descriptors": [ { "generic-tlv-767": "0x" } ]""")]
    public void Nodes_of_other_protocols_and_with_other_descriptors_are_shown(string body, string json) =>
        Assert.Equal(NodeJson + json + """, "nexthop": "None" }""", Json(LinkState, Read(LinkState, Nlri(1, body))));

    /// <summary>ExaBGP shows the routes of two VPNs as one.</summary>
    [Fact]
    public void A_SID_in_a_VPN_has_its_route_distinguisher()
    {
        var nlri = Read(Vpn, Nlri(6, Rd + Is + Node + "02060010FC000000000000000000000000000001"));
        Assert.EndsWith(
            """
            "srv6-sid-descriptors": {"multi-topology-ids": [], "srv6-sid": "fc00::1"}, "rd": "65000:100" }
            """, Json(Vpn, nlri), StringComparison.Ordinal);
    }

    /// <summary>Of a descriptor that comes again the last one counts, as in ExaBGP; the topologies, addresses and unknown ones are lists.</summary>
    [Fact]
    public void Descriptors_that_come_again()
    {
        const string Sid1 = "02060010FC000000000000000000000000000001", Sid2 = "02060010FC000000000000000000000000000002";
        Assert.EndsWith(
            """
            "srv6-sid-descriptors": {"multi-topology-ids": ["2", "3"], "generic-tlv-600": ["0x01", "0x02"], "srv6-sid": "fc00::2", "generic-tlv-256": ["0xFF"]} }
            """,
            Json(LinkState, Read(LinkState, Nlri(6, Is + Node + "0258000101" + "010700020002" + Sid1 + "01070002F003" + "0258000102" + Sid2 + "01000001FF"))),
            StringComparison.Ordinal);
        Assert.EndsWith(
            """
            "node-descriptors": [ { "router-id": "000100000001" }, { "router-id": "000100000001" } ], "ip-reachability-tlv": "10.2.0.0", "ip-reach-prefix": "10.2.0.0/16", "nexthop": "None" }
            """,
            Json(LinkState, Read(LinkState, Nlri(3, Is + Node + "01090003100A01" + "01090003100A02" + Node))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("000100", "BGP-LS NLRI too short: need at least 4 bytes, got 3")]
    [InlineData("00010017" + Is + "0100000A020300060001000000", "BGP-LS NLRI truncated: need 27 bytes, got 26")]
    [InlineData("00090001", "BGP-LS NLRI truncated: need 5 bytes, got 4")]
    public void What_is_not_whole_resets_the_session(string hex, string message)
    {
        var error = ReadError(LinkState, hex);
        Assert.Equal((10, message), (error.Subcode, error.Text));
    }

    /// <summary>RFC 9552 section 8.2.2: the others of the UPDATE are used.</summary>
    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "0200000000000000")]
    [InlineData(1, Is)]
    [InlineData(1, Is + "0100")]
    [InlineData(1, Is + "0100000B02030006000100000001")]
    [InlineData(1, Is + "0100000602030003000100")]
    [InlineData(1, Is + OspfNode)]
    [InlineData(1, Ospf + Node)]
    [InlineData(1, "04" + "0000000000000000" + Node)]
    [InlineData(1, Is + "0100000702000003000001")]
    [InlineData(1, Is + "0100000902010005000000010A")]
    [InlineData(1, Is + "0100000A02020006000100000001")]
    [InlineData(1, Is + "01000003020300")]
    [InlineData(1, Is + "0101000A02030006000100000001")]
    [InlineData(2, Is + Node + "01010006020300020001")]
    [InlineData(2, Is + Node + "010200070000000100000002")]
    [InlineData(2, Is + Node + "0103000310203040")]
    [InlineData(2, Is + Node + "01030003102030")]
    [InlineData(2, Is + Node + "0106000511111111")]
    [InlineData(2, Is + Node + "0107000102")]
    [InlineData(3, Is + Node)]
    [InlineData(3, Is + "010900051E0A860258")]
    [InlineData(3, Is + Node + "01090000")]
    [InlineData(3, Is + Node + "01090005210A860258")]
    [InlineData(3, Is + Node + "010900061E0A86025801")]
    [InlineData(3, Is + Node + "0108000200010109000100")]
    [InlineData(4, Is + Node + "0109000181")]
    [InlineData(6, Is + "02060010FC000000000000000000000000000001" + Node)]
    [InlineData(6, Is + Node + "0206000FFC0000000000000000000000000000")]
    [InlineData(6, Is + Node + "0107000102")]
    public void A_malformed_route_is_passed_over(int type, string body)
    {
        foreach (var family in new[] { LinkState, Vpn })
        {
            var nlri = Nlri(type, (family == Vpn ? Rd : "") + body);
            var reader = new WireReader(Convert.FromHexString(nlri + "00090000"));
            Assert.Equal(NlriResult.Skip, family.TryRead(ref reader, isWithdraw: false, out _, out var error));
            Assert.False(error.IsError);
            Assert.Equal(4, reader.Remaining);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000FDE8000000")]
    [InlineData(Rd + "02")]
    public void A_route_without_a_whole_distinguisher_is_passed_over(string body)
    {
        var reader = new WireReader(Convert.FromHexString(Nlri(1, body)));
        Assert.Equal(NlriResult.Skip, Vpn.TryRead(ref reader, isWithdraw: true, out _, out _));
    }

    /// <summary>All octets are the key (RFC 9552 section 5.2); ExaBGP takes routes of one protocol instance for the same.</summary>
    [Fact]
    public void Routes_that_differ_in_any_descriptor_are_different()
    {
        var hex = Nlri(1, Is + Node);
        Assert.Equal(hex, Key(LinkState, hex));
        Assert.NotEqual(Key(LinkState, hex), Key(LinkState, Nlri(1, Is + "0100000A02030006000100000002")));
    }

    [Fact]
    public void Routes_are_received_only()
    {
        Assert.False(LinkState.CanBeAnnounced);
        Assert.Equal(new FamilyId(Afi.BgpLs, Safi.BgpLsVpn), Vpn.Id);
        Assert.Equal([4, 16, 32], Enumerable.Range(0, 50).Where(LinkState.IsValidNextHopLength));
        Assert.Equal([12, 24, 48], Enumerable.Range(0, 50).Where(Vpn.IsValidNextHopLength));
        Assert.Equal((0, 8), (LinkState.NextHopRdLength, Vpn.NextHopRdLength));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm()
    {
        foreach (var family in new[] { LinkState, Vpn })
            Bombard(family, [.. Vectors.Where(row => row.Data.Item1 == family.Id.ToString()).Select(row => row.Data.Item2)], seed: 9552);
    }

    [Fact]
    public void Reading_and_showing_allocates_nothing()
    {
        var routes = Vectors.Where(row => row.Data.Item1 == "bgp-ls bgp-ls").Select(row => Convert.FromHexString(row.Data.Item2)).ToArray();
        var output = new TextBuffer(1 << 16);
        void Show()
        {
            output.Clear();
            foreach (var route in routes)
            {
                var reader = new WireReader(route);
                if (LinkState.TryRead(ref reader, isWithdraw: false, out var nlri, out _) != NlriResult.Ok) Assert.Fail("not read");
                LinkState.AppendJson(nlri, default, default, compact: false, output);
            }
        }
        Show();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Show();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Nlri(int type, string body) => $"{type:X4}{body.Length / 2:X4}{body}";
}
