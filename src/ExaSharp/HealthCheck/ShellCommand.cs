using System.Collections;
using System.ComponentModel;
using ExaSharp.Api.Helpers;
using ExaSharp.Interop;

namespace ExaSharp.HealthCheck;

/// <summary>What a command did.</summary>
/// <param name="Status">Its exit status; the number of a signal that ended it, negative (Python).</param>
/// <param name="Output">What it wrote, up to <see cref="ShellCommand.MaxOutput"/>.</param>
internal readonly record struct CommandOutcome(int Status, byte[] Output);

/// <summary>Runs commands in a process group of their own, with nothing to read.</summary>
internal static class ShellCommand
{
    /// <summary>Octets of output that are kept; the rest is read and dropped.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>A command for the shell; its errors are part of its output.</summary>
    public static Task<CommandOutcome> RunAsync(string command, CancellationToken cancel) => RunAsync("exec /bin/sh -c \"$0\" 2>&1", [command], null, cancel);

    /// <summary>A command for the shell whose output nobody wants.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The variable <c>STATE</c>.</param>
    /// <param name="cancel">Ends it.</param>
    public static Task<CommandOutcome> RunQuietlyAsync(string command, string state, CancellationToken cancel) =>
        RunAsync("exec /bin/sh -c \"$0\" >/dev/null 2>&1", [command], state, cancel);

    /// <summary>A program, found in <c>PATH</c> or where system programs are, and its arguments.</summary>
    /// <param name="words">Program and arguments.</param>
    /// <param name="isQuiet">Whether nobody wants what it writes; its errors nobody wants.</param>
    /// <param name="cancel">Ends it.</param>
    public static Task<CommandOutcome> RunProgramAsync(IReadOnlyList<string> words, bool isQuiet, CancellationToken cancel) => RunAsync(
        $"PATH=\"$PATH:/usr/sbin:/sbin\" && exec \"$0\" \"$@\"{(isQuiet ? " >/dev/null" : "")} 2>/dev/null", words, null, cancel);

    private static async Task<CommandOutcome> RunAsync(string script, IEnumerable<string> arguments, string? state, CancellationToken cancel)
    {
        using var child = Start(["/bin/sh", "-c", script, .. arguments], state);
        child.Input.Dispose();
        using var output = new MemoryStream();
        try
        {
            var buffer = new byte[4096];
            int count;
            while ((count = await child.Output.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
                output.Write(buffer, 0, (int)Math.Min(count, MaxOutput - output.Length));
            var exit = await child.Exited.WaitAsync(cancel).ConfigureAwait(false);
            return new CommandOutcome(exit.Code ?? -exit.Signal!.Value, output.ToArray());
        }
        catch (OperationCanceledException)
        {
            // Not by the child's own rule, which needs it to be alive: who still holds its output is of its group, so the group is there.
            _ = Libc.Kill(-child.Pid, Libc.SignalKill);
            throw;
        }
    }

    private static ChildProcess Start(IReadOnlyList<string> run, string? state)
    {
        var environment = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (state is null || variable.Key is not "STATE") environment.Add($"{variable.Key}={variable.Value}");
        if (state is not null) environment.Add($"STATE={state}");
        try
        {
            return ChildProcess.Start(run, environment);
        }
        catch (Win32Exception error)
        {
            throw new HealthCheckException($"[Errno {error.NativeErrorCode}] {error.Message}: '{run[0]}'");
        }
    }
}
