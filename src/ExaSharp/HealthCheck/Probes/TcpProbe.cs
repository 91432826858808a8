using System.Net.Sockets;

namespace ExaSharp.HealthCheck.Probes;

/// <summary>A TCP connection can be made.</summary>
internal sealed class TcpProbe(HostAndPort target, long timeout, HealthCheckLog log, TimeProvider time) : NetworkProbe($"tcp {target}", timeout, log, time)
{
    protected override async Task<string?> FindProblemAsync(CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(target.Host, target.Port, cancel).ConfigureAwait(false);
        return null;
    }
}
