using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

/// <summary>
/// RFC 7606 as a table: each attribute with each kind of damage, and what becomes of the UPDATE. Sections 3, 4, 5 and 7 say so of the
/// attributes of RFC 4271 and those that were there in 2015; RFC 6793 section 6 of AS4_PATH and AS4_AGGREGATOR, RFC 7607 of AS 0,
/// RFC 6514 section 5 of PMSI Tunnel, RFC 7311 section 3 of AIGP, RFC 8092 section 6 of large communities, RFC 8669 section 6 and
/// RFC 9252 section 7 of Prefix-SID, RFC 9552 section 8.2.2 of BGP-LS.
/// </summary>
public class RevisedErrorHandlingTests
{
    // What becomes of the UPDATE.
    private const char Kept = 'K', Ignored = 'I', Discarded = 'D', Withdrawn = 'W', Reset = 'R';

    private const string Route = "180a0100";

    /// <summary>Who sends the attribute: an internal peer unless something else is said.</summary>
    internal enum Peer
    {
        Internal,
        External,

        /// <summary>External, of 2-octet AS numbers.</summary>
        Old,

        /// <summary>External, with <c>rfc</c>.</summary>
        StrictExternal,
    }

    /// <summary>A row of the table: a valid value, what wrong flags, no octets, an octet less and an octet more lead to, and other values.</summary>
    private sealed record Row(
        Peer Peer, AttributeCode Code, string Valid, char Intact, char Flags, char Empty, char Shorter, char Longer, params (string Value, char Treatment)[] Others);

