using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Checks;

/// <summary>Refuses <c>\u</c> without four hexadecimal digits, wherever it stands in a word.</summary>
internal static class EscapeCheck
{
    private const int Digits = 4;

    public static void Run(ReadOnlySpan<byte> text, DiagnosticBag diagnostics)
    {
        // Hardly a file has one.
        if (text.IndexOf("\\u"u8) < 0) return;
        var tokenizer = new Tokenizer(text, TokenizerMode.Configuration);
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End; token = tokenizer.Next())
            if (token is { Kind: TokenKind.Word, IsEncoded: true })
                CheckWord(text, token.Span, diagnostics);
    }

    private static void CheckWord(ReadOnlySpan<byte> text, TextSpan span, DiagnosticBag diagnostics)
    {
        for (var i = span.Start; i + 1 < span.End; i++)
        {
            if (text[i] != '\\') continue;
            if (text[++i] != 'u') continue;
            var digits = text[(i + 1)..Math.Min(i + 1 + Digits, span.End)];
            var place = new TextSpan(i - 1, 2 + digits.Length);
            if (digits.Length < Digits)
                diagnostics.Error(DiagnosticCode.InvalidSyntax, place, "invalid \\u escape sequence: expected 4 hexadecimal digits");
            else if (!AreHex(digits))
                diagnostics.Error(DiagnosticCode.InvalidSyntax, place, $"invalid \\u escape sequence: \"{System.Text.Encoding.UTF8.GetString(digits)}\" is not hexadecimal");
        }
    }

    private static bool AreHex(ReadOnlySpan<byte> digits)
    {
        foreach (var b in digits)
            if (Ascii.HexDigit(b) < 0) return false;
        return true;
    }
}
