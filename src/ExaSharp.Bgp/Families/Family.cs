using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families;

/// <summary>How reading one NLRI from an UPDATE ended.</summary>
public enum NlriResult : byte
{
    Ok,

    /// <summary>This NLRI is malformed but its length is known: it is passed over, the others are used.</summary>
    Skip,

    /// <summary>The field can not be read further; see the error.</summary>
    Error,
}

/// <summary>
/// An address family in all its faces: NLRI as text, as octets, as JSON. One file and one line in <see cref="Families"/>
/// each; no state. An NLRI is its octets as on the wire, without the path identifier of RFC 7911, which travels beside it.
/// </summary>
public abstract class Family
{
    public abstract FamilyId Id { get; }

    /// <summary>Whether RFC 7911 path identifiers are used with this family.</summary>
    public virtual bool TakesPathId => false;

    /// <summary>Whether routes need a next-hop (all but FlowSpec).</summary>
    public virtual bool NeedsNextHop => true;

    /// <summary>Whether an IPv4 next-hop is also sent as NEXT_HOP beside MP_REACH_NLRI (ExaBGP: all but flow and vpls).</summary>
    public virtual bool SendsNextHopAttribute => true;

    /// <summary>Zero octets before the next-hop in MP_REACH_NLRI: 8 for the VPN families (RFC 4364 section 4.3.2).</summary>
    public virtual int NextHopRdLength => 0;

    /// <summary>Whether routes with the same attributes share an UPDATE when <c>group-updates</c> is on (ExaBGP's own list).</summary>
    public virtual bool IsGrouped => false;

    /// <summary>Whether a withdraw carries the attributes given with it (ExaBGP: all but unicast and multicast).</summary>
    public virtual bool WithdrawCarriesAttributes => true;

    /// <summary>Whether routes of this family can be announced from a configuration or a command; else they are only received.</summary>
    public virtual bool CanBeAnnounced => true;

    /// <summary>
    /// Whether text events tell a route and its next-hop. For some families ExaBGP tells only their name there, and shows no
    /// next-hop with their routes elsewhere.
    /// </summary>
    public virtual bool HasEventText => true;

    /// <summary>
    /// Reads what stands between the family's name and the attributes in <c>announce ipv4 unicast …</c>: the NLRI head.
    /// </summary>
    public abstract bool TryParseHead(ref TokenReader reader, RouteDraft draft);

    /// <summary>Keywords beyond the attributes that routes of this family may have (<c>label</c>, <c>rd</c>, …).</summary>
    public virtual KeywordTable<Attributes.RouteKeywordParser>? ExtraKeywords => null;

    /// <summary>
    /// Whether an announcement of this family (<c>ipv4 unicast …</c>) accepts the keywords of all path attributes beside
    /// <see cref="ExtraKeywords"/>; where not (ExaBGP: flow and mup), the extra keywords bring those that it does accept.
    /// </summary>
    public virtual bool TakesAttributeKeywords => true;

    /// <summary>ExaBGP's words for an announcement of this family (<c>ipv4 unicast …</c>) that lacks something.</summary>
    public virtual string Incomplete => "invalid announcement (missing next-hop ?)";

    /// <summary>Whether a route has all of the NLRI that an announcement needs; a withdraw is not asked (ExaBGP).</summary>
    public virtual bool IsComplete(RouteDraft draft) => true;

    /// <summary>What exactly a route lacks, in the words of the families that have a message for each part; null for nothing.</summary>
    public virtual string? FindMissing(RouteDraft draft, RouteAction action) => null;

