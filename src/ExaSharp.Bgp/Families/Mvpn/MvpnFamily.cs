using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Mvpn;

/// <summary>
/// Multicast in VPNs (SAFI 5, RFC 6514): which multicast sources a VPN has, and which trees its receivers want to join.
/// Announced are the types 5, 6 and 7; all others are kept and shown as octets.
/// </summary>
public sealed class MvpnFamily(Afi afi) : Family
{
    public override FamilyId Id { get; } = new(afi, Safi.McastVpn);

    public override JsonVersion KnownSince => JsonVersion.Five;

    public override bool IsGrouped => true;

    public override bool HasEventText => false;

    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft) => MvpnGrammar.TryParse(ref reader, Id.Afi, draft.Nlri);

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        error = draft.Nlri.Length == 0 ? "the route has no type (source-ad, shared-join, source-join)" : null;
        writer.Bytes(draft.Nlri.Written);
        return error is null;
    }

    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error) =>
        MvpnNlri.TryRead(ref reader, out nlri, out error) ? NlriResult.Ok : NlriResult.Error;

    /// <inheritdoc/>
    /// <remarks>As ExaBGP's, without a blank before the last brace where the route has fields.</remarks>
    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        var route = new MvpnNlri(nlri);
        var isKnown = route.Type != MvpnRouteType.Unknown;
        output.Append("{ \"code\": "u8).Append((uint)route.Code).Append(isKnown ? ", \"parsed\": true"u8 : ", \"parsed\": false"u8)
            .Append(", \"raw\": \""u8).AppendHex(route.Octets).Append((byte)'"');
        if (!isKnown)
        {
            output.Append(" }"u8);
            return;
        }
        output.Append(", \"name\": \""u8).Append(Name(route.Type)).Append("\", \"rd\": \""u8);
        route.Rd.AppendTo(output);
        if (route.IsJoin) output.Append("\", \"source-as\": \""u8).Append(route.SourceAs);
        output.Append("\", \"source\": \""u8);
        route.Source.AppendTo(output);
        output.Append("\", \"group\": \""u8);
        route.Group.AppendTo(output);
        output.Append("\"}"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        var route = new MvpnNlri(nlri);
        switch (route.Type)
        {
            case MvpnRouteType.SourceActive:
                output.Append("mvpn:sourcead::"u8);
                break;
            case MvpnRouteType.SharedTreeJoin:
                output.Append("mvpn:shared-join::"u8);
                break;
            case MvpnRouteType.SourceTreeJoin:
                output.Append("mvpn:source-join::"u8);
                break;
            default:
                output.Append("mvpn:unknown:0x"u8).AppendHex(route.Body, upper: false);
                return;
        }
        route.Rd.AppendTo(output);
        output.Append((byte)':');
        if (route.IsJoin) output.Append(route.SourceAs).Append((byte)':');
        route.Source.AppendTo(output);
        output.Append((byte)':');
        route.Group.AppendTo(output);
    }

    /// <summary>An address of either kind, whatever the family of the routes (RFC 6515 section 2).</summary>
    public override bool IsValidNextHopLength(int length) => length is 4 or 16;

    private static ReadOnlySpan<byte> Name(MvpnRouteType type) => type switch
    {
        MvpnRouteType.SourceActive => "Source Active A-D Route"u8,
        MvpnRouteType.SharedTreeJoin => "C-Multicast Shared Tree Join route"u8,
        _ => "C-Multicast Source Tree Join route"u8,
    };
}
