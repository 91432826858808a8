using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

public class RouteStoreTests
{
    private static readonly FamilyId Vpn = new(Afi.Ipv4, Safi.MplsVpn);

    private readonly RouteStore _store = new(FakeFamily.Find);

    [Fact]
    public void The_same_route_has_the_same_number_and_other_routes_have_others()
    {
        byte[] nlri = [24, 10, 0, 1];
        var id = _store.Acquire(FamilyId.Ipv4Unicast, null, nlri);
        Assert.Equal(id, _store.Acquire(FamilyId.Ipv4Unicast, null, nlri));
        Assert.NotEqual(id, _store.Acquire(FamilyId.Ipv4Unicast, 0, nlri));
        Assert.NotEqual(id, _store.Acquire(FamilyId.Ipv4Unicast, 1, nlri));
        Assert.NotEqual(id, _store.Acquire(FamilyId.Ipv4Multicast, null, nlri));
        Assert.NotEqual(id, _store.Acquire(FamilyId.Ipv4Unicast, null, [24, 10, 0, 2]));
        Assert.Equal(5, _store.Count);
        Assert.Equal(6, _store.Capacity);
        Assert.Equal(nlri, _store.Nlri(id).ToArray());
        Assert.Equal(FamilyId.Ipv4Unicast, _store.Family(id));
        Assert.Null(_store.PathId(id));
    }

