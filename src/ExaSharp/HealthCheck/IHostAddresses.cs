namespace ExaSharp.HealthCheck;

/// <summary>The service's addresses on the interfaces of this host.</summary>
internal interface IHostAddresses
{
    /// <summary>Adds those that are missing.</summary>
    /// <exception cref="HealthCheckException">One can not be added.</exception>
    Task AddAsync(CancellationToken cancel);

    /// <summary>Removes those that are there.</summary>
    Task RemoveAsync(CancellationToken cancel);
}
