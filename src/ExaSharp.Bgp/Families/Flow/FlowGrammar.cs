using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// The text of a FlowSpec route, the same in a configuration file and in an API command. Nothing in it is mandatory: a
/// route without a match is a rule for every packet, as in ExaBGP.
/// </summary>
public static class FlowGrammar
{
    /// <summary>What may stand beside the blocks of a route.</summary>
    private static readonly (string, RouteKeywordParser)[] RouteKeywords =
    [
        ("rd", ParseRouteDistinguisher),
        ("route-distinguisher", ParseRouteDistinguisher),
        ("next-hop", ParseNextHop),
    ];

    private static readonly Section Match = new("flow/match", FlowMatchKeywords.All, []);
    private static readonly Section Then = new("flow/then", FlowThenKeywords.All, []);
    private static readonly Section Scope = new("flow/scope", FlowScopeKeywords.All, []);
    private static readonly Section Route = new("flow/route", RouteKeywords, [("match", Match), ("then", Then), ("scope", Scope)]);

    /// <summary>Every keyword, for the form without braces.</summary>
    internal static readonly KeywordTable<RouteKeywordParser> Words =
        new([.. FlowMatchKeywords.All, .. FlowThenKeywords.All, .. FlowScopeKeywords.All, .. RouteKeywords]);

    /// <summary>
    /// Reads what follows the word <c>route</c>: a block with or without a name, up to its closing brace, or all words in a
    /// row up to the end of the statement, which is not taken. An error does not change where the reader then stands: behind
    /// the block, or at the end of the statement.
    /// </summary>
    /// <param name="reader">Behind <c>route</c>.</param>
    /// <param name="draft">A cleared draft.</param>
    /// <param name="family">ipv4 unless something of IPv6 was matched; flow-vpn with a route distinguisher.</param>
    public static bool TryParse(ref TokenReader reader, RouteDraft draft, out FamilyId family)
    {
        var ok = TrySkipName(ref reader)
            ? Route.TryParse(ref reader, draft)
            : TryParseWords(ref reader, draft) || RouteWords.SkipStatement(ref reader);
        family = FamilyOf(draft);
        WarnOfIcmpName(reader, draft, family);
        return ok;
    }

    /// <summary>
    /// Gets behind the brace of a route in block form. Before it may stand a name, which nothing uses, or anything else: ExaBGP
    /// does not look at it.
    /// </summary>
    private static bool TrySkipName(ref TokenReader reader)
    {
        var ahead = reader;
        var name = ahead.Peek();
        while (!ahead.Peek().EndsStatement && ahead.Peek().Kind != TokenKind.Invalid) ahead.Next();
        var last = ahead.Last;
        if (!ahead.TryTake(TokenKind.OpenBrace)) return false;
        if (last.Start > name.Span.Start || name.Kind is not (TokenKind.Word or TokenKind.OpenBrace))
            reader.Diagnostics?.Warning(DiagnosticCode.Ignored, name.Span.To(last), "ignored: what stands between \"route\" and \"{\" is a name at most");
        reader = ahead;
        return true;
    }

    /// <summary>Reads all words in a row, as behind <c>ipv4 flow</c>, up to the end of the statement.</summary>
    /// <param name="reader">Behind the family.</param>
    /// <param name="afi">The address family that was written; prefixes of the other one are refused.</param>
    /// <param name="draft">A cleared draft.</param>
    /// <param name="family">flow, or flow-vpn when a route distinguisher was given.</param>
    public static bool TryParseWords(ref TokenReader reader, Afi afi, RouteDraft draft, out FamilyId family)
    {
        draft.Flow.TryRequire(afi);
        var ok = TryParseWords(ref reader, draft);
        family = FamilyOf(draft);
        WarnOfIcmpName(reader, draft, family);
        return ok;
    }

    /// <summary>In ExaBGP, and so here, a name that both have is ICMP's in IPv6 rules too, where it hardly is what was wanted.</summary>
    private static void WarnOfIcmpName(in TokenReader reader, RouteDraft draft, FamilyId family)
    {
        if (family.Afi != Afi.Ipv6 || draft.Flow.IcmpName is not { } icmp || reader.Diagnostics is not { } diagnostics) return;
        diagnostics.Warning(DiagnosticCode.Questionable, icmp.Word,
            $"\"{icmp.Name}\" means its number in ICMP, in an IPv6 rule too: for ICMPv6 {FlowNames.Icmpv6Advice(icmp.Type, icmp.Name)}");
    }

    private static FamilyId FamilyOf(RouteDraft draft) => new(
        draft.Flow.Afi == Afi.Ipv6 ? Afi.Ipv6 : Afi.Ipv4,
        draft.Rd is null ? Safi.Flow : Safi.FlowVpn);

    private static bool TryParseWords(ref TokenReader reader, RouteDraft draft)
    {
        while (reader.Peek().Kind is not (TokenKind.Semicolon or TokenKind.CloseBrace or TokenKind.EndOfLine or TokenKind.End))
        {
            if (reader.Peek().Kind != TokenKind.Word) return reader.Expected("a keyword of a flow route");
            if (!TryParseWord(ref reader, reader.Next(), draft)) return false;
        }
        return true;
    }

    private static bool TryParseWord(ref TokenReader reader, Token word, RouteDraft draft)
    {
        var parser = Words.Find(reader.Text(word));
        return parser is null ? UnknownKeyword(ref reader, word, Words) : TryParseValue(ref reader, word, parser, draft);
    }

