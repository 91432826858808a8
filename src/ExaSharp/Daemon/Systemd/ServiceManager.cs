using System.Globalization;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon.Systemd;

/// <summary>
/// What the service manager is told: that the configuration is in force, that it is read again, that the daemon ends, how many
/// sessions are established, and, by the reactor itself, that it still turns (<c>WatchdogSec</c>). Without one nothing happens.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly NotifySocket? _socket;
    private readonly TimeSpan? _interval;
    private readonly TimeProvider _time;
    private ITimer? _timer;
    private string _status = "";
    private int _asked;
    private bool _stopping;

    private ServiceManager(NotifySocket? socket, TimeSpan? interval, TimeProvider time)
    {
        _socket = socket;
        _interval = interval;
        _time = time;
    }

    /// <summary>No service manager.</summary>
    public static ServiceManager None { get; } = new(null, null, TimeProvider.System);

    /// <summary>The service manager of <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c> and <c>WATCHDOG_PID</c>; one that can not be reached is told of in the log.</summary>
    /// <param name="variable">An environment variable by its name.</param>
    /// <param name="logger">With the source <see cref="LogSource.Daemon"/>.</param>
    /// <param name="time">The clock.</param>
    public static ServiceManager Connect(Func<string, string?> variable, ILogger logger, TimeProvider time)
    {
        var socket = NotifySocket.TryConnect(variable("NOTIFY_SOCKET"), out var problem);
        if (problem.Length > 0) ProcessLog.NoServiceManager(logger, problem);
        return new ServiceManager(socket, socket is null ? null : Interval(variable), time);
    }

    /// <summary>The configuration is in force; also after a reload, whether it brought a new one or not.</summary>
    public void Ready(string status)
    {
        _status = status;
        _socket?.Send($"READY=1\nSTATUS={status}", mustArrive: true);
    }

    /// <summary>The configuration is read again, until <see cref="Ready"/>.</summary>
    public void Reloading() => _socket?.Send(
        string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={_time.GetTimestamp() / (_time.TimestampFrequency / 1_000_000)}"), mustArrive: true);

    /// <summary>The daemon ends. What is left to wait for has limits of its own, so that from now on no watch is needed.</summary>
    public void Stopping()
    {
        Volatile.Write(ref _stopping, true);
        _socket?.Send("STOPPING=1\nSTATUS=shutting down", mustArrive: true);
    }

    /// <summary>One line for people, sent when it is another than the last.</summary>
    public void Tell(string status)
    {
        if (_socket is null || _status == status) return;
        _status = status;
        _socket.Send($"STATUS={status}", mustArrive: false);
    }

    /// <summary>Asks twice in each <c>WatchdogSec</c> for a sign of life; never again before there was an answer.</summary>
    /// <param name="ask">To be answered with <see cref="Alive"/> by what is watched.</param>
    public void Watch(Action ask)
    {
        if (_interval is not { } interval) return;
        _timer = _time.CreateTimer(_ =>
        {
            if (Volatile.Read(ref _stopping)) Alive();
            else if (Interlocked.Exchange(ref _asked, 1) == 0) ask();
            _timer?.Change(interval, Timeout.InfiniteTimeSpan);
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The reactor turns.</summary>
    public void Alive()
    {
        Volatile.Write(ref _asked, 0);
        _socket?.Send("WATCHDOG=1", mustArrive: false);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _socket?.Dispose();
    }

    /// <summary>Half of what systemd waits, when it is this process that it watches (sd_watchdog_enabled(3)).</summary>
    private static TimeSpan? Interval(Func<string, string?> variable)
    {
        if (!long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit <= 0) return null;
        var process = variable("WATCHDOG_PID");
        if (!string.IsNullOrEmpty(process) && process != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) return null;
        // A timer takes at most some 49 days.
        return TimeSpan.FromMicroseconds(Math.Clamp(limit / 2, 1000, TimeSpan.MicrosecondsPerDay));
    }
}
