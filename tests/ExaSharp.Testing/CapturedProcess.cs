using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ExaSharp.Testing;

/// <summary>A program under test or beside it: started, its output kept line by line, and surely ended at dispose.</summary>
public sealed partial class CapturedProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<string> output = [];
    private readonly List<string> errors = [];
    private readonly Task[] readers;
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running = 2;

    private CapturedProcess(Process process)
    {
        this.process = process;
        Ended = process.WaitForExitAsync();
        readers =
        [
            Task.Run(() => Read(process.StandardOutput, isError: false)),
            Task.Run(() => Read(process.StandardError, isError: true)),
        ];
    }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Completes when the process has ended.</summary>
    public Task Ended { get; }

    /// <summary>The lines written so far to standard output and standard error, in order of arrival.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
                return lines.ToArray();
        }
    }

    /// <summary>Starts a program. Its standard input is closed at once.</summary>
    /// <exception cref="InvalidOperationException">The program is not installed.</exception>
    public static CapturedProcess Start(string program, IEnumerable<string> arguments, string workingDirectory,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception refusal)
        {
            throw new InvalidOperationException($"cannot start {program}: {refusal.Message}", refusal);
        }

        process.StandardInput.Close();
        return new CapturedProcess(process);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<CommandResult> Run(string program, IEnumerable<string> arguments, TimeSpan? deadline = null)
    {
        await using var process = Start(program, arguments, "/");
        var code = await process.WaitForExit(deadline);
        lock (process.gate)
        {
            return new CommandResult(code,
                string.Join('\n', process.output), string.Join('\n', process.errors));
        }
    }

    /// <summary>The first line, old or new, that the predicate accepts.</summary>
    /// <exception cref="TimeoutException">No such line came in time; the text holds all that came.</exception>
    /// <exception cref="InvalidOperationException">The process ended without such a line.</exception>
    public async Task<string> WaitForLine(Predicate<string> accepted, string what, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Patience);
        for (var next = 0; ;)
        {
            Task wait;
            bool ended;
            lock (gate)
            {
                for (; next < lines.Count; next++)
                {
                    if (accepted(lines[next]))
                        return lines[next];
                }

                wait = more.Task;
                ended = running == 0;
            }

            if (ended)
                throw new InvalidOperationException($"the process ended before: {what}\n{Transcript()}");
            try
            {
                await wait.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no line in time: {what}\n{Transcript()}");
            }
        }
    }

    /// <summary>Sends a signal to this process alone, by number (15 TERM, 10 USR1, 12 USR2, 19 STOP, 18 CONT).</summary>
    public void Signal(int number)
    {
        if (!process.HasExited && Kill(process.Id, number) != 0)
            throw new InvalidOperationException($"kill({process.Id}, {number}): {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<int> WaitForExit(TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            await Task.WhenAll(readers).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited)
            {
                throw new TimeoutException(
                    string.Create(CultureInfo.InvariantCulture, $"process {process.Id} did not end\n{Transcript()}"));
            }

            // A grandchild holds the output open: what the process itself did is known.
        }

        return process.ExitCode;
    }

    /// <summary>All lines as one text, for messages.</summary>
    public string Transcript() => string.Join('\n', Lines.TakeLast(200));

    /// <summary>Kills the process and its children if they still run.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // Ended meanwhile.
        }

        process.Dispose();
    }

    private async Task Read(StreamReader reader, bool isError)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
                Wake(() => Add(line, isError));
        }
        catch (Exception ended) when (ended is ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Disposed while a grandchild still held the pipe.
        }

        Wake(() => running--);
    }

    private void Add(string line, bool isError)
    {
        lines.Add(line);
        (isError ? errors : output).Add(line);
    }

    private void Wake(Action change)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            change();
            waiting = more;
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
