using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Session;

/// <summary>Which route refresh both sides can (RFC 2918, RFC 7313).</summary>
public enum RefreshKind : byte
{
    Absent,
    Normal,
    Enhanced,
}

/// <summary>
/// What the two OPENs of a session agreed on: everything that decides how bytes are written and read. Immutable; made by
/// <c>Negotiation</c>, or by hand for tests and for <c>decode</c>.
/// </summary>
public sealed record NegotiatedSession
{
    /// <summary>The largest message without RFC 8654.</summary>
    public const int DefaultMessageSize = 4096;

    public uint LocalAs { get; init; }

    public uint PeerAs { get; init; }

    /// <summary>Same AS on both sides: LOCAL_PREF is sent, the AS path is not started with ours.</summary>
    public bool IsIbgp => LocalAs == PeerAs;

    public IpAddress LocalAddress { get; init; }

    public IpAddress PeerAddress { get; init; }

    /// <summary>Our BGP identifier.</summary>
    public IpAddress RouterId { get; init; }

    /// <summary>AS numbers of 4 octets in AS_PATH and AGGREGATOR (RFC 6793).</summary>
    public bool Asn4 { get; init; } = true;

    /// <summary>AIGP is accepted and sent to external peers too (RFC 7311; a local setting, not negotiated).</summary>
    public bool Aigp { get; init; }

    /// <summary>Largest message in octets with its header: 4096, or 65535 with RFC 8654.</summary>
    public int MessageSize { get; init; } = DefaultMessageSize;

    /// <summary>Seconds; 0 for none.</summary>
    public ushort HoldTime { get; init; }

    /// <summary>Families that both sides announced, in the peer's order.</summary>
    public IReadOnlyList<FamilyId> Families { get; init; } = [];

    /// <summary>Families in which we send path identifiers (RFC 7911).</summary>
    public IReadOnlyList<FamilyId> AddPathSend { get; init; } = [];

    /// <summary>Families in which the peer sends path identifiers.</summary>
    public IReadOnlyList<FamilyId> AddPathReceive { get; init; } = [];

    /// <summary>Families whose next-hop may be of another AFI (RFC 8950), in the peer's order.</summary>
    public IReadOnlyList<(FamilyId Family, Afi NextHop)> ExtendedNextHops { get; init; } = [];

    public RefreshKind Refresh { get; init; }

    public bool MultiSession { get; init; }

    public bool Operational { get; init; }

    /// <summary>The peer announced graceful restart (RFC 4724), and so did we.</summary>
    public bool GracefulRestart { get; init; }

    public bool HasFamily(FamilyId family) => Contains(Families, family);

    public bool SendsPathId(FamilyId family) => Contains(AddPathSend, family);

    public bool ReceivesPathId(FamilyId family) => Contains(AddPathReceive, family);

    private static bool Contains(IReadOnlyList<FamilyId> list, FamilyId family)
    {
        for (var i = 0; i < list.Count; i++)
            if (list[i] == family) return true;
        return false;
    }
}
