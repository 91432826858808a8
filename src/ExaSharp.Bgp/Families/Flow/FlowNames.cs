using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// The names of FlowSpec values, both ways. Read in any case, with <c>_</c> for <c>-</c>; shown are only the names that
/// ExaBGP knows.
/// </summary>
internal static class FlowNames
{
    private static readonly (string Name, ushort Value)[] Protocols =
    [
        ("icmp", 1), ("igmp", 2), ("tcp", 6), ("egp", 8), ("udp", 17), ("rsvp", 46), ("gre", 47), ("esp", 50), ("ah", 51),
        ("ospf", 89), ("ipip", 94), ("pim", 103), ("sctp", 132),
    ];

    /// <summary>Names beyond ExaBGP's: read, never shown.</summary>
    private static readonly (string Name, ushort Value)[] MoreProtocols = [("icmpv6", 58), ("ipv6-icmp", 58)];

    private static readonly (string Name, ushort Value)[] IcmpTypes =
    [
        ("echo-reply", 0), ("unreachable", 3), ("redirect", 5), ("echo-request", 8), ("router-advertisement", 9),
        ("router-solicit", 10), ("time-exceeded", 11), ("parameter-problem", 12), ("timestamp", 13),
        ("timestamp-reply", 14), ("photuris", 40), ("experimental-mobility", 41), ("extended-echo-request", 42),
        ("extended-echo-reply", 43), ("experimental-one", 253), ("experimental-two", 254),
    ];

    /// <summary>Names that ExaBGP has no more since 5.0 (RFC 6918): shown by 4.2, and but for the last by 3.4.</summary>
    private static readonly (string Name, ushort Value)[] OlderIcmpTypes =
        [("source-quench", 4), ("info-request", 15), ("info-reply", 16), ("mask-request", 17), ("mask-reply", 18), ("traceroute", 30)];

    /// <summary>
    /// ICMPv6 types (RFC 4443, RFC 4861, RFC 2710, RFC 8335), for IPv6 rules only. A name that ExaBGP has is ICMP's there
    /// too, as in ExaBGP: <c>echo-request</c> is 8, and <c>icmpv6-echo-request</c> is 128.
    /// </summary>
    private static readonly (string Name, ushort Value)[] Icmpv6Types =
    [
        ("unreachable", 1), ("destination-unreachable", 1), ("packet-too-big", 2), ("time-exceeded", 3),
        ("parameter-problem", 4), ("echo-request", 128), ("echo-reply", 129), ("multicast-listener-query", 130),
        ("multicast-listener-report", 131), ("multicast-listener-done", 132), ("router-solicit", 133),
        ("router-solicitation", 133), ("router-advertisement", 134), ("neighbor-solicitation", 135),
        ("neighbour-solicitation", 135), ("neighbor-advertisement", 136), ("neighbour-advertisement", 136),
        ("redirect", 137), ("extended-echo-request", 160), ("extended-echo-reply", 161),
    ];

    private static readonly (string Name, ushort Value)[] IcmpCodes =
    [
        ("network-unreachable", 0), ("host-unreachable", 1), ("protocol-unreachable", 2), ("port-unreachable", 3),
        ("fragmentation-needed", 4), ("source-route-failed", 5), ("destination-network-unknown", 6),
        ("destination-host-unknown", 7), ("source-host-isolated", 8), ("destination-network-prohibited", 9),
        ("destination-host-prohibited", 10), ("network-unreachable-for-tos", 11), ("host-unreachable-for-tos", 12),
        ("communication-prohibited-by-filtering", 13), ("host-precedence-violation", 14), ("precedence-cutoff-in-effect", 15),
        ("redirect-for-network", 0), ("redirect-for-host", 1), ("redirect-for-tos-and-net", 2),
        ("redirect-for-tos-and-host", 3), ("ttl-eq-zero-during-transit", 0), ("ttl-eq-zero-during-reassembly", 1),
        ("required-option-missing", 1), ("ip-header-bad", 2),
    ];

    /// <summary>ICMPv6 codes (RFC 4443 sections 3.1, 3.3, 3.4).</summary>
    private static readonly (string Name, ushort Value)[] Icmpv6Codes =
    [
        ("no-route", 0), ("admin-prohibited", 1), ("beyond-scope", 2), ("address-unreachable", 3), ("port-unreachable", 4),
        ("failed-policy", 5), ("reject-route", 6), ("hop-limit-exceeded", 0), ("reassembly-time-exceeded", 1),
        ("erroneous-header-field", 0), ("unrecognized-next-header", 1), ("unrecognized-option", 2),
    ];

