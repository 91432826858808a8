using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes;

/// <summary>Decimal numbers of any length, as ExaBGP reads them: leading zeros do not count, a large one is too large but still a number.</summary>
internal static class Decimal
{
    /// <summary>Whether all is digits; more than 64 bits give <see cref="ulong.MaxValue"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> word, out ulong value)
    {
        value = 0;
        if (word.IsEmpty || word.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        var digits = word.TrimStart((byte)'0');
        if (!digits.IsEmpty && !Ascii.TryParseDecimal(digits, ulong.MaxValue, out value)) value = ulong.MaxValue;
        return true;
    }
}
