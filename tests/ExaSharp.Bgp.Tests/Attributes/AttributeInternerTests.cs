using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Bgp.Tests.Attributes;

public class AttributeInternerTests
{
    private static readonly NextHop One = NextHop.Of(IpAddress.FromIpv4(0x01010101));

    private readonly AttributeInterner _interner = new();

    [Fact]
    public void Equal_attributes_and_next_hop_are_one_set()
    {
        var set = _interner.Acquire(Attributes(1), One);
        Assert.Equal(1, set.Id);
        Assert.Same(set, _interner.Acquire(Attributes(1), One));
        Assert.NotSame(set, _interner.Acquire(Attributes(2), One));
        Assert.NotSame(set, _interner.Acquire(Attributes(1), NextHop.Self));
        Assert.NotSame(set, _interner.Acquire(Attributes(1), NextHop.None));
        Assert.Equal(4, _interner.Count);
        Assert.Same(set, _interner.Get(set.Id));
    }

    [Fact]
    public void A_set_is_forgotten_with_its_last_reference_and_its_number_used_again()
    {
        var id = _interner.Acquire(Attributes(1), One).Id;
        _interner.AddReference(id);
        _interner.Release(id);
        Assert.Equal(1, _interner.Count);
        _interner.Release(id);
        Assert.Equal(0, _interner.Count);
        Assert.Throws<InvalidOperationException>(() => _interner.Get(id));
        Assert.Equal(id, _interner.Acquire(Attributes(9), One).Id);
    }

    [Fact]
    public void Random_use_agrees_with_a_dictionary()
    {
        var random = new Random(20261120);
        var held = new List<(int Value, int Id)>();
        for (var step = 0; step < 50_000; step++)
        {
            if (held.Count > 0 && random.Next(100) < 49)
            {
                var index = random.Next(held.Count);
                _interner.Release(held[index].Id);
                held.RemoveAt(index);
                continue;
            }
            var value = random.Next(500);
            var set = _interner.Acquire(Attributes(value), One);
            Assert.True(Attributes(value).Canonical().SequenceEqual(set.Canonical));
            held.Add((value, set.Id));
            if (step % 1000 != 0) continue;
            var byValue = held.GroupBy(entry => entry.Value).ToList();
            Assert.All(byValue, group => Assert.Single(group.Select(entry => entry.Id).Distinct()));
            Assert.Equal(byValue.Count, held.Select(entry => entry.Id).Distinct().Count());
            Assert.Equal(byValue.Count, _interner.Count);
        }
    }

    [Fact]
    public async Task Many_threads_count_right()
    {
        var tasks = Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 20_000; i++)
            {
                var value = random.Next(5);
                var set = _interner.Acquire(Attributes(value), One);
                _interner.AddReference(set.Id);
                Assert.True(Attributes(value).Canonical().SequenceEqual(_interner.Get(set.Id).Canonical));
                _interner.Release(set.Id);
                _interner.Release(set.Id);
            }
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(tasks);
        Assert.Equal(0, _interner.Count);
    }

    [Fact]
    public void Acquiring_a_set_that_exists_allocates_nothing()
    {
        var builder = Attributes(1);
        _interner.Acquire(builder, One);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) _interner.Release(_interner.Acquire(builder, One).Id);
        }));
    }

    private static AttributeSetBuilder Attributes(int value)
    {
        var builder = new AttributeSetBuilder();
        builder.TryAdd(AttributeCode.MultiExitDisc, AttributeFlags.Optional, BitConverter.GetBytes(value));
        return builder;
    }
}