    private static readonly (string Name, ushort Value)[] TcpFlags =
    [
        ("fin", 0x01), ("syn", 0x02), ("rst", 0x04), ("push", 0x08), ("ack", 0x10), ("urg", 0x20), ("ece", 0x40),
        ("cwr", 0x80), ("ns", 0x100),
    ];

    private static readonly (string Name, ushort Value)[] MoreTcpFlags = [("urgent", 0x20)];

    private static readonly (string Name, ushort Value)[] Fragments =
    [
        ("dont-fragment", 0x01), ("is-fragment", 0x02), ("first-fragment", 0x04), ("last-fragment", 0x08),
    ];

    /// <summary>What may stand before every name of ICMPv6.</summary>
    private const string Icmpv6Prefix = "icmpv6-";

    /// <summary>The bit that <c>not-a-fragment</c> asks to be clear.</summary>
    public const ushort IsFragment = 0x02;

    /// <summary>The number of a name.</summary>
    /// <param name="type">The component, which has its own names.</param>
    /// <param name="name">The name as written.</param>
    /// <param name="ipv4">Its value in IPv4 rules, or -1.</param>
    /// <param name="ipv6">Its value in IPv6 rules; -1 only for a name that is none.</param>
    public static bool TryFind(FlowComponent type, ReadOnlySpan<byte> name, out int ipv4, out int ipv6)
    {
        ipv4 = type switch
        {
            FlowComponent.Protocol => Find(Protocols, name) is >= 0 and var number ? number : Find(MoreProtocols, name),
            FlowComponent.IcmpType => Find(IcmpTypes, name),
            FlowComponent.IcmpCode => Find(IcmpCodes, name),
            FlowComponent.TcpFlags => Find(TcpFlags, name) is >= 0 and var flag ? flag : Find(MoreTcpFlags, name),
            FlowComponent.Fragment => Find(Fragments, name),
            FlowComponent.Port or FlowComponent.DestinationPort or FlowComponent.SourcePort => ServiceNames.Find(name),
            _ => -1,
        };
        ipv6 = type switch
        {
            _ when ipv4 >= 0 => ipv4,
            FlowComponent.IcmpType => FindIcmpv6(Icmpv6Types, name),
            FlowComponent.IcmpCode => FindIcmpv6(Icmpv6Codes, name),
            _ => -1,
        };
        return ipv6 >= 0;
    }

    /// <summary>The name of ICMP, as in its table, that a word is for a component; null when it is none.</summary>
    public static string? IcmpName(FlowComponent type, ReadOnlySpan<byte> word)
    {
        foreach (var (name, _) in type switch { FlowComponent.IcmpType => IcmpTypes, FlowComponent.IcmpCode => IcmpCodes, _ => [] })
            if (IsSame(word, name)) return name;
        return null;
    }

    /// <summary>What to write for ICMPv6 in the place of a name of ICMP: a name and its number, or any number.</summary>
    public static string Icmpv6Advice(FlowComponent type, string name)
    {
        foreach (var (known, value) in type == FlowComponent.IcmpType ? Icmpv6Types : Icmpv6Codes)
            if (known == name) return $"write {Icmpv6Prefix}{name} or {value}";
        return "write its number";
    }

    /// <summary>The names of a component other than ports, for suggestions.</summary>
    public static IEnumerable<string> Names(FlowComponent type) => type switch
    {
        FlowComponent.Protocol => Protocols.Concat(MoreProtocols).Select(item => item.Name),
        FlowComponent.IcmpType => WithIcmpv6(IcmpTypes, Icmpv6Types),
        FlowComponent.IcmpCode => WithIcmpv6(IcmpCodes, Icmpv6Codes),
        FlowComponent.TcpFlags => TcpFlags.Concat(MoreTcpFlags).Select(item => item.Name),
        FlowComponent.Fragment => Fragments.Select(item => item.Name),
        _ => [],
    };

    private static IEnumerable<string> WithIcmpv6((string Name, ushort Value)[] icmp, (string Name, ushort Value)[] icmpv6) =>
        [.. icmp.Select(item => item.Name), .. icmpv6.Select(item => item.Name), .. icmpv6.Select(item => Icmpv6Prefix + item.Name)];

