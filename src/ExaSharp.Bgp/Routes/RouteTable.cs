using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The routes of one Adj-RIB, each with its attribute set, by <see cref="RouteStore.KeyOf"/>: 4 octets a route. Holds a
/// reference to each route and each set. Not thread-safe.
/// </summary>
internal sealed class RouteTable(RouteStore routes, AttributeInterner attributes)
{
    private readonly SparseIndex _sets = new();

    /// <summary>The spelling of a route where it is not the key itself.</summary>
    private readonly Dictionary<int, int> _spellings = [];

    public int Count => _sets.Count;

    /// <summary>Octets that the table takes, dictionaries apart.</summary>
    public long Allocated => _sets.Allocated;

    /// <summary>The attribute set of a route, in whatever spelling; 0 when it is not in the table.</summary>
    public int Attributes(int key) => _sets[key];

    /// <summary>The route as it was last set.</summary>
    public int Route(int key) => _spellings.Count != 0 && _spellings.TryGetValue(key, out var route) ? route : key;

    /// <summary>The first key from <paramref name="key"/> on that is in the table; -1 when none is.</summary>
    public int NextFrom(int key) => _sets.NextFrom(key);

    /// <summary>Puts a route in, or other attributes or another spelling of it; whether it was not there before.</summary>
    public bool Set(int key, int route, int set)
    {
        attributes.AddReference(set);
        routes.AddReference(route);
        var isNew = !Remove(key);
        _sets[key] = set;
        if (route != key) _spellings[key] = route;
        return isNew;
    }

    /// <summary>The routes, of a family or all, by ascending key, in a batch that holds its own references.</summary>
    public RouteBatch Snapshot(FamilyId? family)
    {
        var batch = new RouteBatch(routes, attributes);
        for (var key = NextFrom(0); key >= 0; key = NextFrom(key + 1))
        {
            var route = Route(key);
            if (family is { } wanted && routes.Family(route) != wanted) continue;
            var set = Attributes(key);
            routes.AddReference(route);
            attributes.AddReference(set);
            batch.Add(new RouteChange(route, set, RouteAction.Announce));
        }
        return batch;
    }

    /// <summary>Forgets a route; false when it was not there.</summary>
    public bool Remove(int key)
    {
        var set = _sets[key];
        if (set == 0) return false;
        var route = key;
        if (_spellings.Count != 0 && _spellings.Remove(key, out var spelling)) route = spelling;
        _sets[key] = 0;
        attributes.Release(set);
        routes.Release(route);
        return true;
    }

    /// <summary>Forgets all routes.</summary>
    public void Clear()
    {
        for (var key = NextFrom(0); key >= 0; key = NextFrom(key + 1)) Remove(key);
    }
}