    private static readonly Row[] Table =
    [
        new(Peer.Internal, AttributeCode.Origin, "00", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn, ("01", Kept), ("02", Kept), ("03", Withdrawn), ("ff", Withdrawn)),
        new(Peer.Internal, AttributeCode.AsPath, "02010000fde9", Kept, Withdrawn, Kept, Withdrawn, Withdrawn,
            ("05010000fde9", Withdrawn), ("00010000fde9", Withdrawn), ("02020000fde9", Withdrawn), ("0200", Withdrawn), ("02", Withdrawn),
            ("020100000000", Withdrawn), ("02020000fde900000000", Withdrawn), ("01010000fde9", Kept), ("03010000fde9", Kept), ("04010000fde9", Kept)),
        new(Peer.Old, AttributeCode.AsPath, "0201fde9", Kept, Withdrawn, Kept, Withdrawn, Withdrawn,
            ("0501fde9", Withdrawn), ("0202fde9", Withdrawn), ("0200", Withdrawn), ("02010000", Withdrawn)),
        new(Peer.Internal, AttributeCode.NextHop, "7f00000a", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn, ("20010db8000000000000000000000001", Withdrawn)),
        new(Peer.Internal, AttributeCode.MultiExitDisc, "0000000a", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn),
        new(Peer.Internal, AttributeCode.LocalPref, "0000000a", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn),
        new(Peer.External, AttributeCode.LocalPref, "0000000a", Kept, Withdrawn, Discarded, Discarded, Discarded),
        new(Peer.StrictExternal, AttributeCode.LocalPref, "0000000a", Ignored, Ignored, Ignored, Ignored, Ignored),
        new(Peer.Internal, AttributeCode.AtomicAggregate, "", Kept, Withdrawn, Kept, Kept, Discarded, ("00000000", Discarded)),
        new(Peer.Internal, AttributeCode.Aggregator, "0000fde90a000001", Kept, Withdrawn, Discarded, Discarded, Discarded,
            ("fde90a000001", Discarded), ("000000000a000001", Discarded)),
        new(Peer.Old, AttributeCode.Aggregator, "fde90a000001", Kept, Withdrawn, Discarded, Discarded, Discarded,
            ("0000fde90a000001", Discarded), ("00000a000001", Discarded)),
        new(Peer.Internal, AttributeCode.Community, "0001000200030004", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn, ("0001", Withdrawn)),
        new(Peer.Internal, AttributeCode.OriginatorId, "0a000001", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn),
        new(Peer.External, AttributeCode.OriginatorId, "0a000001", Kept, Withdrawn, Discarded, Discarded, Discarded),
        new(Peer.StrictExternal, AttributeCode.OriginatorId, "0a000001", Ignored, Ignored, Ignored, Ignored, Ignored),
        new(Peer.Internal, AttributeCode.ClusterList, "0a0000010a000002", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn),
        new(Peer.External, AttributeCode.ClusterList, "0a0000010a000002", Kept, Withdrawn, Discarded, Discarded, Discarded),
        new(Peer.StrictExternal, AttributeCode.ClusterList, "0a000001", Ignored, Ignored, Ignored, Ignored, Ignored),
        new(Peer.Internal, AttributeCode.ExtendedCommunity, "0002fde900000001", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn, ("ffffffffffffffff", Kept)),
        // A peer of 4-octet AS numbers has no reason to send these two (RFC 6793 section 4.1): nothing of them is looked at.
        new(Peer.Internal, AttributeCode.As4Path, "02010000fde9", Kept, Kept, Kept, Kept, Kept),
        new(Peer.Old, AttributeCode.As4Path, "02010000fde9", Kept, Withdrawn, Discarded, Discarded, Discarded,
            ("05010000fde9", Discarded), ("0200", Discarded), ("020100000000", Discarded)),
        new(Peer.Internal, AttributeCode.As4Aggregator, "0000fde90a000001", Kept, Kept, Kept, Kept, Kept),
        new(Peer.Old, AttributeCode.As4Aggregator, "0000fde90a000001", Kept, Withdrawn, Discarded, Discarded, Discarded,
            ("fde90a000001", Discarded), ("000000000a000001", Discarded)),
        // Any octets behind the label are some tunnel, also those of types that are younger than we are.
        new(Peer.Internal, AttributeCode.PmsiTunnel, "0000000640", Kept, Withdrawn, Withdrawn, Withdrawn, Kept, ("00060006400a000001", Kept), ("007f000640", Kept)),
        new(Peer.Internal, AttributeCode.ExtendedCommunityIpv6, "000c20010db80000000000000000000000010000", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn),
        new(Peer.Internal, AttributeCode.Aigp, "01000b000000000000000a", Kept, Discarded, Discarded, Discarded, Discarded,
            ("02000400", Discarded), ("01000200", Discarded), ("01000a00000000000000", Discarded), ("02000400" + "01000b000000000000000a", Kept)),
        // Not from who has it off.
        new(Peer.External, AttributeCode.Aigp, "01000b000000000000000a", Ignored, Ignored, Ignored, Ignored, Ignored),
        new(Peer.Internal, AttributeCode.LinkState, "0404000401020304", Kept, Discarded, Discarded, Discarded, Discarded,
            ("0404000501020304", Discarded), ("044700020105", Kept), ("044700040105", Discarded), ("7fff0000", Kept)),
        new(Peer.Internal, AttributeCode.LargeCommunity, "000000010000000200000003", Kept, Withdrawn, Withdrawn, Withdrawn, Withdrawn),
        new(Peer.Internal, AttributeCode.PrefixSid, "0100070000000000000a", Kept, Withdrawn, Discarded, Discarded, Discarded,
            ("030007000000000000", Discarded), ("0500050001000200", Withdrawn)),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => $"{row.Code} {row.Peer}")];

    [Fact]
    public void Every_attribute_is_in_the_table()
    {
        foreach (var type in AttributeTypes.All.Where(type => type is not GenericAttribute))
            Assert.Contains(Table, row => row.Code == type.Code && row.Peer == Peer.Internal);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_becomes_of_an_update(string row)
    {
        var (code, peer) = (row.Split(' ')[0], row.Split(' ')[1]);
        var entry = Table.Single(one => one.Code.ToString() == code && one.Peer.ToString() == peer);
        Assert.SkipWhen(AttributeTypes.Find(entry.Code) is null, "the attribute is not known");
        var flags = (byte)AttributeTypes.Find(entry.Code)!.Flags;
        var value = entry.Valid;
        Check(entry, "intact", Attribute(flags, entry, value), entry.Intact);
        Check(entry, "the partial bit", Attribute((byte)(flags | 0x20), entry, value), entry.Intact);
        Check(entry, "unused flags", Attribute((byte)(flags | 0x0f), entry, value), entry.Intact);
        Check(entry, "two octets of length", $"{flags | 0x10:x2}{(byte)entry.Code:x2}{value.Length / 2:x4}{value}", entry.Intact);
        foreach (var wrong in new byte[] { 0, 0x40, 0x80, 0xc0 }.Where(wrong => wrong != flags))
            Check(entry, $"flags {wrong:x2}", Attribute(wrong, entry, value), entry.Flags);
        Check(entry, "no octets", Attribute(flags, entry, ""), entry.Empty);
        if (value.Length > 0) Check(entry, "an octet less", Attribute(flags, entry, value[..^2]), entry.Shorter);
        Check(entry, "an octet more", Attribute(flags, entry, value + "00"), entry.Longer);
        foreach (var (other, treatment) in entry.Others) Check(entry, other, Attribute(flags, entry, other), treatment);
        // RFC 7606 section 3 (g): the first counts, whatever is wrong with the second.
        Check(entry, "twice", Attribute(flags, entry, value) + Attribute(flags, entry, value + "00"), entry.Intact, isTwice: true);
        // Section 4: the attribute is longer than all are, or its header is cut off. It comes last.
        Check(entry, "too long for the attributes", $"{flags:x2}{(byte)entry.Code:x2}{value.Length / 2 + 1:x2}{value}", Withdrawn);
        Check(entry, "no length", $"{flags:x2}{(byte)entry.Code:x2}", Withdrawn);
        Check(entry, "half a length", $"{flags | 0x10:x2}{(byte)entry.Code:x2}00", Withdrawn);
        Check(entry, "flags alone", $"{flags:x2}", Withdrawn);
    }

    /// <summary>RFC 7606 sections 3 (i), 5.2, 5.3, 7.11 and 7.12: what the routes of other families are in.</summary>
    [Theory]
    // With wrong flags, the routes are still there to be withdrawn.
    [InlineData("c00e", "00020110" + "20010db8000000000000000000000001" + "00" + "2020010db8", Withdrawn)]
    [InlineData("400e", "00020110" + "20010db8000000000000000000000001" + "00" + "2020010db8", Withdrawn)]
    [InlineData("c00f", "0002012020010db8", Withdrawn)]
    // They can not be found.
    [InlineData("800e", "", Reset)]
    [InlineData("800e", "0002", Reset)]
    [InlineData("800e", "000201", Reset)]
    [InlineData("800e", "00020110", Reset)]
    [InlineData("800e", "0002010f" + "20010db80000000000000000000000" + "00" + "2020010db8", Reset)]
    [InlineData("800e", "00020111" + "20010db800000000000000000000000001" + "00" + "2020010db8", Reset)]
    [InlineData("800e", "00020120" + "20010db8000000000000000000000001" + "00" + "2020010db8", Reset)]
    [InlineData("800e", "00020110" + "20010db8000000000000000000000001" + "00" + "8120010db8", Reset)]
    [InlineData("800e", "00020110" + "20010db8000000000000000000000001" + "00" + "20200100", Reset)]
    [InlineData("800f", "", Reset)]
    [InlineData("800f", "0002", Reset)]
    [InlineData("800f", "0002018120010db8", Reset)]
    [InlineData("800f", "00020120200100", Reset)]
    // A family that was not negotiated.
    [InlineData("800e", "00020404" + "01020304" + "00" + "00", Reset)]
    [InlineData("800f", "000204", Reset)]
    public void Routes_of_other_families(string head, string value, char treatment)
    {
        var attribute = $"{head}{value.Length / 2:x2}{value}";
        var mandatory = Mandatory(null, Peer.Internal);
        Assert.Equal(treatment, Read(Body("", mandatory + attribute, Route), Peer.Internal, out var view) ? Treatment(view) : Reset);
        // Section 5.2: alone, withdrawn routes with wrong flags end nothing; with other attributes there should have been announced ones.
        var isWithdraw = head.EndsWith('f');
        if (isWithdraw) Assert.Equal(treatment, Read(Body("", attribute, ""), Peer.Internal, out view) ? Treatment(view) : Reset);
        var alone = isWithdraw ? Reset : treatment;
        Assert.Equal(alone, Read(Body("", mandatory + attribute, ""), Peer.Internal, out view) ? Treatment(view) : Reset);
        Assert.False(Read(Body("", mandatory + attribute + attribute, Route), Peer.Internal, out _), "twice");
    }

    /// <summary>RFC 4271 sections 5 and 6.3.</summary>
    [Theory]
    [InlineData("c0630101", Kept)]
    [InlineData("e0630101", Kept)]
    [InlineData("c06300", Kept)]
    [InlineData("80630101", Ignored)]
    [InlineData("806300", Ignored)]
    [InlineData("40630101", Reset)]
    [InlineData("00630101", Reset)]
    // Not read, but registered as optional.
    [InlineData("c0170101", Kept)]
    [InlineData("40170101", Withdrawn)]
    public void Unknown_attributes(string attribute, char treatment)
    {
        var code = (AttributeCode)Convert.FromHexString(attribute)[1];
        var isRead = Read(Body("", Mandatory(null, Peer.External) + attribute, Route), Peer.External, out var view);
        Assert.Equal(treatment, isRead ? Treatment(view, code) : Reset);
    }

    /// <summary>RFC 7606 section 3 (d); of MP_REACH_NLRI the next-hop is inside.</summary>
    [Theory]
    [InlineData(AttributeCode.Origin, Withdrawn, Withdrawn)]
    [InlineData(AttributeCode.AsPath, Withdrawn, Withdrawn)]
    [InlineData(AttributeCode.NextHop, Withdrawn, Kept)]
    public void Missing_mandatory_attributes(AttributeCode missing, char classic, char multiprotocol)
    {
        const string reach = "800e1a" + "00020110" + "20010db8000000000000000000000001" + "00" + "2020010db8";
        var attributes = Mandatory(missing, Peer.Internal);
        Assert.True(Read(Body("", attributes, Route), Peer.Internal, out var view));
        Assert.Equal(classic, Treatment(view, AttributeCode.AsPath == missing ? AttributeCode.Origin : AttributeCode.AsPath));
        Assert.True(Read(Body("", attributes + reach, ""), Peer.Internal, out view));
        Assert.Equal(multiprotocol, Treatment(view, AttributeCode.AsPath == missing ? AttributeCode.Origin : AttributeCode.AsPath));
        Assert.True(Read(Body("180a0200", attributes, ""), Peer.Internal, out view), "no route is announced");
        Assert.False(view.Treated.IsError);
    }

    private static void Check(Row row, string what, string attributes, char treatment, bool isTwice = false)
    {
        var label = $"{row.Code} of {row.Peer}, {what}: {attributes}";
        var all = Mandatory(row.Code, row.Peer) + attributes;
        Assert.True(Read(Body("", all, Route), row.Peer, out var view), label);
        var found = Treatment(view, row.Code, isTwice);
        Assert.True(treatment == found, $"{label}: {treatment} is right, {found} was found");
        // Section 5.2: without a route that is announced, treat-as-withdraw is a reset, and nothing less is.
        var survives = Read(Body("180a0200", all, ""), row.Peer, out view);
        Assert.True(survives == (treatment != Withdrawn), $"{label}: without routes");
        if (survives) Assert.Equal(RouteAction.Withdraw, view.Section(0).Action);
    }

    private static char Treatment(in UpdateView view, AttributeCode? code = null, bool isTwice = false)
    {
        var isWithdrawn = view.Treated.Action == ErrorAction.TreatAsWithdraw;
        for (var i = 0; i < view.SectionCount; i++)
        {
            var section = view.Section(i);
            if (isWithdrawn) Assert.Equal(RouteAction.Withdraw, section.Action);
        }
        if (isWithdrawn)
        {
            Assert.StartsWith("treat-as-withdraw", view.ErrorText, StringComparison.Ordinal);
            return Withdrawn;
        }
        Assert.Equal(isTwice ? ErrorAction.AttributeDiscard : view.Treated.Action, view.Treated.Action);
        if (!isTwice && view.Treated.Action == ErrorAction.AttributeDiscard)
        {
            Assert.Equal("discard", view.ErrorText);
            if (code is { } discarded) Assert.False(IsShown(view, discarded));
            return Discarded;
        }
        Assert.Null(view.ErrorText);
        return code is { } sought && AttributeTypes.Find(sought)?.IsShown(default, Session(Peer.Internal)) != false && !IsShown(view, sought) ? Ignored : Kept;
    }

    private static bool IsShown(in UpdateView view, AttributeCode code)
    {
        foreach (var attribute in view.Attributes)
            if (attribute.Code == code) return true;
        return false;
    }

    private static bool Read(byte[] body, Peer peer, out UpdateView view) => new UpdateReader().TryRead(body, Session(peer), out view, out _);

    private static NegotiatedSession Session(Peer peer) => new()
    {
        LocalAs = 65000,
        PeerAs = peer == Peer.Internal ? 65000u : 65001u,
        Asn4 = peer != Peer.Old,
        Aigp = peer == Peer.Internal,
        Rfc = peer == Peer.StrictExternal,
        Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast],
    };

    private static string Mandatory(AttributeCode? without, Peer peer) =>
        (without == AttributeCode.Origin ? "" : "40010100")
        + (without == AttributeCode.AsPath ? "" : peer == Peer.Old ? "4002040201fde9" : "40020602010000fde9")
        + (without == AttributeCode.NextHop ? "" : "4003047f00000a");

    private static string Attribute(byte flags, Row row, string value) => $"{flags:x2}{(byte)row.Code:x2}{value.Length / 2:x2}{value}";

    private static byte[] Body(string withdrawn, string attributes, string announced) =>
        Convert.FromHexString($"{withdrawn.Length / 2:x4}{withdrawn}{attributes.Length / 2:x4}{attributes}{announced}");
}