    private static bool TryParseValue(ref TokenReader reader, Token keyword, RouteKeywordParser parser, RouteDraft draft)
    {
        var first = reader.Diagnostics?.Items.Count ?? 0;
        return parser(ref reader, draft) || RouteSyntax.Explain(reader, keyword, first);
    }

    internal static bool UnknownKeyword(ref TokenReader reader, Token word, KeywordTable<RouteKeywordParser> keywords) =>
        reader.Fail(DiagnosticCode.UnknownKeyword, word.Span, $"invalid keyword \"{reader.Show(word)}\"",
            keywords.Suggest(reader.Text(word)));

    private static bool ParseRouteDistinguisher(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a route distinguisher", out var word)) return false;
        if (!RouteDistinguisher.TryParse(word, out var rd))
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid route-distinguisher {Shown(word)}");
        draft.Rd = rd;
        return true;
    }

    private static bool ParseNextHop(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a next-hop", out var word)) return false;
        if (Ascii.EqualIgnoreCase(word, "self"))
        {
            draft.NextHop = NextHop.Self;
            return true;
        }
        if (!IpAddress.TryParse(word, out var address)) return InvalidAddress(ref reader, word);
        draft.NextHop = NextHop.Of(address);
        return true;
    }

    internal static bool InvalidAddress(ref TokenReader reader, ReadOnlySpan<byte> word) =>
        reader.Fail(DiagnosticCode.InvalidValue, $"can not decode this ip address : {Shown(word)}");

    /// <summary>A word for a message.</summary>
    internal static string Shown(ReadOnlySpan<byte> word) => System.Text.Encoding.UTF8.GetString(word);

    /// <summary>A block of statements: its keywords and the blocks inside.</summary>
    private sealed class Section(string name, (string, RouteKeywordParser)[] keywords, (string, Section)[] sections)
    {
        private readonly KeywordTable<RouteKeywordParser> _keywords = new(keywords);
        private readonly KeywordTable<Section> _sections = new(sections);

        /// <summary>
        /// Reads up to the closing brace and takes it. As in ExaBGP a missing one at the end of the text is accepted, but not right
        /// behind the opening one: a command that was cut off there would be a rule for every packet, or one without actions.
        /// </summary>
        public bool TryParse(ref TokenReader reader, RouteDraft draft)
        {
            var ok = true;
            var opening = reader.Last;
            while (true)
            {
                switch (reader.Peek().Kind)
                {
                    case TokenKind.CloseBrace:
                        reader.Next();
                        return ok;
                    case TokenKind.End:
                        return reader.Last == opening ? reader.Expected($"a keyword of {name} or \"}}\"") : ok;
                    case TokenKind.EndOfLine:
                        reader.Next();
                        continue;
                }
                if (TryParseStatement(ref reader, draft, out var isTaken)) continue;
                ok = false;
                if (!isTaken) SkipStatement(ref reader);
            }
        }

        /// <param name="reader">Before a statement.</param>
        /// <param name="draft">The route.</param>
        /// <param name="isTaken">Whether all of the statement was read, although something in it was wrong: a block was.</param>
        private bool TryParseStatement(ref TokenReader reader, RouteDraft draft, out bool isTaken)
        {
            isTaken = false;
            var token = reader.Peek();
            if (token.Kind != TokenKind.Word) return reader.Expected($"a keyword of {name}");
            reader.Next();
            var word = reader.Text(token);
            if (_keywords.Find(word) is { } parser) return TryParseValue(ref reader, token, parser, draft) && TryEndStatement(ref reader);
            if (_sections.Find(word) is { } section)
            {
                SkipWords(ref reader);
                if (!reader.TryTake(TokenKind.OpenBrace)) return reader.Expected("\"{\"");
                isTaken = true;
                return section.TryParse(ref reader, draft);
            }
            SkipWords(ref reader);
            return reader.Peek().Kind == TokenKind.OpenBrace
                ? reader.Fail(DiagnosticCode.UnknownKeyword, token.Span, $"section {reader.Show(token)} is invalid in {name}", _sections.Suggest(word))
                : UnknownKeyword(ref reader, token, _keywords);
        }

        /// <summary>ExaBGP ignores what follows a value; the last statement of a block may leave its semicolon out.</summary>
        private static bool TryEndStatement(ref TokenReader reader)
        {
            var first = reader.Peek();
            SkipWords(ref reader);
            if (!first.EndsStatement)
                reader.Diagnostics?.Warning(DiagnosticCode.Ignored, first.Span.To(reader.Last), "this is ignored: nothing may follow the value");
            return reader.TryTake(TokenKind.Semicolon)
                || reader.Peek().Kind is TokenKind.CloseBrace or TokenKind.End
                || reader.Expected("\";\"");
        }

        private static void SkipWords(ref TokenReader reader)
        {
            while (!reader.Peek().EndsStatement) reader.Next();
        }

        /// <summary>Goes behind the statement at hand, and behind its block when it has one.</summary>
        private static void SkipStatement(ref TokenReader reader)
        {
            SkipWords(ref reader);
            if (reader.TryTake(TokenKind.Semicolon) || reader.TryTake(TokenKind.EndOfLine)) return;
            if (!reader.TryTake(TokenKind.OpenBrace)) return;
            for (var depth = 1; depth > 0;)
            {
                var token = reader.Next();
                if (token.Kind == TokenKind.End) return;
                if (token.Kind == TokenKind.OpenBrace) depth++;
                if (token.Kind == TokenKind.CloseBrace) depth--;
            }
        }
    }
}
