using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>
/// Several neighbours of one template, random reloads, commands and sessions, against the plainest model: the routes one by
/// one. Each neighbour's table must be as the model's, each peer's as the neighbour's, and in the end no reference may be left.
/// </summary>
internal sealed class ConfiguredRoutesModel : IDisposable
{
    private const int Prefixes = 3000;

    private readonly Random _random;
    private readonly RibRig _rig;
    private readonly int[] _routes;
    private readonly int[] _sets;
    private readonly List<Neighbor> _neighbors = [];
    private readonly int _seed;
    private ConfiguredBatch _template;

    public ConfiguredRoutesModel(int seed, bool suppressDuplicates)
    {
        _seed = seed;
        _random = new Random(seed);
        _rig = new RibRig();
        _routes = [.. Enumerable.Range(0, Prefixes).Select(i => _rig.Route(Prefix(i)))];
        _sets = [_rig.Set("1.1.1.1"), _rig.Set("2.2.2.2"), _rig.Set("self")];
        _template = new ConfiguredBatch(_rig);
        for (var i = 0; i < 3; i++) _neighbors.Add(new Neighbor(_rig, suppressDuplicates));
    }

    public void Run(int steps)
    {
        Reload();
        for (var step = 0; step < steps; step++)
        {
            var neighbor = _neighbors[_random.Next(_neighbors.Count)];
            switch (_random.Next(10))
            {
                case 0 or 1:
                    Reload();
                    break;
                case 2:
                    neighbor.Up();
                    break;
                case 3:
                    neighbor.Down();
                    break;
                case 4 or 5:
                    neighbor.Watchdog("w" + _random.Next(2), _random.Next(2) == 0);
                    break;
                case < 8:
                    neighbor.Announce(_routes[_random.Next(Prefixes)], _sets[_random.Next(3)]);
                    break;
                default:
                    neighbor.Withdraw(_routes[_random.Next(Prefixes)], _sets[_random.Next(3)]);
                    break;
            }
            neighbor.Check(_seed);
        }
        foreach (var neighbor in _neighbors) neighbor.Check(_seed);
        Dispose();
        Assert.Equal((0, 0), (_rig.Store.Count, _rig.Interner.Count));
    }

    public void Dispose()
    {
        foreach (var neighbor in _neighbors) neighbor.Dispose();
        _template.Dispose();
        foreach (var route in _routes) _rig.Store.Release(route);
        foreach (var set in _sets) _rig.Interner.Release(set);
        _rig.Dispose();
    }

    private static string Prefix(int index) => $"10.{index / 256}.{index % 256}.0/24";

    private void Reload()
    {
        var before = _template;
        _template = Batch(_random.Next(Prefixes));
        foreach (var neighbor in _neighbors) neighbor.Reload(_random.Next(3) == 0 ? null : Batch(4), _template);
        before.Dispose();
    }

    private ConfiguredBatch Batch(int count)
    {
        var batch = new ConfiguredBatch(_rig);
        var first = _random.Next(Prefixes);
        var tags = _random.Next(4) * 10;
        for (var i = 0; i < count; i++)
        {
            var prefix = _random.Next(200) == 0 ? _random.Next(Prefixes) : (first + i) % Prefixes;
            var set = _sets[_random.Next(300) == 0 ? 1 : 0];
            var tag = _random.Next(1000) < tags ? "w" + _random.Next(2) : null;
            batch.Add(Prefix(prefix), set, tag, tag is not null && _random.Next(2) == 0);
        }
        return batch;
    }

    private sealed class Neighbor(RibRig rig, bool suppressDuplicates) : IDisposable
    {
        private readonly AdjRibOut _rib = new(rig.Store, rig.Interner, suppressDuplicates);
        private readonly UpdateBuilder _builder = new(rig.Store, rig.Interner);
        private readonly Dictionary<int, int> _table = [];
        private readonly Dictionary<int, (string Name, int Set, bool Announced, bool IsHeld)> _tagged = [];
        private ConfiguredRoutes _routes = ConfiguredRoutes.None;
        private ConfiguredBatch? _own;
        private PeerTable? _peer;

        public void Reload(ConfiguredBatch? own, ConfiguredBatch template)
        {
            var next = own is null ? ConfiguredRoutes.Of(template.Batch) : ConfiguredRoutes.Of(own.Batch, template.Batch);
            _rib.Reload(_routes, next);
            Follow(_routes, next);
            if (_routes.Count > 1) _routes.Release();
            _routes = next;
            _own?.Dispose();
            _own = own;
        }

