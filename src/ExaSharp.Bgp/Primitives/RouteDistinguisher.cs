using System.Buffers.Binary;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Primitives;

/// <summary>A route distinguisher (RFC 4364 section 4.2): 8 octets, kept as on the wire.</summary>
public readonly record struct RouteDistinguisher(ulong Value)
{
    public const int Size = 8;

    /// <summary>
    /// <c>IPv4:n</c> (type 1, n of 16 bits), <c>asn16:n32</c> (type 0) or <c>asn32:n16</c> (type 2), chosen by magnitude as
    /// ExaBGP does.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out RouteDistinguisher rd)
    {
        rd = default;
        var colon = text.LastIndexOf((byte)':');
        if (colon < 0) return false;
        var admin = text[..colon];
        if (!Ascii.TryParseUInt32(text[(colon + 1)..], out var number)) return false;
        if (admin.Contains((byte)'.'))
        {
            if (!IpAddress.TryParse(admin, out var address) || !address.IsIpv4 || number > ushort.MaxValue) return false;
            rd = new RouteDistinguisher(1UL << 48 | (ulong)address.Ipv4Value << 16 | number);
            return true;
        }
        if (!Ascii.TryParseUInt32(admin, out var asn)) return false;
        if (asn <= ushort.MaxValue) rd = new RouteDistinguisher((ulong)asn << 32 | number);
        else if (number <= ushort.MaxValue) rd = new RouteDistinguisher(2UL << 48 | (ulong)asn << 16 | number);
        else return false;
        return true;
    }

    public static RouteDistinguisher Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>The text form; an unknown type in hexadecimal.</summary>
    public void AppendTo(TextBuffer buffer)
    {
        switch (Value >> 48)
        {
            case 0:
                buffer.Append(Value >> 32 & 0xffff).Append((byte)':').Append(Value & 0xffffffff);
                return;
            case 1:
                IpAddress.FromIpv4((uint)(Value >> 16)).AppendTo(buffer);
                buffer.Append((byte)':').Append(Value & 0xffff);
                return;
            case 2:
                buffer.Append(Value >> 16 & 0xffffffff).Append((byte)':').Append(Value & 0xffff);
                return;
            default:
                Span<byte> bytes = stackalloc byte[Size];
                BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);
                buffer.Append("0x"u8).AppendHex(bytes);
                return;
        }
    }

    public override string ToString()
    {
        var buffer = new TextBuffer(24);
        AppendTo(buffer);
        return buffer.ToString();
    }
}
