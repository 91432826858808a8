namespace ExaSharp.HealthCheck.Probes;

/// <summary>A check of a service. It logs why it failed.</summary>
internal interface IHealthProbe
{
    /// <summary>Whether the service is well.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/>; whatever was started is ended.</exception>
    Task<bool> CheckAsync(CancellationToken stop);
}

/// <summary>Several checks at once, all of which must succeed; without any it does.</summary>
internal sealed class AllProbes(IReadOnlyList<IHealthProbe> probes) : IHealthProbe
{
    public async Task<bool> CheckAsync(CancellationToken stop)
    {
        var results = await Task.WhenAll(probes.Select(probe => probe.CheckAsync(stop))).ConfigureAwait(false);
        return results.All(result => result);
    }
}
