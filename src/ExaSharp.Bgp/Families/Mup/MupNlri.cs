using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Mup;

/// <summary>The route types of the architecture 3gpp-5g.</summary>
internal enum MupRouteType : ushort
{
    /// <summary>Another architecture, or another type.</summary>
    Unknown = 0,
    InterworkSegmentDiscovery = 1,
    DirectSegmentDiscovery = 2,
    Type1SessionTransformed = 3,
    Type2SessionTransformed = 4,
}

/// <summary>
/// The fields of a MUP NLRI (draft-mpmz-bess-mup-safi section 3.1); of a checked one, reads are within bounds.
/// <code>
/// +-----------------------------------+
/// |    Architecture Type (1 octet)    |
/// +-----------------------------------+
/// |       Route Type (2 octets)       |
/// +-----------------------------------+
/// |         Length (1 octet)          |
/// +-----------------------------------+
/// |  Route Type specific (variable)   |   begins with a route distinguisher of 8 octets
/// +-----------------------------------+
/// </code>
/// </summary>
internal readonly ref struct MupNlri(ReadOnlySpan<byte> octets, Afi afi)
{
    public const byte Architecture = 1;
    public const int LengthAt = 3;
    public const int HeaderSize = 4;

    /// <summary>Of a TEID: 32 bits at most.</summary>
    public const int MaxTeidLength = 32;

    /// <summary>The route distinguisher, and the length behind it that three of the four types have.</summary>
    private const int FixedSize = RouteDistinguisher.Size + 1;

    /// <summary>TEID, QFI and the length of the endpoint's address.</summary>
    private const int SessionSize = 6;

    private const int BodyAt = HeaderSize + FixedSize;

    /// <summary>All octets.</summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;

    public Afi Afi { get; } = afi;

    public byte ArchitectureType => Octets[0];

    public ushort Code => BinaryPrimitives.ReadUInt16BigEndian(Octets[1..]);

    public MupRouteType Type =>
        ArchitectureType == Architecture && Code is >= 1 and <= 4 ? (MupRouteType)Code : MupRouteType.Unknown;

    /// <summary>What stands behind the header.</summary>
    public ReadOnlySpan<byte> Body => Octets[HeaderSize..];

    public RouteDistinguisher Rd => RouteDistinguisher.Read(Octets[HeaderSize..]);

    /// <summary>In bits, of the prefix (ISD, T1ST) or of address and TEID together (T2ST).</summary>
    public byte PrefixLength => Octets[BodyAt - 1];

    /// <summary>ISD, T1ST: behind the prefix.</summary>
    public int PrefixEnd => BodyAt + (PrefixLength + 7) / 8;

    /// <summary>ISD, T1ST: the prefix's address, filled up with zeros.</summary>
    public IpAddress Prefix
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            bytes.Clear();
            Octets[BodyAt..PrefixEnd].CopyTo(bytes);
            return IpAddress.FromBytes(bytes[..AddressSize(Afi)]);
        }
    }

    /// <summary>DSD: the address.</summary>
    public IpAddress Address => IpAddress.FromBytes(Octets[(HeaderSize + RouteDistinguisher.Size)..]);

    /// <summary>T1ST and T2ST: the tunnel endpoint identifier. Of T2ST it is the low-order octets (ExaBGP).</summary>
    public uint Teid
    {
        get
        {
            if (Type == MupRouteType.Type1SessionTransformed) return BinaryPrimitives.ReadUInt32BigEndian(Octets[PrefixEnd..]);
            uint teid = 0;
            foreach (var octet in Octets[(BodyAt + AddressSize(Afi))..]) teid = teid << 8 | octet;
            return teid;
        }
    }

    /// <summary>T2ST: bits of the TEID's octets that are not of the TEID; 0 for the other types.</summary>
    public int UnusedTeidBits => Type == MupRouteType.Type2SessionTransformed ? -PrefixLength & 7 : 0;

    /// <summary>T1ST: the QoS flow identifier.</summary>
    public byte Qfi => Octets[PrefixEnd + 4];

    /// <summary>T1ST and T2ST: the tunnel's endpoint.</summary>
    public IpAddress Endpoint => Type == MupRouteType.Type2SessionTransformed
        ? IpAddress.FromBytes(Octets.Slice(BodyAt, AddressSize(Afi)))
        : IpAddress.FromBytes(Octets.Slice(PrefixEnd + SessionSize, Octets[PrefixEnd + SessionSize - 1] / 8));

    /// <summary>T1ST: the source address; undefined when there is none.</summary>
    public IpAddress Source
    {
        get
        {
            var at = PrefixEnd + SessionSize + Octets[PrefixEnd + SessionSize - 1] / 8;
            return at == Octets.Length ? default : IpAddress.FromBytes(Octets[(at + 1)..]);
        }
    }

    /// <summary>Takes one NLRI off the reader and checks it, with ExaBGP's errors; an unknown type has nothing to check.</summary>
    public static bool TryRead(ref WireReader reader, Afi afi, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        var rest = reader.Rest;
        if (rest.Length < HeaderSize)
        {
            error = BgpError.InvalidNetwork($"MUP NLRI too short: need at least {HeaderSize} bytes, got {rest.Length}");
            return false;
        }
        var length = HeaderSize + rest[LengthAt];
        if (rest.Length < length)
        {
            error = BgpError.InvalidNetwork($"MUP NLRI truncated: need {length} bytes, got {rest.Length}");
            return false;
        }
        error = new MupNlri(rest[..length], afi).Check();
        return !error.IsError && reader.TryReadBytes(length, out nlri);
    }

    /// <summary>
    /// T2ST with unused bits: moves the TEID of a checked NLRI from the end of its octets to their front, or back; the unused bits
    /// become 0.
    /// </summary>
    public static void ShiftTeid(Span<byte> nlri, Afi afi, bool toFront)
    {
        var route = new MupNlri(nlri, afi);
        var octets = nlri[(BodyAt + AddressSize(afi))..];
        var (teid, unused) = (route.Teid, route.UnusedTeidBits);
        teid = toFront ? teid << unused : teid >> unused;
        for (var i = octets.Length - 1; i >= 0; i--, teid >>= 8) octets[i] = (byte)teid;
    }

    private BgpError Check() => Type switch
    {
        MupRouteType.InterworkSegmentDiscovery => CheckInterwork(),
        MupRouteType.DirectSegmentDiscovery => CheckDirect(),
        MupRouteType.Type1SessionTransformed => CheckType1(),
        MupRouteType.Type2SessionTransformed => CheckType2(),
        _ => default,
    };

    private BgpError CheckInterwork()
    {
        if (Body.Length < FixedSize) return TooShort(FixedSize);
        if (PrefixLength > AddressSize(Afi) * 8) return PrefixTooLong("isd");
        var expected = PrefixEnd - HeaderSize;
        return Body.Length == expected
            ? default
            : BgpError.InvalidNetwork($"mup isd is {Body.Length} bytes, expecting {expected} for a prefix of {PrefixLength} bits");
    }

    private BgpError CheckDirect()
    {
        if (Body.Length < RouteDistinguisher.Size) return TooShort(RouteDistinguisher.Size);
        var size = Body.Length - RouteDistinguisher.Size;
        return size is 4 or 16 ? default : BgpError.AttributeLength($"Invalid IP size, expect 4 or 16 octets. accuracy size {size}");
    }

    private BgpError CheckType1()
    {
        if (Body.Length < FixedSize) return TooShort(FixedSize);
        if (PrefixLength > AddressSize(Afi) * 8) return PrefixTooLong("t1st");
        var at = PrefixEnd - HeaderSize + SessionSize;
        if (Body.Length < at) return TooShort(at);
        var endpointLength = Body[at - 1];
        if (endpointLength is not (32 or 128))
            return BgpError.InvalidNetwork($"mup t1st endpoint ip length is not 32bit or 128bit, unexpect len: {endpointLength}");
        at += endpointLength / 8;
        if (Body.Length < at) return TooShort(at);
        if (Body.Length == at) return default;
        var sourceLength = Body[at];
        if (sourceLength is not (32 or 128))
            return BgpError.InvalidNetwork($"mup t1st source ip length is not 32bit or 128bit, unexpect len: {sourceLength}");
        var expected = at + 1 + sourceLength / 8;
        return Body.Length == expected
            ? default
            : BgpError.InvalidNetwork($"mup t1st is {Body.Length} bytes, expecting {expected} for a source ip of {sourceLength} bits");
    }

    private BgpError CheckType2()
    {
        if (Body.Length < FixedSize) return TooShort(FixedSize);
        var addressBits = AddressSize(Afi) * 8;
        var teidBits = PrefixLength - addressBits;
        if (teidBits is < 0 or > MaxTeidLength)
        {
            return BgpError.InvalidNetwork(
                $"endpoint length is {PrefixLength}, expecting {addressBits} to {addressBits + MaxTeidLength} for {FamilyNames.Name(Afi)}");
        }
        var expected = FixedSize + AddressSize(Afi) + (teidBits + 7) / 8;
        return Body.Length == expected
            ? default
            : BgpError.InvalidNetwork($"mup t2st is {Body.Length} bytes, expecting {expected} for an endpoint of {PrefixLength} bits");
    }

    private BgpError TooShort(int needed) =>
        BgpError.InvalidNetwork($"{MupText.Name(Type)} MUP NLRI is too short: need at least {needed} bytes, got {Body.Length}");

    private BgpError PrefixTooLong(string type) => BgpError.InvalidNetwork(
        $"mup {type} prefix length is {PrefixLength} bits, more than the {AddressSize(Afi) * 8} of an {FamilyNames.Name(Afi)} address");

    private static int AddressSize(Afi afi) => afi == Afi.Ipv4 ? 4 : 16;
}
