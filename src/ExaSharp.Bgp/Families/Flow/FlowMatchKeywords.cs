using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>The keywords of <c>match</c>: what a FlowSpec rule compares.</summary>
internal static class FlowMatchKeywords
{
    private const string InvalidPort = "you tried to set an invalid port number ..";
    private const string InvalidPacketLength = "cloudflare already found that invalid max-packet length for for you ..";
    private const string InvalidDscp = "you tried to filter a flow using an invalid dscp for a component ..";
    private const string InvalidTrafficClass = "you tried to filter a flow using an invalid traffic class for a component ..";
    private const string InvalidFlowLabel = "you tried to filter a flow using an invalid traffic label for a component ..";

    public static readonly (string, RouteKeywordParser)[] All =
    [
        ("source", Prefix(FlowComponent.SourcePrefix)),
        ("source-ipv4", Prefix(FlowComponent.SourcePrefix)),
        ("source-ipv6", Prefix(FlowComponent.SourcePrefix)),
        ("destination", Prefix(FlowComponent.DestinationPrefix)),
        ("destination-ipv4", Prefix(FlowComponent.DestinationPrefix)),
        ("destination-ipv6", Prefix(FlowComponent.DestinationPrefix)),
        ("protocol", Values(FlowComponent.Protocol, byte.MaxValue)),
        ("next-header", Values(FlowComponent.Protocol, byte.MaxValue)),
        ("port", Values(FlowComponent.Port, ushort.MaxValue, InvalidPort)),
        ("destination-port", Values(FlowComponent.DestinationPort, ushort.MaxValue, InvalidPort)),
        ("source-port", Values(FlowComponent.SourcePort, ushort.MaxValue, InvalidPort)),
        ("icmp-type", Values(FlowComponent.IcmpType, byte.MaxValue)),
        ("icmp-code", Values(FlowComponent.IcmpCode, byte.MaxValue)),
        ("tcp-flags", Values(FlowComponent.TcpFlags, ushort.MaxValue)),
        ("packet-length", Values(FlowComponent.PacketLength, ushort.MaxValue, InvalidPacketLength)),
        ("dscp", Values(FlowComponent.Dscp, 63, InvalidDscp)),
        ("traffic-class", Values(FlowComponent.Dscp, byte.MaxValue, InvalidTrafficClass)),
        ("fragment", Values(FlowComponent.Fragment, ushort.MaxValue)),
        ("flow-label", ParseFlowLabel),
    ];

    private static RouteKeywordParser Values(FlowComponent type, uint max, string? invalid = null)
    {
        var expression = new FlowExpression(type, max, invalid);
        return expression.TryParse;
    }

    private static readonly RouteKeywordParser FlowLabelValues = Values(FlowComponent.FlowLabel, 0xFFFFF, InvalidFlowLabel);

    /// <summary>The type does not exist in IPv4 rules (RFC 8956 section 3.7), so it makes the rule one of IPv6.</summary>
    private static bool ParseFlowLabel(ref TokenReader reader, RouteDraft draft)
    {
        if (!draft.Flow.TryRequire(Afi.Ipv6))
            return reader.Fail(DiagnosticCode.Conflict, "flow-label can not be matched in an IPv4 rule");
        return FlowLabelValues(ref reader, draft);
    }

    private static RouteKeywordParser Prefix(FlowComponent type) =>
        (ref TokenReader reader, RouteDraft draft) => TryParsePrefix(ref reader, draft, type);

    /// <summary><c>IPv4/length</c>, <c>IPv6/length</c> or <c>IPv6/length/offset</c>; either family behind each keyword, as in ExaBGP.</summary>
    private static bool TryParsePrefix(ref TokenReader reader, RouteDraft draft, FlowComponent type)
    {
        if (!reader.RequireWord("a prefix", out var word)) return false;
        if (!TryParsePrefix(word, out var prefix, out var offset))
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"\"{FlowGrammar.Shown(word)}\" is not a prefix: ip/length, or for IPv6 ip/length/offset");
        }
        if (offset != 0 && offset >= prefix.Length)
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"the offset of \"{FlowGrammar.Shown(word)}\" leaves no bit to compare: it must be less than the length");
        }
        if (!draft.Flow.TryRequire(prefix.Afi))
        {
            return reader.Fail(DiagnosticCode.Conflict, prefix.Afi == Afi.Ipv6
                ? $"an IPv4 rule can not match the IPv6 prefix {FlowGrammar.Shown(word)}"
                : $"an IPv6 rule can not match the IPv4 prefix {FlowGrammar.Shown(word)}");
        }
        draft.Flow.AddPrefix(type, prefix, offset);
        return true;
    }

    private static bool TryParsePrefix(ReadOnlySpan<byte> word, out IpPrefix prefix, out byte offset)
    {
        offset = 0;
        prefix = default;
        var slash = word.IndexOf((byte)'/');
        if (slash < 0) return false;
        var second = word[(slash + 1)..].IndexOf((byte)'/');
        if (second < 0) return IpPrefix.TryParse(word, out prefix);
        second += slash + 1;
        if (!IpPrefix.TryParse(word[..second], out prefix) || prefix.Afi != Afi.Ipv6) return false;
        var ok = Ascii.TryParseDecimal(word[(second + 1)..], 128, out var number);
        offset = (byte)number;
        return ok;
    }
}
