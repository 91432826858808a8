using ExaSharp.HealthCheck.Probes;

namespace ExaSharp.HealthCheck;

/// <summary>
/// The life of a health check: checks its service, tells the daemon and runs commands when the state changes, waits, and again;
/// at its end takes everything back, in order.
/// </summary>
/// <param name="options">What to do.</param>
/// <param name="probe">How the service is checked.</param>
/// <param name="addresses">The service's addresses on this host.</param>
/// <param name="channel">The daemon.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class HealthChecker(
    HealthCheckOptions options, IHealthProbe probe, IHostAddresses addresses, CommandChannel channel, HealthCheckLog log, TimeProvider time)
{
    private const string NotAnswered = "the daemon has not answered all commands in time";

    private readonly HealthStateMachine _machine = new(options.Rise, options.Fall, options.HoldDown);
    private readonly long _started = time.GetTimestamp();

    /// <summary>Whether the service is disabled by hand.</summary>
    public Func<bool> IsDisabled { get; init; } = () => options.DisableFile is { } file && Path.Exists(file);

    /// <summary>Checks until it is stopped, or once with an interval of zero.</summary>
    /// <param name="stop">SIGTERM or ctrl-c: routes are withdrawn, then addresses removed.</param>
    /// <exception cref="HealthCheckException">It can not go on.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await OnceAsync(stop).ConfigureAwait(false))
            {
                var pause = _machine.State is HealthState.Falling or HealthState.Rising ? options.FastInterval : options.Interval;
                await Task.Delay(pause, time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One check and what follows from it; false when it was the last.</summary>
    private async Task<bool> OnceAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var isDisabled = IsDisabled();
        var isSuccessful = isDisabled || await probe.CheckAsync(stop).ConfigureAwait(false);
        var entered = _machine.Step(isDisabled, isSuccessful, time.GetElapsedTime(_started));
        if (entered is { } state) await RunCommandsAsync(state, stop).ConfigureAwait(false);
        // Also without a change: the daemon may have lost the route with a session.
        if (!options.Debounce || entered is not null) await TellAsync(_machine.State, stop).ConfigureAwait(false);
        if (options.Interval > TimeSpan.Zero || _machine.State is HealthState.Falling or HealthState.Rising) return true;
        log.Info("interval set to zero, exiting after the announcement");
        return false;
    }

    private async Task RunCommandsAsync(HealthState state, CancellationToken stop)
    {
        var name = HealthStates.NameOf(state);
        log.Debug($"Transition to {name}");
        var commands = state switch
        {
            HealthState.Up => options.UpExecute,
            HealthState.Down => options.DownExecute,
            HealthState.Disabled => options.DisabledExecute,
            _ => [],
        };
        foreach (var command in commands.Concat(options.Execute))
        {
            log.Debug($"Transition to {name}, execute `{command}`");
            await ShellCommand.RunQuietlyAsync(command, name, stop).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(HealthState state, CancellationToken stop)
    {
        if (state is not (HealthState.Up or HealthState.Down or HealthState.Disabled)) return;
        if (state == HealthState.Up && options.IpDynamic)
        {
            log.Info("service up, restoring loopback and ip-ifname ips");
            await addresses.AddAsync(stop).ConfigureAwait(false);
        }
        await SendAsync(state, stop).ConfigureAwait(false);
        if (state == HealthState.Up || !options.IpDynamic) return;
        using (var limit = new CancellationTokenSource(options.AckTimeout, time))
        using (var cancel = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop))
        {
            try
            {
                await channel.WhenAnsweredAsync().WaitAsync(cancel.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                log.Warning(NotAnswered);
            }
        }
        log.Info("service down, deleting setup ips");
        await addresses.RemoveAsync(stop).ConfigureAwait(false);
    }

    /// <summary>The withdraws, their answers, then the addresses: packets must not come for an address that is gone. None of it for ever.</summary>
    private async Task LeaveAsync()
    {
        var removes = options.IpDynamic || options.IpSetup;
        using (var limit = new CancellationTokenSource(options.AckTimeout, time))
        {
            try
            {
                await SendAsync(HealthState.Exit, limit.Token).ConfigureAwait(false);
                if (removes) await channel.WhenAnsweredAsync().WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                log.Warning(NotAnswered);
            }
        }
        if (!removes) return;
        log.Info("exiting, deleting setup ips");
        await addresses.RemoveAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private Task SendAsync(HealthState state, CancellationToken stop)
    {
        log.Info($"send announces for {HealthStates.NameOf(state)} state to ExaBGP");
        var commands = RouteCommands.For(options, state).ToList();
        foreach (var command in commands) log.Debug($"exabgp: {command}");
        return channel.SendAsync(commands, stop);
    }
}
