using System.Runtime.InteropServices;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// Changes that are sent before the rest of a long flush: those of sources that have nothing in it, so that a helper with one
/// route does not wait for the full table of another. A source may send <see cref="Share"/> changes this way until
/// <see cref="Refill"/> octets of the flush were sent; what it says beyond waits in line with all others, and until that is
/// sent all that it says does, for its order is kept. Not thread-safe.
/// </summary>
internal sealed class ExpressLane(RouteStore routes, AttributeInterner attributes, RouteTable cache)
{
    /// <summary>Changes of one source.</summary>
    public const int Share = 256;

    /// <summary>Octets of the flush after which sources may go ahead of it again.</summary>
    public const int Refill = 64 * 1024;

    private readonly Dictionary<object, int> _taken = [];
    private PendingRoutes _collecting = new(routes, attributes);
    private long _octets;

    /// <summary>The walk over what was collected before; it ends before another begins.</summary>
    public RouteFlush Flush { get; } = new(routes, cache, new RouteBatch(routes, attributes), new PendingRoutes(routes, attributes));

    public bool HasPending => Flush.IsActive || _collecting.Live != 0;

    /// <summary>Octets that its changes take.</summary>
    public long Allocated => _collecting.Allocated + Flush.Allocated;

    /// <summary>Takes one of the share of a source; false when none is left.</summary>
    public bool TryTakeShare(object source)
    {
        ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_taken, source, out _);
        if (taken >= Share) return false;
        taken++;
        return true;
    }

    public void Add(int key, int route, int set, FamilyId family, bool isWithdraw) => _collecting.Add(key, route, set, family, isWithdraw);

    /// <summary>Makes what was collected the walk to work on, when none is; false when there is nothing to send.</summary>
    public bool TryBegin(NegotiatedSession session, bool grouped)
    {
        if (Flush.IsActive) return true;
        if (_collecting.Live == 0) return false;
        _collecting = Flush.Begin(_collecting, [], session, isFirst: false, grouped);
        return true;
    }

    /// <summary>Counts what was sent of the flush that is gone ahead of.</summary>
    public void Count(long octets)
    {
        _octets += octets;
        if (_octets < Refill) return;
        _octets = 0;
        _taken.Clear();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Flush.End();
        _collecting.Clear();
        _taken.Clear();
        _octets = 0;
    }
}
