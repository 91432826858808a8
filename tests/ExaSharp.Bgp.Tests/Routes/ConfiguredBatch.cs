using ExaSharp.Bgp.Routes;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>Routes as a configuration holds them.</summary>
internal sealed class ConfiguredBatch(RibRig rig) : IDisposable
{
    public RouteBatch Batch { get; } = new(rig.Store, rig.Interner);

    public void Add(string prefix, int set, string? watchdog = null, bool startsWithdrawn = false)
    {
        rig.Interner.AddReference(set);
        Batch.Add(new RouteChange(rig.Route(prefix), set, RouteAction.Announce), watchdog, startsWithdrawn);
    }

    public void Dispose()
    {
        ConfiguredRoutes.Of(Batch).Release();
        Batch.Release();
    }
}
