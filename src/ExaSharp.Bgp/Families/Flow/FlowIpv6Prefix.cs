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
/// written and read here: the pattern is the whole prefix, ceil(length / 8) octets from bit 0. Both are the same for
/// offset 0.
/// </remarks>
internal static class FlowIpv6Prefix
{
    public static void Write(IpPrefix prefix, byte offset, ref WireWriter writer)
    {
        Span<byte> octets = stackalloc byte[16];
        prefix.Address.CopyTo(octets);
        writer.Byte(prefix.Length);
        writer.Byte(offset);
        writer.Bytes(octets[..PatternSize(prefix.Length)]);
    }

    public static bool TryRead(ref WireReader reader, out IpPrefix prefix, out byte offset)
    {
        prefix = default;
        return reader.TryReadByte(out var length) & reader.TryReadByte(out offset)
            && IpPrefix.TryRead(ref reader, Afi.Ipv6, length, out prefix);
    }

    private static int PatternSize(int length) => (length + 7) / 8;
}