        public void Announce(int route, int set)
        {
            _rib.Announce(route, set);
            _table[route] = set;
        }

        public void Withdraw(int route, int set)
        {
            _rib.Withdraw(route, set);
            _table.Remove(route);
        }

        public void Watchdog(string name, bool announced)
        {
            if (announced) _rib.AnnounceWatchdog(name);
            else _rib.WithdrawWatchdog(name);
            foreach (var (route, member) in _tagged.Where(member => member.Value.Name == name && member.Value.Announced != announced).ToList())
            {
                _tagged[route] = member with { Announced = announced, IsHeld = !announced };
                if (announced) _table[route] = member.Set;
                else _table.Remove(route);
            }
        }

        public void Up()
        {
            var session = RibRig.Session(FamilyId.Ipv4Unicast);
            _peer = new PeerTable(session);
            _rib.SessionUp(session);
        }

        public void Down()
        {
            _rib.SessionDown();
            _peer = null;
        }

        public void Check(int seed)
        {
            Assert.True(_rib.Count == _table.Count, $"seed {seed}: {_rib.Count} routes instead of {_table.Count}");
            var shown = _rib.Snapshot();
            foreach (var change in shown.Changes) Assert.True(_table[change.Route] == change.Attributes, $"seed {seed}: the attributes of a route");
            shown.Release();
            if (_peer is null) return;
            while (_rib.HasPending)
            {
                rig.Output.Clear();
                _builder.Fill(_rib, rig.Output, 1000);
                _peer.Apply(rig.Output.WrittenSpan);
            }
            Assert.True(_peer.Routes.Count == _table.Count, $"seed {seed}: the peer has {_peer.Routes.Count} routes instead of {_table.Count}");
            var expected = new PeerTable(RibRig.Session());
            foreach (var (route, set) in _table)
            {
                rig.Output.Clear();
                _builder.TryWrite(new RouteChange(route, set, RouteAction.Announce), RibRig.Session(), rig.Output, out _);
                expected.Apply(rig.Output.WrittenSpan);
            }
            Assert.True(expected.Routes.SequenceEqual(_peer.Routes), $"seed {seed}: the peer's table");
        }

        public void Dispose()
        {
            _rib.Dispose();
            _routes.Release();
            _own?.Dispose();
        }

        /// <summary>The rule of ExaBGP, route by route, but for what a watchdog withdrew, which stays withdrawn.</summary>
        private void Follow(ConfiguredRoutes previous, ConfiguredRoutes next)
        {
            // The version written last, and the last one that is announced from the start.
            Dictionary<int, HashSet<int>> last = [];
            foreach (var batch in previous)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var change = batch.Changes[i];
                    if (batch.Watchdog(i) is { StartsWithdrawn: true }) last.TryAdd(change.Route, []);
                    else last[change.Route] = [];
                    last[change.Route].Add(change.Attributes);
                }
            }
            var kept = next.SelectMany(batch => batch.Changes.ToArray()).Select(change => change.Route).ToHashSet();
            foreach (var batch in previous)
            {
                foreach (var change in batch.Changes)
                {
                    if (kept.Contains(change.Route)) continue;
                    _tagged.Remove(change.Route);
                    if (last[change.Route].Contains(_table.GetValueOrDefault(change.Route))) _table.Remove(change.Route);
                }
            }
            Dictionary<int, (string? Name, int Set)> tags = [];
            foreach (var batch in next)
                for (var i = 0; i < batch.Count; i++) tags[batch.Changes[i].Route] = (batch.Watchdog(i)?.Name, batch.Changes[i].Attributes);
            var held = tags.Where(tag => _tagged.TryGetValue(tag.Key, out var member) && member.IsHeld && member.Name == tag.Value.Name)
                .Select(tag => (Route: tag.Key, tag.Value.Name, tag.Value.Set, Known: _table.GetValueOrDefault(tag.Key, -1))).ToList();
            foreach (var batch in next)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var change = batch.Changes[i];
                    var wasAnnounced = _tagged.Remove(change.Route, out var member) && member.Announced;
                    if (batch.Watchdog(i) is { } tag)
                    {
                        var announced = !tag.StartsWithdrawn || wasAnnounced;
                        _tagged[change.Route] = (tag.Name, change.Attributes, announced, false);
                        if (!announced) continue;
                    }
                    _table[change.Route] = change.Attributes;
                }
            }
            foreach (var (route, name, set, known) in held)
            {
                _tagged[route] = (name!, set, false, true);
                if (known < 0) _table.Remove(route);
                else _table[route] = known;
            }
        }
    }
}
