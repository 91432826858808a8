using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// The values of a component: <c>=80</c>, <c>&gt;=1024&amp;&lt;=65535</c>, <c>[ =80 &gt;8080&amp;&lt;8088 ]</c>,
/// <c>syn+ack&amp;!fin</c>. <c>&amp;</c> joins by AND, entries of a list are joined by OR. Accepted beyond ExaBGP: <c>|</c>
/// for OR, <c>not-a-fragment</c>, a list without its brackets, <c>true</c> and <c>false</c>.
/// </summary>
/// <param name="type">The component.</param>
/// <param name="max">Its largest value.</param>
/// <param name="invalid">What ExaBGP says to a value that is none; null when it names the value.</param>
internal sealed class FlowExpression(FlowComponent type, uint max, string? invalid)
{
    private const byte AndSign = (byte)'&';
    private const byte OrSign = (byte)'|';

    private readonly bool _isBitmask = FlowComponents.IsBitmask(type);

    /// <summary>Reads one expression or a list of them. Without any, nothing is matched, as in ExaBGP.</summary>
    public bool TryParse(ref TokenReader reader, RouteDraft draft)
    {
        if (reader.TryTake(TokenKind.OpenBracket))
        {
            while (!reader.TryTake(TokenKind.CloseBracket))
            {
                if (!reader.RequireWord("a value or \"]\"", out var entry)) return false;
                if (!TryParseEntry(ref reader, draft, entry)) return false;
            }
            return true;
        }
        if (reader.Peek().EndsStatement) return true;
        var first = reader.Peek().Span;
        do
        {
            if (!reader.RequireWord("a value", out var word)) return false;
            if (!TryParseEntry(ref reader, draft, word)) return false;
        }
        while (IsContinued(ref reader));
        if (first != reader.Last) WriteBrackets(reader, first);
        return true;
    }

    /// <summary>ExaBGP 3.4 reads such a list; 4.2 and 5.0 take the first value alone.</summary>
    private static void WriteBrackets(in TokenReader reader, TextSpan start)
    {
        if (reader.Diagnostics?.Edits is not { } edits) return;
        edits.Insert(start.Start, "[ ", "lists of a flow rule stand in brackets");
        edits.Insert(reader.Last.End, " ]");
    }

    /// <summary>
    /// Whether the next word is one more value of a list that was written without brackets: not a keyword, but something
    /// with an operator, a number or a name of this component.
    /// </summary>
    private bool IsContinued(ref TokenReader reader)
    {
        var token = reader.Peek();
        if (token.Kind != TokenKind.Word) return false;
        var word = reader.Text(token);
        if (word.IsEmpty || FlowGrammar.Words.Find(word) is not null) return false;
        if (word[0] is (byte)'=' or (byte)'<' or (byte)'>' or (byte)'!' or (>= (byte)'0' and <= (byte)'9')) return true;
        var end = word.IndexOfAny(AndSign, OrSign, (byte)'+');
        return FlowNames.TryFind(type, end < 0 ? word : word[..end], out _, out _);
    }

    /// <summary>Reads one word: values with their operators, joined by AND or OR.</summary>
    private bool TryParseEntry(ref TokenReader reader, RouteDraft draft, ReadOnlySpan<byte> rest)
    {
        byte and = 0;
        while (true)
        {
            var before = rest;
            if (!TryTakeOperator(ref reader, ref rest, out var operation)) return false;
            var end = rest.IndexOfAny(AndSign, OrSign);
            var value = end < 0 ? rest : rest[..end];
            if (!TryParseValue(ref reader, value, ref operation, out var ipv4, out var ipv6)) return false;
            if (reader.Diagnostics is not null && FlowNames.IcmpName(type, value) is { } name) draft.Flow.NoteIcmpName(reader.Last, type, name);
            if (ipv4 < 0)
            {
                if (!draft.Flow.TryRequire(Afi.Ipv6)) return Unknown(ref reader, value);
                ipv4 = ipv6;
            }
            draft.Flow.AddOperation(type, (byte)(operation | and), (uint)ipv4, (uint)ipv6);
            if (end < 0) return true;
            and = rest[end] == AndSign ? FlowOperator.And : (byte)0;
            var sign = (char)rest[end];
            rest = rest[(end + 1)..];
            if (rest.IsEmpty)
            {
                return reader.Fail(DiagnosticCode.InvalidValue,
                    sign == '&' ? "Can not finish an expresion on an &" : "Can not finish an expression on an |");
            }
        }
    }

