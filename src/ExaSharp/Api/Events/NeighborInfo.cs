using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Api.Events;

/// <summary>
/// What events say about a neighbour: as configured, completed by the connection where the configuration says <c>auto</c>.
/// One object for the life of a neighbour's definition, as the counter starts again with a new one (ExaBGP: after a reload
/// that changed it). Belongs to the neighbour's session.
/// </summary>
public sealed class NeighborInfo
{
    private ulong _counter;

    /// <summary>Our address; undefined while <c>auto</c> is not known yet.</summary>
    public IpAddress LocalAddress { get; set; }

    public IpAddress PeerAddress { get; set; }

    /// <summary>Our AS; null while <c>auto</c> is not known yet.</summary>
    public uint? LocalAs { get; set; }

    public uint? PeerAs { get; set; }

    /// <summary>Our BGP identifier; undefined while it is not known.</summary>
    public IpAddress RouterId { get; set; }

    /// <summary>
    /// The number of the neighbour's next JSON event, from 1. All helpers share it, so that each of several sees gaps (ExaBGP).
    /// </summary>
    public ulong NextCounter() => ++_counter;

    /// <summary>Goes on with the numbers of another description of the neighbour.</summary>
    public void GoOnFrom(NeighborInfo before)
    {
        ArgumentNullException.ThrowIfNull(before);
        _counter = before._counter;
    }
}
