using System.Collections;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The configured routes of a neighbour: its own and those of its templates, in the order in which they count. Neighbours
/// with the same routes have the same object, and their Adj-RIBs start from its table, so that many neighbours with many
/// routes take neither the time nor the room of each route for each. Thread-safe.
/// </summary>
public sealed class ConfiguredRoutes : IReadOnlyList<RouteBatch>
{
    private readonly RouteBatch[] _batches;
    private readonly ConfiguredRoutes[] _parts;
    private readonly Lock _lock = new();
    private Tables? _tables;

    private ConfiguredRoutes(RouteBatch[] batches, ConfiguredRoutes[] parts) => (_batches, _parts) = (batches, parts);

    /// <summary>No routes.</summary>
    public static ConfiguredRoutes None { get; } = new([], []);

    public int Count => _batches.Length;

    public RouteBatch this[int index] => _batches[index];

    /// <summary>The routes of batches that do not change any more; a later batch counts more than an earlier one.</summary>
    public static ConfiguredRoutes Of(params IReadOnlyList<RouteBatch> batches) => batches.Count switch
    {
        0 => None,
        1 => Of(batches[0]),
        _ => new ConfiguredRoutes([.. batches], [.. batches.Select(Of)]),
    };

    public IEnumerator<RouteBatch> GetEnumerator() => ((IEnumerable<RouteBatch>)_batches).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gives the references of the tables back, for routes that are no longer, or never were, in use. The batches keep theirs.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _tables?.Release();
            _tables = null;
        }
        foreach (var part in _parts) part.Release();
    }

    internal Tables Lookup()
    {
        lock (_lock) return _tables ??= _parts.Length == 0 ? Build() : Join();
    }

    private static ConfiguredRoutes Of(RouteBatch batch) => batch.Configured ??= new ConfiguredRoutes([batch], []);

    private Tables Build()
    {
        if (_batches.Length == 0) return Tables.Empty;
        var batch = _batches[0];
        var tables = new Tables(batch.Routes, batch.Attributes);
        for (var i = 0; i < batch.Count; i++) tables.Add(batch.Changes[i], batch.Watchdog(i));
        tables.Share();
        return tables;
    }

    private Tables Join()
    {
        var tables = new Tables(_batches[0].Routes, _batches[0].Attributes);
        foreach (var part in _parts) tables.Join(part.Lookup());
        tables.Share();
        return tables;
    }

    /// <summary>The routes by key, as Adj-RIBs compare and share them. What is not in a table stands in the batches, which hold the references.</summary>
    internal sealed class Tables(RouteStore routes, Attributes.AttributeInterner attributes)
    {
        private readonly List<RouteChange> _replaced = [];
        private readonly Dictionary<int, (RouteChange Change, WatchdogTag Tag)> _tagged = [];

        public static Tables Empty { get; } = new(new RouteStore(), new Attributes.AttributeInterner());

        /// <summary>Every route, as it was written last.</summary>
        public RouteTable All { get; } = new(routes, attributes);

        /// <summary>The routes that are announced from the start, as they were written last: those of <c>watchdog … withdraw</c> are not.</summary>
        public RouteTable Announced { get; } = new(routes, attributes);

        /// <summary>Versions of routes that a later one replaces, in order.</summary>
        public IReadOnlyList<RouteChange> Replaced => _replaced;

        /// <summary>By key: the routes of watchdog groups.</summary>
        public IReadOnlyDictionary<int, (RouteChange Change, WatchdogTag Tag)> Tagged => _tagged;

        public void Add(RouteChange change, WatchdogTag? tag)
        {
            var key = routes.KeyOf(change.Route);
            All.Set(key, change.Route, change.Attributes);
            if (tag is not null) _tagged[key] = (change, tag);
            else if (_tagged.Count != 0) _tagged.Remove(key);
            if (tag is { StartsWithdrawn: true }) return;
            KeepReplaced(key, change.Route, change.Attributes);
            Announced.Set(key, change.Route, change.Attributes);
        }

        public void Join(Tables part)
        {
            for (var page = 0; page < part.All.PageCount; page++)
            {
                if (All.TryShare(part.All, page)) continue;
                foreach (var key in part.All.KeysOf(page)) All.Set(key, part.All.Route(key), part.All.Attributes(key));
            }
            for (var page = 0; page < part.Announced.PageCount; page++)
            {
                if (Announced.TryShare(part.Announced, page)) continue;
                foreach (var key in part.Announced.KeysOf(page))
                {
                    KeepReplaced(key, part.Announced.Route(key), part.Announced.Attributes(key));
                    Announced.Set(key, part.Announced.Route(key), part.Announced.Attributes(key));
                }
            }
            foreach (var key in _tagged.Keys)
                if (part.All.Attributes(key) != 0) _tagged.Remove(key);
            foreach (var (key, tagged) in part._tagged) _tagged[key] = tagged;
            _replaced.AddRange(part._replaced);
        }

        /// <summary>Keeps the pages that both tables have once.</summary>
        public void Share()
        {
            for (var page = 0; page < All.PageCount; page++)
                if (All.HasEqualPage(Announced, page)) Announced.TryShare(All, page);
        }

        public void Release()
        {
            All.Clear();
            Announced.Clear();
        }

        private void KeepReplaced(int key, int route, int set)
        {
            var known = Announced.Attributes(key);
            if (known == 0 || (known == set && Announced.Route(key) == route)) return;
            _replaced.Add(new RouteChange(Announced.Route(key), known, RouteAction.Announce));
        }
    }
}
