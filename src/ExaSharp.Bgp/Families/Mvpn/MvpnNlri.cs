using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Mvpn;

/// <summary>The route types with fields of their own; ExaBGP shows the others (1 to 4: A-D routes of PEs) as octets.</summary>
internal enum MvpnRouteType : byte
{
    Unknown = 0,
    SourceActive = 5,
    SharedTreeJoin = 6,
    SourceTreeJoin = 7,
}

/// <summary>
/// The fields of an MCAST-VPN NLRI (RFC 6514 section 4); of a checked one, reads are within bounds.
/// <code>
/// +-----------------------------------+
/// |    Route Type (1 octet)           |
/// +-----------------------------------+
/// |     Length (1 octet)              |
/// +-----------------------------------+
/// | Route Type specific (variable)    |
/// +-----------------------------------+
///
/// +-----------------------------------+
/// |      RD   (8 octets)              |
/// +-----------------------------------+
/// |    Source AS (4 octets)           |   not in type 5
/// +-----------------------------------+
/// | Multicast Source Length (1 octet) |   in bits; of type 6 the rendezvous point
/// +-----------------------------------+
/// |   Multicast Source (variable)     |
/// +-----------------------------------+
/// |  Multicast Group Length (1 octet) |   in bits
/// +-----------------------------------+
/// |  Multicast Group   (variable)     |
/// +-----------------------------------+
/// </code>
/// </summary>
internal readonly ref struct MvpnNlri(ReadOnlySpan<byte> octets)
{
    public const int LengthAt = 1;
    public const int HeaderSize = 2;
    private const int SourceAsSize = 4;

    /// <summary>All octets.</summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;

    public byte Code => Octets[0];

    public MvpnRouteType Type => Code is >= 5 and <= 7 ? (MvpnRouteType)Code : MvpnRouteType.Unknown;

    /// <summary>What stands behind the header.</summary>
    public ReadOnlySpan<byte> Body => Octets[HeaderSize..];

    public RouteDistinguisher Rd => RouteDistinguisher.Read(Body);

    /// <summary>Of a join: the AS of the source, or of the rendezvous point.</summary>
    public uint SourceAs => BinaryPrimitives.ReadUInt32BigEndian(Body[RouteDistinguisher.Size..]);

    /// <summary>The source; of a shared tree join the rendezvous point.</summary>
    public IpAddress Source => IpAddress.FromBytes(Body.Slice(SourceAt + 1, Body[SourceAt] / 8));

    public IpAddress Group => IpAddress.FromBytes(Body[(SourceAt + 2 + Body[SourceAt] / 8)..]);

    public bool IsJoin => Type is MvpnRouteType.SharedTreeJoin or MvpnRouteType.SourceTreeJoin;

    private int SourceAt => RouteDistinguisher.Size + (IsJoin ? SourceAsSize : 0);

    /// <summary>Takes one NLRI off the reader and checks it, with ExaBGP's errors; of an unknown type there is nothing to check.</summary>
    public static bool TryRead(ref WireReader reader, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        var rest = reader.Rest;
        if (rest.Length < HeaderSize)
        {
            error = BgpError.InvalidNetwork("not enough data to extract the header of the mvpn NLRI");
            return false;
        }
        var length = HeaderSize + rest[LengthAt];
        if (rest.Length < length)
        {
            error = BgpError.InvalidNetwork("the mvpn NLRI announces more data than it carries");
            return false;
        }
        error = new MvpnNlri(rest[..length]).Check();
        return !error.IsError && reader.TryReadBytes(length, out nlri);
    }

    private BgpError Check()
    {
        if (Type == MvpnRouteType.Unknown) return default;
        // Both addresses are of the same kind, as each is in a network of its own family.
        var fields = SourceAt + 2;
        var address = Body.Length == fields + 8 ? 4 : Body.Length == fields + 32 ? 16 : 0;
        if (address == 0) return BgpError.AttributeLength($"{LengthText} ({Body.Length} bytes).");
        var (source, group) = (Body[SourceAt], Body[SourceAt + 1 + address]);
        if (source != address * 8) return WrongAddress("Source", source);
        return group == address * 8 ? default : WrongAddress("Group", group);
    }

    private string LengthText => IsJoin ? "Invalid C-Multicast Route length" : "Unsupported Source Active A-D route length";

    private BgpError WrongAddress(string which, byte bits) => BgpError.AttributeLength(
        (IsJoin ? LengthText : $"Unsupported Source Active A-D Route Multicast {which} IP length")
        + $" ({bits} bits). Expected 32 bits (IPv4) or 128 bits (IPv6).");
}