    private bool TryTakeOperator(ref TokenReader reader, ref ReadOnlySpan<byte> text, out byte operation)
    {
        operation = 0;
        var whole = text;
        var taken = 0;
        if (_isBitmask)
        {
            if (text.StartsWith("!"u8)) (operation, taken) = (FlowOperator.Not, 1);
            if (text[taken..].StartsWith("="u8)) (operation, taken) = ((byte)(operation | FlowOperator.Match), taken + 1);
        }
        else if (text.StartsWith("!="u8)) (operation, taken) = (FlowOperator.Less | FlowOperator.Greater, 2);
        else if (text.StartsWith("!"u8))
        {
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid operator syntax {FlowGrammar.Shown(whole)}");
        }
        else if (text.StartsWith("="u8)) (operation, taken) = (FlowOperator.Equal, 1);
        else if (text.StartsWith("<"u8) || text.StartsWith(">"u8))
        {
            (operation, taken) = (text[0] == '<' ? FlowOperator.Less : FlowOperator.Greater, 1);
            if (text[1..].StartsWith("="u8)) (operation, taken) = ((byte)(operation | FlowOperator.Equal), 2);
        }
        else operation = FlowOperator.Equal;
        text = text[taken..];
        if (text.IsEmpty || text[0] is AndSign or OrSign)
            return reader.Fail(DiagnosticCode.InvalidValue, $"Invalid expression (too short) {FlowGrammar.Shown(whole)}");
        return true;
    }

    /// <summary>Reads a value; <paramref name="ipv4"/> is -1 for a name that means something in IPv6 rules only.</summary>
    private bool TryParseValue(ref TokenReader reader, ReadOnlySpan<byte> word, ref byte operation, out long ipv4, out long ipv6)
    {
        ipv4 = ipv6 = 0;
        if (_isBitmask) return TryParseFlags(ref reader, word, ref operation, out ipv4, out ipv6);
        // RFC 8955 section 4.2.1.1: always true and always false; the value is not looked at.
        if (operation == FlowOperator.Equal && FlowNames.IsSame(word, "true"))
        {
            operation = FlowOperator.True;
            return true;
        }
        if (operation == FlowOperator.Equal && FlowNames.IsSame(word, "false"))
        {
            operation = FlowOperator.False;
            return true;
        }
        if (Ascii.TryParseNumber(word, ushort.MaxValue, out var number) || (max > ushort.MaxValue && Ascii.TryParseNumber(word, max, out number)))
        {
            if (number > max) return TooLarge(ref reader, number);
            ipv4 = ipv6 = (long)number;
            return true;
        }
        if (!FlowNames.TryFind(type, word, out var v4, out var v6)) return Unknown(ref reader, word);
        (ipv4, ipv6) = (v4, v6);
        return true;
    }

    /// <summary>Reads flags joined by <c>+</c>.</summary>
    private bool TryParseFlags(ref TokenReader reader, ReadOnlySpan<byte> word, ref byte operation, out long ipv4, out long ipv6)
    {
        ipv4 = ipv6 = 0;
        if (type == FlowComponent.Fragment && FlowNames.IsSame(word, "not-a-fragment"))
        {
            // Not a fragment is the same as: the bit "is a fragment" does not match.
            operation ^= FlowOperator.Not;
            ipv4 = ipv6 = FlowNames.IsFragment;
            return true;
        }
        while (true)
        {
            var plus = word.IndexOf((byte)'+');
            var name = plus < 0 ? word : word[..plus];
            if (Ascii.TryParseNumber(name, max, out var number)) ipv4 |= (long)number;
            else if (FlowNames.TryFind(type, name, out var flag, out _)) ipv4 |= (uint)flag;
            else return Unknown(ref reader, name);
            ipv6 = ipv4;
            if (plus < 0) return true;
            word = word[(plus + 1)..];
        }
    }

    private bool TooLarge(ref TokenReader reader, ulong number) => reader.Fail(DiagnosticCode.InvalidValue,
        invalid ?? $"{FlowNames.Title(type)} must be 0 to {max}, not {number}");

    private bool Unknown(ref TokenReader reader, ReadOnlySpan<byte> word)
    {
        if (reader.Diagnostics is null) return false;
        if (invalid is not null) return reader.Fail(DiagnosticCode.InvalidValue, invalid);
        // ExaBGP shows the name as it compares it.
        Span<byte> folded = new byte[word.Length];
        for (var i = 0; i < word.Length; i++) folded[i] = FlowNames.Fold(word[i]);
        return reader.Fail(DiagnosticCode.InvalidValue, $"unknown {FlowNames.Title(type)} {FlowGrammar.Shown(folded)}",
            SpellChecker.Suggest(folded, FlowNames.Names(type)));
    }
}
