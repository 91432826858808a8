using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Attributes.ExtendedCommunities;

/// <summary>
/// Writes extended communities: 8 octets (RFC 4360), or 20 octets where the administrator is an IPv6 address (RFC 5701).
/// Each method fills the first octets of <c>destination</c> and gives the slice that it filled.
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |I|T|   Type    |    Sub-Type   |          Value                |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
/// |                          Value (continued)                    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public static class ExtendedCommunity
{
    /// <summary>Octets of an extended community.</summary>
    public const int Size = 8;

    /// <summary>Octets of an IPv6-address-specific extended community.</summary>
    public const int Ipv6Size = 20;

    /// <summary>The bit of the type octet that marks a community as not transitive across ASes (RFC 4360 section 2).</summary>
    public const byte NonTransitive = 0x40;

    /// <summary>FlowSpec traffic-rate-bytes (RFC 8955 section 7.1): octets a second as IEEE float; 0 discards.</summary>
    public static Span<byte> TrafficRate(Span<byte> destination, ushort asn, float rate) =>
        Rate(destination, 0x8006, asn, rate);

    /// <summary>FlowSpec traffic-rate-packets (RFC 8955 section 7.2): packets a second as IEEE float.</summary>
    public static Span<byte> TrafficRatePackets(Span<byte> destination, ushort asn, float rate) =>
        Rate(destination, 0x800c, asn, rate);

    /// <summary>FlowSpec traffic-action (RFC 8955 section 7.3).</summary>
    /// <param name="destination">At least 8 octets.</param>
    /// <param name="sample">The S bit: sample and log the traffic.</param>
    /// <param name="terminal">The T bit, as ExaBGP writes it: set for the word <c>terminal</c>.</param>
    public static Span<byte> TrafficAction(Span<byte> destination, bool sample, bool terminal) =>
        Write(destination, 0x8007, (sample ? 2u : 0) | (terminal ? 1u : 0));

    /// <summary>FlowSpec traffic-marking (RFC 8955 section 7.5); DSCP 0..63.</summary>
    public static Span<byte> TrafficMarking(Span<byte> destination, byte dscp) => Write(destination, 0x8009, dscp);

    /// <summary>FlowSpec rt-redirect with a 2-octet AS (RFC 8955 section 7.4, type 0x80).</summary>
    public static Span<byte> Redirect2(Span<byte> destination, ushort asn, uint number) =>
        Write(destination, 0x8008, (ulong)asn << 32 | number);

    /// <summary>FlowSpec rt-redirect with a 4-octet AS (RFC 8955 section 7.4, type 0x82).</summary>
    public static Span<byte> Redirect4(Span<byte> destination, uint asn, ushort number) =>
        Write(destination, 0x8208, (ulong)asn << 16 | number);

    /// <summary>FlowSpec rt-redirect with an IPv4 address (RFC 8955 section 7.4, type 0x81).</summary>
    public static Span<byte> RedirectIpv4(Span<byte> destination, IpAddress address, ushort number) =>
        Write(destination, 0x8108, (ulong)address.Ipv4Value << 16 | number);

    /// <summary>FlowSpec rt-redirect-ipv6 (RFC 8956 section 6.1): 20 octets.</summary>
    public static Span<byte> RedirectIpv6(Span<byte> destination, IpAddress address, ushort number) =>
        WriteIpv6(destination, 0x000d, address, number);

    /// <summary>
    /// FlowSpec redirect to the next-hop of the route (draft-simpson-idr-flowspec-redirect-02): the address is the route's
    /// next-hop; with <paramref name="copy"/>, a copy of the traffic goes there.
    /// </summary>
    public static Span<byte> RedirectToNextHop(Span<byte> destination, bool copy) => Write(destination, 0x0800, copy ? 1u : 0);

    /// <summary>FlowSpec redirect to an IPv4 address (draft-ietf-idr-flowspec-redirect-ip): 8 octets.</summary>
    public static Span<byte> RedirectToNextHopIetf(Span<byte> destination, IpAddress ipv4, bool copy) =>
        Write(destination, 0x010c, (ulong)ipv4.Ipv4Value << 16 | (copy ? 1u : 0));

    /// <summary>FlowSpec redirect to an IPv6 address (draft-ietf-idr-flowspec-redirect-ip): 20 octets, for attribute 25.</summary>
    public static Span<byte> RedirectToNextHopIetfIpv6(Span<byte> destination, IpAddress ipv6, bool copy) =>
        WriteIpv6(destination, 0x000c, ipv6, copy ? (ushort)1 : (ushort)0);

    /// <summary>FlowSpec interface-set (draft-ietf-idr-flowspec-interfaceset).</summary>
    /// <param name="destination">At least 8 octets.</param>
    /// <param name="transitive">Type 0x07 when true, 0x47 when false.</param>
    /// <param name="asn">The AS that gives the group its meaning.</param>
    /// <param name="direction">1 input, 2 output, 3 both.</param>
    /// <param name="group">The interface group, 14 bits.</param>
    public static Span<byte> InterfaceSet(Span<byte> destination, bool transitive, uint asn, byte direction, ushort group) =>
        Write(destination, transitive ? (ushort)0x0702 : (ushort)0x4702,
            (ulong)asn << 16 | (uint)(direction & 3) << 14 | (uint)(group & 0x3fff));

    /// <summary>Type and sub-type, then the six octets of the value.</summary>
    public static Span<byte> Write(Span<byte> destination, ushort type, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, (ulong)type << 48 | value & 0xffff_ffff_ffff);
        return destination[..Size];
    }

    private static Span<byte> Rate(Span<byte> destination, ushort type, ushort asn, float rate) =>
        Write(destination, type, (ulong)asn << 32 | BitConverter.SingleToUInt32Bits(rate));

    private static Span<byte> WriteIpv6(Span<byte> destination, ushort type, IpAddress address, ushort local)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, type);
        destination[2..18].Clear();
        address.CopyTo(destination[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[18..], local);
        return destination[..Ipv6Size];
    }
}
