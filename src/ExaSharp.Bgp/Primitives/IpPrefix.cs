using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Primitives;

/// <summary>An IP prefix: an address and the number of bits that count (0..32 or 0..128).</summary>
public readonly record struct IpPrefix(IpAddress Address, byte Length)
{
    public Afi Afi => Address.Afi;

    /// <summary>The largest prefix length of the address family.</summary>
    public int MaxLength => Address.Length * 8;

    /// <summary>Whether all bits behind the prefix length are zero, as ExaBGP asks of a route.</summary>
    public bool HasNoHostBits => Address.Mask(Length) == Address;

    public bool Contains(IpAddress address) => address.Afi == Afi && address.Mask(Length) == Address.Mask(Length);

    /// <summary><c>address/length</c>, or an address alone for a host (ExaBGP's default). Host bits are kept.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpPrefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf((byte)'/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out var address)) return false;
        var length = (ulong)address.Length * 8;
        if (slash >= 0 && !Ascii.TryParseDecimal(text[(slash + 1)..], length, out length)) return false;
        prefix = new IpPrefix(address, (byte)length);
        return true;
    }

    /// <summary>Writes the RFC 4271 form: length in bits, then as many octets as needed.</summary>
    public void WriteTo(ref WireWriter writer)
    {
        Span<byte> bytes = stackalloc byte[16];
        Address.CopyTo(bytes);
        writer.Byte(Length);
        writer.Bytes(bytes[..((Length + 7) / 8)]);
    }

    /// <summary>Reads the octets of a prefix of <paramref name="length"/> bits.</summary>
    public static bool TryRead(ref WireReader reader, Afi afi, int length, out IpPrefix prefix)
    {
        prefix = default;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var size = afi == Afi.Ipv4 ? 4 : 16;
        if (length > size * 8 || !reader.TryReadBytes((length + 7) / 8, out var octets)) return false;
        octets.CopyTo(bytes);
        prefix = new IpPrefix(IpAddress.FromBytes(bytes[..size]), (byte)length);
        return true;
    }

    public void AppendTo(TextBuffer buffer)
    {
        Address.AppendTo(buffer);
        buffer.Append((byte)'/').Append((uint)Length);
    }

    public override string ToString() => $"{Address}/{Length}";
}
