namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>A kind of session in which UPDATEs are read in their own way.</summary>
/// <param name="Name">What a test shows of it.</param>
/// <param name="PeerAs">The AS number of the peer; ours is 65000.</param>
/// <param name="Settings">What stands in the neighbour for it.</param>
/// <param name="Capabilities">Capabilities of the peer beside families and four-octet AS numbers.</param>
internal sealed record ReceivedKind(string Name, ushort PeerAs, string Settings, params byte[] Capabilities)
{
    /// <summary>Both directions of ADD-PATH (RFC 7911) for the families that ExaBGP reads path identifiers of.</summary>
    private static readonly byte[] AddPath = [69, 24, 0, 1, 1, 3, 0, 1, 4, 3, 0, 1, 128, 3, 0, 2, 1, 3, 0, 2, 4, 3, 0, 2, 128, 3];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReceivedKind> All { get; } =
    [
        new("internal", 65000, "capability { aigp enable; }") { HasAigp = true },
        new("external of two octets", 65001, "capability { asn4 disable; }") { AsSize = 2 },
        new("external with path identifiers", 65001, "capability { add-path send/receive; }", AddPath) { HasPathIds = true },
        new("internal with extended next-hops", 65000, "capability { nexthop enable; } nexthop { ipv4 unicast ipv6; }", 5, 6, 0, 1, 0, 1, 0, 2)
        {
            HasExtendedNextHops = true,
        },
    ];

    /// <summary>Octets of an AS number.</summary>
    public int AsSize { get; init; } = 4;

    /// <summary>Whether the attribute AIGP is taken.</summary>
    public bool HasAigp { get; init; }

    /// <summary>Whether prefixes have path identifiers.</summary>
    public bool HasPathIds { get; init; }

    /// <summary>Whether IPv4 unicast takes next-hops of IPv6 (RFC 8950).</summary>
    public bool HasExtendedNextHops { get; init; }

    /// <summary>Whether NLRI of a family have path identifiers.</summary>
    public bool TakesPathId(ushort afi, byte safi) => HasPathIds && afi is 1 or 2 && safi is 1 or 4 or 128;
}
