using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace ExaSharp.Daemon;

/// <summary>What a signal asks for.</summary>
internal enum SignalAction : byte
{
    Shutdown,

    /// <summary>Read the configuration again, keep the helpers.</summary>
    Reload,

    /// <summary>Read the configuration again and restart all helpers.</summary>
    FullReload,

    /// <summary>Read the configuration again, restart all sessions and helpers.</summary>
    Restart,
}

/// <summary>A signal that the daemon handles.</summary>
/// <param name="Number">Its number on Linux.</param>
/// <param name="Name">Its name, as helpers are told.</param>
/// <param name="Action">What it asks for.</param>
internal sealed record DaemonSignal(int Number, string Name, SignalAction Action)
{
    /// <summary>All of them. SIGHUP ends the daemon, as in ExaBGP.</summary>
    public static IReadOnlyList<DaemonSignal> All { get; } =
    [
        new(1, "SIGHUP", SignalAction.Shutdown),
        new(2, "SIGINT", SignalAction.Shutdown),
        new(10, "SIGUSR1", SignalAction.Reload),
        new(12, "SIGUSR2", SignalAction.FullReload),
        new(14, "SIGALRM", SignalAction.Restart),
        new(15, "SIGTERM", SignalAction.Shutdown),
    ];

    /// <summary>ExaBGP's log line for it.</summary>
    public string ReceivedText => Name == "SIGINT" ? "^C received" : $"{Name} received";
}

/// <summary>
/// Takes the daemon's signals and hands them over in the order of arrival. None is lost: one that arrives while another is
/// handled waits; the same signal again, while it still waits, is one.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly Channel<DaemonSignal> _arrived = Channel.CreateUnbounded<DaemonSignal>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<int> _waiting = [];
    private readonly PosixSignalRegistration[] _registrations;

    public Signals() => _registrations = [.. DaemonSignal.All.Select(Register)];

    /// <summary>Waits for the next signal.</summary>
    public async ValueTask<DaemonSignal> NextAsync(CancellationToken cancellationToken)
    {
        var signal = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_waiting) _waiting.Remove(signal.Number);
        return signal;
    }

    /// <summary>From now on signals do what they do to any program.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private PosixSignalRegistration Register(DaemonSignal signal) => PosixSignalRegistration.Create((PosixSignal)signal.Number, context =>
    {
        context.Cancel = true;
        lock (_waiting)
        {
            if (!_waiting.Add(signal.Number)) return;
        }
        _arrived.Writer.TryWrite(signal);
    });
}
