using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class VplsTests
{
    private const string Site = "00110001C0A8C901007B000500010008029CE1";
    private const string SiteText = "rd 192.168.201.1:123 endpoint 5 base 10702 offset 1 size 8";

    private static readonly Family Vpls = Find("l2vpn vpls");

    [Theory]
    [InlineData(SiteText + " next-hop 192.168.201.1", Site)]
    [InlineData("next-hop 192.168.201.1 size 8 offset 1 base 10702 endpoint 5 route-distinguisher 192.168.201.1:123 origin igp med 2000", Site)]
    [InlineData("site5 { endpoint 5; base 10702; offset 1; size 8; next-hop 192.168.201.1; rd 192.168.201.1:123; name x; watchdog w }", Site)]
    [InlineData("{ " + "endpoint 5; base 10702; offset 1; size 8; next-hop 192.168.201.1; rd 192.168.201.1:123; }", Site)]
    [InlineData("endpoint 9 " + SiteText + " rd 65000:1 next-hop ::1 base 65535 endpoint 65535 offset 0 size 65535", "00110000FDE800000001FFFF0000FFFF0FFFF1")]
    public void A_site_is_written_in_a_row_or_as_a_block(string words, string hex) => Assert.Equal(hex, Write(Vpls, words));

    [Fact]
    public void The_last_value_of_a_repeated_word_counts_and_a_withdraw_needs_no_next_hop() =>
        Assert.Equal(Site, Write(Vpls, "endpoint 1 size 1 " + SiteText, RouteAction.Withdraw));

    [Fact]
    public void Text_and_JSON()
    {
        var nlri = Read(Vpls, Site);
        Assert.Equal("vpls " + SiteText, ShownText(Vpls, nlri));
        Assert.Equal("vpls " + SiteText, ConfiguredText(Vpls, nlri));
        Assert.Equal("""{ "rd": "192.168.201.1:123", "endpoint": 5, "base": 10702, "offset": 1, "size": 8 }""", Json(Vpls, nlri));
    }

    /// <summary>As ExaBGP, the bits beside the label are not looked at, nor what stands behind it.</summary>
    [Theory]
    [InlineData("001100000001000000020003000400050FFFFF", "base 65535")]
    [InlineData("00110000000100000002000300040005FFFFF0", "base 1048575")]
    [InlineData("00130000000100000002000300040005FFFFF01234", "base 1048575")]
    public void The_label_has_20_bits(string hex, string text) =>
        Assert.Equal($"vpls rd 1:2 endpoint 3 {text} offset 4 size 5", ShownText(Vpls, Read(Vpls, hex)));

    [Fact]
    public void Several_sites_stand_in_one_attribute()
    {
        var reader = new WireReader(Convert.FromHexString(Site + Site.Replace("0005", "0006", StringComparison.Ordinal)));
        Assert.Equal(NlriResult.Ok, Vpls.TryRead(ref reader, isWithdraw: false, out var first, out _));
        Assert.Equal(NlriResult.Ok, Vpls.TryRead(ref reader, isWithdraw: false, out var second, out _));
        Assert.Contains("endpoint 5", ShownText(Vpls, first), StringComparison.Ordinal);
        Assert.Contains("endpoint 6", ShownText(Vpls, second), StringComparison.Ordinal);
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("endpoint 5 base 1 offset 1 size 8 rd 1:1", "vpls nlri next-hop missing")]
    [InlineData("base 1 offset 1 size 8 rd 1:1 next-hop 1.2.3.4", "vpls nlri endpoint missing")]
    [InlineData("endpoint 5 offset 1 size 8 rd 1:1 next-hop 1.2.3.4", "vpls nlri base missing")]
    [InlineData("endpoint 5 base 1 size 8 rd 1:1 next-hop 1.2.3.4", "vpls nlri offset missing")]
    [InlineData("endpoint 5 base 1 offset 1 rd 1:1 next-hop 1.2.3.4", "vpls nlri size missing")]
    [InlineData("endpoint 5 base 1 offset 1 size 8 next-hop 1.2.3.4", "vpls nlri route-distinguisher missing")]
    [InlineData("x { endpoint 5; }", "vpls nlri next-hop missing")]
    [InlineData("endpoint 65536", "invalid l2vpn vpls endpoint")]
    [InlineData("size x", "invalid l2vpn vpls block-size")]
    [InlineData("offset -1", "invalid l2vpn vpls block-offset")]
    [InlineData("base 65536", "invalid l2vpn vpls label")]
    [InlineData("rd 1", "invalid route-distinguisher 1")]
    [InlineData(SiteText + " large-community [ 1:2:3 ]", "unknown command \"large-community\"")]
    [InlineData(SiteText + " aigp 5", "unknown command \"aigp\"")]
    [InlineData(SiteText + " label 5", "unknown command \"label\"")]
    [InlineData("endpoint", "the line ends where a number was expected")]
    public void What_is_wrong_with_a_text_is_told(string words, string message) => Assert.Equal(message, Write(Vpls, words));

    [Fact]
    public void What_a_withdraw_lacks_is_told_too() =>
        Assert.Equal("vpls nlri endpoint missing", Write(Vpls, "base 1 offset 1 size 8 rd 1:1", RouteAction.Withdraw));

    [Theory]
    [InlineData("00", "not enough data to extract the length of the l2vpn vpls NLRI")]
    [InlineData("0010C0A8C901007B000500010008029CE1000000", "l2vpn vpls length is 16, it must be at least 17")]
    [InlineData("0011C0A8C901007B000500010008029C", "l2vpn vpls message length is not consistent with encoded bgp")]
    public void What_is_malformed_resets_the_session(string hex, string message)
    {
        var error = ReadError(Vpls, hex);
        Assert.Equal((10, message), (error.Subcode, error.Text));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm() => Bombard(Vpls, [Site, "0013" + Site[4..] + "1234"], seed: 4761);

    [Fact]
    public void No_attribute_is_sent_for_the_next_hop()
    {
        Assert.False(Vpls.SendsNextHopAttribute);
        Assert.Equal([4, 16], Enumerable.Range(0, 50).Where(Vpls.IsValidNextHopLength));
        Assert.Equal(new FamilyId(Afi.L2vpn, Safi.Vpls), Vpls.Id);
    }
}
