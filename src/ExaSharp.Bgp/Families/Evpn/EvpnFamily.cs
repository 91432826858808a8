using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Evpn;

/// <summary>
/// Ethernet VPN (AFI 25, SAFI 70, RFC 7432; prefixes RFC 9136). Routes of other types than 1 to 5 are kept and shown as octets.
/// </summary>
public sealed class EvpnFamily : ReceivedFamily
{
    public override FamilyId Id { get; } = new(Afi.L2vpn, Safi.Evpn);

    public override JsonVersion KnownSince => JsonVersion.Four;

    public override bool HasEventText => false;

    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error) =>
        EvpnNlri.TryRead(ref reader, out nlri, out error) ? NlriResult.Ok : NlriResult.Error;

    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch) => new EvpnNlri(nlri).Key(scratch);

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        EvpnText.AppendJson(new EvpnNlri(nlri), output);

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        EvpnText.AppendText(new EvpnNlri(nlri), output);

    /// <summary>The address of a PE, of either kind (RFC 7432 section 9.2.1); ExaBGP takes IPv4 only.</summary>
    public override bool IsValidNextHopLength(int length) => length is 4 or 16;
}
