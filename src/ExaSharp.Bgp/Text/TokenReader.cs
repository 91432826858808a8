using System.Text;

namespace ExaSharp.Bgp.Text;

/// <summary>
/// Reads the tokens of a text one after the other, with one token of look-ahead, and collects diagnostics. The same
/// reader serves configuration files and API lines. It allocates only for an error or for a word with escapes in it.
/// </summary>
public ref struct TokenReader
{
    private Tokenizer _tokenizer;
    private Token _current;
    private bool _hasCurrent;

    public TokenReader(ReadOnlySpan<byte> text, TokenizerMode mode, DiagnosticBag? diagnostics = null, int start = 0, TextSpan last = default)
    {
        _tokenizer = new Tokenizer(text, mode, start);
        Last = last;
        Diagnostics = diagnostics;
    }

    /// <summary>Where errors go; null when the caller wants only to know whether there was one.</summary>
    public DiagnosticBag? Diagnostics { get; }

    public readonly ReadOnlySpan<byte> Source => _tokenizer.Source;

    /// <summary>The place of the last token taken.</summary>
    public TextSpan Last { get; private set; }

    /// <summary>Whether parentheses are tokens: set while route attributes are read from a file, always on for the API.</summary>
    public bool SplitParentheses
    {
        readonly get => _tokenizer.SplitParentheses;
        set
        {
            if (_tokenizer.SplitParentheses == value) return;
            if (_hasCurrent)
            {
                _hasCurrent = false;
                _tokenizer.Seek(_current.Span.Start, inStatement: true);
            }
            _tokenizer.SplitParentheses = value;
        }
    }

    /// <summary>The next token, not taken.</summary>
    public Token Peek()
    {
        if (!_hasCurrent)
        {
            _current = _tokenizer.Next();
            _hasCurrent = true;
        }
        return _current;
    }

    /// <summary>Takes the next token.</summary>
    public Token Next()
    {
        var token = Peek();
        _hasCurrent = false;
        Last = token.Span;
        return token;
    }

    /// <summary>
    /// Goes on at a position further on in the same statement, without the tokens in between: for a caller who has read the
    /// same text before and knows what it says.
    /// </summary>
    public void SkipTo(int position)
    {
        _hasCurrent = false;
        _tokenizer.Seek(position, inStatement: true);
    }

    /// <summary>The text of a token with quotes and escapes resolved.</summary>
    public readonly ReadOnlySpan<byte> Text(Token token)
    {
        var raw = _tokenizer.Source.Slice(token.Span.Start, token.Span.Length);
        return token.IsEncoded ? Decode(raw) : raw;
    }

    /// <summary>Takes the next token when it is a word, and gives its text.</summary>
    public bool TryWord(out ReadOnlySpan<byte> word)
    {
        var token = Peek();
        if (token.Kind != TokenKind.Word)
        {
            word = default;
            return false;
        }
        word = Text(Next());
        return true;
    }

    /// <summary>Takes the next token when it is of that kind.</summary>
    public bool TryTake(TokenKind kind)
    {
        if (Peek().Kind != kind) return false;
        Next();
        return true;
    }

    /// <summary>Takes the next token when it is a word equal to <paramref name="keyword"/> (case-sensitive, as ExaBGP's keywords are).</summary>
    public bool TryKeyword(string keyword)
    {
        var token = Peek();
        if (token.Kind != TokenKind.Word || !Ascii.Equal(Text(token), keyword)) return false;
        Next();
        return true;
    }

    /// <summary>The word that must come next; reports <paramref name="expected"/> when something else does.</summary>
    public bool RequireWord(string expected, out ReadOnlySpan<byte> word)
    {
        if (TryWord(out word)) return true;
        return Expected(expected);
    }

    /// <summary>Reports that the next token is not what was expected. Always false.</summary>
    public bool Expected(string expected)
    {
        var token = Peek();
        if (Diagnostics is null) return false;
        var message = token.Kind switch
        {
            TokenKind.EndOfLine or TokenKind.End => $"the line ends where {expected} was expected",
            TokenKind.Invalid => "a quote is not closed, or the text ends with a backslash",
            _ => $"expected {expected}, not \"{Show(token)}\"",
        };
        var code = token.Kind == TokenKind.Invalid ? DiagnosticCode.InvalidSyntax : DiagnosticCode.Expected;
        Diagnostics.Error(code, token.Span, message);
        return false;
    }

    /// <summary>Reports an error at the last token taken. Always false.</summary>
    public readonly bool Fail(string code, string message, string? suggestion = null) => Fail(code, Last, message, suggestion);

    /// <summary>Reports an error at <paramref name="span"/>. Always false.</summary>
    public readonly bool Fail(string code, TextSpan span, string message, string? suggestion = null)
    {
        Diagnostics?.Error(code, span, message, suggestion);
        return false;
    }

    /// <summary>The last token taken, as written.</summary>
    public readonly string ShowLast() => Encoding.UTF8.GetString(Source.Slice(Last.Start, Last.Length));

    /// <summary>The text of a token for a message.</summary>
    public readonly string Show(Token token) => Encoding.UTF8.GetString(Text(token));

    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> raw)
    {
        var result = new List<byte>(raw.Length);
        byte quote = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[i];
            if (b == '\\' && i + 1 < raw.Length)
            {
                i += AppendEscape(result, raw[(i + 1)..]);
                continue;
            }
            if (quote == 0 && b is (byte)'"' or (byte)'\'')
            {
                if (quote == 0)
                {
                    quote = b;
                    continue;
                }
            }
            if (quote != 0 && b == quote) break;
            result.Add(b);
        }
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(result);
    }

    /// <summary>Appends what an escape stands for; gives how many bytes stood behind the backslash.</summary>
    private static int AppendEscape(List<byte> result, ReadOnlySpan<byte> rest)
    {
        switch (rest[0])
        {
            case (byte)'b': result.Add((byte)'\b'); return 1;
            case (byte)'f': result.Add((byte)'\f'); return 1;
            case (byte)'n': result.Add((byte)'\n'); return 1;
            case (byte)'r': result.Add((byte)'\r'); return 1;
            case (byte)'t': result.Add((byte)'\t'); return 1;
            case (byte)'u' when rest.Length >= 5:
                var value = 0;
                for (var i = 1; i <= 4; i++)
                {
                    var digit = Ascii.HexDigit(rest[i]);
                    if (digit < 0) goto default;
                    value = value << 4 | digit;
                }
                Span<byte> utf8 = stackalloc byte[4];
                var rune = Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
                var length = rune.EncodeToUtf8(utf8);
                foreach (var b in utf8[..length]) result.Add(b);
                return 5;
            default:
                result.Add(rest[0]);
                return 1;
        }
    }
}
