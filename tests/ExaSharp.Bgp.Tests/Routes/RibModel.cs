using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>
/// Random commands, partial flushes and session resets against the plainest model there is: the last word on each route.
/// After each complete flush the peer's table must say the same, and in the end no reference may be left.
/// </summary>
internal sealed class RibModel : IDisposable
{
    private readonly Random _random;
    private readonly int _seed;
    private readonly RibRig _rig;
    private readonly bool _suppress;
    private readonly List<(int Id, string Name)> _routes = [];
    private readonly List<int> _sets = [];
    private readonly object[] _sources = [new(), new(), new()];
    private readonly Dictionary<string, (int Route, int Set)> _model = [];
    private PeerTable? _peer;
    private NegotiatedSession? _session;

    public RibModel(bool grouped, bool suppress, int seed)
    {
        _random = new Random(seed);
        _seed = seed;
        _suppress = suppress;
        _rig = new RibRig(grouped, suppress);
        for (var i = 0; i < 4; i++)
        {
            Add(_rig.Route($"10.0.{i}.0/24"), $"v4 {i}");
            Add(_rig.Route($"2001:db8:{i}::/48"), $"v6 {i}");
            Add(_rig.Nlri(FamilyId.Ipv4Flow, $"0302080{i}"), $"flow {i}");
            Add(_rig.Nlri(RibRig.Mvpn, $"0601{i:X2}"), $"mvpn {i}");
            // Two spellings of each.
            Add(_rig.Nlri(RibRig.Vpn, $"01010100000{i}"), $"vpn {i}");
            Add(_rig.Nlri(RibRig.Vpn, $"02020200000{i}"), $"vpn {i}");
        }
        foreach (var nextHop in new[] { "1.1.1.1", "127.0.0.1", "self", "2.2.2.2" })
        {
            _sets.Add(_rig.Set(nextHop));
            _sets.Add(_rig.Set(nextHop, "04:80:00000001"));
        }
    }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++) Step();
        if (_session is null) Up();
        Complete();
        foreach (var (route, _) in _routes) _rig.Store.Release(route);
        foreach (var set in _sets) _rig.Interner.Release(set);
        Dispose();
        Assert.Equal(0, _rig.Store.Count);
        Assert.Equal(0, _rig.Interner.Count);
    }

    public void Dispose() => _rig.Dispose();

    private void Step()
    {
        var (route, name) = _routes[_random.Next(_routes.Count)];
        var set = _sets[_random.Next(_sets.Count)];
        switch (_random.Next(100))
        {
            case < 45:
                var changed = _rig.Rib.Apply(new RouteChange(route, set, RouteAction.Announce), Source());
                Assert.True(changed || _suppress);
                if (changed) _model[name] = (route, set);
                break;
            case < 75:
                _rig.Rib.Apply(new RouteChange(route, set, RouteAction.Withdraw), Source());
                _model.Remove(name);
                break;
            case < 89:
                Send(_random.Next(1, 4));
                break;
            case < 93:
                Complete();
                break;
            case < 95:
                _rig.Rib.Resend(_random.Next(2) == 0 ? null : _rig.Store.Family(route));
                break;
            case < 96:
                _rig.Rib.Clear();
                _model.Clear();
                break;
            case < 98:
                Up();
                break;
            default:
                _rig.Rib.SessionDown();
                _session = null;
                break;
        }
    }

    /// <summary>One of three helpers, or none.</summary>
    private object? Source() => _random.Next(4) is var number and not 0 ? _sources[number - 1] : null;

    private void Up()
    {
        FamilyId[] families = _random.Next(4) == 0
            ? [FamilyId.Ipv4Unicast, RibRig.Mvpn]
            : [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast, FamilyId.Ipv4Flow, RibRig.Mvpn, RibRig.Vpn];
        _session = RibRig.Session(families) with
        {
            LocalAddress = RibRig.Address(_random.Next(2) == 0 ? "127.0.0.1" : "127.0.0.2"),
            Refresh = _random.Next(2) == 0 ? RefreshKind.Normal : RefreshKind.Enhanced,
        };
        _peer = new PeerTable(_session);
        _rig.Rib.SessionUp(_session);
    }

    private void Send(int maxMessages)
    {
        _rig.Output.Clear();
        Assert.InRange(_rig.Builder.Fill(_rig.Rib, _rig.Output, maxMessages), 0, maxMessages);
        _peer?.Apply(_rig.Output.WrittenSpan);
    }

    private void Complete()
    {
        if (_session is null) return;
        while (_rig.Rib.HasPending) Send(3);
        var expected = new PeerTable(_session);
        var builder = new UpdateBuilder(_rig.Store, _rig.Interner);
        foreach (var (route, set) in _model.Values)
        {
            if (!_session.HasFamily(_rig.Store.Family(route))) continue;
            _rig.Output.Clear();
            builder.TryWrite(new RouteChange(route, set, RouteAction.Announce), _session, _rig.Output, out _);
            expected.Apply(_rig.Output.WrittenSpan);
        }
        Assert.True(expected.Routes.SequenceEqual(_peer!.Routes), $"seed {_seed}: expected {Difference(expected, _peer)}, got {Difference(_peer, expected)}");
        Assert.Equal(_model.Count, _rig.Rib.Count);
    }

    private void Add(int route, string name) => _routes.Add((route, name));

    private static string Difference(PeerTable left, PeerTable right) => string.Join(", ", left.Routes.Except(right.Routes));
}
