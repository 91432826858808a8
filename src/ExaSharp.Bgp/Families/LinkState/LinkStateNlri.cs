using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.LinkState;

/// <summary>The NLRI types that are told apart; others are shown as octets.</summary>
internal enum LinkStateType : ushort
{
    Node = 1,
    Link = 2,
    Ipv4Prefix = 3,
    Ipv6Prefix = 4,

    /// <summary>RFC 9514 section 6.</summary>
    Srv6Sid = 6,
}

/// <summary>
/// The fields of a BGP-LS NLRI (RFC 9552 section 5.2); of a checked one, reads are within bounds.
/// <code>
/// +-------------------------------+-------------------------------+
/// |            NLRI Type (2)      |   Total NLRI Length (2)       |
/// +-------------------------------+-------------------------------+
/// |  Route Distinguisher (8), SAFI 72 only                        |
/// +---------------+-----------------------------------------------+
/// |Protocol-ID (1)|  Identifier (8)                               |
/// +---------------+-----------------------------------------------+
/// |  Descriptor TLVs (variable)                                   |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
internal readonly ref struct LinkStateNlri(ReadOnlySpan<byte> octets, bool isVpn)
{
    public const ushort LocalNode = 256;
    public const ushort RemoteNode = 257;
    public const ushort LinkIdentifiers = 258;
    public const ushort Ipv4Interface = 259;
    public const ushort Ipv4Neighbor = 260;
    public const ushort Ipv6Interface = 261;
    public const ushort Ipv6Neighbor = 262;
    public const ushort MultiTopology = 263;
    public const ushort OspfRouteType = 264;
    public const ushort IpReachability = 265;
    public const ushort Srv6Sid = 518;

    private const int HeaderSize = 4;
    private const int IdentifierAt = 1;
    private const int DescriptorsAt = 9;
    private const int LinkIdentifiersSize = 8;
    private const int MultiTopologySize = 2;
    private const int SidSize = 16;

    /// <summary>All octets.</summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;

    public ushort Code => BinaryPrimitives.ReadUInt16BigEndian(Octets);

    public LinkStateType Type => (LinkStateType)Code;

    public bool IsKnown => Type is (>= LinkStateType.Node and <= LinkStateType.Ipv6Prefix) or LinkStateType.Srv6Sid;

    public bool IsPrefix => Type is LinkStateType.Ipv4Prefix or LinkStateType.Ipv6Prefix;

    public bool IsVpn { get; } = isVpn;

    /// <summary>What stands behind the header.</summary>
    public ReadOnlySpan<byte> Body => Octets[HeaderSize..];

    /// <summary>Of a known type in a VPN.</summary>
    public RouteDistinguisher Rd => RouteDistinguisher.Read(Body);

    /// <summary>Of a known type: where the information comes from; decides how router identifiers are read.</summary>
    public byte Protocol => Fields[0];

    /// <summary>Of a known type: the instance of the protocol.</summary>
    public ulong Identifier => BinaryPrimitives.ReadUInt64BigEndian(Fields[IdentifierAt..]);

    /// <summary>Of a known type: the TLVs.</summary>
    public ReadOnlySpan<byte> Descriptors => Fields[DescriptorsAt..];

    private ReadOnlySpan<byte> Fields => IsVpn ? Body[RouteDistinguisher.Size..] : Body;

    /// <summary>Takes one NLRI off the reader, with ExaBGP's errors where it is not whole.</summary>
    public static bool TryRead(ref WireReader reader, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        error = default;
        var rest = reader.Rest;
        if (rest.Length < HeaderSize)
        {
            error = BgpError.InvalidNetwork($"BGP-LS NLRI too short: need at least {HeaderSize} bytes, got {rest.Length}");
            return false;
        }
        var length = HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (reader.TryReadBytes(length, out nlri)) return true;
        error = BgpError.InvalidNetwork($"BGP-LS NLRI truncated: need {length} bytes, got {rest.Length}");
        return false;
    }

    /// <summary>
    /// Whether what is shown of a known type can be read (RFC 9552 section 8.2.2). As in ExaBGP, TLVs may stand in any order, and
    /// a link's nodes need not be there.
    /// </summary>
    public bool IsValid()
    {
        if (!IsKnown) return true;
        if (Body.Length < DescriptorsAt + (IsVpn ? RouteDistinguisher.Size : 0)) return false;
        var tlvs = new WideTlvReader(Descriptors);
        bool hasNode = false, hasPrefix = false;
        for (var isFirst = true; tlvs.TryRead(out var tlv); isFirst = false)
        {
            if (isFirst && tlv.Type != LocalNode && Type is LinkStateType.Node or LinkStateType.Srv6Sid) return false;
            if (!IsValid(tlv, isFirst)) return false;
            hasNode |= tlv.Type == LocalNode;
            hasPrefix |= tlv.Type == IpReachability;
        }
        if (tlvs.Remaining != 0) return false;
        return Type == LinkStateType.Link || hasNode && (!IsPrefix || hasPrefix);
    }

    /// <summary>The last TLV of a type, which counts where several stand; false for none.</summary>
    public bool TryFindLast(ushort type, out ReadOnlySpan<byte> value)
    {
        value = default;
        var isThere = false;
        var tlvs = new WideTlvReader(Descriptors);
        while (tlvs.TryRead(out var tlv))
        {
            if (tlv.Type != type) continue;
            value = tlv.Value;
            isThere = true;
        }
        return isThere;
    }

    /// <summary>The prefix of IP Reachability Information: IOS XR may leave its last octet away, which then is 0.</summary>
    public static IpAddress ReadPrefix(ReadOnlySpan<byte> value, bool isIpv6)
    {
        Span<byte> address = stackalloc byte[isIpv6 ? 16 : 4];
        address.Clear();
        value[1..].CopyTo(address);
        return IpAddress.FromBytes(address);
    }

    private bool IsValid(WideTlv tlv, bool isFirst)
    {
        var value = tlv.Value;
        return tlv.Type switch
        {
            LocalNode when isFirst || IsPrefix || Type == LinkStateType.Link => NodeDescriptors.AreValid(value, Protocol),
            RemoteNode when Type == LinkStateType.Link => NodeDescriptors.AreValid(value, Protocol),
            LinkIdentifiers when Type == LinkStateType.Link => value.Length >= LinkIdentifiersSize,
            >= Ipv4Interface and <= Ipv6Neighbor when Type == LinkStateType.Link => value.Length is 4 or 16,
            MultiTopology when Type is LinkStateType.Link or LinkStateType.Srv6Sid => value.Length >= MultiTopologySize,
            OspfRouteType when IsPrefix => value.Length == 1,
            IpReachability when IsPrefix => IsValidPrefix(value, Type == LinkStateType.Ipv6Prefix ? 16 : 4),
            Srv6Sid when Type == LinkStateType.Srv6Sid => value.Length == SidSize,
            _ => true,
        };
    }

    private static bool IsValidPrefix(ReadOnlySpan<byte> value, int size) =>
        !value.IsEmpty && value[0] <= size * 8 && value.Length - 1 <= size;
}
