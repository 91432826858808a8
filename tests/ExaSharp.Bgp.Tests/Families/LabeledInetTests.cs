using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class LabeledInetTests
{
    /// <summary>Family, what follows it in a command, octets, text, JSON: as ExaBGP 5.0 sends and shows them.</summary>
    public static TheoryData<string, string, string, string, string> Vectors => new()
    {
        {
            "ipv4 nlri-mpls", "10.0.0.0/24 label 100", "300006410A0000", "10.0.0.0/24 label 100",
            "{ \"nlri\": \"10.0.0.0/24\", \"label\": [ [100] ] }"
        },
        {
            "ipv6 nlri-mpls", "2001:db8::/33 label [ 100 200 ]", "51000640000C8120010DB800", "2001:db8::/33 label [ 100 200 ]",
            "{ \"nlri\": \"2001:db8::/33\", \"label\": [ [100], [200] ] }"
        },
        {
            "ipv4 mpls-vpn", "10.0.0.0/24 rd 1.2.3.4:5 label 100", "70000641" + "0001010203040005" + "0A0000",
            "10.0.0.0/24 label 100 rd 1.2.3.4:5", "{ \"nlri\": \"10.0.0.0/24\", \"label\": [ [100] ], \"rd\": \"1.2.3.4:5\" }"
        },
        {
            "ipv6 mpls-vpn", "2001:db8::/33 label 100 rd 65000:1", "79000641" + "0000FDE800000001" + "20010DB800",
            "2001:db8::/33 label 100 rd 65000:1", "{ \"nlri\": \"2001:db8::/33\", \"label\": [ [100] ], \"rd\": \"65000:1\" }"
        },
        {
            "ipv4 mpls-vpn", "0.0.0.0/0 label 1048575 rd 70000:2", "58FFFFF1" + "0002000111700002", "0.0.0.0/0 label 1048575 rd 70000:2",
            "{ \"nlri\": \"0.0.0.0/0\", \"label\": [ [1048575] ], \"rd\": \"70000:2\" }"
        },
        {
            "ipv4 nlri-mpls", "10.0.0.1/32 label 0", "380000010A000001", "10.0.0.1/32 label 0",
            "{ \"nlri\": \"10.0.0.1/32\", \"label\": [ [0] ] }"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_octets_and_JSON_agree(string family, string words, string hex, string text, string json)
    {
        var labeled = Find(family);
        Assert.Equal(hex, Write(labeled, words + " next-hop 1.2.3.4"));
        var nlri = Read(labeled, hex);
        Assert.Equal(text, ShownText(labeled, nlri));
        Assert.Equal(text, ConfiguredText(labeled, nlri));
        Assert.Equal(json, Json(labeled, nlri));
    }

    [Fact]
    public void A_path_identifier_stands_before_the_labels() => Assert.Equal(
        "{ \"nlri\": \"10.0.0.0/24\", \"path-information\": \"0.0.0.10\", \"label\": [ [20012] ], \"rd\": \"100:100\" }",
        Json(Find("ipv4 mpls-vpn"), Convert.FromHexString("7004E2C100000064000000640A0000"), [0, 0, 0, 10]));

    [Theory]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24 next-hop 1.2.3.4", "invalid announcement (missing next-hop or label ?)")]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24 label 5", "invalid announcement (missing next-hop or label ?)")]
    [InlineData("ipv4 mpls-vpn", "10.0.0.0/24 label 5 next-hop 1.2.3.4", "invalid announcement (missing next-hop, label or rd ?)")]
    [InlineData("ipv4 mpls-vpn", "10.0.0.0/24 rd 1:1 next-hop 1.2.3.4", "invalid announcement (missing next-hop, label or rd ?)")]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24 label 5 rd 1:1 next-hop 1.2.3.4", "unknown command \"rd\"")]
    [InlineData("ipv4 mpls-vpn", "10.0.0.0/24 label 5 rd 1:1 med 1.5 next-hop 1.2.3.4", "invalid MED 1.5")]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24 next-hop 1.2.3.4 label [ 1 2 3 4 5 6 7 8 9 10 ]",
        "invalid announcement (missing next-hop or label ?): 10 labels are more than the NLRI has room for")]
    public void What_an_announcement_lacks_is_told(string family, string words, string message) =>
        Assert.Equal(message, Write(Find(family), words));

    [Theory]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24", "308000000A0000")]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24 label 5", "300000510A0000")]
    [InlineData("ipv4 mpls-vpn", "10.0.0.0/24 rd 1:1", "7080000000000001000000010A0000")]
    public void A_withdraw_has_its_label_or_the_one_that_says_nothing(string family, string words, string hex) =>
        Assert.Equal(hex, Write(Find(family), words, RouteAction.Withdraw));

    [Fact]
    public void A_withdraw_in_a_VPN_needs_its_route_distinguisher() => Assert.Equal(
        "invalid announcement (missing next-hop, label or rd ?): the route of a VPN needs a route distinguisher (rd)",
        Write(Find("ipv4 mpls-vpn"), "10.0.0.0/24 label 5", RouteAction.Withdraw));

    [Theory]
    [InlineData("ipv4 nlri-mpls", "308000000A0000", "10.0.0.0/24 label 524288")]
    [InlineData("ipv4 mpls-vpn", "7080000000000001000000010A0000", "10.0.0.0/24 label 524288 rd 1:1")]
    [InlineData("ipv4 nlri-mpls", "300000000A0000", "10.0.0.0/24 label 0")]
    [InlineData("ipv4 nlri-mpls", "100A00", "10.0.0.0/16")]
    [InlineData("ipv4 mpls-vpn", "5000000001000000010A00", "10.0.0.0/16 rd 1:1")]
    public void Stacks_without_a_last_label_are_read_where_they_may_be(string family, string hex, string text)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(NlriResult.Ok, Find(family).TryRead(ref reader, isWithdraw: true, out var nlri, out _));
        Assert.True(reader.AtEnd);
        Assert.Equal(text, ShownText(Find(family), nlri));
    }

    [Fact]
    public void An_announcement_with_the_label_of_a_withdraw_is_passed_over()
    {
        var reader = new WireReader(Convert.FromHexString("308000000A0000" + "300006410A0000"));
        var family = Find("ipv4 nlri-mpls");
        Assert.Equal(NlriResult.Skip, family.TryRead(ref reader, isWithdraw: false, out _, out _));
        Assert.Equal(NlriResult.Ok, family.TryRead(ref reader, isWithdraw: false, out _, out _));
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("ipv4 nlri-mpls", "", "not enough data to extract the mask of the NLRI")]
    [InlineData("ipv4 nlri-mpls", "300006", "not enough data to extract the label stack of the NLRI")]
    [InlineData("ipv4 nlri-mpls", "48000640000640000640", "invalid label stack in the NLRI, no bottom of stack bit and no terminator")]
    [InlineData("ipv4 nlri-mpls", "390006410A000000", "invalid mask 33 in NLRI prefix for ipv4")]
    [InlineData("ipv4 nlri-mpls", "300006410A00", "not enough data for the mask provided to decode the NLRI")]
    [InlineData("ipv4 mpls-vpn", "2000000001000000010A00", "invalid length in NLRI prefix")]
    [InlineData("ipv4 mpls-vpn", "700006410000000100", "not enough data to extract the route distinguisher of the NLRI")]
    public void What_is_malformed_resets_the_session(string family, string hex, string message)
    {
        var error = ReadError(Find(family), hex);
        Assert.Equal((10, message), (error.Subcode, error.Text));
    }

    [Theory]
    [InlineData("ipv4 nlri-mpls", "300006410A0000", "180A0000")]
    [InlineData("ipv4 nlri-mpls", "480006400006410A0000", "180A0000")]
    [InlineData("ipv4 nlri-mpls", "2B0006410AFFFF", "130AFFE0")]
    [InlineData("ipv4 mpls-vpn", "7000064100000001000000010A0000", "5800000001000000010A0000")]
    [InlineData("ipv4 mpls-vpn", "7080000000000001000000010A0000", "5800000001000000010A0000")]
    public void Labels_make_no_other_route(string family, string hex, string key) => Assert.Equal(key, Key(Find(family), hex));

    [Fact]
    public void Next_hops_of_a_VPN_have_a_route_distinguisher_before_them()
    {
        foreach (var (family, lengths) in new (string, int[])[]
        {
            ("ipv4 nlri-mpls", [4]), ("ipv6 nlri-mpls", [16, 32]), ("ipv4 mpls-vpn", [12]), ("ipv6 mpls-vpn", [24, 40, 48]),
        })
            Assert.Equal(lengths, Enumerable.Range(0, 256).Where(Find(family).IsValidNextHopLength));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm()
    {
        foreach (var name in new[] { "ipv4 nlri-mpls", "ipv6 nlri-mpls", "ipv4 mpls-vpn", "ipv6 mpls-vpn" })
            Bombard(Find(name), [.. Vectors.Select(row => row.Data).Where(row => row.Item1 == name).Select(row => row.Item3)], seed: 8277);
    }
}
