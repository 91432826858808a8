using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class EvpnTests
{
    private const string Rd = "00010A00000A0064";
    private const string Esi = "00112233445566778899";
    private const string NoEsi = "00000000000000000000";
    private const string Tag = "0000000A";
    private const string Mac = "30AABBCCDDEEFF";
    private const string Ip6 = "FD000000000000000000000000000000";
    private const string EsiText = "00:11:22:33:44:55:66:77:88:99";

    private static readonly Family Evpn = Find("l2vpn evpn");

    /// <summary>Octets, what stands in ExaBGP's JSON behind <c>raw</c>, ExaBGP's text behind the route distinguisher.</summary>
    public static TheoryData<string, string, string> Vectors => new()
    {
        {
            $"0119{Rd}{Esi}{Tag}000641",
            $$"""
            "name": "Ethernet Auto-Discovery", "rd": "10.0.0.10:100", "esi": "{{EsiText}}", "ethernet-tag": 10, "label": [ [100, 1601] ]
            """,
            $"ethernetad::10.0.0.10:100:{EsiText}:10: label 100 (1601)"
        },
        {
            $"0116{Rd}{Esi}{Tag}",
            $$"""
            "name": "Ethernet Auto-Discovery", "rd": "10.0.0.10:100", "esi": "{{EsiText}}", "ethernet-tag": 10
            """,
            $"ethernetad::10.0.0.10:100:{EsiText}:10:"
        },
        {
            $"011C{Rd}{Esi}{Tag}000640000641",
            $$"""
            "name": "Ethernet Auto-Discovery", "rd": "10.0.0.10:100", "esi": "{{EsiText}}", "ethernet-tag": 10, "label": [ [100, 1600] ]
            """,
            $"ethernetad::10.0.0.10:100:{EsiText}:10: label 100 (1600)"
        },
        {
            $"0225{Rd}{NoEsi}{Tag}{Mac}200A000001000640",
            """
            "name": "MAC/IP advertisement", "rd": "10.0.0.10:100", "esi": "-", "ethernet-tag": 10, "mac": "AA:BB:CC:DD:EE:FF", "label": [ [100, 1600] ], "ip": "10.0.0.1"
            """,
            "macadv::10.0.0.10:100:-:10:AA:BB:CC:DD:EE:FF/48:10.0.0.1: label 100 (1600)"
        },
        {
            $"0228{Rd}{NoEsi}{Tag}{Mac}200A000001000640000651",
            """
            "name": "MAC/IP advertisement", "rd": "10.0.0.10:100", "esi": "-", "ethernet-tag": 10, "mac": "AA:BB:CC:DD:EE:FF", "label": [ [100, 1600] ], "ip": "10.0.0.1"
            """,
            "macadv::10.0.0.10:100:-:10:AA:BB:CC:DD:EE:FF/48:10.0.0.1: label 100 (1600)"
        },
        {
            $"0221{Rd}{NoEsi}{Tag}2FAABBCCDDEEFF00000000",
            """
            "name": "MAC/IP advertisement", "rd": "10.0.0.10:100", "esi": "-", "ethernet-tag": 10, "mac": "AA:BB:CC:DD:EE:FF", "label": [ [0] ]
            """,
            "macadv::10.0.0.10:100:-:10:AA:BB:CC:DD:EE:FF/47:: label 0"
        },
        {
            $"0231{Rd}{NoEsi}{Tag}{Mac}80{Ip6}000641",
            """
            "name": "MAC/IP advertisement", "rd": "10.0.0.10:100", "esi": "-", "ethernet-tag": 10, "mac": "AA:BB:CC:DD:EE:FF", "label": [ [100, 1601] ], "ip": "fd00::"
            """,
            "macadv::10.0.0.10:100:-:10:AA:BB:CC:DD:EE:FF/48:fd00::: label 100 (1601)"
        },
        {
            $"0311{Rd}{Tag}200A000001",
            """
            "name": "Inclusive Multicast Ethernet Tag", "rd": "10.0.0.10:100", "ethernet-tag": 10, "ip": "10.0.0.1"
            """,
            "multicast::10.0.0.10:100:10:10.0.0.1"
        },
        {
            $"031D{Rd}{Tag}80{Ip6}",
            """
            "name": "Inclusive Multicast Ethernet Tag", "rd": "10.0.0.10:100", "ethernet-tag": 10, "ip": "fd00::"
            """,
            "multicast::10.0.0.10:100:10:fd00::"
        },
        {
            $"0417{Rd}{Esi}200A000001",
            $$"""
            "name": "Ethernet Segment", "rd": "10.0.0.10:100", "esi": "{{EsiText}}", "ip": "10.0.0.1"
            """,
            $"segment::10.0.0.10:100:{EsiText}:10.0.0.1"
        },
        {
            $"0423{Rd}{Esi}80{Ip6}",
            $$"""
            "name": "Ethernet Segment", "rd": "10.0.0.10:100", "esi": "{{EsiText}}", "ip": "fd00::"
            """,
            $"segment::10.0.0.10:100:{EsiText}:fd00::"
        },
        {
            $"0522{Rd}{Esi}{Tag}180A0100000A000001000641",
            $$"""
            "name": "IP Prefix Advertisement", "rd": "10.0.0.10:100", "esi": "{{EsiText}}", "ethernet-tag": 10, "label": [ [100, 1601] ], "ip": "10.1.0.0", "iplen": 24, "gateway": "10.0.0.1"
            """,
            $"prfxadv::10.0.0.10:100:{EsiText}:10:10.1.0.0/24:10.0.0.1: label 100 (1601)"
        },
        {
            $"053A{Rd}{NoEsi}{Tag}40{Ip6}{new string('0', 32)}000640",
            """
            "name": "IP Prefix Advertisement", "rd": "10.0.0.10:100", "esi": "-", "ethernet-tag": 10, "label": [ [100, 1600] ], "ip": "fd00::", "iplen": 64, "gateway": "::"
            """,
            "prfxadv::10.0.0.10:100:-:10:fd00::/64:::: label 100 (1600)"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Octets_are_shown_as_JSON_and_as_text(string hex, string json, string text)
    {
        var nlri = Read(Evpn, hex);
        Assert.Equal($$"""{ "code": {{nlri[0]}}, "parsed": true, "raw": "{{hex}}", {{json}} }""", Json(Evpn, nlri));
        Assert.Equal("evpn:" + text, ShownText(Evpn, nlri));
        Assert.Equal("evpn:" + text, ConfiguredText(Evpn, nlri));
    }

    [Theory]
    [InlineData("0903010203", """{ "code": 9, "parsed": false, "raw": "0903010203" }""", "evpn:unknown:0x010203")]
    [InlineData("0000", """{ "code": 0, "parsed": false, "raw": "0000" }""", "evpn:unknown:0x")]
    public void A_route_of_another_type_is_shown_as_octets(string hex, string json, string text)
    {
        var nlri = Read(Evpn, hex);
        Assert.Equal(json, Json(Evpn, nlri));
        Assert.Equal(text, ShownText(Evpn, nlri));
    }

    [Theory]
    [InlineData("02", 10, "EVPN NLRI too short: need at least 2 bytes, got 1")]
    [InlineData("0209", 10, "EVPN NLRI truncated: need 11 bytes, got 2")]
    [InlineData($"0114{Rd}{Esi}0000", 10, "Ethernet Auto-Discovery EVPN NLRI is too short: need at least 22 bytes, got 20")]
    [InlineData($"0117{Rd}{Esi}{Tag}00", 10, "Ethernet A-D EVPN NLRI has a truncated label stack")]
    [InlineData("02050000000000", 10, "MAC/IP advertisement EVPN NLRI is too short: need at least 30 bytes, got 5")]
    [InlineData($"0221{Rd}{NoEsi}{Tag}31AABBCCDDEEFF00000641", 5, "invalid MAC Address length in MAC/IP advertisement")]
    [InlineData($"0225{Rd}{NoEsi}{Tag}{Mac}210A000001000640", 5, "IP field length is given as 33 bits in MAC/IP advertisement, expecting 0, 32 (IPv4) or 128 (IPv6)")]
    [InlineData($"0225{Rd}{NoEsi}{Tag}{Mac}800A000001000640", 5, "Data field length is given as 37, expecting 49 or 52 for an IP field of 128 bits")]
    [InlineData("0303000000", 10, "Inclusive Multicast Ethernet Tag EVPN NLRI is too short: need at least 13 bytes, got 3")]
    [InlineData($"0311{Rd}{Tag}210A000001", 10, "IP len is 33, but EVPN route currently support only IPv4 or IPv6")]
    [InlineData($"0310{Rd}{Tag}200A0000", 10, "Inclusive Multicast EVPN NLRI is 16 bytes, expecting 17 for an IP of 32 bits")]
    [InlineData("0403010203", 10, "Ethernet Segment EVPN NLRI is too short: need at least 19 bytes, got 3")]
    [InlineData($"0417{Rd}{Esi}210A000001", 5, "IP length field is given as 33 in current Segment, expecting 32 (IPv4) or 128 (IPv6) bits")]
    [InlineData($"0416{Rd}{Esi}200A0000", 10, "Ethernet Segment EVPN NLRI is 22 bytes, expecting 23 for an IP of 32 bits")]
    [InlineData($"0523{Rd}{Esi}{Tag}180A0100000A00000100064100", 5, "Data field length is given as 35, but EVPN route currently support only IPv4 or IPv6 (34 or 58)")]
    public void What_is_malformed_resets_the_session(string hex, int subcode, string message)
    {
        var error = ReadError(Evpn, hex);
        Assert.Equal((subcode, message), (error.Subcode, error.Text));
    }

    /// <summary>RFC 7432 section 7, RFC 9136 section 3.1: labels and gateway, and of types 2 and 5 the segment, can change.</summary>
    [Fact]
    public void A_route_that_changes_replaces_itself()
    {
        Assert.Equal(Key(Evpn, $"0119{Rd}{Esi}{Tag}000641"), Key(Evpn, $"0116{Rd}{Esi}{Tag}"));
        Assert.NotEqual(Key(Evpn, $"0119{Rd}{Esi}{Tag}000641"), Key(Evpn, $"0119{Rd}{NoEsi}{Tag}000641"));
        Assert.Equal(
            Key(Evpn, $"0225{Rd}{NoEsi}{Tag}{Mac}200A000001000640"), Key(Evpn, $"0228{Rd}{Esi}{Tag}{Mac}200A000001000010000000"));
        Assert.NotEqual(Key(Evpn, $"0225{Rd}{NoEsi}{Tag}{Mac}200A000001000640"), Key(Evpn, $"0225{Rd}{NoEsi}{Tag}{Mac}200A000002000640"));
        Assert.NotEqual(Key(Evpn, $"0225{Rd}{NoEsi}{Tag}{Mac}200A000001000640"), Key(Evpn, $"0221{Rd}{NoEsi}{Tag}{Mac}00000640"));
        Assert.NotEqual(Key(Evpn, $"0417{Rd}{Esi}200A000001"), Key(Evpn, $"0417{Rd}{NoEsi}200A000001"));
        Assert.Equal(
            Key(Evpn, $"0522{Rd}{Esi}{Tag}180A0100000A000001000641"), Key(Evpn, $"0522{Rd}{NoEsi}{Tag}180A01000000000000000000"));
        Assert.NotEqual(
            Key(Evpn, $"0522{Rd}{Esi}{Tag}180A0100000A000001000641"), Key(Evpn, $"0522{Rd}{Esi}{Tag}190A0100000A000001000641"));
        Assert.Equal("0903010203", Key(Evpn, "0903010203"));
    }

    [Fact]
    public void Several_routes_stand_in_one_attribute()
    {
        var reader = new WireReader(Convert.FromHexString($"0903010203" + $"0311{Rd}{Tag}200A000001"));
        Assert.Equal(NlriResult.Ok, Evpn.TryRead(ref reader, isWithdraw: true, out _, out _));
        Assert.Equal(NlriResult.Ok, Evpn.TryRead(ref reader, isWithdraw: true, out var second, out _));
        Assert.Equal("evpn:multicast::10.0.0.10:100:10:10.0.0.1", ShownText(Evpn, second));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Routes_are_received_only()
    {
        Assert.False(Evpn.CanBeAnnounced);
        Assert.Equal("unknown command \"evpn\"", Write(Evpn, "mac"));
        Assert.Equal([4, 16], Enumerable.Range(0, 50).Where(Evpn.IsValidNextHopLength));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm() => Bombard(Evpn, [.. Vectors.Select(row => row.Data.Item1)], seed: 7432);
}