    [Fact]
    public void A_path_identifier_is_kept_beside_the_octets()
    {
        var id = _store.Acquire(FamilyId.Ipv4Unicast, 0xdeadbeef, [8, 10]);
        Assert.Equal(0xdeadbeef, _store.PathId(id));
        Assert.True(_store.HasPathId(id));
        Assert.Equal(new byte[] { 8, 10 }, _store.Nlri(id).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(253)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(4095)]
    [InlineData(RouteStore.MaxNlriLength)]
    public void Octets_of_any_length_come_back(int length)
    {
        var nlri = new byte[length];
        new Random(length).NextBytes(nlri);
        var id = _store.Acquire(FamilyId.Ipv4Flow, 7, nlri);
        Assert.Equal(nlri, _store.Nlri(id).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Acquire(FamilyId.Ipv4Flow, null, new byte[RouteStore.MaxNlriLength + 1]));
    }

    [Fact]
    public void A_route_lives_as_long_as_somebody_holds_it()
    {
        var id = _store.Acquire(FamilyId.Ipv4Unicast, null, [8, 10]);
        _store.AddReference(id);
        _store.Release(id);
        Assert.Equal(1, _store.Count);
        Assert.Equal(new byte[] { 8, 10 }, _store.Nlri(id).ToArray());
        _store.Release(id);
        Assert.Equal(0, _store.Count);
        Assert.Equal(id, _store.Acquire(FamilyId.Ipv4Unicast, null, [8, 11]));
        Assert.Equal(2, _store.Capacity);
    }

    [Fact]
    public void Spellings_of_a_route_differ_in_number_and_agree_in_key()
    {
        var first = _store.Acquire(Vpn, null, [1, 1, 1, 0, 0, 9]);
        var second = _store.Acquire(Vpn, null, [2, 2, 2, 0, 0, 9]);
        var other = _store.Acquire(Vpn, null, [1, 1, 1, 0, 0, 8]);
        var withPath = _store.Acquire(Vpn, 1, [1, 1, 1, 0, 0, 9]);
        Assert.NotEqual(first, second);
        Assert.Equal(_store.KeyOf(first), _store.KeyOf(second));
        Assert.NotEqual(_store.KeyOf(first), _store.KeyOf(other));
        Assert.NotEqual(_store.KeyOf(first), _store.KeyOf(withPath));
        Assert.Equal(new byte[] { 2, 2, 2, 0, 0, 9 }, _store.Nlri(second).ToArray());
        foreach (var id in new[] { first, second, other, withPath }) _store.Release(id);
        Assert.Equal(0, _store.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_plain_spelling_is_the_key_of_the_others(bool plainFirst)
    {
        byte[] plain = [12, 32, 0];
        byte[] sloppy = [12, 32, 7];
        var first = _store.Acquire(FamilyId.Ipv6Multicast, null, plainFirst ? plain : sloppy);
        var second = _store.Acquire(FamilyId.Ipv6Multicast, null, plainFirst ? sloppy : plain);
        var plainId = plainFirst ? first : second;
        Assert.NotEqual(first, second);
        Assert.Equal(plainId, _store.KeyOf(first));
        Assert.Equal(plainId, _store.KeyOf(second));
        _store.Release(plainId);
        Assert.Equal(2, _store.Count);
        _store.Release(first + second - plainId);
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void An_nlri_that_looks_like_the_key_of_another_is_not_that_other()
    {
        var labelled = _store.Acquire(Vpn, null, [1, 1, 1, 0, 0, 9]);
        var bare = _store.Acquire(Vpn, null, [0, 0, 9]);
        Assert.NotEqual(labelled, bare);
        Assert.NotEqual(_store.KeyOf(labelled), _store.KeyOf(bare));
        Assert.NotEqual(_store.KeyOf(labelled), bare);
    }

    [Fact]
    public void The_key_of_other_families_is_the_number_itself()
    {
        var id = _store.Acquire(FamilyId.Ipv4Unicast, null, [8, 10]);
        Assert.Equal(id, _store.KeyOf(id));
        var unknown = _store.Acquire(new FamilyId((Afi)77, (Safi)99), null, [1, 2, 3]);
        Assert.Equal(unknown, _store.KeyOf(unknown));
    }

    [Fact]
    public void Random_use_agrees_with_a_dictionary()
    {
        var random = new Random(20261120);
        var model = new Dictionary<string, (int Id, int References, byte[] Nlri, uint? PathId, FamilyId Family)>();
        FamilyId[] families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow, Vpn];
        for (var step = 0; step < 60_000; step++)
        {
            if (model.Count > 0 && random.Next(100) < 49)
            {
                var (name, entry) = model.ElementAt(random.Next(Math.Min(model.Count, 20)));
                _store.Release(entry.Id);
                if (entry.References == 1) model.Remove(name);
                else model[name] = entry with { References = entry.References - 1 };
                continue;
            }
            var family = families[random.Next(families.Length)];
            var nlri = new byte[random.Next(10) == 0 ? random.Next(4, 700) : random.Next(4, 7)];
            for (var i = 0; i < nlri.Length; i++) nlri[i] = (byte)random.Next(3);
            uint? pathId = random.Next(3) == 0 ? (uint)random.Next(3) : null;
            var id = _store.Acquire(family, pathId, nlri);
            var text = $"{family} {pathId} {Convert.ToHexString(nlri)}";
            if (model.TryGetValue(text, out var known)) Assert.Equal(known.Id, id);
            model[text] = (id, known.References + 1, nlri, pathId, family);
            if (step % 500 != 0) continue;
            Assert.Equal(model.Count, model.Values.Select(entry => entry.Id).Distinct().Count());
            foreach (var (_, entry) in model)
            {
                Assert.Equal(entry.Nlri, _store.Nlri(entry.Id).ToArray());
                Assert.Equal(entry.PathId, _store.PathId(entry.Id));
                Assert.Equal(entry.Family, _store.Family(entry.Id));
            }
        }
        foreach (var (_, entry) in model)
            for (var i = 0; i < entry.References; i++) _store.Release(entry.Id);
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task Readers_see_whole_routes_while_others_come_and_go()
    {
        var held = new int[200];
        for (var i = 0; i < held.Length; i++) held[i] = _store.Acquire(FamilyId.Ipv4Unicast, (uint)i, Nlri(i));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 20_000; round++)
            {
                var id = _store.Acquire(FamilyId.Ipv4Unicast, null, Nlri(random.Next(3_000)));
                Assert.Equal(FamilyId.Ipv4Unicast, _store.Family(id));
                _store.Release(id);
            }
        }, TestContext.Current.CancellationToken)).ToArray();
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                for (var i = 0; i < held.Length; i++) Assert.Equal(i, BinaryPrimitives.ReadInt32BigEndian(_store.Nlri(held[i])[1..]));
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        await reader;
        Assert.Equal(held.Length, _store.Count);
    }

    [Fact]
    public void Finding_a_route_again_allocates_nothing()
    {
        _store.Acquire(FamilyId.Ipv4Unicast, null, [24, 10, 0, 1]);
        ReadOnlySpan<byte> nlri = [24, 10, 0, 1];
        var store = new RouteStore();
        store.Acquire(FamilyId.Ipv4Unicast, null, nlri);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) store.Release(store.Acquire(FamilyId.Ipv4Unicast, null, nlri));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_reference_given_back_twice_is_noticed()
    {
        var id = _store.Acquire(FamilyId.Ipv4Unicast, null, [8, 10]);
        _store.Release(id);
        Assert.Throws<InvalidOperationException>(() => _store.Release(id));
    }

    private static byte[] Nlri(int value)
    {
        var nlri = new byte[5];
        nlri[0] = 32;
        BinaryPrimitives.WriteInt32BigEndian(nlri.AsSpan(1), value);
        return nlri;
    }
}
