using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// FlowSpec component types (RFC 8955 section 4.2.2, RFC 8956 section 3). Some have another name with IPv6: protocol is
/// next-header there, dscp is traffic-class.
/// </summary>
public enum FlowComponent : byte
{
    DestinationPrefix = 1,
    SourcePrefix = 2,
    Protocol = 3,
    Port = 4,
    DestinationPort = 5,
    SourcePort = 6,
    IcmpType = 7,
    IcmpCode = 8,
    TcpFlags = 9,
    PacketLength = 10,
    Dscp = 11,
    Fragment = 12,

    /// <summary>IPv6 only.</summary>
    FlowLabel = 13,
}

/// <summary>What is known about each component type.</summary>
internal static class FlowComponents
{
    public const FlowComponent Last = FlowComponent.FlowLabel;

    private static readonly string[] Ipv4Names =
    [
        "", "destination-ipv4", "source-ipv4", "protocol", "port", "destination-port", "source-port", "icmp-type",
        "icmp-code", "tcp-flags", "packet-length", "dscp", "fragment", "flow-label",
    ];

    private static readonly string[] Ipv6Names =
    [
        "", "destination-ipv6", "source-ipv6", "next-header", "port", "destination-port", "source-port", "icmp-type",
        "icmp-code", "tcp-flags", "packet-length", "traffic-class", "fragment", "flow-label",
    ];

    /// <summary>Whether the type exists in rules of that address family.</summary>
    public static bool IsKnown(FlowComponent type, Afi afi) =>
        type >= FlowComponent.DestinationPrefix && type <= (afi == Afi.Ipv6 ? Last : FlowComponent.Fragment);

    public static bool IsPrefix(FlowComponent type) => type is FlowComponent.DestinationPrefix or FlowComponent.SourcePrefix;

    public static bool IsPort(FlowComponent type) =>
        type is FlowComponent.Port or FlowComponent.DestinationPort or FlowComponent.SourcePort;

    /// <summary>Whether the values are bit masks, with <see cref="FlowOperator"/>'s bit mask operators.</summary>
    public static bool IsBitmask(FlowComponent type) => type is FlowComponent.TcpFlags or FlowComponent.Fragment;

    /// <summary>ExaBGP's word: the keyword in text and the member in JSON.</summary>
    public static string Name(FlowComponent type, Afi afi) => (afi == Afi.Ipv6 ? Ipv6Names : Ipv4Names)[(int)type];

    /// <summary>The octets in which ExaBGP sends a value: as few as the type allows.</summary>
    public static int ValueSize(FlowComponent type, uint value) => type switch
    {
        FlowComponent.Protocol or FlowComponent.IcmpType or FlowComponent.IcmpCode or FlowComponent.Dscp => 1,
        FlowComponent.FlowLabel when value > ushort.MaxValue => 4,
        _ => value > byte.MaxValue ? 2 : 1,
    };
}

/// <summary>The operator octet before each value (RFC 8955 section 4.2.1).</summary>
/// <remarks>
/// <code>
///   0   1   2   3   4   5   6   7          0   1   2   3   4   5   6   7
/// +---+---+---+---+---+---+---+---+      +---+---+---+---+---+---+---+---+
/// | e | a |  len  | 0 |lt |gt |eq |      | e | a |  len  | 0 | 0 |not| m |
/// +---+---+---+---+---+---+---+---+      +---+---+---+---+---+---+---+---+
///             numeric                                bit mask
/// </code>
/// </remarks>
internal static class FlowOperator
{
    /// <summary>The last value of the component.</summary>
    public const byte EndOfList = 0x80;

    /// <summary>Joined to the value before by AND; without it by OR.</summary>
    public const byte And = 0x40;

    public const byte Less = 0x04;
    public const byte Greater = 0x02;
    public const byte Equal = 0x01;
    public const byte True = Less | Greater | Equal;
    public const byte False = 0x00;

    /// <summary>Bit mask: the result is turned round.</summary>
    public const byte Not = 0x02;

    /// <summary>Bit mask: all bits must be set; without it any of them.</summary>
    public const byte Match = 0x01;

    /// <summary>All but the end of the list and the length: what a received operator is shown by.</summary>
    public const byte Shown = 0x4F;

    /// <summary>The octets of the value behind the operator: 1, 2, 4 or 8.</summary>
    public static int ValueSize(byte octet) => 1 << (octet >> 4 & 3);

    /// <summary>The length bits for a value of 1, 2 or 4 octets.</summary>
    public static byte SizeBits(int size) => size switch { 1 => 0x00, 2 => 0x10, _ => 0x20 };
}