    /// <summary>Whether two spellings are the same name: no regard to case, <c>_</c> is <c>-</c>.</summary>
    public static bool IsSame(ReadOnlySpan<byte> word, ReadOnlySpan<char> name)
    {
        if (word.Length != name.Length) return false;
        for (var i = 0; i < word.Length; i++)
            if (Fold(word[i]) != name[i]) return false;
        return true;
    }

    /// <summary>A character as names are compared: lower case, with <c>-</c> for <c>_</c>.</summary>
    public static byte Fold(byte b) => b switch
    {
        (byte)'_' => (byte)'-',
        >= (byte)'A' and <= (byte)'Z' => (byte)(b | 0x20),
        _ => b,
    };

    /// <summary>
    /// A number by its name where ExaBGP shows one: protocols, ICMP types, and services when asked for. What has no name is a number,
    /// before 5.0 with <c>unknown</c> and what it is of.
    /// </summary>
    public static void AppendNumber(JsonVersion version, FlowComponent type, ulong value, bool showServices, TextBuffer output)
    {
        var name = type switch
        {
            FlowComponent.Protocol => Name(Protocols, value),
            FlowComponent.IcmpType => IcmpTypeName(version, value),
            _ => null,
        };
        if (name is not null) output.Append(name);
        else if (showServices && FlowComponents.IsPort(type) && ServiceNames.Name(value) is { IsEmpty: false } service) output.Append(service);
        else if (version <= JsonVersion.Four && type is FlowComponent.Protocol or FlowComponent.IcmpType) AppendUnknown(version, type, value, output);
        else output.Append(value);
    }

    /// <summary>The types of RFC 4727 and RFC 8335 came with 4.2, photuris with 5.0.</summary>
    private static string? IcmpTypeName(JsonVersion version, ulong value) => version switch
    {
        JsonVersion.Three => value == 30 ? null : Name(OlderIcmpTypes, value) ?? (value < 40 ? Name(IcmpTypes, value) : null),
        JsonVersion.Four => Name(OlderIcmpTypes, value) ?? (value == 40 ? null : Name(IcmpTypes, value)),
        _ => Name(IcmpTypes, value),
    };

    private static void AppendUnknown(JsonVersion version, FlowComponent type, ulong value, TextBuffer output) =>
        output.Append("unknown "u8).Append(Title(type)).Append(version == JsonVersion.Three ? " "u8 : " type "u8).Append(value);

    /// <summary>
    /// The flags of a mask joined by <c>+</c>; bits without a name in ExaBGP's words. None of them is nothing, and in 4.2 a word of its own
    /// for fragments.
    /// </summary>
    public static void AppendFlags(JsonVersion version, FlowComponent type, ulong value, TextBuffer output)
    {
        if (value == 0 && version == JsonVersion.Four && type == FlowComponent.Fragment) output.Append("not-a-fragment"u8);
        var rest = value;
        var isFirst = true;
        foreach (var (name, bit) in type == FlowComponent.TcpFlags ? TcpFlags : Fragments)
        {
            if ((rest & bit) == 0) continue;
            rest &= ~(ulong)bit;
            if (!isFirst) output.Append((byte)'+');
            isFirst = false;
            output.Append(name);
        }
        if (rest == 0) return;
        if (!isFirst) output.Append((byte)'+');
        AppendUnknown(JsonVersion.Five, type, value, output);
    }

    /// <summary>ExaBGP's name of a kind of values in messages: <c>unknown tcp flag foo</c>.</summary>
    public static string Title(FlowComponent type) => type switch
    {
        FlowComponent.Protocol => "protocol",
        FlowComponent.IcmpType => "icmp type",
        FlowComponent.IcmpCode => "icmp code",
        FlowComponent.TcpFlags => "tcp flag",
        FlowComponent.Fragment => "fragment",
        _ => FlowComponents.Name(type, Afi.Ipv4),
    };

    private static int FindIcmpv6((string Name, ushort Value)[] names, ReadOnlySpan<byte> word) =>
        Find(names, word.Length > Icmpv6Prefix.Length && IsSame(word[..Icmpv6Prefix.Length], Icmpv6Prefix) ? word[Icmpv6Prefix.Length..] : word);

    private static int Find((string Name, ushort Value)[] names, ReadOnlySpan<byte> word)
    {
        foreach (var (name, value) in names)
            if (IsSame(word, name)) return value;
        return -1;
    }

    private static string? Name((string Name, ushort Value)[] names, ulong number)
    {
        foreach (var (name, value) in names)
            if (value == number) return name;
        return null;
    }
}
