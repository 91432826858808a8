using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Session;

/// <summary>Directions of ADD-PATH (RFC 7911 section 4); the values of the capability.</summary>
[Flags]
public enum AddPathMode : byte
{
    None = 0,
    Receive = 1,
    Send = 2,
    SendReceive = 3,
}

/// <summary>What a neighbour's <c>capability</c> block says. Defaults are ExaBGP 5.0's.</summary>
public sealed record CapabilitySettings
{
    public bool Asn4 { get; init; } = true;

    public bool ExtendedMessage { get; init; } = true;

    /// <summary>Capabilities 2 and 70 (RFC 2918, RFC 7313).</summary>
    public bool RouteRefresh { get; init; }

    /// <summary>Seconds of restart time (0..65535; 0 stands for the hold time); null when off.</summary>
    public ushort? GracefulRestart { get; init; }

    public AddPathMode AddPath { get; init; }

    /// <summary>RFC 8950; null means: on when a <c>nexthop</c> block exists.</summary>
    public bool? ExtendedNextHop { get; init; }

    public bool MultiSession { get; init; }

    public bool Operational { get; init; }

    /// <summary>AIGP to external peers; null when not said.</summary>
    public bool? Aigp { get; init; }

    public bool SoftwareVersion { get; init; }
}

/// <summary>The part of a neighbour's definition that a BGP session needs. Immutable; compared by <c>NeighborSettings</c> on reload.</summary>
public sealed record SessionSettings
{
    /// <summary>Our address; undefined for <c>auto</c> (then the connection tells it).</summary>
    public IpAddress LocalAddress { get; init; }

    /// <summary>The peer's address; of a range, the connection's.</summary>
    public IpAddress PeerAddress { get; init; }

    /// <summary>Our AS; null for <c>auto</c> (the peer's own).</summary>
    public uint? LocalAs { get; init; }

    /// <summary>The AS that the peer must have; null for <c>auto</c> (any).</summary>
    public uint? PeerAs { get; init; }

    /// <summary>Our BGP identifier (an IPv4 address).</summary>
    public IpAddress RouterId { get; init; }

    /// <summary>Hold time that we propose, in seconds: 0, or 3..65535.</summary>
    public ushort HoldTime { get; init; } = 180;

    /// <summary>See <see cref="NegotiatedSession.Rfc"/>.</summary>
    public bool Rfc { get; init; }

    /// <summary>Families to announce, by AFI then SAFI.</summary>
    public IReadOnlyList<FamilyId> Families { get; init; } = [];

    public CapabilitySettings Capabilities { get; init; } = new();

    /// <summary>Families of the <c>add-path</c> block; null when there is no block (then all families).</summary>
    public IReadOnlyList<FamilyId>? AddPathFamilies { get; init; }

    /// <summary>Entries of the <c>nexthop</c> block (RFC 8950).</summary>
    public IReadOnlyList<(FamilyId Family, Afi NextHop)> NextHops { get; init; } = [];

    /// <summary>For capability 73; null when not set.</summary>
    public string? HostName { get; init; }

    public string? DomainName { get; init; }

    /// <summary>Our software's name for capability 75: <c>ExaBGP/</c> and the version.</summary>
    public string SoftwareVersion { get; init; } = "ExaBGP/5.0.13";
}
