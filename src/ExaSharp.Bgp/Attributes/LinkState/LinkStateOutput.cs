using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// Writes values of the BGP-LS attribute as JSON or as ExaBGP's text, which differ in their quotes, and in what is quoted at all.
/// </summary>
internal readonly struct LinkStateOutput(TextBuffer buffer, bool isJson)
{
    /// <summary>Octets of the longest number that <see cref="LongNumber"/> writes: an address of ISO networks (ISO/IEC 8348).</summary>
    public const int MaxLongNumber = 20;

    public TextBuffer Buffer { get; } = buffer;

    public bool IsJson { get; } = isJson;

    private byte Quote => IsJson ? (byte)'"' : (byte)'\'';

    public LinkStateOutput Raw(ReadOnlySpan<byte> text)
    {
        Buffer.Append(text);
        return this;
    }

    /// <summary><c>"name": </c></summary>
    public LinkStateOutput Key(string name)
    {
        Buffer.Append(Quote).Append(name).Append(Quote).Append(": "u8);
        return this;
    }

    public LinkStateOutput Number(ulong number)
    {
        Buffer.Append(number);
        return this;
    }

    /// <summary>A number of IEEE 754 single precision; JSON has none that are not finite.</summary>
    public LinkStateOutput Float(ReadOnlySpan<byte> octets)
    {
        var number = BinaryPrimitives.ReadSingleBigEndian(octets);
        if (float.IsFinite(number)) FloatText.Append(number, Buffer);
        else if (IsJson) Buffer.Append("null"u8);
        else if (float.IsNaN(number)) Buffer.Append("nan"u8);
        else Buffer.Append(number < 0 ? "-inf"u8 : "inf"u8);
        return this;
    }

    /// <summary>An address in quotes.</summary>
    public LinkStateOutput Address(ReadOnlySpan<byte> octets)
    {
        Buffer.Append(Quote);
        IpAddress.FromBytes(octets).AppendTo(Buffer);
        Buffer.Append(Quote);
        return this;
    }

    /// <summary><c>"0x0A0B"</c></summary>
    public LinkStateOutput Hex(ReadOnlySpan<byte> octets)
    {
        Buffer.Append(Quote).Append("0x"u8).AppendHex(octets).Append(Quote);
        return this;
    }

    /// <summary>The system identifier of an IS-IS node: <c>"000000000014"</c>.</summary>
    public LinkStateOutput SystemId(ReadOnlySpan<byte> octets)
    {
        Buffer.Append(Quote).AppendHex(octets, upper: false).Append(Quote);
        return this;
    }

    /// <summary>The bits of an octet, the highest first, by their names; the bits behind those are reserved, and not looked at.</summary>
    public LinkStateOutput Flags(ReadOnlySpan<string> names, byte octet)
    {
        Raw("{"u8);
        for (var i = 0; i < names.Length; i++) Key(names[i]).Number((uint)octet >> 7 - i & 1).Raw(", "u8);
        return Key("RSV").Raw("0}"u8);
    }

    /// <summary><c>[1, 2]</c>: numbers of a fixed size.</summary>
    public LinkStateOutput Numbers(ReadOnlySpan<byte> octets, int size)
    {
        Raw("["u8);
        for (var at = 0; at < octets.Length; at += size)
            Raw(at == 0 ? default : ", "u8).Number(ReadNumber(octets.Slice(at, size)));
        return Raw("]"u8);
    }

    /// <summary>Octets of text: a JSON string, in text the literal of octets that ExaBGP shows.</summary>
    public LinkStateOutput Octets(ReadOnlySpan<byte> octets)
    {
        if (IsJson)
        {
            Buffer.AppendJsonString(octets);
            return this;
        }
        var quote = octets.Contains((byte)'\'') && !octets.Contains((byte)'"') ? (byte)'"' : (byte)'\'';
        Buffer.Append((byte)'b').Append(quote);
        foreach (var octet in octets)
        {
            if (octet == quote || octet == (byte)'\\') Buffer.Append((byte)'\\').Append(octet);
            else if (octet is >= 0x20 and < 0x7f) Buffer.Append(octet);
            else if (octet == (byte)'\n') Buffer.Append("\\n"u8);
            else if (octet == (byte)'\r') Buffer.Append("\\r"u8);
            else if (octet == (byte)'\t') Buffer.Append("\\t"u8);
            else Buffer.Append("\\x"u8).AppendHex([octet], upper: false);
        }
        Buffer.Append(quote);
        return this;
    }

    /// <summary>An unsigned number of up to 8 octets.</summary>
    public static ulong ReadNumber(ReadOnlySpan<byte> octets)
    {
        var number = 0ul;
        foreach (var octet in octets) number = number << 8 | octet;
        return number;
    }

    /// <summary>An unsigned number in decimal digits, of at most <see cref="MaxLongNumber"/> octets.</summary>
    public LinkStateOutput LongNumber(ReadOnlySpan<byte> octets)
    {
        Span<byte> rest = stackalloc byte[MaxLongNumber];
        rest = rest[..octets.Length];
        octets.CopyTo(rest);
        // An octet has fewer than three digits.
        Span<byte> digits = stackalloc byte[MaxLongNumber * 3];
        var at = digits.Length;
        do
        {
            var remainder = 0;
            foreach (ref var octet in rest)
            {
                remainder = remainder << 8 | octet;
                octet = (byte)(remainder / 10);
                remainder %= 10;
            }
            digits[--at] = (byte)('0' + remainder);
        }
        while (rest.ContainsAnyExcept((byte)0));
        Buffer.Append(digits[at..]);
        return this;
    }
}
