using System.Runtime.InteropServices;
using ExaSharp.Interop;

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

    /// <summary>The signal of a number, or null when the daemon does not handle it.</summary>
    public static DaemonSignal? Find(int number) => All.FirstOrDefault(signal => signal.Number == number);

    /// <summary>ExaBGP's log line for it.</summary>
    public string ReceivedText => Name == "SIGINT" ? "^C received" : $"{Name} received";
}

/// <summary>
/// Takes the daemon's signals and hands each over, from any thread, by its number. The receiver queues them: one that
/// arrives while another is handled waits, where ExaBGP ignores it.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="deliver">Takes the number of a signal of <see cref="DaemonSignal.All"/>; must not wait.</param>
    public Signals(Action<int> deliver) => _registrations =
    [
        .. DaemonSignal.All.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal.Number, context =>
        {
            context.Cancel = true;
            deliver(signal.Number);
        })),
    ];

    /// <summary>
    /// Undoes that signals of the daemon are ignored from the start, as SIGHUP is under nohup: ExaBGP takes them even then. SIGINT
    /// stays ignored, as in ExaBGP: ctrl-c is not meant for what a shell script put into the background. To be called before
    /// anything uses the console, for .NET looks once.
    /// </summary>
    public static unsafe void HeedIgnored()
    {
        var action = stackalloc byte[Libc.OpaqueSize];
        foreach (var signal in DaemonSignal.All.Where(signal => signal.Name != "SIGINT"))
        {
            if (Libc.SignalAction(signal.Number, null, action) == 0 && *(nint*)action == Libc.SignalIgnore)
                _ = Libc.SetSignal(signal.Number, Libc.SignalDefault);
        }
    }

    /// <summary>From now on signals do what they do to any program.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
