using ExaSharp.Bgp.Routes;
using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class MvpnTests
{
    private const string Rd = "0000FDE80001869F";
    private const string Source6 = "80FD120000000000000000000000000004";
    private const string Group6 = "80FF0E0000000000000000000000000001";

    /// <summary>Family, what follows it in a command, octets, ExaBGP's text and JSON.</summary>
    public static TheoryData<string, string, string, string, string> Vectors => new()
    {
        {
            "ipv4 mcast-vpn", "source-ad source 10.99.12.4 group 239.251.255.228 rd 65000:99999", $"0512{Rd}200A630C0420EFFBFFE4",
            "mvpn:sourcead::65000:99999:10.99.12.4:239.251.255.228",
            $$"""{ "code": 5, "parsed": true, "raw": "0512{{Rd}}200A630C0420EFFBFFE4", "name": "Source Active A-D Route", "rd": "65000:99999", "source": "10.99.12.4", "group": "239.251.255.228"}"""
        },
        {
            "ipv4 mcast-vpn", "shared-join rp 10.99.199.1 group 239.251.255.228 rd 65000:99999 source-as 65000", $"0616{Rd}0000FDE8200A63C70120EFFBFFE4",
            "mvpn:shared-join::65000:99999:65000:10.99.199.1:239.251.255.228",
            $$"""{ "code": 6, "parsed": true, "raw": "0616{{Rd}}0000FDE8200A63C70120EFFBFFE4", "name": "C-Multicast Shared Tree Join route", "rd": "65000:99999", "source-as": "65000", "source": "10.99.199.1", "group": "239.251.255.228"}"""
        },
        {
            "ipv4 mcast-vpn", "source-join source 10.99.12.2 group 239.251.255.228 rd 65000:99999 source-as 4294967295", $"0716{Rd}FFFFFFFF200A630C0220EFFBFFE4",
            "mvpn:source-join::65000:99999:4294967295:10.99.12.2:239.251.255.228",
            $$"""{ "code": 7, "parsed": true, "raw": "0716{{Rd}}FFFFFFFF200A630C0220EFFBFFE4", "name": "C-Multicast Source Tree Join route", "rd": "65000:99999", "source-as": "4294967295", "source": "10.99.12.2", "group": "239.251.255.228"}"""
        },
        {
            "ipv6 mcast-vpn", "source-ad source fd12::4 group ff0e::1 rd 65000:99999", $"052A{Rd}{Source6}{Group6}",
            "mvpn:sourcead::65000:99999:fd12::4:ff0e::1",
            $$"""{ "code": 5, "parsed": true, "raw": "052A{{Rd}}{{Source6}}{{Group6}}", "name": "Source Active A-D Route", "rd": "65000:99999", "source": "fd12::4", "group": "ff0e::1"}"""
        },
        {
            "ipv6 mcast-vpn", "shared-join rp fd12::4 group ff0e::1 rd 65000:99999 source-as 1", $"062E{Rd}00000001{Source6}{Group6}",
            "mvpn:shared-join::65000:99999:1:fd12::4:ff0e::1",
            $$"""{ "code": 6, "parsed": true, "raw": "062E{{Rd}}00000001{{Source6}}{{Group6}}", "name": "C-Multicast Shared Tree Join route", "rd": "65000:99999", "source-as": "1", "source": "fd12::4", "group": "ff0e::1"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_octets_and_JSON_agree(string family, string words, string hex, string text, string json)
    {
        var mvpn = Find(family);
        Assert.Equal(hex, Write(mvpn, words + " next-hop 10.10.6.3 extended-community [ target:192.168.94.12:5 ] med 5"));
        Assert.Equal(hex, Write(mvpn, words, RouteAction.Withdraw));
        var nlri = Read(mvpn, hex);
        Assert.Equal(text, ShownText(mvpn, nlri));
        Assert.Equal(text, ConfiguredText(mvpn, nlri));
        Assert.Equal(json, Json(mvpn, nlri));
        Assert.Equal(hex, Key(mvpn, hex));
    }

    [Theory]
    [InlineData($"010C{Rd}01020304", """{ "code": 1, "parsed": false, "raw": "010C0000FDE80001869F01020304" }""", "mvpn:unknown:0x0000fde80001869f01020304")]
    [InlineData("0300", """{ "code": 3, "parsed": false, "raw": "0300" }""", "mvpn:unknown:0x")]
    public void A_route_of_another_type_is_shown_as_octets(string hex, string json, string text)
    {
        var mvpn = Find("ipv4 mcast-vpn");
        var nlri = Read(mvpn, hex);
        Assert.Equal(json, Json(mvpn, nlri));
        Assert.Equal(text, ShownText(mvpn, nlri));
    }

    [Theory]
    [InlineData("source-ab source 10.0.0.1", "unknown/unsupported mvpn route type: source-ab")]
    [InlineData("source-ad rp 10.0.0.1 group 239.0.0.1 rd 1:1", "expected 'source' but found 'rp' instead")]
    [InlineData("shared-join source 10.0.0.1 group 239.0.0.1 rd 1:1 source-as 1", "expected 'rp' but found 'source' instead")]
    [InlineData("source-ad source 10.0.0.1 rd 1:1", "expected 'group' but found 'rd' instead")]
    [InlineData("source-ad source 10.0.0.1/32 group 239.0.0.1 rd 1:1", "'10.0.0.1/32' is not an ipv4 address")]
    [InlineData("source-ad source ::1 group 239.0.0.1 rd 1:1", "'::1' is not an ipv4 address")]
    [InlineData("source-ad source 10.0.0.1 group 239.0.0.1 rd 1", "invalid route-distinguisher 1")]
    [InlineData("source-join source 10.0.0.1 group 239.0.0.1 rd 1:1 next-hop 1.2.3.4", "expected 'source-as' but found 'next-hop' instead")]
    [InlineData("source-join source 10.0.0.1 group 239.0.0.1 rd 1:1 source-as x", "expect source-as to be a integer in the range 0-4294967295, but received 'x'")]
    [InlineData("source-join source 10.0.0.1 group 239.0.0.1 rd 1:1 source-as 4294967296", "expect source-as to be a integer in the range 0-4294967295, but received '4294967296'")]
    [InlineData("source-ad source 10.0.0.1 group 239.0.0.1 rd 1:1", "invalid announcement (missing next-hop ?)")]
    [InlineData("source-ad source 10.0.0.1 group 239.0.0.1 rd 1:1 next-hop 1.2.3.4 label 5", "unknown command \"label\"")]
    [InlineData("source-ad source", "the line ends where an address was expected")]
    public void What_is_wrong_with_a_text_is_told(string words, string message) => Assert.Equal(message, Write(Find("ipv4 mcast-vpn"), words));

    [Theory]
    [InlineData("05", 10, "not enough data to extract the header of the mvpn NLRI")]
    [InlineData("0905AA", 10, "the mvpn NLRI announces more data than it carries")]
    [InlineData("0500", 5, "Unsupported Source Active A-D route length (0 bytes).")]
    [InlineData($"0612{Rd}200A63C70120EFFBFFE4", 5, "Invalid C-Multicast Route length (18 bytes).")]
    [InlineData($"0512{Rd}180A63C70120EFFBFFE4", 5, "Unsupported Source Active A-D Route Multicast Source IP length (24 bits). Expected 32 bits (IPv4) or 128 bits (IPv6).")]
    [InlineData($"0512{Rd}200A63C70180EFFBFFE4", 5, "Unsupported Source Active A-D Route Multicast Group IP length (128 bits). Expected 32 bits (IPv4) or 128 bits (IPv6).")]
    [InlineData($"0716{Rd}00000000800A63C70120EFFBFFE4", 5, "Invalid C-Multicast Route length (128 bits). Expected 32 bits (IPv4) or 128 bits (IPv6).")]
    public void What_is_malformed_resets_the_session(string hex, int subcode, string message)
    {
        var error = ReadError(Find("ipv4 mcast-vpn"), hex);
        Assert.Equal((subcode, message), (error.Subcode, error.Text));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm()
    {
        foreach (var name in new[] { "ipv4 mcast-vpn", "ipv6 mcast-vpn" })
            Bombard(Find(name), [.. Vectors.Select(row => row.Data.Item3)], seed: 6514);
    }
}
