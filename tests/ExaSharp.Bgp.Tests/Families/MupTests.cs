using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class MupTests
{
    private const string Rd = "0000006400000064";

    /// <summary>
    /// Family, what follows it in a command, octets, ExaBGP's text of a route of ours, JSON (but for the comma that ExaBGP
    /// leaves out behind the endpoint of T1ST).
    /// </summary>
    public static TheoryData<string, string, string, string, string> Vectors => new()
    {
        {
            "ipv4 mup", "mup-isd 10.0.1.0/24 rd 100:100", $"0100010C{Rd}180A0001", "mup:isd::100:100:10.0.1.0/24",
            $$"""{ "name": "InterworkSegmentDiscoveryRoute", "arch": 1, "code": 1, "prefix_ip_len": 24, "prefix_ip": "10.0.1.0", "rd": "100:100", "raw": "0100010C{{Rd}}180A0001" }"""
        },
        {
            "ipv6 mup", "mup-isd 2001::/64 rd 100:100", $"01000111{Rd}402001000000000000", "mup:isd::100:100:2001::/64",
            $$"""{ "name": "InterworkSegmentDiscoveryRoute", "arch": 1, "code": 1, "prefix_ip_len": 64, "prefix_ip": "2001::", "rd": "100:100", "raw": "01000111{{Rd}}402001000000000000" }"""
        },
        {
            "ipv4 mup", "mup-dsd 10.0.0.1 rd 100:100", $"0100020C{Rd}0A000001", "mup:dsd::100:100:10.0.0.1",
            $$"""{ "name": "DirectSegmentDiscoveryRoute", "arch": 1, "code": 2, "ip": "10.0.0.1", "rd": "100:100", "raw": "0100020C{{Rd}}0A000001" }"""
        },
        {
            "ipv4 mup", "mup-t1st 192.168.0.1/32 rd 100:100 teid 12345 qfi 9 endpoint 10.0.0.1",
            $"01000317{Rd}20C0A800010000303909200A000001", "mup:t1st::100:100:192.168.0.1/32:12345:9:10.0.0.1/32",
            $$"""{ "name": "Type1SessionTransformedRoute", "arch": 1, "code": 3, "prefix_ip_len": 32, "prefix_ip": "192.168.0.1", "teid": "12345", "qfi": "9", "rd": "100:100", "endpoint_ip_len": 32, "endpoint_ip": "10.0.0.1", "raw": "01000317{{Rd}}20C0A800010000303909200A000001" }"""
        },
        {
            "ipv4 mup", "mup-t1st 192.168.0.0/24 rd 100:100 teid 12345 qfi 9 endpoint 10.0.0.1 source 10.0.1.1",
            $"0100031B{Rd}18C0A8000000303909200A000001200A000101",
            "mup:t1st::100:100:192.168.0.0/24:12345:9:10.0.0.1/24:10.0.1.1/32",
            $$"""{ "name": "Type1SessionTransformedRoute", "arch": 1, "code": 3, "prefix_ip_len": 24, "prefix_ip": "192.168.0.0", "teid": "12345", "qfi": "9", "rd": "100:100", "endpoint_ip_len": 32, "endpoint_ip": "10.0.0.1", "source_ip_len": 32, "source_ip": "10.0.1.1", "raw": "0100031B{{Rd}}18C0A8000000303909200A000001200A000101" }"""
        },
        {
            "ipv4 mup", "mup-t2st 10.0.0.1 rd 100:100 teid 12345/32", $"01000411{Rd}400A00000100003039", "mup:t2st::100:100:64:10.0.0.1:12345:",
            $$"""{ "name": "Type2SessionTransformedRoute",  "arch": 1, "code": 4, "endpoint_len": 64, "endpoint_ip": "10.0.0.1", "rd": "100:100", "teid": "12345", "raw": "01000411{{Rd}}400A00000100003039" }"""
        },
        {
            "ipv4 mup", "mup-t2st 10.0.0.1 rd 100:100 teid 12345/23", $"01000410{Rd}370A000001003039", "mup:t2st::100:100:55:10.0.0.1:12345:",
            $$"""{ "name": "Type2SessionTransformedRoute",  "arch": 1, "code": 4, "endpoint_len": 55, "endpoint_ip": "10.0.0.1", "rd": "100:100", "teid": "12345", "raw": "01000410{{Rd}}370A000001003039" }"""
        },
        {
            "ipv4 mup", "mup-t2st 10.0.0.1 rd 100:100 teid 0/0", $"0100040D{Rd}200A000001", "mup:t2st::100:100:32:10.0.0.1:0:",
            $$"""{ "name": "Type2SessionTransformedRoute",  "arch": 1, "code": 4, "endpoint_len": 32, "endpoint_ip": "10.0.0.1", "rd": "100:100", "teid": "0", "raw": "0100040D{{Rd}}200A000001" }"""
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_octets_and_JSON_agree(string family, string words, string hex, string text, string json)
    {
        var mup = Find(family);
        Assert.Equal(hex, Write(mup, words + " next-hop 1.2.3.4 extended-community [ target:10:10 ]"));
        var nlri = Read(mup, hex);
        Assert.Equal(text, ConfiguredText(mup, nlri));
        Assert.Equal(text, ShownText(mup, nlri));
        Assert.False(mup.HasEventText);
        Assert.Equal(json, Json(mup, nlri));
    }

    [Fact]
    public void A_route_of_another_kind_is_shown_as_octets()
    {
        var mup = Find("ipv4 mup");
        var nlri = Read(mup, "010009020102");
        Assert.Equal("""{ "arch": 1, "code": 9, "raw": "010009020102" }""", Json(mup, nlri));
        Assert.Equal("mup:unknown:0x0102", ConfiguredText(mup, nlri));
        Assert.Equal("""{ "arch": 2, "code": 1, "raw": "02000100" }""", Json(mup, Read(mup, "02000100")));
    }

    [Theory]
    [InlineData("mup-foo 10.0.0.0/24", "mup: unknown mup type: mup-foo")]
    [InlineData("mup-isd 10.0.0.0/24 next-hop 1.2.3.4", "expect rd, but received 'next-hop'")]
    [InlineData("mup-isd 10.0.0.0 rd 1:1", "'10.0.0.0' is not an ipv4 prefix with its length")]
    [InlineData("mup-isd 2001::/16 rd 1:1", "'2001::/16' is not an ipv4 prefix with its length")]
    [InlineData("mup-dsd 10.0.0.0/24 rd 1:1", "'10.0.0.0/24' is not an ipv4 address")]
    [InlineData("mup-dsd 10.0.0.1 rd 1", "invalid route-distinguisher 1")]
    [InlineData("mup-t1st 10.0.0.0/24 rd 1:1 teid x", "expect teid to be a number of at most 4294967295, but received 'x'")]
    [InlineData("mup-t1st 10.0.0.0/24 rd 1:1 teid 1 qfi 256", "expect qfi to be a number of at most 255, but received '256'")]
    [InlineData("mup-t2st 10.0.0.1 rd 1:1 teid 1", "unexpect teid format, this expect format <teid>/<length, expect 0 ~ 32>")]
    [InlineData("mup-t2st 10.0.0.1 rd 1:1 teid 1/33", "unexpect teid format, this expect format <teid>/<length, expect 0 ~ 32>")]
    [InlineData("mup-t2st 10.0.0.1 rd 1:1 teid 8/3 next-hop 1.2.3.4", "unexpect teid format, we can not store 8 using 3 bits")]
    [InlineData("mup-dsd 10.0.0.1 rd 1:1", "invalid announcement (missing next-hop ?)")]
    [InlineData("mup-dsd 10.0.0.1 rd 1:1 next-hop 1.2.3.4 med 5", "unknown command \"med\"")]
    public void What_is_wrong_with_a_text_is_told(string words, string message) => Assert.Equal(message, Write(Find("ipv4 mup"), words));

    [Theory]
    [InlineData("0100", "MUP NLRI too short: need at least 4 bytes, got 2")]
    [InlineData("01000105AA", "MUP NLRI truncated: need 9 bytes, got 5")]
    [InlineData("01000102AAAA", "InterworkSegmentDiscoveryRoute MUP NLRI is too short: need at least 9 bytes, got 2")]
    [InlineData($"01000109{Rd}21", "mup isd prefix length is 33 bits, more than the 32 of an ipv4 address")]
    [InlineData($"0100010A{Rd}180A", "mup isd is 10 bytes, expecting 12 for a prefix of 24 bits")]
    [InlineData($"0100030F{Rd}00000000010900", "mup t1st endpoint ip length is not 32bit or 128bit, unexpect len: 0")]
    [InlineData($"01000314{Rd}000000000109200A00000121", "mup t1st source ip length is not 32bit or 128bit, unexpect len: 33")]
    [InlineData($"01000315{Rd}000000000109200A0000012001", "mup t1st is 21 bytes, expecting 24 for a source ip of 32 bits")]
    [InlineData($"0100040D{Rd}1F0A000001", "endpoint length is 31, expecting 32 to 64 for ipv4")]
    [InlineData($"0100040D{Rd}210A000001", "mup t2st is 13 bytes, expecting 14 for an endpoint of 33 bits")]
    public void What_is_malformed_resets_the_session(string hex, string message)
    {
        var error = ReadError(Find("ipv4 mup"), hex);
        Assert.Equal((10, message), (error.Subcode, error.Text));
    }

    [Fact]
    public void A_direct_segment_of_another_size_is_an_error_of_its_own()
    {
        var error = ReadError(Find("ipv4 mup"), $"0100020A{Rd}0A00");
        Assert.Equal((5, "Invalid IP size, expect 4 or 16 octets. accuracy size 2"), (error.Subcode, error.Text));
    }

    [Fact]
    public void A_session_that_moves_replaces_its_route()
    {
        var mup = Find("ipv4 mup");
        var key = Key(mup, $"01000317{Rd}20C0A800010000303909200A000001");
        Assert.Equal(key, Key(mup, $"0100031C{Rd}20C0A800010000000105200A000002200A000101"));
        Assert.NotEqual(key, Key(mup, $"01000317{Rd}20C0A800020000303909200A000001"));
        Assert.Equal($"0100040D{Rd}200A000001", Key(mup, $"0100040D{Rd}200A000001"));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm()
    {
        foreach (var name in new[] { "ipv4 mup", "ipv6 mup" })
            Bombard(Find(name), [.. Vectors.Select(row => row.Data.Item3)], seed: 85);
    }
}