    /// <summary>Writes the NLRI of a parsed route; false with the reason when something is missing.</summary>
    public abstract bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error);

    /// <summary>Takes one NLRI (path identifier already read) off the reader and checks it.</summary>
    public abstract NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error);

    /// <summary>
    /// What makes two NLRI the same route: by default all octets; labelled and VPN families leave the labels out. May use
    /// <paramref name="scratch"/> (at least as long as the NLRI) to build it.
    /// </summary>
    public virtual ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch) => nlri;

    /// <summary>
    /// Whether NLRI of this family have, on a session that wants the octets of the RFCs (<c>NegotiatedSession.Rfc</c>), other
    /// octets than the ones described by <see cref="TryRead"/>, which are ExaBGP's: then <see cref="TryReadRfc"/> reads them.
    /// </summary>
    public virtual bool HasRfcForm => false;

    /// <summary>
    /// The octets that the RFC has for an NLRI of ours: <paramref name="nlri"/> itself when they are the same, else written to
    /// <paramref name="scratch"/> (<see cref="RfcScratch"/> octets longer than the NLRI); empty when the RFC has none for it.
    /// </summary>
    public virtual ReadOnlySpan<byte> ToRfc(ReadOnlySpan<byte> nlri, bool isWithdraw, Span<byte> scratch) => nlri;

    /// <summary>
    /// As <see cref="TryRead"/>, for an NLRI in the RFC's form: writes the octets that the family otherwise has for it. They are
    /// at most <see cref="RfcGrowth"/> times as many.
    /// </summary>
    public virtual NlriResult TryReadRfc(ref WireReader reader, bool isWithdraw, ref WireWriter stored, out BgpError error)
    {
        var result = TryRead(ref reader, isWithdraw, out var nlri, out error);
        if (result == NlriResult.Ok) stored.Bytes(nlri);
        return result;
    }

    /// <summary>How many octets more than the NLRI <see cref="ToRfc"/> may use.</summary>
    public const int RfcScratch = 16;

    /// <summary>How many octets <see cref="TryReadRfc"/> may write for each that it reads.</summary>
    public const int RfcGrowth = 6;

    /// <summary>
    /// Whether an IPv4 next-hop has to be sent as the IPv6 address that stands for it (RFC 4291 section 2.5.5.2) where the RFCs
    /// count: they know no IPv4 next-hop of these routes.
    /// </summary>
    public virtual bool MapsNextHop => false;

    /// <summary>Whether an IPv6 next-hop needs RFC 8950 to have been negotiated for the family, where the RFCs count.</summary>
    public virtual bool NeedsExtendedNextHop => false;

    /// <summary>Appends the NLRI's JSON value: an object (or, compact, a string) in exactly ExaBGP 5.0's spelling.</summary>
    /// <param name="nlri">Valid octets.</param>
    /// <param name="pathId">The path identifier's 4 octets, or empty when none was negotiated.</param>
    /// <param name="nextHop">For families that show it inside (flow with a redirect address, BGP-LS).</param>
    /// <param name="compact">The setting <c>exabgp.api.compact</c>.</param>
    /// <param name="output">Where to.</param>
    public abstract void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output);

    /// <summary>The first version of the events that knows the family: those before show its NLRI as octets.</summary>
    public virtual JsonVersion KnownSince => JsonVersion.Three;

    /// <summary>
    /// As <see cref="AppendJson(ReadOnlySpan{byte}, ReadOnlySpan{byte}, IpAddress, bool, TextBuffer)"/>, in the spelling of a version that
    /// knows the family. In <see cref="JsonVersion.Three"/> what stands behind the key.
    /// </summary>
    public virtual void AppendJson(JsonVersion version, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        AppendJson(nlri, pathId, nextHop, compact, output);

    /// <summary>
    /// Appends the key that the NLRI has in <see cref="JsonVersion.Three"/>, a prefix; nothing, and false, where ExaBGP 3.4 numbers
    /// its routes.
    /// </summary>
    public virtual bool TryAppendJsonKey(ReadOnlySpan<byte> nlri, TextBuffer output) => false;

    /// <summary>What stands before the number of such a key: <c>flow</c> of <c>flow-3</c>.</summary>
    public virtual string NumberedKey => FamilyNames.Name(Id.Safi);

    /// <summary>
    /// Appends the NLRI as ExaBGP's text, as in <c>show adj-rib</c>, logs and, with <see cref="HasEventText"/>, text events
    /// (next-hop not included).
    /// </summary>
    public abstract void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output);

    /// <summary>
    /// As <see cref="AppendText"/>, for a route of ours (configured, or announced by a helper): ExaBGP shows FlowSpec ports by
    /// their service names there.
    /// </summary>
    public virtual void AppendConfiguredText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        AppendText(nlri, pathId, output);

    /// <summary>Appends the NLRI and its next-hop as ExaBGP's text of a route.</summary>
    /// <param name="nlri">Valid octets.</param>
    /// <param name="pathId">The path identifier's 4 octets, or empty when there is none.</param>
    /// <param name="nextHop">The next-hop; none for a route that has none, or is withdrawn.</param>
    /// <param name="isOwn">Whether it is a route of ours; see <see cref="AppendConfiguredText"/>.</param>
    /// <param name="output">Where to.</param>
    public virtual void AppendRoute(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, NextHop nextHop, bool isOwn, TextBuffer output)
    {
        if (isOwn) AppendConfiguredText(nlri, pathId, output);
        else AppendText(nlri, pathId, output);
        if (HasEventText) AppendNextHop(nextHop, output);
    }

    /// <summary>The lengths of the next-hop field that MP_REACH_NLRI may have.</summary>
    public abstract bool IsValidNextHopLength(int length);

    /// <summary>Appends <c> next-hop 1.2.3.4</c>; nothing for none.</summary>
    protected static void AppendNextHop(NextHop nextHop, TextBuffer output)
    {
        if (nextHop.IsNone) return;
        output.Append(" next-hop "u8);
        if (nextHop.IsSelf) output.Append("self"u8);
        else nextHop.Address.AppendTo(output);
    }
}
