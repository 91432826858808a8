using ExaSharp.Bgp.Session;

namespace ExaSharp.Api.Events;

/// <summary>Whether the peer sent a message or we did.</summary>
public enum EventDirection : byte
{
    Receive,
    Send,

    /// <summary>Given to <c>decode</c>, which says <c>in</c>.</summary>
    Decoded,
}

/// <summary>What the event of any message has: whose, which way, and the octets when a helper wants them beside the decoded form.</summary>
public readonly ref struct MessageEvent(NeighborInfo neighbor, EventDirection direction)
{
    public NeighborInfo Neighbor { get; } = neighbor;

    public EventDirection Direction { get; } = direction;

    /// <summary>The message's 19 octets of header, or empty: shown in <c>consolidate</c> mode and in raw events.</summary>
    public ReadOnlySpan<byte> Header { get; init; }

    /// <summary>The octets behind the header, or empty.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The session over which it went; null for a message from elsewhere.</summary>
    public NegotiatedSession? Negotiated { get; init; }

    /// <summary>Whether some helper of the neighbour asked for <c>negotiated</c>: JSON then shows the session in update and raw events.</summary>
    public bool IsNegotiatedWanted { get; init; }
}
