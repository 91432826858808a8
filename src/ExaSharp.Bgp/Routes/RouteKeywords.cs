using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The keywords of a route which are not path attributes. As everywhere in a route, the value given first is the one that
/// counts (ExaBGP); a repeated one is only checked.
/// </summary>
public static class RouteKeywords
{
    /// <summary>What every statement with routes accepts: <c>next-hop name split watchdog withdraw</c>.</summary>
    public static IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Common { get; } =
    [
        ("next-hop", NextHop), ("name", Name), ("split", Split), ("watchdog", Watchdog), ("withdraw", Withdraw),
        ("withdrawn", Older("withdraw", Withdraw)),
    ];

    /// <summary>What describes the NLRI in a <c>route</c> or <c>attributes</c> statement, where the words choose the family.</summary>
    public static IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Nlri { get; } =
    [
        ("path-information", PathInformation), ("rd", Rd), ("route-distinguisher", Rd), ("label", Label),
    ];

    /// <summary><c>next-hop ADDRESS</c> or <c>next-hop self</c>, in any case.</summary>
    public static bool NextHop(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("an address or self", out var word)) return false;
        Primitives.NextHop nextHop;
        if (Ascii.EqualIgnoreCase(word, "self")) nextHop = Primitives.NextHop.Self;
        else if (IpAddress.TryParse(word, out var address)) nextHop = Primitives.NextHop.Of(address);
        else return Fail(ref reader, "can not decode this ip address : ", word);
        if (draft.NextHop.IsNone) draft.NextHop = nextHop;
        return true;
    }

    /// <summary><c>path-information</c>: 32 bits as a number or a dotted quad. 0 is the same as none, as in ExaBGP.</summary>
    public static bool PathInformation(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a path identifier", out var word)) return false;
        if (!Ascii.TryParseUInt32(word, out var id))
        {
            if (!IpAddress.TryParse(word, out var quad) || !quad.IsIpv4) return Fail(ref reader, "invalid path-information ", word);
            id = quad.Ipv4Value;
        }
        if (id != 0) draft.PathId ??= id;
        return true;
    }

    /// <summary><c>rd</c> or <c>route-distinguisher</c> (RFC 4364 section 4.2).</summary>
    public static bool Rd(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a route distinguisher", out var word)) return false;
        if (!RouteDistinguisher.TryParse(word, out var rd)) return Fail(ref reader, "invalid route-distinguisher ", word);
        draft.Rd ??= rd;
        return true;
    }

    /// <summary><c>label N</c> or <c>label [ N N … ]</c>: MPLS labels of 20 bits, outermost first (RFC 3032).</summary>
    public static bool Label(ref TokenReader reader, RouteDraft draft)
    {
        var keep = draft.Labels.Count == 0;
        if (!reader.TryTake(TokenKind.OpenBracket)) return OneLabel(ref reader, draft, keep);
        while (!reader.TryTake(TokenKind.CloseBracket))
            if (!OneLabel(ref reader, draft, keep)) return false;
        return true;
    }

    /// <summary><c>name WORD</c>: a name for the operator; it is not sent and not kept.</summary>
    public static bool Name(ref TokenReader reader, RouteDraft draft) => reader.RequireWord("a name", out _);

    /// <summary><c>split /N</c>: the route stands for all prefixes of that length which it covers.</summary>
    public static bool Split(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("/<number>", out var word)) return false;
        if (word.IsEmpty || word[0] != '/' || !Ascii.TryParseDecimal(word[1..], 128, out var length))
            return reader.Fail(DiagnosticCode.InvalidValue, "split /<number>");
        draft.Split ??= (byte)length;
        return true;
    }

    /// <summary><c>watchdog NAME</c>: the group by which <c>announce watchdog</c> and <c>withdraw watchdog</c> name the route.</summary>
    public static bool Watchdog(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a watchdog name", out var word)) return false;
        if (Ascii.EqualIgnoreCase(word, "announce") || Ascii.EqualIgnoreCase(word, "withdraw"))
            return Fail(ref reader, "invalid watchdog name ", word);
        draft.Watchdog ??= System.Text.Encoding.UTF8.GetString(word);
        return true;
    }

    /// <summary><c>withdraw</c>: beside <c>watchdog</c>, the route starts withdrawn; alone it means nothing (ExaBGP).</summary>
    public static bool Withdraw(ref TokenReader reader, RouteDraft draft)
    {
        draft.StartsWithdrawn = true;
        return true;
    }

    /// <summary>A word that ExaBGP 3.4 has beside another one of the same meaning.</summary>
    /// <param name="present">The word of today.</param>
    /// <param name="parser">Reads what follows it.</param>
    internal static RouteKeywordParser Older(string present, RouteKeywordParser parser) => (ref TokenReader reader, RouteDraft draft) =>
    {
        if (reader.Diagnostics is { } diagnostics)
        {
            diagnostics.Saw(ConfigurationGeneration.ExaBgp34);
            diagnostics.Edits?.Replace(reader.Last, present, $"{reader.ShowLast()} is now {present}");
        }
        return parser(ref reader, draft);
    };

    private static bool OneLabel(ref TokenReader reader, RouteDraft draft, bool keep)
    {
        const int largest = (1 << 20) - 1;
        if (!reader.RequireWord("a label", out var word)) return false;
        if (!Ascii.TryParseDecimal(word, largest, out var label)) return Fail(ref reader, "invalid label ", word);
        if (keep) draft.Labels.Add((uint)label);
        return true;
    }

    private static bool Fail(ref TokenReader reader, string message, ReadOnlySpan<byte> word) =>
        reader.Fail(DiagnosticCode.InvalidValue, message + System.Text.Encoding.UTF8.GetString(word));
}
