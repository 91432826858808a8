namespace ExaSharp.HealthCheck.Probes;

/// <summary>ExaBGP's check: a command of the shell that ends with 0. After its time the command's whole process group is killed.</summary>
internal sealed class CommandProbe(string command, long timeout, HealthCheckLog log, TimeProvider time) : IHealthProbe
{
    public async Task<bool> CheckAsync(CancellationToken stop)
    {
        if (log.IsDebug) log.Debug($"Checking command {PythonText.Repr(command)}");
        using var limit = timeout > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(Math.Min(timeout, int.MaxValue / 1000)), time) : new CancellationTokenSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        CommandOutcome outcome;
        try
        {
            outcome = await ShellCommand.RunAsync(command, cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            log.Warning($"Timeout ({timeout}) while running check command {command}");
            return false;
        }
        if (outcome.Status == 0)
        {
            if (log.IsDebug) log.Debug($"Command was executed successfully 0 {PythonText.Repr(outcome.Output)}");
            return true;
        }
        log.Warning($"Check command was unsuccessful: {outcome.Status}");
        if (outcome.Output.AsSpan().Trim(" \t\n\r\v\f"u8).Length > 0) log.Info($"Output of check command: {PythonText.Repr(outcome.Output)}");
        return false;
    }
}
