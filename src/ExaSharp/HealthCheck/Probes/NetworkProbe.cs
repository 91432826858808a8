using System.Net.Sockets;

namespace ExaSharp.HealthCheck.Probes;

/// <summary>A check that asks the service over the network, in this process. It is to be made within the same time as a command.</summary>
internal abstract class NetworkProbe(string name, long timeout, HealthCheckLog log, TimeProvider time) : IHealthProbe
{
    protected TimeProvider Time => time;

    public async Task<bool> CheckAsync(CancellationToken stop)
    {
        log.Debug($"Checking {name}");
        using var limit = timeout > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(Math.Min(timeout, int.MaxValue / 1000)), time) : new CancellationTokenSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        string? problem;
        try
        {
            problem = await FindProblemAsync(cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            log.Warning($"Timeout ({timeout}) while checking {name}");
            return false;
        }
        catch (Exception error) when (error is IOException or SocketException or HttpRequestException)
        {
            problem = Innermost(error).Message;
        }
        if (problem is null) log.Debug($"Check of {name} was successful");
        else log.Warning($"Check of {name} was unsuccessful: {problem}");
        return problem is null;
    }

    /// <summary>Asks; gives what is wrong with the answer, null when it is as it should be.</summary>
    protected abstract Task<string?> FindProblemAsync(CancellationToken cancel);

    /// <summary>The cause that says most: who made an HTTP request says only that it failed.</summary>
    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
