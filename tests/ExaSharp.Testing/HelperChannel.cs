using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ExaSharp.Testing;

/// <summary>
/// A helper process in a test's hand. The daemon runs a small script that joins its standard input and output to this
/// object over TCP: what the test writes is a command, what the daemon writes is a line to wait for.
/// </summary>
public sealed class HelperChannel : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly Task reader;
    private readonly TaskCompletionSource<NetworkStream> connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int next;

    /// <summary>Begins to listen for the script.</summary>
    /// <param name="script">The path of the script, which takes address and port as its arguments.</param>
    public HelperChannel(string script)
    {
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Run = FormattableString.Invariant($"/usr/bin/python3 {script} 127.0.0.1 {port}");
        reader = Task.Run(Read);
    }

    /// <summary>The words that stand after <c>run</c> in the process section.</summary>
    public string Run { get; }

    /// <summary>Whether empty lines count; without it those that the text encoder puts between events are passed over.</summary>
    public bool KeepsEmptyLines { get; init; }

    /// <summary>All lines that the daemon wrote so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
                return lines.ToArray();
        }
    }

    /// <summary>The configuration's process section.</summary>
    /// <param name="name">The process' name.</param>
    /// <param name="encoder"><c>json</c> or <c>text</c>.</param>
    /// <param name="more">More statements of the section.</param>
    public string Section(string name, string encoder = "json", string more = "") => $"process {name} {{ run {Run}; encoder {encoder}; {more} }}\n";

    /// <summary>Writes lines without waiting for an answer.</summary>
    public async Task Write(params string[] commands)
    {
        var stream = await connected.Task.WaitAsync(Eventually.Patience);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(commands.Select(command => command + "\n"))));
    }

    /// <summary>Writes one command and returns its answer, <c>done</c> or <c>error</c>; events that come before it are passed over.</summary>
    public async Task<string> Command(string command)
    {
        await Write(command);
        return await WaitFor(line => line is "done" or "error", $"the answer to: {command}");
    }

    /// <summary>The next line, not returned yet, that the predicate accepts; others before it are passed over.</summary>
    /// <exception cref="TimeoutException">None came in time; the text holds all that came.</exception>
    public async Task<string> WaitFor(Predicate<string> accepted, string what, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Patience);
        while (true)
        {
            Task wait;
            lock (gate)
            {
                while (next < lines.Count)
                {
                    var line = lines[next++];
                    if (accepted(line))
                        return line;
                }

                wait = more.Task;
            }

            try
            {
                await wait.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"the helper did not receive in time: {what}\n{string.Join('\n', Lines)}");
            }
        }
    }

    /// <summary>The next JSON event that the predicate accepts.</summary>
    public async Task<JsonElement> WaitForEvent(Predicate<JsonElement> accepted, string what, TimeSpan? deadline = null)
    {
        JsonElement found = default;
        await WaitFor(line =>
        {
            if (!line.StartsWith('{'))
                return false;
            using var document = JsonDocument.Parse(line);
            if (!accepted(document.RootElement))
                return false;
            found = document.RootElement.Clone();
            return true;
        }, what, deadline);
        return found;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        if (connected.Task.IsCompletedSuccessfully)
            await connected.Task.Result.DisposeAsync();
        await reader;
    }

    private async Task Read()
    {
        try
        {
            var stream = new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true);
            connected.SetResult(stream);
            using var text = new StreamReader(stream, Encoding.UTF8);
            while (await text.ReadLineAsync() is { } line)
            {
                if (line.Length == 0 && !KeepsEmptyLines)
                    continue;
                TaskCompletionSource waiting;
                lock (gate)
                {
                    lines.Add(line);
                    waiting = more;
                    more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                waiting.SetResult();
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or IOException)
        {
            connected.TrySetException(new InvalidOperationException("the helper never connected"));
        }
    }
}
