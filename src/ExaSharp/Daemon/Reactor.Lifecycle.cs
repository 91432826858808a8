using System.Globalization;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Settings;
using ExaSharp.Peers;

namespace ExaSharp.Daemon;

/// <summary>Signals, connections from outside, reload, and the end.</summary>
internal sealed partial class Reactor
{
    /// <summary>The Cease subcode of RFC 4486 with which ExaBGP restarts sessions.</summary>
    private const byte PeerDeconfigured = 3;

    /// <summary>Ends of helpers that a reload did away with.</summary>
    private readonly List<Task> _stopping = [];

    /// <summary>Runs while sessions are kept back by <c>tcp.delay</c>.</summary>
    private ITimer? _connectTimer;

    private DateTimeOffset _connectAt;

    /// <summary>
    /// Reads the configuration again and applies what differs. When it has errors they are logged and nothing changes.
    /// </summary>
    /// <returns>Whether the new configuration is in force.</returns>
    public bool Reload(bool restartHelpers = false, bool restartSessions = false)
    {
        _services.ServiceManager.Reloading();
        _services.ReopenLog();
        var isNew = LoadAnew(restartHelpers, restartSessions);
        _services.ServiceManager.Ready(isNew ? StatusLine() : $"reload failed, the configuration of before is in force; {StatusLine()}");
        return isNew;
    }

    private bool LoadAnew(bool restartHelpers, bool restartSessions)
    {
        _outbox.Send();
        Log.PerformingReload(Version);
        var next = _services.LoadConfiguration();
        if (next is null) return false;
        var plan = ReloadPlan.Create(_configuration, next);
        foreach (var process in plan.StoppedProcesses) StopHelper(process.Name);
        foreach (var process in restartHelpers ? plan.KeptProcesses : [])
        {
            StopHelper(process.Name, comesBack: true);
            AddHelper(process);
            _services.StartHelper(_helpers[process.Name], this);
        }
        foreach (var process in plan.StartedProcesses)
        {
            AddHelper(process);
            _services.StartHelper(_helpers[process.Name], this);
        }
        foreach (var name in _created) Dismiss(name);
        _created.Clear();
        foreach (var neighbor in plan.Removed) Dismiss(neighbor.Name);
        FollowRanges(plan, next);
        foreach (var change in plan.Kept) Reconfigure(change.After, restart: false, goesOnCounting: restartSessions);
        foreach (var change in plan.Restarted) Reconfigure(change.After, restart: true);
        // What a command deleted comes back.
        foreach (var change in plan.Kept.Concat(plan.Restarted).Where(change => !_sessions.ContainsKey(change.After.Name)))
            Begin(AddSession(change.After));
        foreach (var neighbor in plan.Added) Begin(AddSession(neighbor));
        ReleaseRoutes(_configuration);
        _configuration = next;
        _targets.Clear();
        _listeners.Follow(next.Neighbors);
        Log.LoadedConfiguration();
        return true;
    }

    /// <summary>
    /// With <c>tcp.delay</c>, keeps sessions back until the minutes since 1970 are a multiple of it. Everything else goes on meanwhile; ExaBGP
    /// stands still.
    /// </summary>
    private void DelayConnecting()
    {
        if (_services.Settings.TcpDelay == 0) return;
        var wait = ConnectDelay.From(_services.Time.GetUtcNow(), _services.Settings.TcpDelay);
        Log.WaitingToConnect((long)wait.TotalSeconds);
        _connectAt = _services.Time.GetUtcNow() + wait;
        _connectTimer = _services.Time.CreateTimer(_ => Post(new ReactorMessage.DelayOver()), null, ConnectDelay.Step(wait), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts a session, unless all are kept back.</summary>
    private void Begin(PeerSession session)
    {
        if (_connectTimer is null) session.Post(new SessionMessage.Start());
    }

    private void EndDelay()
    {
        var left = _connectAt - _services.Time.GetUtcNow();
        if (left > TimeSpan.Zero && _connectTimer?.Change(ConnectDelay.Step(left), Timeout.InfiniteTimeSpan) == true) return;
        _connectTimer?.Dispose();
        _connectTimer = null;
        foreach (var session in _sessions.Values) Begin(session);
    }

    /// <summary>Gives the routes of the old configuration back once every session has compared them with the new ones.</summary>
    private void ReleaseRoutes(DaemonConfiguration old)
    {
        var left = _sessions.Count;
        if (left == 0) old.ReleaseRoutes();
        foreach (var session in _sessions.Values)
        {
            session.Post(new SessionMessage.Inspect(_ =>
            {
                if (Interlocked.Decrement(ref left) == 0) old.ReleaseRoutes();
            }));
        }
    }

    /// <summary>What a person who asks the service manager is shown.</summary>
    private string StatusLine() => string.Create(CultureInfo.InvariantCulture,
        $"{_sessions.Values.Count(session => session.Status.IsEstablished)} of {_sessions.Count} sessions established");

    private void Reconfigure(NeighborSettings settings, bool restart, bool goesOnCounting = false)
    {
        if (!_sessions.TryGetValue(settings.Name, out var session)) return;
        session.Definition = settings;
        session.Post(new SessionMessage.Reconfigure(settings, new PeerEvents(settings, _helpers), restart, goesOnCounting));
    }

    private void StopHelper(string name, bool comesBack = false)
    {
        _stopping.RemoveAll(task => task.IsCompleted);
        if (_helpers.Remove(name, out var helper)) _stopping.Add(ReactorServices.StopHelperAsync(helper, comesBack));
    }

    private void Handle(int number)
    {
        if (DaemonSignal.Find(number) is not { } signal) return;
        Log.SignalReceived(signal.ReceivedText);
        Log.Scheduling(signal.Action switch
        {
            SignalAction.Reload => "reload",
            SignalAction.FullReload => "full_reload",
            SignalAction.Restart => "restart",
            _ => "shutdown",
        });
        TellSignal(signal.Number, signal.Name);
        switch (signal.Action)
        {
            case SignalAction.Reload:
                Reload();
                break;
            case SignalAction.FullReload:
                Reload(restartHelpers: true);
                break;
            case SignalAction.Restart:
                Restart();
                break;
            default:
                _shutdown = true;
                break;
        }
    }

    private void Restart()
    {
        if (!Reload(restartHelpers: true, restartSessions: true)) return;
        foreach (var session in _sessions.Values) session.Post(new SessionMessage.Teardown(PeerDeconfigured));
    }

    private void Lose(ReactorMessage.HelperLost lost)
    {
        if (!_helpers.TryGetValue(lost.Helper.Name, out var current) || !ReferenceEquals(current, lost.Helper)) return;
        if (!_services.Settings.ApiTerminate) return;
        Log.HelperGivenUp(lost.Helper.Name);
        _shutdown = true;
    }

    private async Task StopAsync()
    {
        if (_connectTimer is not null) await _connectTimer.DisposeAsync().ConfigureAwait(false);
        _listeners.Stop();
        var sessions = _sessions.Values.ToArray();
        foreach (var session in sessions) session.Post(new SessionMessage.Stop(Removed: false));
        // A helper's last line is behind all that sessions tell it. Peers that do not close and helpers that do not end take
        // their time together.
        await Task.WhenAll(sessions.Select(session => session.Silence)).ConfigureAwait(false);
        await Task.WhenAll([
            .. _stopping, _socket?.StopAsync() ?? Task.CompletedTask, .. _helpers.Values.Select(helper => ReactorServices.StopHelperAsync(helper)), .. sessions.Select(session => session.Completion)]).ConfigureAwait(false);
    }
}
