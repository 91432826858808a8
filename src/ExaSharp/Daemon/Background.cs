using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using ExaSharp.Configuration.Settings;
using ExaSharp.Interop;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ExaSharp.Daemon;

/// <summary>
/// <c>daemon.daemonize</c>: the daemon in the background, in a session of its own, without a terminal. A process of .NET can not fork:
/// this program is started again instead. The first process waits until the second one is ready, so that what is wrong with the start
/// is still told on the terminal and by the exit status; ExaBGP ends with success before it has read its configuration.
/// </summary>
internal sealed unsafe class Background
{
    /// <summary>Names the descriptor on which the second process tells the first what is to be told. Not left to helpers.</summary>
    private const string ReadyVariable = "exasharp_background_ready";

    private const int ReadyDescriptor = 3;

    /// <summary>What the second process says when it is ready; before it are the octets of text for the terminal.</summary>
    private const byte Ready = 0;

    private readonly FileStream _teller;

    private Background(int descriptor)
    {
        _teller = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        Terminal = new StreamWriter(_teller) { AutoFlush = true };
    }

    /// <summary>Writes to the terminal on which the daemon was started, until it is ready.</summary>
    public TextWriter Terminal { get; }

    /// <summary>In the second process, how it tells the first one; null in any other. To be called before helpers are started.</summary>
    public static Background? Inherited()
    {
        if (Environment.GetEnvironmentVariable(ReadyVariable) is not { } text) return null;
        Environment.SetEnvironmentVariable(ReadyVariable, null);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)) return null;
        return Libc.FileControl(descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExecFlag) == 0 ? new Background(descriptor) : null;
    }

    /// <summary>
    /// Whether the settings ask for the background and ExaBGP's rules allow it: not with a log on the terminal, which is logged, and not for
    /// who is started by a supervisor, that is by process 1 or with a socket as standard input.
    /// </summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="logger">A logger with the source <see cref="Logging.LogSource.Daemon"/>.</param>
    public static bool IsWanted(EnvironmentSettings settings, ILogger logger)
    {
        if (!settings.DaemonDaemonize) return false;
        var destination = settings.LogDestination.ToLowerInvariant();
        if (settings.LogEnable && destination is "stdout" or "stderr")
        {
            ProcessLog.NotInBackground(logger, destination);
            return false;
        }
        return Libc.ParentProcessId != 1 && !FileType.IsSocket("/proc/self/fd/0");
    }

    /// <summary>Starts this program again, with the same arguments, and waits until it is ready or has ended.</summary>
    /// <returns>The exit status: success for a daemon that is ready, else the daemon's own.</returns>
    /// <exception cref="Win32Exception">It can not be started.</exception>
    public static int Start()
    {
        var pipe = stackalloc int[2];
        if (Libc.Pipe(pipe, Libc.CloseOnExec) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        var pid = Spawn(pipe[1]);
        _ = Libc.Close(pipe[1]);
        using var told = new FileStream(new SafeFileHandle(pipe[0], ownsHandle: true), FileAccess.Read, bufferSize: 0);
        using var terminal = Console.OpenStandardError();
        var buffer = new byte[4096];
        while (told.Read(buffer) is > 0 and var count)
        {
            var end = buffer.AsSpan(0, count).IndexOf(Ready);
            terminal.Write(buffer.AsSpan(0, end < 0 ? count : end));
            if (end >= 0) return 0;
        }
        return WaitFor(pid);
    }

    /// <summary>
    /// Tells the first process that all is well. False when that process is gone: somebody ended it, and meant the daemon.
    /// </summary>
    public bool TryTellReady()
    {
        try
        {
            _teller.WriteByte(Ready);
            _teller.Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int WaitFor(int pid)
    {
        int status = 0, result;
        do result = Libc.WaitPid(pid, &status, 0);
        while (result < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);
        return result == pid && (status & 0x7f) == 0 ? status >> 8 & 0xff : 1;
    }

    private static int Spawn(int ready)
    {
        var actions = stackalloc byte[Libc.OpaqueSize];
        var attributes = stackalloc byte[Libc.OpaqueSize];
        var signals = stackalloc byte[Libc.OpaqueSize];
        // The words as they were given, the program's name too, for it tells what is meant.
        using var arguments = new NativeStrings(File.ReadAllText("/proc/self/cmdline").Split('\0')[..^1]);
        using var environment = new NativeStrings([.. Variables()]);
        _ = Libc.FileActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        try
        {
            // From the begin: what .NET has made of the terminal once it does not give back.
            fixed (byte* nothing = "/dev/null\0"u8)
                for (var descriptor = 0; descriptor < ReadyDescriptor; descriptor++) Check(Libc.FileActionsAddOpen(actions, descriptor, nothing, Libc.OpenReadWrite, 0));
            Check(Libc.FileActionsAddDuplicate(actions, ready, ReadyDescriptor));
            Libc.FileActionsAddCloseFrom(actions, ReadyDescriptor + 1);
            Check(Libc.SpawnAttributesSetFlags(attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask));
            _ = Libc.SignalSetFill(signals);
            Check(Libc.SpawnAttributesSetSignalDefaults(attributes, signals));
            _ = Libc.SignalSetEmpty(signals);
            Check(Libc.SpawnAttributesSetSignalMask(attributes, signals));
            int pid;
            fixed (byte* program = System.Text.Encoding.UTF8.GetBytes(Environment.ProcessPath + '\0'))
                Check(Libc.Spawn(&pid, program, actions, attributes, arguments.Pointers, environment.Pointers));
            return pid;
        }
        finally
        {
            _ = Libc.FileActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
        }
    }

    private static IEnumerable<string> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => $"{variable.Key}={variable.Value}")
        .Append(string.Create(CultureInfo.InvariantCulture, $"{ReadyVariable}={ReadyDescriptor}"));

    private static void Check(int error)
    {
        if (error != 0) throw new Win32Exception(error);
    }
}
