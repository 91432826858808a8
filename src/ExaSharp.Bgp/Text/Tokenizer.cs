namespace ExaSharp.Bgp.Text;

/// <summary>Which of ExaBGP's two lexical dialects a text is in.</summary>
public enum TokenizerMode : byte
{
    /// <summary>A configuration file: comments, statements complete on a line, parentheses glued to words.</summary>
    Configuration,

    /// <summary>One line of the helper API: <c>[ ] ( ) ,</c> stand alone wherever they are written, no comments.</summary>
    Api,
}

/// <summary>
/// Cuts UTF-8 text into tokens by ExaBGP's rules (words, quotes, escapes, <c>[ ] , ; { }</c>, comments, a backslash at
/// the end of a line). It allocates nothing and copies nothing; see <see cref="TokenReader"/> for the text of a token.
/// Where ExaBGP's own lexer loses input (a word glued to a comment, a letter after a continued line, the other kind of
/// quote inside a quoted word), the plain meaning is taken.
/// </summary>
public ref struct Tokenizer(ReadOnlySpan<byte> text, TokenizerMode mode, int start = 0)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly TokenizerMode _mode = mode;
    private bool _inStatement;

    /// <summary>The next byte to look at.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Whether parentheses are tokens of their own (always for the API; inside route attributes for files).</summary>
    public bool SplitParentheses { get; set; } = mode == TokenizerMode.Api;

    public readonly ReadOnlySpan<byte> Source => _text;

    /// <summary>Goes to another place of the text, as after a look-ahead.</summary>
    public void Seek(int position, bool inStatement)
    {
        Position = position;
        _inStatement = inStatement;
    }

    public Token Next()
    {
        while (Position < _text.Length)
        {
            var b = _text[Position];
            switch (b)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\v' or (byte)'\f':
                    Position++;
                    continue;
                case (byte)'\n':
                    if (_inStatement && _mode == TokenizerMode.Configuration)
                    {
                        _inStatement = false;
                        return new Token(TokenKind.EndOfLine, new TextSpan(Position, 0), false);
                    }
                    Position++;
                    continue;
                case (byte)'#' when _mode == TokenizerMode.Configuration:
                    SkipLine();
                    continue;
                case (byte)'\\' when ContinuesLine(Position, out var after):
                    Position = after;
                    continue;
                case (byte)';': return Punctuation(TokenKind.Semicolon, ends: true);
                case (byte)'{': return Punctuation(TokenKind.OpenBrace, ends: true);
                case (byte)'}': return Punctuation(TokenKind.CloseBrace, ends: true);
                case (byte)'[': return Punctuation(TokenKind.OpenBracket, ends: false);
                case (byte)']': return Punctuation(TokenKind.CloseBracket, ends: false);
                case (byte)',': return Punctuation(TokenKind.Comma, ends: false);
                case (byte)'(' when SplitParentheses: return Punctuation(TokenKind.OpenParenthesis, ends: false);
                case (byte)')' when SplitParentheses: return Punctuation(TokenKind.CloseParenthesis, ends: false);
                default:
                    _inStatement = true;
                    return Word();
            }
        }
        if (_inStatement && _mode == TokenizerMode.Configuration)
        {
            _inStatement = false;
            return new Token(TokenKind.EndOfLine, new TextSpan(Position, 0), false);
        }
        return new Token(TokenKind.End, new TextSpan(_text.Length, 0), false);
    }

    private Token Punctuation(TokenKind kind, bool ends)
    {
        _inStatement = !ends;
        return new Token(kind, new TextSpan(Position++, 1), false);
    }

    /// <summary>Passes over a comment: to the end of its line, and of the next when a backslash joins them (ExaBGP).</summary>
    private void SkipLine()
    {
        while (true)
        {
            var end = _text[Position..].IndexOf((byte)'\n');
            if (end < 0)
            {
                Position = _text.Length;
                return;
            }
            var isJoined = _text.Slice(Position, end).TrimEnd(" \t\r"u8).EndsWith("\\"u8);
            Position += end;
            if (!isJoined) return;
            Position++;
        }
    }

    /// <summary>Whether a backslash is the last character of its line (white space behind it does not count, as in ExaBGP).</summary>
    private readonly bool ContinuesLine(int backslash, out int after)
    {
        after = backslash + 1;
        if (_mode != TokenizerMode.Configuration) return false;
        while (after < _text.Length && _text[after] is (byte)' ' or (byte)'\t' or (byte)'\r') after++;
        if (after < _text.Length && _text[after] != (byte)'\n') return false;
        if (after >= _text.Length) return false;
        after++;
        return true;
    }

    private Token Word()
    {
        var begin = Position;
        var encoded = false;
        byte quote = 0;
        while (Position < _text.Length)
        {
            var b = _text[Position];
            if (quote != 0)
            {
                if (b == '\n' && _mode == TokenizerMode.Configuration) return Broken(begin);
                if (b == '\\')
                {
                    Position += 2;
                    continue;
                }
                Position++;
                // ExaBGP: the closing quote always ends the word.
                if (b == quote) return new Token(TokenKind.Word, new TextSpan(begin, Position - begin), true);
                continue;
            }
            switch (b)
            {
                case (byte)'"' or (byte)'\'':
                    encoded = true;
                    quote = b;
                    Position++;
                    continue;
                case (byte)'\\':
                    if (ContinuesLine(Position, out _)) break;
                    if (Position + 1 >= _text.Length)
                    {
                        Position = _text.Length;
                        return Broken(begin);
                    }
                    encoded = true;
                    Position += 2;
                    continue;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\v' or (byte)'\f':
                case (byte)';' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',':
                case (byte)'(' or (byte)')' when SplitParentheses:
                case (byte)'#' when _mode == TokenizerMode.Configuration:
                    break;
                default:
                    Position++;
                    continue;
            }
            break;
        }
        if (quote != 0 || Position > _text.Length) return Broken(begin);
        return new Token(TokenKind.Word, new TextSpan(begin, Position - begin), encoded);
    }

    private Token Broken(int begin)
    {
        // At least one byte is taken, so that whoever reads on after an error comes to an end.
        Position = Math.Min(Math.Max(Position, begin + 1), _text.Length);
        return new Token(TokenKind.Invalid, new TextSpan(begin, Position - begin), true);
    }
}
