using System.Text;
using ExaSharp.Api.Helpers;

namespace ExaSharp.Api.Channels;

/// <summary>How an answer ends.</summary>
internal enum AnswerEnd : byte
{
    /// <summary>Not yet: a line of it.</summary>
    None,
    Done,
    Error,
    Shutdown,
}

/// <summary>The other end of a daemon's command channel, ours or ExaBGP's.</summary>
internal abstract class CommandClient : IDisposable
{
    private readonly LineBuffer _buffer = new();
    private readonly Queue<string> _lines = [];

    /// <summary>Whether a line ends an answer, in text or as JSON.</summary>
    public static AnswerEnd EndOf(string line) => line switch
    {
        "done" => AnswerEnd.Done,
        "error" => AnswerEnd.Error,
        "shutdown" => AnswerEnd.Shutdown,
        _ when line.StartsWith("shutdown ", StringComparison.Ordinal) => IsNumbers(line["shutdown ".Length..]) ? AnswerEnd.Shutdown : AnswerEnd.None,
        _ when !line.StartsWith('{') => AnswerEnd.None,
        _ when line.Contains("\"answer\": \"done\"", StringComparison.Ordinal) => AnswerEnd.Done,
        _ when line.Contains("\"answer\": \"error\"", StringComparison.Ordinal) => AnswerEnd.Error,
        _ when line.Contains("\"answer\": \"shutdown\"", StringComparison.Ordinal) => AnswerEnd.Shutdown,
        _ => AnswerEnd.None,
    };

    /// <summary>Reads away answers to commands of others who did not wait for them.</summary>
    public virtual Task DrainAsync() => Task.CompletedTask;

    /// <summary>Writes a command; false when the daemon does not take it in time, or is gone.</summary>
    public Task<bool> TrySendAsync(string command) => TryWriteAsync(Encoding.UTF8.GetBytes(command + '\n'));

    /// <summary>The next line of an answer; null when none comes any more, or not for some time.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (_lines.Count == 0)
            if (!await ReadSomeAsync(Patience).ConfigureAwait(false)) return null;
        return _lines.Dequeue();
    }

    public abstract void Dispose();

    /// <summary>How long the daemon may take for the next line of an answer.</summary>
    protected abstract TimeSpan Patience { get; }

    protected abstract Task<bool> TryWriteAsync(ReadOnlyMemory<byte> line);

    /// <summary>Reads what there is; 0 when the daemon has closed the channel.</summary>
    /// <exception cref="OperationCanceledException">Nothing came in time.</exception>
    protected abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    protected abstract TimeProvider Time { get; }

    /// <summary>Reads away what comes until it is silent for a time.</summary>
    protected async Task DrainAsync(TimeSpan silence)
    {
        while (await ReadSomeAsync(silence).ConfigureAwait(false)) _lines.Clear();
        _lines.Clear();
    }

    private async Task<bool> ReadSomeAsync(TimeSpan patience)
    {
        using var silence = new CancellationTokenSource(patience, Time);
        try
        {
            var count = await ReadAsync(_buffer.Free(), silence.Token).ConfigureAwait(false);
            if (count == 0) return false;
            _buffer.Advance(count);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        var lines = _buffer.Lines.Span;
        // To the blank at their ends: "shutdown" ends an answer, and help lists "shutdown ".
        foreach (var line in lines.Split((byte)'\n'))
            if (line.Start.GetOffset(lines.Length) < lines.Length) _lines.Enqueue(Encoding.UTF8.GetString(lines[line]));
        _buffer.RemoveLines();
        return true;
    }

    /// <summary>The event behind the last answer has the daemon's process and its parent.</summary>
    private static bool IsNumbers(string text) => text.Split(' ').All(word => word.Length > 0 && word.All(char.IsAsciiDigit));
}
