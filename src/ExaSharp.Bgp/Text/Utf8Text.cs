using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ExaSharp.Bgp.Text;

/// <summary>Texts that a peer sent: they may be anything and must not break the line-based streams they end up in.</summary>
public static class Utf8Text
{
    /// <summary>Decodes; false when the octets are not UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        text = System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
        return text is not null;
    }

    /// <summary>
    /// Appends the text with everything that cannot be printed (line ends, control and format characters, blanks other than
    /// the space) as <c>\xNN</c>, so that it stays on the line it belongs to.
    /// </summary>
    /// <param name="output">Where to append.</param>
    /// <param name="utf8">The text; octets that are not UTF-8 are shown as U+FFFD.</param>
    /// <param name="lower">Whether to turn letters into lower case.</param>
    public static void AppendOneLine(TextBuffer output, ReadOnlySpan<byte> utf8, bool lower = false)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            utf8 = utf8[used..];
            if (!IsPrintable(rune))
            {
                output.Append("\\x").Append(rune.Value.ToString("x2", CultureInfo.InvariantCulture));
                continue;
            }
            if (lower) rune = Rune.ToLowerInvariant(rune);
            output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
