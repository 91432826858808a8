using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

public sealed class AdjRibInTests : IDisposable
{
    private readonly RouteStore _routes = new(FakeFamily.Find);
    private readonly AttributeInterner _attributes = new();
    private readonly AdjRibIn _rib;

    public AdjRibInTests() => _rib = new AdjRibIn(_routes, _attributes);

    public void Dispose() => _rib.Dispose();

    [Fact]
    public void Routes_are_kept_as_received_and_counted_by_family()
    {
        var set = Set(1);
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 10], set);
        _rib.Announce(FamilyId.Ipv4Unicast, 7, [8, 10], set);
        _rib.Announce(FamilyId.Ipv6Unicast, null, [16, 32, 1], set);
        Assert.Equal(3, _rib.Count);
        Assert.Equal(2, _rib.CountOf(FamilyId.Ipv4Unicast));
        Assert.Equal(1, _rib.CountOf(FamilyId.Ipv6Unicast));
        Assert.Equal(0, _rib.CountOf(FamilyId.Ipv4Flow));
        var batch = _rib.Snapshot(FamilyId.Ipv4Unicast);
        Assert.Equal([null, 7u], batch.Changes.ToArray().Select(change => _routes.PathId(change.Route)));
        Assert.All(batch.Changes.ToArray(), change => Assert.Same(set, _attributes.Get(change.Attributes)));
        batch.Release();
    }

    [Fact]
    public void A_route_announced_again_is_replaced()
    {
        _rib.Announce(RibRig.Vpn, null, [1, 1, 1, 0, 0, 9], Set(1));
        _rib.Announce(RibRig.Vpn, null, [2, 2, 2, 0, 0, 9], Set(2));
        Assert.Equal(1, _rib.CountOf(RibRig.Vpn));
        var batch = _rib.Snapshot();
        var change = Assert.Single(batch.Changes.ToArray());
        Assert.Equal(new byte[] { 2, 2, 2, 0, 0, 9 }, _routes.Nlri(change.Route).ToArray());
        Assert.Same(Set(2), _attributes.Get(change.Attributes));
        batch.Release();
    }

    [Fact]
    public void A_withdraw_needs_not_know_the_labels()
    {
        _rib.Announce(RibRig.Vpn, null, [1, 1, 1, 0, 0, 9], Set(1));
        Assert.True(_rib.Withdraw(RibRig.Vpn, null, [0x80, 0, 0, 0, 0, 9]));
        Assert.False(_rib.Withdraw(RibRig.Vpn, null, [0x80, 0, 0, 0, 0, 9]));
        Assert.Equal(0, _rib.Count);
        Assert.Equal(0, _rib.CountOf(RibRig.Vpn));
        Assert.Equal(0, _routes.Count);
    }

    [Fact]
    public void Clear_gives_everything_back()
    {
        var set = Set(1);
        for (var i = 0; i < 5000; i++) _rib.Announce(FamilyId.Ipv4Unicast, null, [24, (byte)(i >> 8), (byte)i, 1], set);
        _attributes.Release(set.Id);
        Assert.Equal(5000, _rib.Count);
        _rib.Clear();
        Assert.Equal(0, _rib.CountOf(FamilyId.Ipv4Unicast));
        Assert.Equal(0, _routes.Count);
        Assert.Equal(0, _attributes.Count);
    }

    [Fact]
    public void What_one_side_sends_the_other_side_has()
    {
        using var rig = new RibRig(families: AddressFamilies.Find);
        using var received = new AdjRibIn(rig.Store, rig.Interner);
        var session = RibRig.Session(FamilyId.Ipv4Flow);
        var reader = new UpdateReader();
        rig.Rib.SessionUp(session);
        var action = rig.Set("", "04:80:00000009", "10:C0:8006000000000000");
        var kept = rig.Nlri(FamilyId.Ipv4Flow, "03038106");
        var dropped = rig.Nlri(FamilyId.Ipv4Flow, "03038111");
        rig.Rib.Announce(kept, action);
        rig.Rib.Announce(dropped, action);
        Exchange();
        Assert.Equal(2, received.CountOf(FamilyId.Ipv4Flow));
        rig.Rib.Withdraw(dropped, action);
        Exchange();
        var batch = received.Snapshot();
        var change = Assert.Single(batch.Changes.ToArray());
        Assert.Equal(kept, change.Route);
        var set = rig.Interner.Get(change.Attributes);
        Assert.True(set.NextHop.IsNone);
        Assert.True(set.TryGet(AttributeCode.MultiExitDisc, out var med));
        Assert.Equal(new byte[] { 0, 0, 0, 9 }, med.ToArray());
        Assert.True(set.TryGet(AttributeCode.LocalPref, out _));
        batch.Release();

        void Exchange()
        {
            foreach (var body in rig.Flush())
            {
                Assert.True(reader.TryRead(Convert.FromHexString(body), session, out var update, out _));
                received.Apply(update);
            }
        }
    }

    /// <summary>RFC 7606 section 2: routes of an UPDATE of which an attribute is discarded are used, those treated as withdrawn are not.</summary>
    [Fact]
    public void Discarded_attributes_keep_no_route_out_and_treated_routes_leave()
    {
        using var received = new AdjRibIn(new RouteStore(AddressFamilies.Find), _attributes);
        const string Mandatory = "40010100" + "40020602010000FDEA" + "4003047F00000A";
        Receive(Mandatory);
        Assert.Equal(1, received.Count);
        received.Clear();
        Receive(Mandatory + "40060100");
        Assert.Equal(1, received.CountOf(FamilyId.Ipv4Unicast));
        Receive(Mandatory + "80040300000A");
        Assert.Equal(0, received.Count);

        void Receive(string attributes)
        {
            var body = Convert.FromHexString($"0000{attributes.Length / 2:X4}{attributes}180A0100");
            Assert.True(new UpdateReader().TryRead(body, RibRig.Session(FamilyId.Ipv4Unicast) with { LocalAs = 65001, PeerAs = 65002 }, out var update, out _));
            received.Apply(update);
        }
    }

    /// <summary>RFC 7313 section 4.</summary>
    [Fact]
    public void What_a_peer_does_not_send_again_in_a_refresh_is_forgotten()
    {
        var set = Set(1);
        foreach (var place in new byte[] { 1, 2, 3, 4 }) _rib.Announce(FamilyId.Ipv4Unicast, null, [8, place], set);
        _rib.Announce(FamilyId.Ipv6Unicast, null, [8, 1], set);
        Assert.Equal(0, _rib.EndRefresh(FamilyId.Ipv4Unicast));
        _rib.BeginRefresh(FamilyId.Ipv4Unicast);
        // Until the end all are there; what is withdrawn and announced meanwhile is not stale.
        Assert.Equal(4, _rib.CountOf(FamilyId.Ipv4Unicast));
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 1], set);
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 9], Set(2));
        _rib.Withdraw(FamilyId.Ipv4Unicast, null, [8, 2]);
        _rib.Withdraw(FamilyId.Ipv4Unicast, null, [8, 3]);
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 3], set);
        Assert.Equal(0, _rib.EndRefresh(FamilyId.Ipv6Unicast));
        Assert.Equal(1, _rib.EndRefresh(FamilyId.Ipv4Unicast));
        Assert.Equal(3, _rib.CountOf(FamilyId.Ipv4Unicast));
        Assert.Equal(1, _rib.CountOf(FamilyId.Ipv6Unicast));
        Assert.Equal(4, _rib.Count);
        Assert.Equal(0, _rib.EndRefresh(FamilyId.Ipv4Unicast));
        // Begun twice, all are stale again; a session that ends leaves nothing to be ended.
        _rib.BeginRefresh(FamilyId.Ipv4Unicast);
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 1], set);
        _rib.BeginRefresh(FamilyId.Ipv4Unicast);
        Assert.Equal(3, _rib.EndRefresh(FamilyId.Ipv4Unicast));
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 1], set);
        _rib.BeginRefresh(FamilyId.Ipv4Unicast);
        _rib.Clear();
        _rib.Announce(FamilyId.Ipv4Unicast, null, [8, 1], set);
        Assert.Equal(0, _rib.EndRefresh(FamilyId.Ipv4Unicast));
        Assert.Equal(1, _rib.Count);
    }

    /// <summary>Whatever is announced and withdrawn, in whatever labels and with whatever path identifiers, in refreshes and outside: the last word counts.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_table_is_what_was_said_last(int seed)
    {
        var random = new Random(seed);
        FamilyId[] families = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast, RibRig.Vpn];
        AttributeSet[] sets = [Set(1), Set(2), Set(3)];
        var model = new Dictionary<(FamilyId Family, uint? PathId, byte Place), byte>();
        var stale = new HashSet<(FamilyId Family, uint? PathId, byte Place)>();
        for (var i = 0; i < 20_000; i++)
        {
            var family = families[random.Next(families.Length)];
            var pathId = random.Next(3) is > 0 and var id ? (uint?)id : null;
            var place = (byte)random.Next(60);
            // The labels are three octets in front, of which the key knows nothing.
            var label = (byte)random.Next(4);
            byte[] nlri = family == RibRig.Vpn ? [label, label, label, 0, 0, place] : [8, place];
            if (random.Next(1000) == 0)
            {
                _rib.Clear();
                model.Clear();
                stale.Clear();
            }
            else if (random.Next(100) == 0)
            {
                _rib.BeginRefresh(family);
                stale.UnionWith(model.Keys.Where(key => key.Family == family));
            }
            else if (random.Next(100) == 0)
            {
                var old = stale.Where(key => key.Family == family).ToList();
                Assert.Equal(old.Count, _rib.EndRefresh(family));
                foreach (var key in old) model.Remove(key);
                stale.ExceptWith(old);
            }
            else if (random.Next(3) == 0)
            {
                Assert.Equal(model.Remove((family, pathId, place)), _rib.Withdraw(family, pathId, nlri));
                stale.Remove((family, pathId, place));
            }
            else
            {
                var set = random.Next(sets.Length);
                _rib.Announce(family, pathId, nlri, sets[set]);
                model[(family, pathId, place)] = (byte)set;
                stale.Remove((family, pathId, place));
            }
        }
        Assert.Equal(model.Count, _rib.Count);
        var batch = _rib.Snapshot();
        foreach (var change in batch.Changes.ToArray())
        {
            var key = (_routes.Family(change.Route), _routes.PathId(change.Route), _routes.Nlri(change.Route)[^1]);
            Assert.True(model.Remove(key, out var set));
            Assert.Equal(sets[set].Id, change.Attributes);
        }
        Assert.Empty(model);
        batch.Release();
        Assert.All(families, family => Assert.True(_rib.CountOf(family) > 0));
        _rib.Clear();
        Assert.Equal(0, _routes.Count);
    }

    /// <summary>Tables of several neighbours and what is announced to them: each route and each set of attributes is there once.</summary>
    [Fact]
    public void Neighbours_share_routes_and_attributes()
    {
        using var rig = new RibRig();
        using var first = new AdjRibIn(rig.Store, rig.Interner);
        using var second = new AdjRibIn(rig.Store, rig.Interner);
        var set = rig.Interner.Get(rig.Set("1.1.1.1"));
        for (var i = 0; i < 1000; i++)
        {
            byte[] nlri = [24, 10, (byte)(i >> 8), (byte)i];
            first.Announce(FamilyId.Ipv4Unicast, null, nlri, set);
            second.Announce(FamilyId.Ipv4Unicast, null, nlri, set);
            var route = rig.Store.Acquire(FamilyId.Ipv4Unicast, null, nlri);
            rig.Rib.Announce(route, set.Id);
            rig.Store.Release(route);
        }
        Assert.Equal((1000, 1000, 1000), (first.Count, second.Count, rig.Rib.Count));
        Assert.Equal(1000, rig.Store.Count);
        Assert.Equal(1, rig.Interner.Count);
        first.Clear();
        Assert.Equal(1000, rig.Store.Count);
        Assert.Equal(1000, second.Count);
    }

    private AttributeSet Set(byte med)
    {
        var builder = new AttributeSetBuilder();
        builder.TryAdd(AttributeCode.MultiExitDisc, AttributeFlags.Optional, [0, 0, 0, med]);
        return _attributes.Acquire(builder, NextHop.Of(IpAddress.FromIpv4(1)));
    }
}
