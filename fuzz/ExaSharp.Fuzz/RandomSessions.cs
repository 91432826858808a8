using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Fuzz;

/// <summary>Sessions that a few octets of the input choose: everything that decides how messages are read and written.</summary>
internal static class RandomSessions
{
    /// <summary>Octets of the input that a choice needs.</summary>
    public const int Octets = 2;

    private static readonly (FamilyId, Afi)[] NextHops =
        [.. AddressFamilies.Known.SelectMany(family => (Afi[])[Afi.Ipv4, Afi.Ipv6], (family, afi) => (family, afi))];

    private static readonly NegotiatedSession[] Made = new NegotiatedSession[1 << 16];

    /// <summary>The session of these octets.</summary>
    public static NegotiatedSession Of(byte first, byte second) => Made[first << 8 | second] ??= Make(first, second);

    private static NegotiatedSession Make(byte first, byte second) => new()
    {
        LocalAs = 65000,
        PeerAs = (first & 1) == 0 ? 65000u : 70000u,
        // The corpus has zeros there, for what most sessions agree on.
        Asn4 = (first & 2) == 0,
        Aigp = (first & 4) == 0,
        Rfc = (first & 8) != 0,
        MessageSize = (first & 16) == 0 ? ushort.MaxValue : NegotiatedSession.DefaultMessageSize,
        Families = (first & 32) == 0 ? AddressFamilies.Known : [.. AddressFamilies.Known.Where((_, index) => index % 3 != second % 3)],
        AddPathReceive = (first & 64) == 0 ? [] : [.. AddressFamilies.Known.Where((_, index) => (second >> index % 8 & 1) == 0)],
        AddPathSend = (first & 64) == 0 ? [] : AddressFamilies.Known,
        ExtendedNextHops = (first & 128) == 0 ? [] : NextHops,
        LocalAddress = Bgp.Primitives.IpAddress.FromIpv4(0x7f000001),
        PeerAddress = Bgp.Primitives.IpAddress.FromIpv4(0x7f000002),
    };
}
