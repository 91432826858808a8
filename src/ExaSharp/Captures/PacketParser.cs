using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Captures;

/// <summary>What a packet turned out to be.</summary>
internal enum PacketKind : byte
{
    /// <summary>A TCP segment.</summary>
    Tcp,

    /// <summary>A fragment of an IP packet: there is no TCP header in it, or not all of the segment.</summary>
    Fragment,

    /// <summary>Anything else, or cut too short to tell.</summary>
    Other,

    /// <summary>Of a link type that is not understood.</summary>
    UnknownLink,
}

/// <summary>Finds the TCP segment in a captured packet, through the headers of link and IP.</summary>
internal static class PacketParser
{
    private const ushort Ipv4Type = 0x0800;
    private const ushort Ipv6Type = 0x86dd;
    private const byte Tcp = 6;

    /// <summary>Reads the headers; the segment is valid when the answer is <see cref="PacketKind.Tcp"/>.</summary>
    public static PacketKind Parse(LinkType link, ReadOnlySpan<byte> packet, out TcpSegment segment)
    {
        segment = default;
        var reader = new WireReader(packet);
        if (!TryReadLink(link, ref reader, out var isKnown, out var version)) return isKnown ? PacketKind.Other : PacketKind.UnknownLink;
        return version switch
        {
            4 => ParseIpv4(reader.Rest, out segment),
            6 => ParseIpv6(reader.Rest, out segment),
            _ => PacketKind.Other,
        };
    }

    /// <summary>Steps over the link's header; gives the IP version behind it.</summary>
    private static bool TryReadLink(LinkType link, ref WireReader reader, out bool isKnown, out int version)
    {
        isKnown = true;
        version = 0;
        switch (link)
        {
            case LinkType.Ethernet:
                return reader.TryReadBytes(12, out _) && TryReadEtherType(ref reader, out version);
            case LinkType.LinuxCooked:
                return reader.TryReadBytes(14, out _) && TryReadEtherType(ref reader, out version);
            case LinkType.LinuxCooked2:
                return reader.TryReadUInt16(out var type) && reader.TryReadBytes(18, out _) && TryFollow(type, ref reader, out version);
            case LinkType.Null:
            case LinkType.Loop:
                return TryReadLoopback(ref reader, out version);
            case LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Ipv4 or LinkType.Ipv6:
                version = reader.AtEnd ? 0 : reader.Rest[0] >> 4;
                return version != 0;
            default:
                isKnown = false;
                return false;
        }
    }

    private static bool TryReadEtherType(ref WireReader reader, out int version)
    {
        version = 0;
        return reader.TryReadUInt16(out var type) && TryFollow(type, ref reader, out version);
    }

    /// <summary>Steps over VLAN tags (IEEE 802.1Q, 802.1ad, and the number used before it).</summary>
    private static bool TryFollow(ushort type, ref WireReader reader, out int version)
    {
        version = 0;
        while (type is 0x8100 or 0x88a8 or 0x9100)
            if (!reader.TryReadUInt16(out _) || !reader.TryReadUInt16(out type)) return false;
        version = type switch { Ipv4Type => 4, Ipv6Type => 6, _ => 0 };
        return version != 0;
    }

    /// <summary>A protocol family in the octet order of whoever captured: 2 for IPv4; each system has its own number for IPv6.</summary>
    private static bool TryReadLoopback(ref WireReader reader, out int version)
    {
        version = 0;
        if (!reader.TryReadUInt32(out var family)) return false;
        if (family > ushort.MaxValue) family = BinaryPrimitives.ReverseEndianness(family);
        version = family switch { 2 => 4, 10 or 24 or 28 or 30 => 6, _ => 0 };
        return version != 0;
    }

    private static PacketKind ParseIpv4(ReadOnlySpan<byte> packet, out TcpSegment segment)
    {
        segment = default;
        if (packet.Length < 20 || packet[0] >> 4 != 4) return PacketKind.Other;
        var header = (packet[0] & 15) * 4;
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        // A card that cuts segments itself leaves 0 there; what is behind the packet is padding of the link.
        if (length == 0) length = packet.Length;
        if (header < 20 || length < header || packet.Length < header || packet[9] != Tcp) return PacketKind.Other;
        // More fragments, or not the first.
        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3fff) != 0) return PacketKind.Fragment;
        return ParseTcp(IpAddress.FromBytes(packet[12..16]), IpAddress.FromBytes(packet[16..20]), packet[header..Math.Min(length, packet.Length)], out segment);
    }

    private static PacketKind ParseIpv6(ReadOnlySpan<byte> packet, out TcpSegment segment)
    {
        segment = default;
        const int Header = 40;
        if (packet.Length < Header || packet[0] >> 4 != 6) return PacketKind.Other;
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        var payload = packet[Header..(length == 0 ? packet.Length : Math.Min(Header + length, packet.Length))];
        var next = packet[6];
        while (next != Tcp)
        {
            if (payload.Length < 8) return PacketKind.Other;
            int size;
            switch (next)
            {
                // Hop-by-hop options, routing, destination options, mobility, HIP, shim6 (RFC 8200 section 4, RFC 6564).
                case 0 or 43 or 60 or 135 or 139 or 140:
                    size = (payload[1] + 1) * 8;
                    break;
                // Authentication header (RFC 4302 section 2.2).
                case 51:
                    size = (payload[1] + 2) * 4;
                    break;
                // A fragment header of a packet that is whole (RFC 6946) says nothing.
                case 44 when (BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) & 0xfff9) == 0:
                    size = 8;
                    break;
                case 44:
                    return payload[0] == Tcp ? PacketKind.Fragment : PacketKind.Other;
                default:
                    return PacketKind.Other;
            }
            if (size > payload.Length) return PacketKind.Other;
            next = payload[0];
            payload = payload[size..];
        }
        return ParseTcp(IpAddress.FromBytes(packet[8..24]), IpAddress.FromBytes(packet[24..40]), payload, out segment);
    }

    private static PacketKind ParseTcp(IpAddress source, IpAddress destination, ReadOnlySpan<byte> payload, out TcpSegment segment)
    {
        segment = default;
        if (payload.Length < 20) return PacketKind.Other;
        var header = (payload[12] >> 4) * 4;
        if (header < 20 || header > payload.Length) return PacketKind.Other;
        segment = new TcpSegment(
            new TcpEndpoint(source, BinaryPrimitives.ReadUInt16BigEndian(payload)),
            new TcpEndpoint(destination, BinaryPrimitives.ReadUInt16BigEndian(payload[2..])),
            BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            (TcpFlags)payload[13],
            payload[header..]);
        return PacketKind.Tcp;
    }
}
