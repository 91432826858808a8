using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>How much memory routes take. Alone in the process, as the heap of all tests is measured.</summary>
[CollectionDefinition(nameof(MeasuresMemory), DisableParallelization = true)]
public sealed class MeasuresMemory;

[Collection(nameof(MeasuresMemory))]
public class RouteMemoryTests
{
    private const int Count = 200_000;

    [Fact]
    public void An_ipv4_route_takes_few_octets()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = new RouteStore();
        Fill(store);
        var perRoute = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perRoute:F1} octets a route");
        Assert.InRange(perRoute, 10, 50);
        GC.KeepAlive(store);
    }

    [Fact]
    public void A_neighbour_more_takes_few_octets_a_route()
    {
        using var rig = new RibRig();
        var set = rig.Set("1.1.1.1");
        var routes = Fill(rig.Store);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var another = new AdjRibOut(rig.Store, rig.Interner);
        foreach (var route in routes) another.Announce(route, set);
        var perRoute = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perRoute:F1} octets a route and neighbour");
        Assert.Equal(Count, another.Count);
        Assert.True(perRoute < 6, $"{perRoute} octets");
    }

    private static int[] Fill(RouteStore store)
    {
        var routes = new int[Count];
        Span<byte> nlri = stackalloc byte[4];
        for (var i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(nlri, 24u << 24 | (uint)i);
            routes[i] = store.Acquire(FamilyId.Ipv4Unicast, null, nlri);
        }
        return routes;
    }
}
