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

    private AttributeSet Set(byte med)
    {
        var builder = new AttributeSetBuilder();
        builder.TryAdd(AttributeCode.MultiExitDisc, AttributeFlags.Optional, [0, 0, 0, med]);
        return _attributes.Acquire(builder, NextHop.Of(IpAddress.FromIpv4(1)));
    }
}
