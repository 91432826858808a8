using System.Text;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Schema;

/// <summary>Where statements end, and how reading goes on behind one that is wrong.</summary>
internal static class Statements
{
    /// <summary>
    /// The token that ends the statement which begins at the reader's place: semicolon, brace, end of line, or a token that
    /// can not be read. The reader is a copy: nothing is taken from the caller's.
    /// </summary>
    /// <param name="reader">At the statement's first token.</param>
    /// <param name="statement">The tokens before the end, without blanks and comments behind them.</param>
    public static Token FindEnd(TokenReader reader, out TextSpan statement)
    {
        statement = reader.Peek().Span;
        while (true)
        {
            var token = reader.Next();
            if (token.EndsStatement || token.Kind == TokenKind.Invalid) return token;
            statement = statement.To(token.Span);
        }
    }

    /// <summary>Tells that a statement which a closing brace ends has no effect. ExaBGP does so without a word.</summary>
    public static void WarnOfNoSemicolon(in TokenReader reader, TextSpan statement) =>
        reader.Diagnostics?.Warning(DiagnosticCode.Ignored, statement, $"ignored, as no \";\" ends it: \"{Excerpt(reader, statement)}\"");

    /// <summary>Reports a statement that its line does not end. Always false.</summary>
    public static bool FailUnended(in TokenReader reader, TextSpan statement, string wanted) =>
        reader.Fail(DiagnosticCode.InvalidSyntax, statement, $"invalid syntax: \"{Excerpt(reader, statement)}\" has no {wanted} on its line");

    /// <summary>Gets behind the statement and, when it opens one, its block. A brace that closes the section around it is left.</summary>
    public static void Skip(ref TokenReader reader)
    {
        while (true)
        {
            switch (reader.Peek().Kind)
            {
                case TokenKind.Semicolon or TokenKind.EndOfLine:
                    reader.Next();
                    return;
                case TokenKind.CloseBrace or TokenKind.End:
                    return;
                case TokenKind.OpenBrace:
                    reader.Next();
                    SkipBlock(ref reader);
                    return;
                default:
                    reader.Next();
                    continue;
            }
        }
    }

    /// <summary>Gets behind the closing brace of a block whose opening brace was taken.</summary>
    public static void SkipBlock(ref TokenReader reader)
    {
        var depth = 1;
        while (depth > 0)
        {
            var kind = reader.Next().Kind;
            if (kind == TokenKind.OpenBrace) depth++;
            else if (kind == TokenKind.CloseBrace) depth--;
            else if (kind == TokenKind.End) return;
        }
    }

    /// <summary>Takes the semicolon of a leaf. Tokens before it have no meaning; ExaBGP ignores them silently.</summary>
    public static void TakeSemicolon(ref TokenReader reader)
    {
        WarnOfRest(ref reader);
        reader.TryTake(TokenKind.Semicolon);
    }

    /// <summary>Takes the opening brace of a section. Tokens before it have no meaning; ExaBGP ignores them silently.</summary>
    public static void TakeOpenBrace(ref TokenReader reader)
    {
        WarnOfRest(ref reader);
        reader.TryTake(TokenKind.OpenBrace);
    }

    /// <summary>The source text from a token up to another, on one line and not too long, for a message.</summary>
    public static string Excerpt(in TokenReader reader, TextSpan span)
    {
        const int most = 60;
        var line = reader.Source[..span.Start].LastIndexOf((byte)'\n') + 1;
        var before = Encoding.UTF8.GetString(reader.Source[line..span.Start]);
        var whole = before + Encoding.UTF8.GetString(reader.Source.Slice(span.Start, span.Length));
        var text = SecretText.Hide(whole)[before.Length..].ReplaceLineEndings(" ").Trim();
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
    }

    private static void WarnOfRest(ref TokenReader reader)
    {
        if (reader.Peek().EndsStatement) return;
        var span = reader.Peek().Span;
        while (!reader.Peek().EndsStatement) span = span.To(reader.Next().Span);
        reader.Diagnostics?.Warning(DiagnosticCode.Ignored, span, $"ignored: \"{Excerpt(reader, span)}\"");
    }
}
