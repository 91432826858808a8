using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Evpn;

/// <summary>The route types that are told apart; others are shown as octets.</summary>
internal enum EvpnRouteType : byte
{
    Unknown = 0,
    EthernetAutoDiscovery = 1,
    MacIpAdvertisement = 2,
    InclusiveMulticast = 3,
    EthernetSegment = 4,
    IpPrefix = 5,
}

/// <summary>
/// The fields of an EVPN NLRI (RFC 7432 section 7, RFC 9136 section 3.1); of a checked one, reads are within bounds.
/// <code>
/// +-----------------------------------+
/// |    Route Type (1 octet)           |
/// +-----------------------------------+
/// |     Length (1 octet)              |
/// +-----------------------------------+
/// | Route Type specific (variable)    |
/// +-----------------------------------+
///
/// type 1: RD (8) ESI (10) Ethernet Tag (4) labels (3 each)
/// type 2: RD (8) ESI (10) Ethernet Tag (4) MAC length (1) MAC (6) IP length (1) IP (0, 4, 16) one or two labels (3 each)
/// type 3: RD (8)          Ethernet Tag (4) IP length (1) IP (4, 16)
/// type 4: RD (8) ESI (10)                  IP length (1) IP (4, 16)
/// type 5: RD (8) ESI (10) Ethernet Tag (4) prefix length (1) prefix (4, 16) gateway (4, 16) label (3)
/// </code>
/// </summary>
internal readonly ref struct EvpnNlri(ReadOnlySpan<byte> octets)
{
    public const int LengthAt = 1;
    public const int HeaderSize = 2;
    private const int EsiSize = 10;
    private const int TagSize = 4;
    private const int LabelSize = 3;
    private const int EsiAt = RouteDistinguisher.Size;

    /// <summary>Of the types 1, 2 and 5.</summary>
    private const int TagAt = EsiAt + EsiSize;
    private const int MacLengthAt = TagAt + TagSize;
    private const int MacAt = MacLengthAt + 1;
    private const int MacSize = 6;
    private const int MacIpLengthAt = MacAt + MacSize;
    private const int PrefixLengthAt = TagAt + TagSize;

    /// <summary>All octets.</summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;

    public byte Code => Octets[0];

    public EvpnRouteType Type => Code is >= 1 and <= 5 ? (EvpnRouteType)Code : EvpnRouteType.Unknown;

    /// <summary>What stands behind the header.</summary>
    public ReadOnlySpan<byte> Body => Octets[HeaderSize..];

    public RouteDistinguisher Rd => RouteDistinguisher.Read(Body);

    /// <summary>Not of type 3: the Ethernet segment's 10 octets, all zero for none.</summary>
    public ReadOnlySpan<byte> Esi => Body.Slice(EsiAt, EsiSize);

    /// <summary>Not of type 4.</summary>
    public uint EthernetTag =>
        BinaryPrimitives.ReadUInt32BigEndian(Body[(Type == EvpnRouteType.InclusiveMulticast ? RouteDistinguisher.Size : TagAt)..]);

    /// <summary>Of type 2.</summary>
    public ReadOnlySpan<byte> Mac => Body.Slice(MacAt, MacSize);

    /// <summary>Of type 2, in bits.</summary>
    public byte MacLength => Body[MacLengthAt];

    /// <summary>The address of types 2 (undefined for none), 3 and 4, and the prefix's address of type 5.</summary>
    public IpAddress Address => AddressSize == 0 ? default : IpAddress.FromBytes(Body.Slice(AddressAt, AddressSize));

    /// <summary>Of type 5, in bits.</summary>
    public byte PrefixLength => Body[PrefixLengthAt];

    /// <summary>Of type 5: the overlay index, all zero for none.</summary>
    public IpAddress Gateway => IpAddress.FromBytes(Body.Slice(AddressAt + AddressSize, AddressSize));

    /// <summary>Whether there is a label: not in type 1 routes that have none.</summary>
    public bool HasLabel => LabelAt + LabelSize <= Body.Length;

    /// <summary>The whole field of 24 bits of the first label: the label of 20 bits, or a VNI.</summary>
    public uint Label => (uint)BinaryPrimitives.ReadUInt16BigEndian(Body[LabelAt..]) << 8 | Body[LabelAt + 2];

    private int AddressAt => Type switch
    {
        EvpnRouteType.MacIpAdvertisement => MacIpLengthAt + 1,
        EvpnRouteType.InclusiveMulticast => RouteDistinguisher.Size + TagSize + 1,
        EvpnRouteType.EthernetSegment => TagAt + 1,
        _ => PrefixLengthAt + 1,
    };

    private int AddressSize => Type == EvpnRouteType.IpPrefix ? (Body.Length - PrefixLengthAt - 1 - LabelSize) / 2 : Body[AddressAt - 1] / 8;

    private int LabelAt => Type switch
    {
        EvpnRouteType.EthernetAutoDiscovery => TagAt + TagSize,
        EvpnRouteType.MacIpAdvertisement => AddressAt + AddressSize,
        EvpnRouteType.IpPrefix => Body.Length - LabelSize,
        _ => Body.Length,
    };

    /// <summary>Takes one NLRI off the reader and checks it, with ExaBGP's errors; of an unknown type there is nothing to check.</summary>
    public static bool TryRead(ref WireReader reader, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        var rest = reader.Rest;
        if (rest.Length < HeaderSize)
        {
            error = BgpError.InvalidNetwork($"EVPN NLRI too short: need at least {HeaderSize} bytes, got {rest.Length}");
            return false;
        }
        var length = HeaderSize + rest[LengthAt];
        if (rest.Length < length)
        {
            error = BgpError.InvalidNetwork($"EVPN NLRI truncated: need {length} bytes, got {rest.Length}");
            return false;
        }
        error = new EvpnNlri(rest[..length]).Check();
        return !error.IsError && reader.TryReadBytes(length, out nlri);
    }

    /// <summary>
    /// What makes two routes the same: the parts that RFC 7432 section 7 and RFC 9136 section 3.1 count as the prefix, which are
    /// all but labels, gateway and, of the types 2 and 5, the segment.
    /// </summary>
    public ReadOnlySpan<byte> Key(Span<byte> scratch)
    {
        var key = new WireWriter(scratch);
        key.Byte(Code);
        switch (Type)
        {
            case EvpnRouteType.EthernetAutoDiscovery:
                key.Bytes(Body[..(TagAt + TagSize)]);
                break;
            case EvpnRouteType.MacIpAdvertisement or EvpnRouteType.IpPrefix:
                key.Bytes(Body[..EsiAt]);
                key.Bytes(Body[TagAt..(AddressAt + AddressSize)]);
                break;
            default:
                return Octets;
        }
        return scratch[..key.Length];
    }

    private BgpError Check() => Type switch
    {
        EvpnRouteType.EthernetAutoDiscovery => CheckAutoDiscovery(),
        EvpnRouteType.MacIpAdvertisement => CheckMacIp(),
        EvpnRouteType.InclusiveMulticast => CheckMulticast(),
        EvpnRouteType.EthernetSegment => CheckSegment(),
        EvpnRouteType.IpPrefix => CheckPrefix(),
        _ => default,
    };

    private BgpError CheckAutoDiscovery()
    {
        const int fixedSize = TagAt + TagSize;
        if (Body.Length < fixedSize) return TooShort(fixedSize);
        return (Body.Length - fixedSize) % LabelSize == 0
            ? default
            : BgpError.InvalidNetwork("Ethernet A-D EVPN NLRI has a truncated label stack");
    }

    private BgpError CheckMacIp()
    {
        const int fixedSize = MacIpLengthAt + 1;
        if (Body.Length < fixedSize) return TooShort(fixedSize);
        if (MacLength > MacSize * 8) return BgpError.AttributeLength($"invalid MAC Address length in {EvpnText.Name(Type)}");
        var bits = Body[MacIpLengthAt];
        if (bits is not (0 or 32 or 128))
        {
            return BgpError.AttributeLength(
                $"IP field length is given as {bits} bits in {EvpnText.Name(Type)}, expecting 0, 32 (IPv4) or 128 (IPv6)");
        }
        var least = fixedSize + bits / 8 + LabelSize;
        return Body.Length == least || Body.Length == least + LabelSize ? default : BgpError.AttributeLength(
            $"Data field length is given as {Body.Length}, expecting {least} or {least + LabelSize} for an IP field of {bits} bits");
    }

    private BgpError CheckMulticast()
    {
        const int fixedSize = RouteDistinguisher.Size + TagSize + 1;
        if (Body.Length < fixedSize) return TooShort(fixedSize);
        var bits = Body[fixedSize - 1];
        if (bits is not (32 or 128))
            return BgpError.InvalidNetwork($"IP len is {bits}, but EVPN route currently support only IPv4 or IPv6");
        return CheckAddress("Inclusive Multicast", fixedSize, bits);
    }

    private BgpError CheckSegment()
    {
        const int fixedSize = TagAt + 1;
        if (Body.Length < fixedSize) return TooShort(fixedSize);
        var bits = Body[fixedSize - 1];
        if (bits is not (32 or 128))
        {
            return BgpError.AttributeLength(
                $"IP length field is given as {bits} in current Segment, expecting 32 (IPv4) or 128 (IPv6) bits");
        }
        return CheckAddress("Ethernet Segment", fixedSize, bits);
    }

    private BgpError CheckAddress(string name, int fixedSize, byte bits)
    {
        var expected = fixedSize + bits / 8;
        return Body.Length == expected
            ? default
            : BgpError.InvalidNetwork($"{name} EVPN NLRI is {Body.Length} bytes, expecting {expected} for an IP of {bits} bits");
    }

    private BgpError CheckPrefix()
    {
        const int fixedSize = PrefixLengthAt + 1 + LabelSize;
        return Body.Length is fixedSize + 8 or fixedSize + 32 ? default : BgpError.AttributeLength(
            $"Data field length is given as {Body.Length}, but EVPN route currently support only IPv4 or IPv6 (34 or 58)");
    }

    private BgpError TooShort(int needed) =>
        BgpError.InvalidNetwork($"{EvpnText.Name(Type)} EVPN NLRI is too short: need at least {needed} bytes, got {Body.Length}");
}
