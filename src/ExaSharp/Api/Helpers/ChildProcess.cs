using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using ExaSharp.Interop;
using Microsoft.Win32.SafeHandles;

namespace ExaSharp.Api.Helpers;

/// <summary>How a process ended: with an exit code, or by a signal.</summary>
internal readonly record struct ProcessExit(int? Code, int? Signal)
{
    /// <summary>From the status of <c>waitpid</c>.</summary>
    public static ProcessExit FromStatus(int status) => (status & 0x7f) == 0
        ? new ProcessExit(status >> 8 & 0xff, null)
        : new ProcessExit(null, status & 0x7f);

    public override string ToString() => Signal is { } signal ? $"killed by signal {signal}" : $"exit code {Code}";
}

/// <summary>
/// A running child: leader of its own process group, with pipes as standard input, output and error, no
/// other descriptor, and signals as a fresh program expects them (.NET ignores SIGPIPE; a child must not).
/// </summary>
/// <remarks>
/// Made with <c>posix_spawn</c>: <see cref="System.Diagnostics.Process"/> can set neither the process group nor the signals.
/// A thread of its own waits for the child, so that it is reaped whatever happens and never by anybody else.
/// </remarks>
internal sealed unsafe class ChildProcess : IDisposable
{
    private const int WaiterStackSize = 128 * 1024;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _reaped;

    private ChildProcess(int pid, int inputDescriptor, int outputDescriptor, int errorDescriptor)
    {
        Pid = pid;
        Input = new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(inputDescriptor, ownsHandle: true));
        Output = new ChildPipe(outputDescriptor);
        Errors = new ChildPipe(errorDescriptor);
        new Thread(Reap, WaiterStackSize) { IsBackground = true, Name = $"wait for {pid}" }.Start();
    }

    public int Pid { get; }

    /// <summary>The child's standard input, to write to.</summary>
    public Stream Input { get; }

    /// <summary>The child's standard output, to read from.</summary>
    public ChildPipe Output { get; }

    /// <summary>What it writes to its standard error.</summary>
    public ChildPipe Errors { get; }

    /// <summary>Completes when the child has ended and is reaped.</summary>
    public Task<ProcessExit> Exited => _exited.Task;

    /// <summary>Starts a program.</summary>
    /// <param name="run">Its path, not searched for, and its arguments.</param>
    /// <param name="environment">Its environment, as <c>NAME=value</c>.</param>
    /// <exception cref="Win32Exception">It can not be started.</exception>
    public static ChildProcess Start(IReadOnlyList<string> run, IReadOnlyList<string> environment)
    {
        // Child reads 0, we write 1; we read 2, child writes 3; we read 4, child's errors go to 5.
        Span<int> pipes = [-1, -1, -1, -1, -1, -1];
        try
        {
            OpenPipe(pipes[..2]);
            OpenPipe(pipes[2..4]);
            OpenPipe(pipes[4..]);
            SetNonBlocking(pipes[1]);
            SetNonBlocking(pipes[2]);
            SetNonBlocking(pipes[4]);
            var pid = Spawn(run, environment, pipes[0], pipes[3], pipes[5]);
            var child = new ChildProcess(pid, pipes[1], pipes[2], pipes[4]);
            pipes[1] = pipes[2] = pipes[4] = -1;
            return child;
        }
        finally
        {
            foreach (var descriptor in pipes)
                if (descriptor >= 0) _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Sends a signal to the child, or to its whole process group; nothing when it has ended.</summary>
    public void Signal(int signal, bool group = false)
    {
        lock (_gate)
        {
            // Once reaped, the number may be another process's.
            if (!_reaped) _ = Libc.Kill(group ? -Pid : Pid, signal);
        }
    }

    /// <summary>Closes our ends of the pipes. The child is not ended by it.</summary>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Errors.Dispose();
    }

    private static void OpenPipe(Span<int> pair)
    {
        fixed (int* pointer = pair)
            if (Libc.Pipe(pointer, Libc.CloseOnExec) != 0) throw LastError();
        foreach (ref var descriptor in pair)
        {
            // A daemon started without standard descriptors gets those numbers; they would be closed before they are used.
            if (descriptor > 2) continue;
            var moved = Libc.FileControl(descriptor, Libc.DuplicateCloseOnExec, 3);
            if (moved < 0) throw LastError();
            _ = Libc.Close(descriptor);
            descriptor = moved;
        }
    }

    private static void SetNonBlocking(int descriptor)
    {
        var flags = Libc.FileControl(descriptor, Libc.GetStatusFlags, 0);
        if (flags < 0 || Libc.FileControl(descriptor, Libc.SetStatusFlags, flags | Libc.NonBlocking) < 0) throw LastError();
    }

    private static int Spawn(IReadOnlyList<string> run, IReadOnlyList<string> environment, int input, int output, int errors)
    {
        var actions = stackalloc byte[Libc.OpaqueSize];
        var attributes = stackalloc byte[Libc.OpaqueSize];
        var signals = stackalloc byte[Libc.OpaqueSize];
        using var argv = new NativeStrings(run);
        using var envp = new NativeStrings(environment);
        _ = Libc.FileActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        try
        {
            Check(Libc.FileActionsAddDuplicate(actions, input, 0));
            Check(Libc.FileActionsAddDuplicate(actions, output, 1));
            Check(Libc.FileActionsAddDuplicate(actions, errors, 2));
            Libc.FileActionsAddCloseFrom(actions, 3);
            Check(Libc.SpawnAttributesSetFlags(
                attributes, Libc.SpawnSetProcessGroup | Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask));
            Check(Libc.SpawnAttributesSetProcessGroup(attributes, 0));
            _ = Libc.SignalSetFill(signals);
            Check(Libc.SpawnAttributesSetSignalDefaults(attributes, signals));
            _ = Libc.SignalSetEmpty(signals);
            Check(Libc.SpawnAttributesSetSignalMask(attributes, signals));
            int pid;
            Check(Libc.Spawn(&pid, argv.Pointers[0], actions, attributes, argv.Pointers, envp.Pointers));
            return pid;
        }
        finally
        {
            _ = Libc.FileActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
        }
    }

    private static void Check(int error)
    {
        if (error != 0) throw new Win32Exception(error);
    }

    private static Win32Exception LastError() => new(Marshal.GetLastPInvokeError());

    private void Reap()
    {
        var information = stackalloc byte[Libc.OpaqueSize];
        // The child stays a zombie here, so that its number is not given away before we say that it is reaped.
        while (Libc.WaitId(Libc.WaitForPid, Pid, information, Libc.WaitExited | Libc.WaitLeaveZombie) != 0
            && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted)
        {
        }
        int status = 0, result;
        lock (_gate)
        {
            do result = Libc.WaitPid(Pid, &status, 0);
            while (result < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);
            _reaped = true;
        }
        _exited.SetResult(ProcessExit.FromStatus(status));
    }
}
