using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

public class UpdateReaderTests
{
    private const string Origin = "40010100";
    private const string Path = "40020602010000fde9";
    private const string NextHop = "4003047f00000a";
    private const string Mandatory = Origin + Path + NextHop;
    private const string Shown = "origin igp as-path ( 65001 )";
    private const string Route = "180a0100";

    private static readonly FamilyId Vpn = new(Afi.Ipv4, Safi.MplsVpn);

    private static readonly NegotiatedSession Ebgp = new()
    {
        LocalAs = 65000,
        PeerAs = 65001,
        Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast, Vpn],
    };

    private static readonly NegotiatedSession Ibgp = Ebgp with { PeerAs = 65000 };

    private static readonly NegotiatedSession Old = Ebgp with { Asn4 = false };

    /// <summary>The body of an UPDATE from the hexadecimal octets of its three fields.</summary>
    private static byte[] Body(string withdrawn, string attributes, string announced) =>
        Convert.FromHexString($"{withdrawn.Length / 2:x4}{withdrawn}{attributes.Length / 2:x4}{attributes}{announced}");

    /// <summary>An attribute from its flags and code, and its value.</summary>
    private static string Attribute(string head, string value) =>
        value.Length > 510 ? $"{head}{value.Length / 2:x4}{value}" : $"{head}{value.Length / 2:x2}{value}";

    /// <summary>
    /// What an UPDATE says: its sections, then its attributes; or the NOTIFICATION as <c>3/1 text</c>.
    /// </summary>
    private static string Read(ReadOnlySpan<byte> body, NegotiatedSession session, UpdateReader? reader = null)
    {
        reader ??= new UpdateReader();
        if (!reader.TryRead(body, session, out var view, out var error))
        {
            Assert.Equal(ErrorAction.SessionReset, error.Action);
            return $"{(byte)error.Code}/{error.Subcode} {error.Text}";
        }
        Assert.False(error.IsError);
        if (view.IsEndOfRib) return $"eor {view.EndOfRibFamily}";
        var text = new TextBuffer();
        for (var i = 0; i < view.SectionCount; i++)
        {
            var section = view.Section(i);
            text.Append(section.Action == RouteAction.Announce ? "+" : "-").Append(section.Family.ToString());
            if (section.NextHop.IsDefined) text.Append(" via ").Append(section.NextHop.ToString());
            foreach (var item in section)
            {
                Assert.Equal(section.HasPathIds ? 4 : 0, item.PathId.Length);
                text.Append(" ").AppendHex(item.PathId, upper: false).Append(item.PathId.IsEmpty ? "" : ":").AppendHex(item.Nlri, upper: false);
            }
            text.Append("; ");
        }
        foreach (var attribute in view.Attributes)
        {
            AttributeTypes.AppendText(JsonVersion.Five, attribute.Code, attribute.Flags, view.Value(attribute), session, text);
            text.Append(" ");
        }
        Assert.True(view.ErrorText is null || view.Treated.IsError);
        if (view.ErrorText is not null) text.Append($"({view.ErrorText})");
        return text.ToString().TrimEnd();
    }

    private static string Read(string withdrawn, string attributes, string announced, NegotiatedSession? session = null) =>
        Read(Body(withdrawn, attributes, announced), session ?? Ebgp);

    [Fact]
    public void Announced_and_withdrawn_routes() =>
        Assert.Equal($"-ipv4 unicast 180a0200; +ipv4 unicast via 127.0.0.10 180a0100 00; {Shown}", Read("180a0200", Mandatory, Route + "00"));

    [Fact]
    public void Withdrawn_routes_alone() => Assert.Equal("-ipv4 unicast 180a0200 080b;", Read("180a0200080b", "", ""));

    [Fact]
    public void Attributes_alone() => Assert.Equal("origin igp med 7", Read("", Origin + "80040400000007", ""));

    [Fact]
    public void Multiprotocol_routes_stand_behind_the_others_and_withdrawn_ones_first()
    {
        var reach = Attribute("800e", "000201" + "10" + "20010db8000000000000000000000001" + "00" + "20" + "20010db8");
        var unreach = Attribute("900f00", "000201" + "10" + "fc00");
        Assert.Equal(
            $"-ipv4 unicast 180a0200; +ipv4 unicast via 127.0.0.10 180a0100; -ipv6 unicast 10fc00; +ipv6 unicast via 2001:db8::1 2020010db8; {Shown}",
            Read("180a0200", reach + Mandatory + unreach, Route));
    }

    [Fact]
    public void Of_two_next_hops_the_global_one_counts() => Assert.Equal(
        $"+ipv6 unicast via 2001:db8::1 2020010db8; {Shown}",
        Read("", Origin + Path + Attribute("800e", "000201" + "20" + "20010db8000000000000000000000001" + "fe800000000000000000000000000001" + "00" + "2020010db8"), ""));

    [Fact]
    public void The_reserved_octet_is_ignored() => Assert.Equal(
        $"+ipv6 unicast via ::1 2020010db8; {Shown}",
        Read("", Origin + Path + Attribute("800e", "000201" + "10" + new string('0', 31) + "1" + "ff" + "2020010db8"), ""));

    [Fact]
    public void Routes_of_a_family_that_can_not_be_read_are_passed_over()
    {
        Assert.Null(Bgp.Families.AddressFamilies.Find(new(Afi.Ipv4, Safi.SrPolicy)));
        var session = Ebgp with { Families = [FamilyId.Ipv4Unicast, new(Afi.Ipv4, Safi.SrPolicy)] };
        var reach = Attribute("800e", "000149" + "04" + "01020304" + "00" + "0001");
        Assert.Equal($"+ipv4 unicast via 127.0.0.10 180a0100; {Shown}", Read("", Mandatory + reach, Route, session));
        Assert.Equal(Shown, Read("", Origin + Path + reach, "", session));
    }

    /// <summary>RFC 7606 section 5.4: the UPDATE is malformed, which its log tells; helpers are told of the others only.</summary>
    [Fact]
    public void Malformed_routes_that_can_be_stepped_over_are_left_out()
    {
        FamilyId linkState = new(Afi.BgpLs, Safi.BgpLs);
        var session = Ebgp with { Families = [linkState] };
        const string Malformed = "00010001ff", Good = "000900010a";
        var mixed = Body("", Origin + Path + Attribute("800e", "400447" + "04" + "01020304" + "00" + Malformed + Good + Malformed), "");
        Assert.Equal($"+{linkState} via 1.2.3.4 {Good}; {Shown}", Read(mixed, session));
        var reader = new UpdateReader();
        Assert.True(reader.TryRead(mixed, session, out var view, out _));
        Assert.Equal((ErrorAction.AttributeDiscard, "2 malformed NLRI passed over", null), (view.Treated.Action, view.Treated.Text, view.ErrorText));
        Assert.True(reader.TryRead(Body("", Origin + Path + Attribute("800e", "400447" + "04" + "01020304" + "00" + Good), ""), session, out view, out _));
        Assert.False(view.Treated.IsError);
        Assert.True(reader.TryRead(Body("", Attribute("800f", "400447" + Malformed), ""), session, out view, out _));
        Assert.Equal((0, true, false), (view.SectionCount, view.Treated.IsError, view.IsEndOfRib));
    }

    [Fact]
    public void Extended_next_hops_where_negotiated()
    {
        var reach = Attribute("800e", "000101" + "10" + "20010db8000000000000000000000001" + "00" + Route);
        Assert.Equal("3/0 invalid ipv4 unicast next-hop length 16 expected 4", Read("", Origin + Path + reach, ""));
        Assert.Equal(
            $"+ipv4 unicast via 2001:db8::1 180a0100; {Shown}",
            Read("", Origin + Path + reach, "", Ebgp with { ExtendedNextHops = [(FamilyId.Ipv4Unicast, Afi.Ipv6)] }));
        var reach4 = Attribute("800e", "000201" + "04" + "01020304" + "00" + "2020010db8");
        Assert.Equal("3/0 invalid ipv6 unicast next-hop length 4 expected 16 or 32", Read("", Origin + Path + reach4, ""));
        Assert.Equal(
            $"+ipv6 unicast via 1.2.3.4 2020010db8; {Shown}",
            Read("", Origin + Path + reach4, "", Ebgp with { ExtendedNextHops = [(FamilyId.Ipv6Unicast, Afi.Ipv4)] }));
    }

    [Fact]
    public void Path_identifiers_where_negotiated()
    {
        var session = Ebgp with { AddPathReceive = [FamilyId.Ipv4Unicast] };
        Assert.Equal(
            $"-ipv4 unicast 00000001:180a0200; +ipv4 unicast via 127.0.0.10 00000002:180a0100 00000003:00; {Shown}",
            Read("00000001180a0200", Mandatory, "00000002" + Route + "0000000300", session));
        Assert.Equal("3/10 not enough data for the path-information of a NLRI", Read("000000", "", "", session));
    }

    [Theory]
    [InlineData("00000000", "eor ipv4 unicast")]
    [InlineData("00000007900f0003000201", "eor ipv6 unicast")]
    [InlineData("00000007900f0003000185", "eor ipv4 flow")]
    [InlineData("00000006800f03000201", "eor ipv6 unicast")]
    [InlineData("00000006800f03000180", "eor ipv4 mpls-vpn")]
    public void End_of_rib(string body, string expected) => Assert.Equal(expected, Read(Convert.FromHexString(body), Ebgp));

    [Theory]
    [InlineData("", "1/2 an UPDATE has at least 23 octets")]
    [InlineData("000000", "1/2 an UPDATE has at least 23 octets")]
    [InlineData("00030000", "3/1 invalid withdrawn routes length, not enough data available")]
    [InlineData("00020000", "3/1 invalid UPDATE, no room for the total path attribute length")]
    [InlineData("00000001", "3/1 invalid total path attribute length, not enough data available")]
    [InlineData("0001210000", "3/10 invalid mask 33 in NLRI prefix for ipv4")]
    [InlineData("0002180a0000", "3/10 not enough data for the mask provided to decode the NLRI")]
    [InlineData("00000006800f03000204", "3/0 presented a non-negotiated family ipv6 nlri-mpls")]
    [InlineData("0000000a800e07000104000000ff", "3/0 presented a non-negotiated family ipv4/nlri-mpls")]
    [InlineData("00000005800f020002", "3/0 invalid MPURNLRI, not enough data for the family")]
    [InlineData("00000005800e020002", "3/0 invalid MPRNLRI, not enough data for the family")]
    [InlineData("00000006800e03000201", "3/9 invalid MPRNLRI, not enough data for the next-hop of ipv6 unicast")]
    [InlineData("00000008800e050002011000", "3/9 invalid MPRNLRI, not enough data for the next-hop of ipv6 unicast")]
    [InlineData("0000000c800e09000101040102030400", "3/0 No data to decode in an MPREACHNLRI but it is not an EOR ipv4/unicast")]
    [InlineData("0000000c800f03000201800f03000201", "3/1 multiple attribute for mp-unreach-nlri")]
    [InlineData("00000006800f04000201", "3/1 the attribute mp-unreach-nlri of 4 octets is longer than what is left of them")]
    [InlineData("00000004 00630101", "3/2 unrecognized well-known attribute unknown-attribute-0x63")]
    public void Session_reset(string body, string expected)
    {
        var text = Read(Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal)), Ebgp);
        Assert.Equal(expected, text);
    }

    /// <summary>RFC 7606 section 7 and the RFCs of the attributes, each beside good ones and with a route.</summary>
    [Theory]
    [InlineData("400200 400103000000", "as-path origin", "treat-as-withdraw")]
    [InlineData("40010103", "origin", "treat-as-withdraw")]
    [InlineData("400100", "origin", "treat-as-withdraw due to origin")]
    [InlineData("c0010100", "origin", "treat-as-withdraw")]
    [InlineData("00010100", "origin", "treat-as-withdraw")]
    [InlineData("40020605010000fde9", "as-path", "treat-as-withdraw")]
    [InlineData("40020602020000fde9", "as-path", "treat-as-withdraw")]
    [InlineData("40020502010000fd", "as-path", "treat-as-withdraw")]
    [InlineData("4002020200", "as-path", "treat-as-withdraw")]
    [InlineData("40020102", "as-path", "treat-as-withdraw")]
    [InlineData("4003050102030405", "next-hop", "treat-as-withdraw")]
    [InlineData("400300", "next-hop", "treat-as-withdraw due to next-hop")]
    [InlineData("80040300000a", "", "treat-as-withdraw")]
    [InlineData("800400", "", "treat-as-withdraw due to med")]
    [InlineData("4004040000000a", "", "treat-as-withdraw")]
    [InlineData("400500", "", "discard")]
    [InlineData("40050300000a", "", "discard")]
    [InlineData("40060100", "", "discard")]
    [InlineData("800600", "", "treat-as-withdraw")]
    [InlineData("c007060001010203 04", "", "discard")]
    [InlineData("c00700", "", "discard")]
    [InlineData("c00803000000", "", "treat-as-withdraw")]
    [InlineData("c00800", "", "treat-as-withdraw due to community")]
    [InlineData("80080400010002", "", "treat-as-withdraw")]
    [InlineData("800903010203", "", "discard")]
    [InlineData("800a03010203", "", "discard")]
    [InlineData("c01009000000000000000000", "", "treat-as-withdraw")]
    [InlineData("c01910 00000000000000000000000000000000", "", "treat-as-withdraw")]
    [InlineData("c0200b0000000000000000000000", "", "treat-as-withdraw")]
    [InlineData("c02000", "", "treat-as-withdraw due to large-community")]
    public void Malformed_attributes(string attributes, string replaced, string error)
    {
        attributes = attributes.Replace(" ", "", StringComparison.Ordinal);
        if (!replaced.Contains("origin", StringComparison.Ordinal)) attributes += Origin;
        if (!replaced.Contains("as-path", StringComparison.Ordinal)) attributes += Path;
        if (!replaced.Contains("next-hop", StringComparison.Ordinal)) attributes += NextHop;
        var sign = error == "discard" ? '+' : '-';
        var via = replaced == "next-hop" ? "" : " via 127.0.0.10";
        var rest = (replaced.Contains("origin", StringComparison.Ordinal) ? "" : "origin igp ")
            + (replaced.Contains("as-path", StringComparison.Ordinal) ? "" : "as-path ( 65001 ) ");
        Assert.Equal($"{sign}ipv4 unicast{via} 180a0100; {rest}({error})", Read("", attributes, Route));
    }

    [Theory]
    [InlineData("40050300000a")]
    [InlineData("800903010203")]
    [InlineData("800a03010203")]
    public void What_is_discarded_from_an_external_peer_withdraws_from_an_internal_one(string attribute) =>
        Assert.Equal($"-ipv4 unicast via 127.0.0.10 180a0100; {Shown} (treat-as-withdraw)", Read("", Mandatory + attribute, Route, Ibgp));

    [Theory]
    [InlineData(Path + NextHop, "as-path ( 65001 )", "origin")]
    [InlineData(Origin + NextHop, "origin igp", "as-path")]
    [InlineData(Origin + Path, "origin igp as-path ( 65001 )", "next-hop")]
    public void Missing_mandatory_attributes(string attributes, string shown, string missing)
    {
        var via = missing == "next-hop" ? "" : " via 127.0.0.10";
        Assert.Equal($"-ipv4 unicast{via} 180a0100; {shown} (treat-as-withdraw due to {missing})", Read("", attributes, Route));
    }

    [Fact]
    public void The_last_attribute_is_cut_off()
    {
        const string withdrawn = $"-ipv4 unicast via 127.0.0.10 180a0100; {Shown}";
        Assert.Equal($"{withdrawn} (treat-as-withdraw)", Read("", Mandatory + "80", Route));
        Assert.Equal($"{withdrawn} (treat-as-withdraw due to med)", Read("", Mandatory + "8004", Route));
        Assert.Equal($"{withdrawn} (treat-as-withdraw due to med)", Read("", Mandatory + "900400", Route));
        Assert.Equal($"{withdrawn} (treat-as-withdraw due to unknown-attribute-0x63)", Read("", Mandatory + "d06300", Route));
        Assert.Equal($"{withdrawn} (treat-as-withdraw)", Read("", Mandatory + "800405000000", Route));
        Assert.Equal($"{withdrawn} (treat-as-withdraw)", Read("", Mandatory + "9004ffff000000", Route));
    }

    /// <summary>RFC 7606 section 5.2: the routes that the error is about were not found.</summary>
    [Fact]
    public void Treat_as_withdraw_without_announced_routes_resets_the_session()
    {
        Assert.Equal("3/5 invalid MULTI_EXIT_DISC, expected 4 bytes, got 3", Read("180a0200", Mandatory + "80040300000a", ""));
        Assert.Equal($"{Shown} (discard)", Read("", Mandatory + "40060100", ""));
    }

    [Fact]
    public void The_most_severe_error_decides()
    {
        Assert.Equal(
            $"-ipv4 unicast via 127.0.0.10 180a0100; {Shown} (treat-as-withdraw due to med)",
            Read("", Mandatory + "40060100" + "800400" + "c00803000000", Route));
        var reach = Attribute("c00e", "000201" + "10" + "20010db8000000000000000000000001" + "00" + "2020010db8");
        Assert.Equal(
            $"-ipv4 unicast via 127.0.0.10 180a0100; -ipv6 unicast via 2001:db8::1 2020010db8; {Shown} (treat-as-withdraw)",
            Read("", Mandatory + reach, Route));
    }

    [Fact]
    public void Of_duplicates_the_first_counts() => Assert.Equal(
        $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} med 1",
        Read("", Mandatory + "80040400000001" + "80040400000002" + "800401ff", Route));

    [Fact]
    public void Partial_and_extended_length_do_not_matter() => Assert.Equal(
        $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} med 1 community 1:2",
        Read("", Mandatory + "90040004" + "00000001" + "f008000400010002", Route));

    /// <summary>RFC 4271 section 4.3: they "MUST be ignored when received".</summary>
    [Fact]
    public void Unused_bits_of_the_flags_do_not_matter() => Assert.Equal(
        $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} med 1 community 1:2",
        Read("", "4f" + Origin[2..] + "41" + Path[2..] + NextHop + "8804" + "0400000001" + "c708" + "0400010002", Route));

    [Fact]
    public void Unknown_attributes()
    {
        const string known = $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown}";
        Assert.Equal($"{known} attribute [ 0x63 0xE0 0x0102 ]", Read("", "c063020102" + Mandatory, Route));
        Assert.Equal($"{known} attribute [ 0x63 0xF0 0x ]", Read("", "d0630000" + Mandatory, Route));
        Assert.Equal(known, Read("", "8063020102" + Mandatory, Route));
        // Registered by IANA and not in the list: shown as octets.
        Assert.Equal($"{known} attribute [ 0x17 0xE0 0x0102 ]", Read("", "c017020102" + Mandatory, Route));
        Assert.Equal($"{known.Replace('+', '-')} (treat-as-withdraw)", Read("", "4017020102" + Mandatory, Route));
    }

    [Fact]
    public void Lists_are_shown_sorted_whatever_order_was_received() => Assert.Equal(
        $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} community [ 1:2 3:4 3:4 ] extended-community [ target:1:1 target:2:2 ] large-community [ 1:1:1 2:2:2 ]",
        Read("", "c02024" + "000000020000000200000002" + "000000010000000100000001" + "000000020000000200000002"
            + "c0080c" + "000300040001000200030004" + "c010100002000200000002" + "0002000100000001" + Mandatory, Route));

    [Fact]
    public void Aigp_is_passed_over_when_it_is_off()
    {
        const string aigp = "801a0b01000b000000000000000a";
        Assert.Equal($"+ipv4 unicast via 127.0.0.10 180a0100; {Shown}", Read("", Mandatory + aigp, Route));
        Assert.Equal($"+ipv4 unicast via 127.0.0.10 180a0100; {Shown}", Read("", Mandatory + "801a0101", Route));
        var on = Ebgp with { Aigp = true };
        Assert.Equal($"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} aigp 0x000000000000000a", Read("", Mandatory + aigp, Route, on));
        Assert.Equal(
            $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} aigp 0x0000000000000001",
            Read("", Mandatory + Attribute("801a", "020004ff" + "01000b0000000000000001" + "01000b0000000000000002"), Route, on));
        foreach (var bad in new[] { "01", "0100", "01000a00000000000000", "010002", "01000c0000000000000001", "02000400", "01000b00000000000000" })
            Assert.Equal($"+ipv4 unicast via 127.0.0.10 180a0100; {Shown} (discard)", Read("", Mandatory + Attribute("801a", bad), Route, on));
    }

    /// <summary>What a configuration may make us send can be shown, whatever a peer would say.</summary>
    [Theory]
    [InlineData(Mandatory + "6099020102", Route, "+ipv4 unicast via 127.0.0.10 180a0100; origin igp as-path ( 65001 ) attribute [ 0x99 0x60 0x0102 ]")]
    [InlineData(Mandatory + "7099000400000064", Route, "+ipv4 unicast via 127.0.0.10 180a0100; origin igp as-path ( 65001 ) attribute [ 0x99 0x70 0x00000064 ]")]
    [InlineData(Mandatory + "800e0e00020104aaaaaaaa002020010db8", "", "+ipv6 unicast via 170.170.170.170 2020010db8; origin igp as-path ( 65001 )")]
    [InlineData(NextHop, Route, "+ipv4 unicast via 127.0.0.10 180a0100;")]
    [InlineData("80040300000a", "", "(treat-as-withdraw)")]
    public void Our_own_updates(string attributes, string announced, string expected)
    {
        var body = Body("", attributes, announced);
        var own = Read(body, Ebgp, new UpdateReader(isOwn: true));
        Assert.Equal(expected, own);
        Assert.NotEqual(own, Read(body, Ebgp));
    }

    /// <summary>RFC 6793 section 4.2.3.</summary>
    [Theory]
    [InlineData("4002080203 5ba0fde85ba0", "c0110e 0203 fa56ea00 0000fde8 fa56ea01", "as-path ( 4200000000 65000 4200000001 )")]
    [InlineData("4002080203 fde95ba0fde8", "c0110a 0202 fa56ea00 0000fde8", "as-path ( 65001 4200000000 65000 )")]
    [InlineData("4002040201 fde9", "c0110a 0202 fa56ea00 0000fde8", "as-path ( 65001 )")]
    [InlineData("40020a 0202 fde95ba0 0101 0005", "c0110c 0201 fa56ea00 0101 00000005", "as-path ( 65001 4200000000 ) [ 5 ]")]
    [InlineData("40020a 0101 fde9 0202 5ba00005", "c0110a 0202 fa56ea00 00000005", "as-path [ 65001 ] ( 4200000000 5 )")]
    [InlineData("400208 0301 fde9 0201 5ba0", "c01106 0201 fa56ea00", "as-path {( 65001 )} ( 4200000000 )")]
    [InlineData("4002080203 fde95ba0fde8", "c01110 0301 00000009 0202 fa56ea00 0000fde8", "as-path ( 65001 4200000000 65000 )")]
    [InlineData("4002080203 fde95ba0fde8", "c01100", "as-path ( 65001 23456 65000 ) (discard)")]
    [InlineData("4002080203 fde95ba0fde8", "c0110a 0203 fa56ea00 0000fde8", "as-path ( 65001 23456 65000 ) (discard)")]
    [InlineData("4002080203 fde95ba0fde8", "c0110a 0203 fa56ea00 0000fde8 c00706 0001 01020304", "as-path ( 65001 23456 65000 ) aggregator ( 1:1.2.3.4 ) (discard)")]
    [InlineData("4002080203 fde95ba0fde8", "c0110a 0202 fa56ea00 0000fde8 c00706 0001 01020304", "as-path ( 65001 4200000000 65000 ) aggregator ( 1:1.2.3.4 )")]
    [InlineData("4002080203 fde95ba0fde8", "c0110a 0202 fa56ea00 0000fde8 c00706 0001 01020304 c01208 fa56ea00 05060708", "as-path ( 65001 23456 65000 ) aggregator ( 1:1.2.3.4 )")]
    [InlineData("4002080203 fde95ba0fde8", "c0110a 0202 fa56ea00 0000fde8 c00706 5ba0 01020304 c01208 fa56ea00 05060708", "as-path ( 65001 4200000000 65000 ) aggregator ( 4200000000:5.6.7.8 )")]
    [InlineData("4002040201 fde9", "c00706 0007 01020304 c01208 fa56ea00 05060708", "as-path ( 65001 ) aggregator ( 7:1.2.3.4 )")]
    [InlineData("4002040201 fde9", "c01208 fa56ea00 05060708", "as-path ( 65001 )")]
    [InlineData("4002040201 fde9", "c01206 fa56ea00 0506", "as-path ( 65001 ) (discard)")]
    public void As4_attributes_are_merged(string path, string other, string shown)
    {
        var attributes = (Origin + NextHop + other + path).Replace(" ", "", StringComparison.Ordinal);
        var sign = shown.Contains("withdraw", StringComparison.Ordinal) ? '-' : '+';
        Assert.Equal($"{sign}ipv4 unicast via 127.0.0.10 180a0100; origin igp {shown}", Read("", attributes, Route, Old));
    }

    [Fact]
    public void As4_attributes_from_a_peer_that_has_no_need_of_them_are_passed_over() => Assert.Equal(
        $"+ipv4 unicast via 127.0.0.10 180a0100; {Shown}",
        Read("", Mandatory + "c01106" + "0201fa56ea00" + "c01208fa56ea0005060708", Route));

    [Fact]
    public void Attributes_for_an_Adj_RIB_In_are_those_shown_in_stored_form()
    {
        var reader = new UpdateReader();
        var body = Body("", Origin + NextHop + "40020402015ba0" + "c0110602" + "01fa56ea00" + "c0080800020001" + "00010001" + "c0630101", Route);
        Assert.True(reader.TryRead(body, Old, out var view, out _));
        var builder = new AttributeSetBuilder();
        UpdateReader.CanonicalAttributes(view, builder);
        Assert.Equal(
            "01400001" + "00" + "02400006" + "0201fa56ea00" + "08c00008" + "0001000100020001" + "63e00001" + "01",
            Convert.ToHexStringLower(builder.Canonical()));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var reader = new UpdateReader();
        byte[][] bodies =
        [
            Body("180a0200", Mandatory + "c00808000300040001" + "0002" + "c020180000000200000002000000020000000100000001" + "00000001", Route + "180a0300"),
            Body("", Origin + Path + Attribute("800e", "000201" + "10" + "20010db8000000000000000000000001" + "00" + "2020010db8"), ""),
            Body("", Origin + NextHop + "40020402015ba0" + "c0110602" + "01fa56ea00" + "c007065ba001020304", Route),
            Convert.FromHexString("00000007900f0003000201"),
        ];
        long Run(int rounds)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var routes = 0;
            for (var i = 0; i < rounds; i++)
            {
                for (var b = 0; b < bodies.Length; b++)
                {
                    Assert.True(reader.TryRead(bodies[b], b == 2 ? Old : Ebgp, out var view, out _));
                    for (var s = 0; s < view.SectionCount; s++)
                        foreach (var item in view.Section(s)) routes += item.Nlri.Length;
                }
            }
            Assert.True(routes > 0);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Run(50);
        Assert.Equal(0, Run(200));
    }

    /// <summary>Whatever arrives: no exception, nothing read beyond the message, and what is given can be shown.</summary>
    [Fact]
    public void Hostile_octets()
    {
        var random = new Random(7606);
        var reader = new UpdateReader();
        var sessions = new[] { Ebgp, Ibgp, Old with { Aigp = true }, Ebgp with { AddPathReceive = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast] } };
        var seeds = new[]
        {
            Body("180a0200", Mandatory + "c00808000300040001" + "0002" + "c0200c000000020000000200000002" + "c01008" + "0002000100000001", Route + "180a0300"),
            Body("", Origin + Path + Attribute("800e", "000201" + "10" + "20010db8000000000000000000000001" + "00" + "2020010db8") + "c0630401020304", ""),
            Body("", Origin + NextHop + "40020402015ba0" + "c0110602" + "01fa56ea00" + "c007065ba001020304" + "c01208fa56ea0001020304", Route),
            Body("", Mandatory + "801a0b01000b000000000000000a" + "80090401020304" + "800a0401020304" + Attribute("800f", "00020110fc00"), Route),
        };
        var canary = new byte[400];
        int read = 0, reset = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var body = (byte[])seeds[round % seeds.Length].Clone();
            for (var flips = random.Next(4); flips > 0; flips--) body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
            if (random.Next(4) == 0) body[random.Next(body.Length)] = (byte)random.Next(256);
            var length = random.Next(3) == 0 ? random.Next(body.Length + 1) : body.Length;
            // The octets around the message must not count: between others it says the same.
            random.NextBytes(canary);
            body.AsSpan(0, length).CopyTo(canary.AsSpan(100));
            var session = sessions[random.Next(sessions.Length)];
            var alone = Read(body.AsSpan(0, length), session, reader);
            var inside = Read(canary.AsSpan(100, length), session, reader);
            Assert.Equal(alone, inside);
            if (alone.Length > 1 && alone[1] == '/') reset++;
            else read++;
        }
        Assert.True(read > 1000 && reset > 1000, $"{read} read, {reset} reset");
    }

    [Fact]
    public void Random_octets()
    {
        var random = new Random(4271);
        var reader = new UpdateReader();
        for (var round = 0; round < 20_000; round++)
        {
            var attributes = new byte[random.Next(40)];
            random.NextBytes(attributes);
            if (attributes.Length > 3 && round % 2 == 0) (attributes[0], attributes[1], attributes[2]) = (0xc0, (byte)random.Next(41), (byte)random.Next(attributes.Length));
            Read("", Convert.ToHexString(attributes), round % 3 == 0 ? Route : "", random.Next(2) == 0 ? Ebgp : Old);
            var body = new byte[random.Next(60)];
            random.NextBytes(body);
            if (body.Length > 4 && round % 2 == 0) body[0] = body[2] = 0;
            Read(body, Ebgp, reader);
        }
    }
}
