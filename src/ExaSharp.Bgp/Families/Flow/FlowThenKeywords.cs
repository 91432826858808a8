using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>The keywords of <c>then</c>: what happens to packets that match.</summary>
internal static class FlowThenKeywords
{
    /// <summary>Octets a second; more is cut to it, as in ExaBGP.</summary>
    private const ulong MaxRate = 1_000_000_000_000;

    /// <summary>Routers are known not to take rates below it (0 discards).</summary>
    private const ulong LowRate = 9600;

    public static readonly (string, RouteKeywordParser)[] All =
    [
        ("accept", (ref TokenReader _, RouteDraft _) => true),
        ("discard", ParseDiscard),
        ("rate-limit", ParseRateLimit),
        ("redirect", ParseRedirect),
        ("redirect-to-nexthop", ParseRedirectToNextHop),
        // The documentation's name of it, which ExaBGP does not know.
        ("redirect-next-hop", ParseRedirectToNextHop),
        ("redirect-to-nexthop-ietf", ParseRedirectToNextHopIetf),
        ("copy", ParseCopy),
        ("mark", ParseMark),
        ("action", ParseAction),
        .. AttributeKeywords(AttributeCode.Community, "community"),
        .. AttributeKeywords(AttributeCode.LargeCommunity, "large-community"),
        .. AttributeKeywords(AttributeCode.ExtendedCommunity, "extended-community"),
    ];

    private static IEnumerable<(string, RouteKeywordParser)> AttributeKeywords(AttributeCode code, string keyword) =>
        (AttributeTypes.Find(code)?.Keywords ?? []).Where(item => item.Keyword == keyword);

    private static bool ParseDiscard(ref TokenReader reader, RouteDraft draft)
    {
        FlowCommunities.AddRate(draft, 0);
        return true;
    }

