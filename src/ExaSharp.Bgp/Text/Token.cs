namespace ExaSharp.Bgp.Text;

/// <summary>What a token is. Punctuation inside quotes is part of a word.</summary>
public enum TokenKind : byte
{
    /// <summary>A bare or quoted word.</summary>
    Word,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
    Comma,
    Semicolon,
    OpenBrace,
    CloseBrace,

    /// <summary>A line that ended inside a statement (configuration files only: ExaBGP refuses it).</summary>
    EndOfLine,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A quote that is not closed on its line, or a broken escape.</summary>
    Invalid,
}

/// <summary>A place in a text, in bytes.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>The span from the start of this one to the end of <paramref name="last"/>.</summary>
    public TextSpan To(TextSpan last) => new(Start, Math.Max(last.End, End) - Start);
}

/// <summary>A token: its kind, its place, and whether quotes or escapes must be taken out of its text.</summary>
public readonly record struct Token(TokenKind Kind, TextSpan Span, bool IsEncoded)
{
    /// <summary>Whether the token ends a statement or a line: nothing of the same statement follows.</summary>
    public bool EndsStatement => Kind is TokenKind.Semicolon or TokenKind.OpenBrace or TokenKind.CloseBrace
        or TokenKind.EndOfLine or TokenKind.End;
}
