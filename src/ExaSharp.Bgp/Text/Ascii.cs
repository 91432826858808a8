namespace ExaSharp.Bgp.Text;

/// <summary>Comparisons and numbers over UTF-8 words: commands and configurations are never turned into strings on hot paths.</summary>
public static class Ascii
{
    /// <summary>Whether the bytes are exactly the (ASCII) characters of <paramref name="text"/>.</summary>
    public static bool Equal(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length != text.Length) return false;
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] != text[i]) return false;
        return true;
    }

    /// <summary>As <see cref="Equal"/>, without regard to case.</summary>
    public static bool EqualIgnoreCase(ReadOnlySpan<byte> bytes, string text) =>
        System.Text.Ascii.EqualsIgnoreCase(bytes, text);

    /// <summary>A decimal number without sign; false when empty, not decimal or above <paramref name="max"/>.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> word, ulong max, out ulong value)
    {
        value = 0;
        if (word.IsEmpty || word.Length > 20) return false;
        foreach (var b in word)
        {
            var digit = (uint)(b - '0');
            if (digit > 9 || value > (ulong.MaxValue - digit) / 10) return false;
            value = value * 10 + digit;
        }
        return value <= max;
    }

    /// <summary>A decimal number of at most 32 bits without sign.</summary>
    public static bool TryParseUInt32(ReadOnlySpan<byte> word, out uint value)
    {
        var ok = TryParseDecimal(word, uint.MaxValue, out var wide);
        value = (uint)wide;
        return ok;
    }

    /// <summary>A decimal number of at most 16 bits without sign.</summary>
    public static bool TryParseUInt16(ReadOnlySpan<byte> word, out ushort value)
    {
        var ok = TryParseDecimal(word, ushort.MaxValue, out var wide);
        value = (ushort)wide;
        return ok;
    }

    /// <summary>A hexadecimal number with its <c>0x</c> prefix; false when absent, empty or above <paramref name="max"/>.</summary>
    public static bool TryParseHex(ReadOnlySpan<byte> word, ulong max, out ulong value)
    {
        value = 0;
        if (!HasHexPrefix(word) || word.Length is < 3 or > 18) return false;
        foreach (var b in word[2..])
        {
            var digit = HexDigit(b);
            if (digit < 0) return false;
            value = (value << 4) | (uint)digit;
        }
        return value <= max;
    }

    /// <summary>Decimal or <c>0x</c> hexadecimal.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> word, ulong max, out ulong value) =>
        HasHexPrefix(word) ? TryParseHex(word, max, out value) : TryParseDecimal(word, max, out value);

    public static bool HasHexPrefix(ReadOnlySpan<byte> word) =>
        word.Length >= 2 && word[0] == '0' && (word[1] | 0x20) == 'x';

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int HexDigit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
