using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The keywords that a kind of statement accepts, and the reading of a run of them: in a row, or as statements of a block.
/// </summary>
internal sealed class RouteWords
{
    /// <summary>What <c>route</c> accepts: every attribute, and the words that choose the family.</summary>
    public static readonly RouteWords ForRoute = new(
        new([.. RouteKeywords.Common, .. RouteKeywords.Nlri, .. Attributes(_ => true)]),
        word => $"unknown command \"{word}\"");

    /// <summary>As <see cref="ForRoute"/>, up to the word <c>nlri</c>.</summary>
    public static readonly RouteWords ForAttributes = new(
        ForRoute._table, word => $"The command '{word}' is not known or valid where used", last: "nlri");

    /// <summary>ExaBGP has the segment routing attributes in static routes only; a family that wants them lists them itself.</summary>
    private static readonly KeywordTable<RouteKeywordParser> Announcement = new(
        [.. RouteKeywords.Common, .. Attributes(code => code != AttributeCode.PrefixSid)]);

    private static readonly KeywordTable<RouteKeywordParser> NoAttributes = new([.. RouteKeywords.Common]);

    private static readonly Dictionary<FamilyId, RouteWords> ByFamily = AddressFamilies.All.ToDictionary(
        family => family.Id,
        family => new RouteWords(
            family.TakesAttributeKeywords ? Announcement : NoAttributes,
            word => $"unknown command \"{word}\"",
            extra: family.ExtraKeywords));

    private readonly KeywordTable<RouteKeywordParser> _table;
    private readonly KeywordTable<RouteKeywordParser>? _extra;
    private readonly Func<string, string> _unknown;
    private readonly string? _last;

    private RouteWords(KeywordTable<RouteKeywordParser> table, Func<string, string> unknown, string? last = null, KeywordTable<RouteKeywordParser>? extra = null)
    {
        _table = table;
        _unknown = unknown;
        _last = last;
        _extra = extra;
    }

    /// <summary>What an announcement of one family accepts (<c>ipv4 unicast …</c>).</summary>
    public static RouteWords ForFamily(Family family) => ByFamily[family.Id];

    /// <summary>
    /// Reads keywords and their values into the draft up to the end of the statement, or to the last word, which is left.
    /// After an error too, the reader stands at the end of the statement.
    /// </summary>
    public bool TryRead(ref TokenReader reader, RouteDraft draft)
    {
        while (true)
        {
            var token = reader.Peek();
            if (token.Kind == TokenKind.OpenBrace && _last is null)
            {
                reader.Next();
                return TryReadBlock(ref reader, draft);
            }
            if (token.EndsStatement) return true;
            if (_last is not null && token.Kind == TokenKind.Word && Ascii.Equal(reader.Text(token), _last)) return true;
            if (!TryReadKeyword(ref reader, draft)) return SkipStatement(ref reader);
        }
    }

    /// <summary>
    /// Reads <c>keyword value; … }</c>. After an error it goes on with the next statement, to report what else is wrong, and
    /// ends behind the closing brace in any case; as in ExaBGP a brace missing at the end of the text is accepted, but not right
    /// behind the opening one.
    /// </summary>
    private bool TryReadBlock(ref TokenReader reader, RouteDraft draft)
    {
        var ok = true;
        var opening = reader.Last;
        while (!reader.TryTake(TokenKind.CloseBrace))
        {
            if (reader.TryTake(TokenKind.Semicolon))
            {
                ok = reader.Fail(DiagnosticCode.UnknownKeyword, "invalid keyword \"\"");
                continue;
            }
            if (reader.Peek().Kind == TokenKind.End) return reader.Last == opening ? reader.Expected("a keyword or \"}\"") : ok;
            if (TryReadKeyword(ref reader, draft) && TryEndStatement(ref reader)) continue;
            ok = false;
            SkipStatement(ref reader);
            if (!reader.TryTake(TokenKind.Semicolon)) reader.TryTake(TokenKind.EndOfLine);
        }
        return ok;
    }

    /// <summary>The <c>;</c> behind a statement of a block, or its closing brace. ExaBGP reads over words before it.</summary>
    private static bool TryEndStatement(ref TokenReader reader)
    {
        var token = reader.Peek();
        if (!token.EndsStatement && token.Kind != TokenKind.Invalid)
        {
            reader.Diagnostics?.Warning(DiagnosticCode.Ignored, token.Span, $"\"{reader.Show(token)}\" and what follows it is ignored");
            while (!reader.Peek().EndsStatement && reader.Peek().Kind != TokenKind.Invalid) reader.Next();
        }
        return reader.Peek().Kind is TokenKind.CloseBrace or TokenKind.End || reader.TryTake(TokenKind.Semicolon) || reader.Expected("; or }");
    }

    private bool TryReadKeyword(ref TokenReader reader, RouteDraft draft)
    {
        var keyword = reader.Peek();
        if (!reader.RequireWord("a keyword", out var word)) return false;
        var parser = _extra?.Find(word) ?? _table.Find(word);
        if (parser is null) return FailUnknown(ref reader, word);
        var first = reader.Diagnostics?.Items.Count ?? 0;
        return parser(ref reader, draft) || RouteSyntax.Explain(reader, keyword, first);
    }

    private bool FailUnknown(ref TokenReader reader, ReadOnlySpan<byte> word)
    {
        var suggestion = _extra?.Suggest(word) ?? _table.Suggest(word);
        return reader.Fail(DiagnosticCode.UnknownKeyword, _unknown(System.Text.Encoding.UTF8.GetString(word)), suggestion);
    }

    /// <summary>Reports a word which is none of <paramref name="known"/>. Always false.</summary>
    public static bool FailUnknown(ref TokenReader reader, ReadOnlySpan<byte> word, IEnumerable<string> known) => reader.Fail(
        DiagnosticCode.UnknownKeyword,
        $"unknown command \"{System.Text.Encoding.UTF8.GetString(word)}\"",
        SpellChecker.Suggest(word, known));

    /// <summary>
    /// Goes to the end of a statement that is wrong: before <c>;</c>, a <c>}</c> that is not its own or the end of the line, or
    /// behind its block. Always false.
    /// </summary>
    public static bool SkipStatement(ref TokenReader reader)
    {
        for (var depth = 0; ;)
        {
            var kind = reader.Peek().Kind;
            if (kind == TokenKind.End) return false;
            if (depth == 0 && kind is TokenKind.Semicolon or TokenKind.CloseBrace or TokenKind.EndOfLine) return false;
            reader.Next();
            if (kind == TokenKind.OpenBrace) depth++;
            if (kind == TokenKind.CloseBrace && --depth == 0) return false;
        }
    }

    private static IEnumerable<(string Keyword, RouteKeywordParser Parser)> Attributes(Func<AttributeCode, bool> wanted) =>
        AttributeTypes.All.Where(type => wanted(type.Code)).SelectMany(type => type.Keywords);
}
