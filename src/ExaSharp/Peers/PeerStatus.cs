using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Peers;

/// <summary>How many messages of each type went one way.</summary>
internal sealed class MessageCounters
{
    private readonly long[] _counts = new long[7];
    private long _treated;

    public void Count(MessageType type, long messages = 1) => Volatile.Write(ref _counts[(int)type], _counts[(int)type] + messages);

    public long Of(MessageType type) => Volatile.Read(ref _counts[(int)type]);

    /// <summary>UPDATEs that RFC 7606 made something else of than their sender meant.</summary>
    public long Treated => Volatile.Read(ref _treated);

    /// <summary>Counts an UPDATE that was treated.</summary>
    public void CountTreated() => Volatile.Write(ref _treated, _treated + 1);

    /// <summary>Begins again at 0: the counts are those of one session (ExaBGP).</summary>
    public void Reset()
    {
        for (var i = 0; i < _counts.Length; i++) Volatile.Write(ref _counts[i], 0);
        Volatile.Write(ref _treated, 0);
    }

    public long Total => Of(MessageType.Open) + Of(MessageType.Notification) + Of(MessageType.Keepalive) + Of(MessageType.Update)
        + Of(MessageType.RouteRefresh);
}

/// <summary>What the peer's OPEN said, as far as <c>show neighbor</c> tells.</summary>
internal sealed record PeerOpenStatus(IpAddress RouterId, ushort HoldTime, IReadOnlySet<CapabilityCode> Capabilities);

/// <summary>
/// A session as other tasks see it: published as a whole by the session whenever something of it changes, never modified.
/// </summary>
internal sealed record PeerStatus
{
    public required NeighborSettings Settings { get; init; }

    /// <summary>The FSM's state in ExaBGP's capitals.</summary>
    public string State { get; init; } = "IDLE";

    public bool IsEstablished { get; init; }

    /// <summary>When the session came up, or went down, or was made (a <see cref="TimeProvider"/> timestamp).</summary>
    public long Since { get; init; }

    public NegotiatedSession? Negotiated { get; init; }

    public PeerOpenStatus? PeerOpen { get; init; }

    public required MessageCounters Sent { get; init; }

    public required MessageCounters Received { get; init; }
}
