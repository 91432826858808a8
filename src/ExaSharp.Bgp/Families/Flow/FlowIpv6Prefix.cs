using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// The layout of an IPv6 prefix component, for both ways in this one place.
/// </summary>
/// <remarks>
/// <code>
/// +--------+--------+----------+
/// | length | offset | pattern  |   RFC 8956 section 3.1
/// +--------+--------+----------+
/// </code>
/// RFC 8956: the pattern is the length - offset bits of the prefix behind the offset. ExaBGP, whose octets are the ones
/// stored, and written and read without <c>rfc</c>: the pattern is the whole prefix, ceil(length / 8) octets from bit 0. Both are the same for
/// offset 0.
/// </remarks>
internal static class FlowIpv6Prefix
{
    public static void Write(IpPrefix prefix, byte offset, scoped ref WireWriter writer)
    {
        Span<byte> octets = stackalloc byte[16];
        prefix.Address.CopyTo(octets);
        writer.Byte(prefix.Length);
        writer.Byte(offset);
        writer.Bytes(octets[..PatternSize(prefix.Length)]);
    }

    public static bool TryRead(scoped ref WireReader reader, out IpPrefix prefix, out byte offset)
    {
        prefix = default;
        return reader.TryReadByte(out var length) & reader.TryReadByte(out offset)
            && IpPrefix.TryRead(ref reader, Afi.Ipv6, length, out prefix);
    }

    /// <summary>Writes the component behind its type as RFC 8956 has it; false when its offset leaves nothing to compare.</summary>
    public static bool TryWriteRfc(IpPrefix prefix, byte offset, scoped ref WireWriter writer)
    {
        if (!IsRfc(prefix.Length, offset)) return false;
        writer.Byte(prefix.Length);
        writer.Byte(offset);
        Span<byte> octets = stackalloc byte[16];
        IpAddress.FromIpv6(prefix.Address.Ipv6Value << offset).Mask(prefix.Length - offset).CopyTo(octets);
        writer.Bytes(octets[..PatternSize(prefix.Length - offset)]);
        return true;
    }

    /// <summary>Reads the component behind its type as RFC 8956 has it. The bits before the offset are zeros then.</summary>
    public static bool TryReadRfc(scoped ref WireReader reader, out IpPrefix prefix, out byte offset)
    {
        prefix = default;
        if (!(reader.TryReadByte(out var length) & reader.TryReadByte(out offset)) || !IsRfc(length, offset)) return false;
        if (!reader.TryReadBytes(PatternSize(length - offset), out var pattern)) return false;
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        pattern.CopyTo(octets);
        var bits = IpAddress.FromBytes(octets).Mask(length - offset).Ipv6Value;
        prefix = new IpPrefix(IpAddress.FromIpv6(bits >> offset), length);
        return true;
    }

    /// <summary>
    /// RFC 8956 section 3.1: "If length = 0 and offset = 0, this component matches every address. Otherwise, length MUST be in the
    /// range offset &lt; length &lt; 129 or the component is malformed."
    /// </summary>
    private static bool IsRfc(int length, int offset) => (length == 0 && offset == 0) || (offset < length && length <= 128);

    private static int PatternSize(int length) => (length + 7) / 8;
}
