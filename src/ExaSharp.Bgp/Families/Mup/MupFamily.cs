using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Mup;

/// <summary>
/// Mobile User Plane (SAFI 85, draft-mpmz-bess-mup-safi): how mobile sessions reach a network, with the SRv6 service in the
/// Prefix-SID attribute. Routes of other architectures and types than 3gpp-5g's four are kept and shown as octets.
/// </summary>
public sealed class MupFamily : Family
{
    private readonly KeywordTable<RouteKeywordParser> _extra;

    public MupFamily(Afi afi)
    {
        Id = new FamilyId(afi, Safi.Mup);
        _extra = new KeywordTable<RouteKeywordParser>(
        [
            ("next-hop", afi == Afi.Ipv6 ? NextHopOfIpv6 : RouteKeywords.NextHop),
            .. Keywords(AttributeCode.ExtendedCommunity, "extended-community"),
            .. Keywords(AttributeCode.PrefixSid, "bgp-prefix-sid-srv6"),
        ]);
    }

    public override FamilyId Id { get; }

    public override JsonVersion KnownSince => JsonVersion.Five;

    public override KeywordTable<RouteKeywordParser>? ExtraKeywords => _extra;

    public override bool TakesAttributeKeywords => false;

    public override bool HasEventText => false;

    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft) => MupGrammar.TryParse(ref reader, Id.Afi, draft.Nlri);

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        error = draft.Nlri.Length == 0 ? "the route has no type (mup-isd, mup-dsd, mup-t1st, mup-t2st)" : null;
        writer.Bytes(draft.Nlri.Written);
        return error is null;
    }

    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error) =>
        MupNlri.TryRead(ref reader, Id.Afi, out nlri, out error) ? NlriResult.Ok : NlriResult.Error;

    public override bool HasRfcForm => true;

    /// <inheritdoc/>
    /// <remarks>
    /// As with the bits of any prefix (RFC 4271 section 4.3), those of a Type 2 session transformed route's TEID come first and the
    /// unused ones of its last octet are behind them. ExaBGP has them in front.
    /// </remarks>
    public override ReadOnlySpan<byte> ToRfc(ReadOnlySpan<byte> nlri, bool isWithdraw, Span<byte> scratch)
    {
        var unused = new MupNlri(nlri, Id.Afi).UnusedTeidBits;
        if (unused == 0) return nlri;
        nlri.CopyTo(scratch);
        MupNlri.ShiftTeid(scratch[..nlri.Length], Id.Afi, toFront: true);
        return scratch[..nlri.Length];
    }

    public override NlriResult TryReadRfc(ref WireReader reader, bool isWithdraw, ref WireWriter stored, out BgpError error)
    {
        var result = TryRead(ref reader, isWithdraw, out var nlri, out error);
        if (result != NlriResult.Ok) return result;
        var copy = stored.Reserve(nlri.Length);
        if (copy.Length != nlri.Length) return NlriResult.Error;
        nlri.CopyTo(copy);
        if (new MupNlri(copy, Id.Afi).UnusedTeidBits != 0) MupNlri.ShiftTeid(copy, Id.Afi, toFront: false);
        return NlriResult.Ok;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Of a Type 1 session transformed route: its route distinguisher and its prefix, so that a session that moves to another
    /// endpoint replaces its route (ExaBGP). Of all others everything.
    /// </remarks>
    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch)
    {
        var route = new MupNlri(nlri, Id.Afi);
        if (route.Type != MupRouteType.Type1SessionTransformed) return nlri;
        var key = scratch[..route.PrefixEnd];
        nlri[..key.Length].CopyTo(key);
        key[MupNlri.LengthAt] = 0;
        var spare = -route.PrefixLength & 7;
        if (spare != 0) key[^1] &= (byte)(0xff << spare);
        return key;
    }

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        MupText.AppendJson(new MupNlri(nlri, Id.Afi), output);

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        MupText.AppendText(new MupNlri(nlri, Id.Afi), output);

    /// <summary>An address of either kind, whatever the family of the routes.</summary>
    public override bool IsValidNextHopLength(int length) => length is 4 or 16;

    private static IEnumerable<(string, RouteKeywordParser)> Keywords(AttributeCode code, string keyword) =>
        AttributeTypes.Find(code)!.Keywords.Where(item => item.Keyword == keyword);

    /// <summary>As everywhere, but an IPv4 address is sent as the IPv6 address that stands for it (RFC 4291 section 2.5.5.2; ExaBGP).</summary>
    private static bool NextHopOfIpv6(ref TokenReader reader, RouteDraft draft)
    {
        if (!RouteKeywords.NextHop(ref reader, draft)) return false;
        if (draft.NextHop.Address is { IsIpv4: true } address)
            draft.NextHop = NextHop.Of(address.MapToIpv6());
        return true;
    }
}
