using System.Net;
using System.Net.Sockets;
using System.Text;
using ExaSharp.Testing;

namespace ExaSharp.Tests.EndToEnd.Soak;

/// <summary>
/// A command, and what is to be noted each time that it is written. Written again, it leaves the daemon where it was.
/// </summary>
internal sealed record SoakCommand(string Text, Action? Written = null)
{
    /// <summary>Whether it finds nobody while the neighbour has no session.</summary>
    public bool NeedsSession { get; init; }
}

/// <summary>
/// A helper that may be killed at any time: what had no answer is said again, in order, by the process that follows it. So the last command about a
/// route is always the last one that the daemon hears.
/// </summary>
internal sealed class SoakHelper : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Queue<SoakCommand> _unanswered = [];
    private readonly string _run;
    private readonly Task _serving;
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NetworkStream? _stream;

    public SoakHelper(string name)
    {
        Name = name;
        _listener.Start();
        _run = FormattableString.Invariant(
            $"/usr/bin/python3 {Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py")} 127.0.0.1 {((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = Task.Run(ServeAsync);
    }

    public string Name { get; }

    /// <summary>One chunk of commands at a time; who holds it keeps the helper from saying anything.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Commands that were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Events that it was told.</summary>
    public long Events { get; private set; }

    /// <summary>Processes that have spoken for it.</summary>
    public int Starts { get; private set; }

    /// <summary>What should not have been answered so; null when nothing was.</summary>
    public string? Complaint { get; private set; }

    public string Section => $"process {Name} {{ run {_run}; encoder json; }}\n";

    /// <summary>The ids of the processes that speak for it.</summary>
    public IReadOnlyList<int> Processes => ProcessView.WithCommandLine(_run);

    /// <summary>Says commands; complete when all of them are answered, by whatever process.</summary>
    /// <exception cref="TimeoutException">They were not.</exception>
    public async Task SayAsync(IReadOnlyCollection<SoakCommand> commands)
    {
        if (commands.Count == 0) return;
        Task answered;
        await _writing.WaitAsync();
        try
        {
            lock (_gate)
            {
                foreach (var command in commands) _unanswered.Enqueue(command);
                _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                answered = _answered.Task;
            }
            if (_stream is { } stream) await WriteAsync(stream, commands);
        }
        finally
        {
            _writing.Release();
        }
        try
        {
            await answered.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            lock (_gate) throw new TimeoutException($"{Name}: {_unanswered.Count} commands have no answer, first: {_unanswered.Peek().Text}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
        _writing.Dispose();
        Turn.Dispose();
    }

    private static async Task WriteAsync(NetworkStream stream, IEnumerable<SoakCommand> commands)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            command.Written?.Invoke();
            text.Append(command.Text).Append('\n');
        }
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()));
        }
        catch (IOException)
        {
            // The process is gone: the next one says it.
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await LiveAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>One process of the helper, from its connection to its end.</summary>
    private async Task LiveAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        Starts++;
        await _writing.WaitAsync(_end.Token);
        try
        {
            SoakCommand[] again;
            lock (_gate) again = [.. _unanswered];
            await WriteAsync(stream, again);
            _stream = stream;
        }
        finally
        {
            _writing.Release();
        }
        using var text = new StreamReader(stream, Encoding.UTF8);
        try
        {
            while (await text.ReadLineAsync(_end.Token) is { } line) Take(line);
        }
        catch (IOException)
        {
            // Killed.
        }
        await _writing.WaitAsync(_end.Token);
        _stream = null;
        _writing.Release();
    }

    private void Take(string line)
    {
        if (line.StartsWith("{ \"exabgp\"", StringComparison.Ordinal)) Events++;
        if (line is not ("done" or "error")) return;
        lock (_gate)
        {
            if (!_unanswered.TryDequeue(out var command)) Complaint ??= $"{Name}: an answer too many: {line}";
            else if (line == "error" && !command.NeedsSession) Complaint ??= $"{Name}: error: {command.Text}";
            Answered++;
            if (_unanswered.Count == 0) _answered.TrySetResult();
        }
    }
}
