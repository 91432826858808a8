using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.LinkState;

/// <summary>
/// BGP-LS (AFI 16388, SAFI 71, RFC 9552) and BGP-LS of VPNs (SAFI 72): nodes, links and prefixes of an IGP. Routes of unknown
/// types are kept and shown as octets.
/// </summary>
/// <param name="safi"><see cref="Safi.BgpLs"/> or <see cref="Safi.BgpLsVpn"/>.</param>
public sealed class LinkStateFamily(Safi safi) : ReceivedFamily
{
    private readonly bool _isVpn = safi == Safi.BgpLsVpn;

    public override FamilyId Id { get; } = new(Afi.BgpLs, safi);

    public override bool HasEventText => false;

    public override int NextHopRdLength => _isVpn ? RouteDistinguisher.Size : 0;

    /// <inheritdoc/>
    /// <remarks>RFC 9552 section 8.2.2: what can be stepped over is; ExaBGP ends its session there.</remarks>
    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        if (!LinkStateNlri.TryRead(ref reader, out nlri, out error)) return NlriResult.Error;
        return new LinkStateNlri(nlri, _isVpn).IsValid() ? NlriResult.Ok : NlriResult.Skip;
    }

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        LinkStateText.AppendJson(JsonVersion.Five, new LinkStateNlri(nlri, _isVpn), nextHop, output);

    public override JsonVersion KnownSince => JsonVersion.Four;

    public override void AppendJson(JsonVersion version, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        LinkStateText.AppendJson(version, new LinkStateNlri(nlri, _isVpn), nextHop, output);

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        LinkStateText.AppendText(new LinkStateNlri(nlri, _isVpn), default, output);

    /// <inheritdoc/>
    /// <remarks>ExaBGP's text is its JSON, which has the next-hop inside.</remarks>
    public override void AppendRoute(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, NextHop nextHop, bool isOwn, TextBuffer output) =>
        LinkStateText.AppendText(new LinkStateNlri(nlri, _isVpn), nextHop.Address, output);

    /// <summary>An address of either kind (RFC 9552 section 5.5), of IPv6 with or without a link-local one; of VPNs behind an RD.</summary>
    public override bool IsValidNextHopLength(int length) => _isVpn ? length is 12 or 24 or 48 : length is 4 or 16 or 32;
}
