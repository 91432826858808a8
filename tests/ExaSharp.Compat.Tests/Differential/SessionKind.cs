namespace ExaSharp.Compat.Tests.Differential;

/// <summary>A kind of session whose UPDATEs have their own look.</summary>
/// <param name="Name">What a test shows of it.</param>
/// <param name="PeerAs">The AS number of the peer; ours is 65000.</param>
/// <param name="Settings">What stands in the neighbour for it.</param>
/// <param name="Capabilities">Capabilities of the peer beside families and four-octet AS numbers.</param>
internal sealed record SessionKind(string Name, ushort PeerAs, string Settings, params byte[] Capabilities)
{
    /// <summary>Every family of ours with both directions of ADD-PATH (RFC 7911).</summary>
    private static readonly byte[] AddPath = [69, 24, 0, 1, 1, 3, 0, 1, 4, 3, 0, 1, 128, 3, 0, 2, 1, 3, 0, 2, 4, 3, 0, 2, 128, 3];

    /// <summary>Graceful restart (RFC 4724) without a family.</summary>
    private static readonly byte[] GracefulRestart = [64, 2, 0, 120];

    /// <summary>Our AS number.</summary>
    public const ushort LocalAs = 65000;

    public static IReadOnlyList<SessionKind> All { get; } =
    [
        new("internal", LocalAs, ""),
        new("internal with graceful restart", LocalAs, "capability { graceful-restart 120; }", GracefulRestart),
        new("external with path identifiers", 65001,
            "capability { add-path send/receive; aigp enable; }", AddPath),
        new("external of two octets", 65001, "capability { asn4 disable; }"),
        new("internal of two octets with extended next-hops", LocalAs,
            "capability { asn4 disable; nexthop enable; } nexthop { ipv4 unicast ipv6; }", 5, 6, 0, 1, 0, 1, 0, 2),
    ];
}
