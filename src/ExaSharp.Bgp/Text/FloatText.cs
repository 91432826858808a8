using System.Buffers.Text;

namespace ExaSharp.Bgp.Text;

/// <summary>
/// Floating-point numbers as ExaBGP writes them: the fewest digits that are read as the same number, very large and very small ones
/// with an exponent (<c>125000000.0</c>, <c>1e+16</c>).
/// </summary>
internal static class FloatText
{
    private const int FirstLargeExponent = 16;
    private const int LastSmallExponent = -5;

    /// <summary>Appends a number; it must be finite.</summary>
    public static void Append(double number, TextBuffer output)
    {
        Span<byte> shown = stackalloc byte[32];
        Utf8Formatter.TryFormat(number, shown, out var length);
        shown = shown[..length];
        if (shown[0] == (byte)'-')
        {
            output.Append((byte)'-');
            shown = shown[1..];
        }
        Span<byte> digits = stackalloc byte[32];
        var count = Split(shown, digits, out var exponent);
        Lay(digits[..count], exponent, output);
    }

    /// <summary>Takes the digits without leading and trailing zeros; the first one has the weight 10 to the exponent.</summary>
    private static int Split(ReadOnlySpan<byte> shown, Span<byte> digits, out int exponent)
    {
        exponent = 0;
        var mark = shown.IndexOf((byte)'E');
        if (mark >= 0 && Utf8Parser.TryParse(shown[(mark + 1)..], out exponent, out _)) shown = shown[..mark];
        var point = shown.IndexOf((byte)'.');
        exponent += (point < 0 ? shown.Length : point) - 1;
        var count = 0;
        foreach (var octet in shown)
        {
            if (octet == (byte)'.') continue;
            if (count == 0 && octet == (byte)'0') exponent--;
            else digits[count++] = octet;
        }
        while (count > 0 && digits[count - 1] == (byte)'0') count--;
        if (count > 0) return count;
        digits[0] = (byte)'0';
        exponent = 0;
        return 1;
    }

    private static void Lay(ReadOnlySpan<byte> digits, int exponent, TextBuffer output)
    {
        if (exponent is > LastSmallExponent and < 0)
        {
            output.Append("0."u8);
            for (var i = exponent; i < -1; i++) output.Append((byte)'0');
            output.Append(digits);
        }
        else if (exponent is >= 0 and < FirstLargeExponent)
        {
            var whole = Math.Min(exponent + 1, digits.Length);
            output.Append(digits[..whole]);
            for (var i = whole; i <= exponent; i++) output.Append((byte)'0');
            output.Append((byte)'.').Append(whole == digits.Length ? "0"u8 : digits[whole..]);
        }
        else
        {
            output.Append(digits[0]);
            if (digits.Length > 1) output.Append((byte)'.').Append(digits[1..]);
            output.Append(exponent < 0 ? "e-"u8 : "e+"u8);
            if (Math.Abs(exponent) < 10) output.Append((byte)'0');
            output.Append(Math.Abs(exponent));
        }
    }
}
