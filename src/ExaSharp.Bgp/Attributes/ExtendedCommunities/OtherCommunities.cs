using System.Buffers.Binary;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.ExtendedCommunities;

/// <summary>Extended communities of layer 2 services, tunnels and mobile user planes as ExaBGP writes them.</summary>
internal static class OtherCommunities
{
    /// <summary>VPLS layer 2 info (RFC 4761 section 3.2.4): encapsulation, control flags, MTU, and the reserved field (site preference).</summary>
    public static void AppendL2Info(ReadOnlySpan<byte> community, TextBuffer output) => output
        .Append("l2info:"u8).Append((uint)community[2])
        .Append((byte)':').Append((uint)community[3])
        .Append((byte)':').Append(BinaryPrimitives.ReadUInt16BigEndian(community[4..]))
        .Append((byte)':').Append(BinaryPrimitives.ReadUInt16BigEndian(community[6..]));

    /// <summary>Encapsulation (RFC 9012 section 4.1).</summary>
    public static void AppendEncapsulation(ReadOnlySpan<byte> community, TextBuffer output)
    {
        var tunnel = BinaryPrimitives.ReadUInt16BigEndian(community[6..]);
        output.Append("encap:"u8);
        ReadOnlySpan<byte> name = tunnel switch
        {
            0 => "Default"u8,
            1 => "L2TPv3"u8,
            2 => "GRE"u8,
            7 => "IP-in-IP"u8,
            8 => "VXLAN"u8,
            9 => "NVGRE"u8,
            10 => "MPLS"u8,
            12 => "VXLAN-GPE"u8,
            13 => "MPLS-in-UDP"u8,
            _ => default,
        };
        if (name.IsEmpty) output.Append("encap:UNKNOWN-"u8).Append((uint)tunnel);
        else output.Append(name);
    }

    /// <summary>Consistent hash sort order (draft-ietf-bess-service-chaining).</summary>
    public static void AppendHashSortOrder(ReadOnlySpan<byte> community, TextBuffer output) =>
        output.Append("consistentHashSortOrder:"u8).Append(BinaryPrimitives.ReadUInt32BigEndian(community[2..]));

    /// <summary>MAC mobility (RFC 7432 section 7.7). Sticky when the flags are just that bit (ExaBGP).</summary>
    public static void AppendMacMobility(ReadOnlySpan<byte> community, TextBuffer output)
    {
        output.Append("mac-mobility:"u8).Append(BinaryPrimitives.ReadUInt32BigEndian(community[4..]));
        if (community[2] == 1) output.Append(":sticky"u8);
    }

    /// <summary>Direct-type segment identifier (draft-mpmz-bess-mup-safi).</summary>
    public static void AppendMup(ReadOnlySpan<byte> community, TextBuffer output) => output
        .Append("mup:"u8).Append(BinaryPrimitives.ReadUInt16BigEndian(community[2..]))
        .Append((byte)':').Append(BinaryPrimitives.ReadUInt32BigEndian(community[4..]));
}
