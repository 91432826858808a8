using System.Globalization;
using System.Text;

namespace ExaSharp.HealthCheck;

/// <summary>Texts and octets as Python shows them with <c>repr</c>: ExaBGP's log lines have them so.</summary>
internal static class PythonText
{
    public static string Repr(string text)
    {
        var quote = QuoteFor(text.Contains('\'', StringComparison.Ordinal), text.Contains('"', StringComparison.Ordinal));
        var result = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x80) AppendAscii(result, (byte)rune.Value, quote);
            else if (IsPrintable(rune)) result.Append(rune);
            else result.Append(rune.Value switch
            {
                < 0x100 => $"\\x{rune.Value:x2}",
                < 0x10000 => $"\\u{rune.Value:x4}",
                _ => $"\\U{rune.Value:x8}",
            });
        }
        return result.Append(quote).ToString();
    }

    public static string Repr(ReadOnlySpan<byte> bytes)
    {
        var quote = QuoteFor(bytes.Contains((byte)'\''), bytes.Contains((byte)'"'));
        var result = new StringBuilder("b").Append(quote);
        foreach (var octet in bytes) AppendAscii(result, octet, quote);
        return result.Append(quote).ToString();
    }

    public static string Repr(IEnumerable<string> list) => $"[{string.Join(", ", list.Select(Repr))}]";

    /// <summary>Python's <c>str.isprintable</c>.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static char QuoteFor(bool hasSingle, bool hasDouble) => hasSingle && !hasDouble ? '"' : '\'';

    private static void AppendAscii(StringBuilder result, byte octet, char quote)
    {
        if (octet == quote || octet == '\\') result.Append('\\').Append((char)octet);
        else if (octet is >= 0x20 and < 0x7f) result.Append((char)octet);
        else if (octet is (byte)'\n' or (byte)'\r' or (byte)'\t') result.Append(octet == '\n' ? "\\n" : octet == '\r' ? "\\r" : "\\t");
        else result.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
    }
}