    private static bool ParseRateLimit(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("octets per second", out var word)) return false;
        if (word.IsEmpty || word.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"\"{FlowGrammar.Shown(word)}\" is not a rate: a whole number of octets per second, 0 to {MaxRate}");
        }
        if (!Ascii.TryParseDecimal(word, MaxRate, out var rate))
        {
            rate = MaxRate;
            reader.Diagnostics?.Warning(DiagnosticCode.InvalidValue, reader.Last,
                $"rate-limiting changed for {MaxRate} bytes from {FlowGrammar.Shown(word)}");
        }
        if (rate is > 0 and < LowRate)
        {
            reader.Diagnostics?.Warning(DiagnosticCode.InvalidValue, reader.Last,
                "rate-limiting flow under 9600 bytes per seconds may not work");
        }
        FlowCommunities.AddRate(draft, rate);
        return true;
    }

    /// <summary><c>asn:n</c>, <c>IPv4</c>, <c>IPv6</c>, <c>[IPv6]</c> or <c>[IPv6]:n</c>; the brackets with or without quotes.</summary>
    private static bool ParseRedirect(ref TokenReader reader, RouteDraft draft)
    {
        if (reader.TryTake(TokenKind.OpenBracket)) return ParseBracketed(ref reader, draft);
        if (!reader.RequireWord("a next-hop or a route target", out var word)) return false;
        if (word.StartsWith("["u8) && word.IndexOf((byte)']') is > 0 and var close)
            return TryRedirectIpv6(ref reader, draft, word[1..close], word[(close + 1)..]);
        return word.Count((byte)':') == 1
            ? TryRedirectAsn(ref reader, draft, word)
            : TryRedirectToNextHop(ref reader, draft, word, copy: false);
    }

    private static bool ParseBracketed(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("an IPv6 address", out var address)) return false;
        if (!reader.TryTake(TokenKind.CloseBracket)) return reader.Expected("\"]\"");
        var bracket = reader.Last;
        var suffix = reader.Peek();
        // ":n" belongs to it only when nothing stands between.
        if (suffix.Kind != TokenKind.Word || suffix.Span.Start != bracket.End) return TryRedirectIpv6(ref reader, draft, address, default);
        reader.Next();
        return TryRedirectIpv6(ref reader, draft, address, reader.Text(suffix));
    }

    private static bool TryRedirectIpv6(ref TokenReader reader, RouteDraft draft, ReadOnlySpan<byte> address, ReadOnlySpan<byte> suffix)
    {
        if (suffix.IsEmpty) return TryRedirectToNextHop(ref reader, draft, address, copy: false);
        if (!IpAddress.TryParse(address, out var ip) || !ip.IsIpv6) return FlowGrammar.InvalidAddress(ref reader, address);
        if (suffix[0] != ':' || !Ascii.TryParseUInt16(suffix[1..], out var number))
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"Local administrator field is a 16 bits number, value too large {FlowGrammar.Shown(suffix.TrimStart((byte)':'))}");
        }
        FlowCommunities.AddRedirect(draft, ip, number);
        return true;
    }

    private static bool TryRedirectAsn(ref TokenReader reader, RouteDraft draft, ReadOnlySpan<byte> word)
    {
        var colon = word.IndexOf((byte)':');
        ReadOnlySpan<byte> left = word[..colon], right = word[(colon + 1)..];
        if (left.Contains((byte)'.'))
        {
            return reader.Fail(DiagnosticCode.NotSupported,
                "this format has been deprecated as it does not make sense and it is not supported by other vendors");
        }
        if (!IsDecimal(left) || !IsDecimal(right))
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"\"{FlowGrammar.Shown(word)}\" is neither a route target (asn:number) nor an address");
        }
        if (!Ascii.TryParseUInt32(left, out var asn))
            return reader.Fail(DiagnosticCode.InvalidValue, $"asn is a 32 bits number, value too large {FlowGrammar.Shown(left)}");
        if (!Ascii.TryParseDecimal(right, asn > ushort.MaxValue ? ushort.MaxValue : uint.MaxValue, out var number))
        {
            return reader.Fail(DiagnosticCode.InvalidValue, asn > ushort.MaxValue
                ? $"asn is a 32 bits number, local administrator field can only be 16 bit {FlowGrammar.Shown(right)}"
                : $"Local administrator field is a 32 bits number, value too large {FlowGrammar.Shown(right)}");
        }
        // As in ExaBGP the next-hop of the action written last counts, and this one has none.
        draft.NextHop = default;
        FlowCommunities.AddRedirect(draft, asn, (uint)number);
        return true;
    }

    private static bool IsDecimal(ReadOnlySpan<byte> word) => !word.IsEmpty && !word.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool TryRedirectToNextHop(ref TokenReader reader, RouteDraft draft, ReadOnlySpan<byte> word, bool copy)
    {
        if (!IpAddress.TryParse(word, out var address)) return FlowGrammar.InvalidAddress(ref reader, word);
        draft.NextHop = NextHop.Of(address);
        FlowCommunities.AddRedirectToNextHop(draft, copy);
        return true;
    }

    private static bool ParseRedirectToNextHop(ref TokenReader reader, RouteDraft draft)
    {
        FlowCommunities.AddRedirectToNextHop(draft, copy: false);
        return true;
    }

    private static bool ParseRedirectToNextHopIetf(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("an address", out var word)) return false;
        if (!IpAddress.TryParse(word, out var address)) return FlowGrammar.InvalidAddress(ref reader, word);
        FlowCommunities.AddRedirectTo(draft, address);
        return true;
    }

    private static bool ParseCopy(ref TokenReader reader, RouteDraft draft) =>
        reader.RequireWord("an address", out var word) && TryRedirectToNextHop(ref reader, draft, word, copy: true);

    private static bool ParseMark(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a DSCP", out var word)) return false;
        if (!IsDecimal(word)) return reader.Fail(DiagnosticCode.InvalidValue, "dscp is not a number");
        if (!Ascii.TryParseDecimal(word, 63, out var dscp)) return reader.Fail(DiagnosticCode.InvalidValue, "dscp is not a valid number");
        FlowCommunities.AddMark(draft, (byte)dscp);
        return true;
    }

    /// <summary>Any word that contains <c>sample</c>, <c>terminal</c> or both, as in ExaBGP.</summary>
    private static bool ParseAction(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("sample, terminal or sample-terminal", out var word)) return false;
        var sample = word.IndexOf("sample"u8) >= 0;
        var terminal = word.IndexOf("terminal"u8) >= 0;
        if (!sample && !terminal) return reader.Fail(DiagnosticCode.InvalidValue, "invalid flow action");
        FlowCommunities.AddAction(draft, sample, terminal);
        return true;
    }
}
