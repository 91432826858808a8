using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>The keywords of <c>scope</c>: on which interfaces a rule applies (draft-ietf-idr-flowspec-interfaceset).</summary>
internal static class FlowScopeKeywords
{
    /// <summary>A group is a number of 14 bits.</summary>
    private const ulong MaxGroup = (1 << 14) - 1;

    public static readonly (string, RouteKeywordParser)[] All = [("interface-set", ParseInterfaceSet)];

    /// <summary>One or a list of <c>transitive|non-transitive:input|output|input-output:asn:group</c>.</summary>
    private static bool ParseInterfaceSet(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.TryTake(TokenKind.OpenBracket))
            return reader.RequireWord("an interface-set", out var single) && TryAdd(ref reader, draft, single);
        while (!reader.TryTake(TokenKind.CloseBracket))
        {
            if (!reader.RequireWord("an interface-set or \"]\"", out var word)) return false;
            if (!TryAdd(ref reader, draft, word)) return false;
        }
        return true;
    }

    private static bool TryAdd(ref TokenReader reader, RouteDraft draft, ReadOnlySpan<byte> word)
    {
        if (word.Count((byte)':') != 3)
            return reader.Fail(DiagnosticCode.InvalidValue, $"not a valid format {FlowGrammar.Shown(word)}");
        var rest = word;
        var transitivity = TakePart(ref rest);
        var direction = TakePart(ref rest);
        var asnText = TakePart(ref rest);
        var groupText = rest;
        var transitive = Ascii.Equal(transitivity, "transitive");
        if (!transitive && !Ascii.Equal(transitivity, "non-transitive"))
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"Bad transitivity type {FlowGrammar.Shown(transitivity)}, should be transitive or non-transitive");
        }
        if (asnText.Contains((byte)'.'))
            return reader.Fail(DiagnosticCode.InvalidValue, $"a 32 bits number must be used, invalid value {FlowGrammar.Shown(asnText)}");
        var bits = Ascii.Equal(direction, "input") ? 1 : Ascii.Equal(direction, "output") ? 2 : Ascii.Equal(direction, "input-output") ? 3 : 0;
        if (bits == 0)
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"Bad direction {FlowGrammar.Shown(direction)}, should be input, output or input-output");
        }
        if (!Ascii.TryParseUInt32(asnText, out var asn))
            return reader.Fail(DiagnosticCode.InvalidValue, $"asn can only be 32 bits, value too large {FlowGrammar.Shown(asnText)}");
        if (!Ascii.TryParseDecimal(groupText, MaxGroup, out var group))
            return reader.Fail(DiagnosticCode.InvalidValue, $"group-id is a 14 bits number, value too large {FlowGrammar.Shown(groupText)}");
        FlowCommunities.AddInterfaceSet(draft, transitive, bits, asn, (uint)group);
        return true;
    }

    private static ReadOnlySpan<byte> TakePart(ref ReadOnlySpan<byte> rest)
    {
        var colon = rest.IndexOf((byte)':');
        var part = rest[..colon];
        rest = rest[(colon + 1)..];
        return part;
    }
}
