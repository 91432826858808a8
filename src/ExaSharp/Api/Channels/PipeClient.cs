using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Api.Helpers;
using ExaSharp.Interop;
using Microsoft.Win32.SafeHandles;

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

/// <summary>The other end of a daemon's named pipes, ours or ExaBGP's.</summary>
internal sealed class PipeClient : IDisposable
{
    private const int ReadWrite = 2;
    private const int WriteOnly = 1;
    private const int NoReader = 6;

    /// <summary>How long a daemon may take to read or to answer (ExaBGP's number).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Longer than a daemon waits between two looks whether somebody reads.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(120);

    private static readonly TimeSpan RetryTime = TimeSpan.FromMilliseconds(10);

    private readonly int _input;
    private readonly AnonymousPipeClientStream _output;
    private readonly TimeProvider _time;
    private readonly LineBuffer _buffer = new();
    private readonly Queue<string> _lines = [];

    private PipeClient(int input, int output, TimeProvider time)
    {
        _input = input;
        _output = new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(output, ownsHandle: true));
        _time = time;
    }

    /// <summary>Opens both pipes; null, with the reason, when that can't be done or no daemon reads.</summary>
    /// <param name="path">Their path without <c>.in</c> and <c>.out</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="problem">For the operator.</param>
    public static PipeClient? TryOpen(string path, TimeProvider time, out string problem)
    {
        problem = "";
        // Open for writing too, so that it does not end when the daemon closes it between two answers.
        var output = Open(path + ".out", ReadWrite);
        if (output < 0)
        {
            problem = $"could not open named pipe {path}.out: {Marshal.GetLastPInvokeErrorMessage()}";
            return null;
        }
        var input = Open(path + ".in", WriteOnly);
        if (input >= 0) return new PipeClient(input, output, time);
        problem = Marshal.GetLastPInvokeError() == NoReader
            ? "ExaBGP is not running / using the configured named pipe"
            : $"could not open named pipe {path}.in: {Marshal.GetLastPInvokeErrorMessage()}";
        _ = Libc.Close(output);
        return null;
    }

    /// <summary>Whether a line ends an answer, in text or as JSON.</summary>
    public static AnswerEnd EndOf(string line) => line switch
    {
        "done" => AnswerEnd.Done,
        "error" => AnswerEnd.Error,
        "shutdown" => AnswerEnd.Shutdown,
        _ when !line.StartsWith('{') => AnswerEnd.None,
        _ when line.Contains("\"answer\": \"done\"", StringComparison.Ordinal) => AnswerEnd.Done,
        _ when line.Contains("\"answer\": \"error\"", StringComparison.Ordinal) => AnswerEnd.Error,
        _ when line.Contains("\"answer\": \"shutdown\"", StringComparison.Ordinal) => AnswerEnd.Shutdown,
        _ => AnswerEnd.None,
    };

    /// <summary>Reads away answers to commands of clients that did not wait for them.</summary>
    public async Task DrainAsync()
    {
        while (await ReadSomeAsync(Silence).ConfigureAwait(false)) _lines.Clear();
        _lines.Clear();
    }

    /// <summary>Writes a command; false when the daemon does not take it in time.</summary>
    public async Task<bool> TrySendAsync(string command)
    {
        ReadOnlyMemory<byte> line = Encoding.UTF8.GetBytes(command + '\n');
        var start = _time.GetTimestamp();
        while (true)
        {
            line = line[WriteNow(line.Span)..];
            if (line.IsEmpty) return true;
            if (_time.GetElapsedTime(start) > Patience) return false;
            await Task.Delay(RetryTime, _time).ConfigureAwait(false);
        }
    }

    /// <summary>The next line of an answer; null when none comes for some seconds.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (_lines.Count == 0)
            if (!await ReadSomeAsync(Patience).ConfigureAwait(false)) return null;
        return _lines.Dequeue();
    }

    public void Dispose()
    {
        _output.Dispose();
        _ = Libc.Close(_input);
    }

    private static unsafe int Open(string path, int flags)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.Open(pointer, flags | Libc.NonBlocking | Libc.CloseOnExec);
    }

    private unsafe int WriteNow(ReadOnlySpan<byte> line)
    {
        fixed (byte* pointer = line) return (int)Math.Max(Libc.Write(_input, pointer, line.Length), 0);
    }

    private async Task<bool> ReadSomeAsync(TimeSpan patience)
    {
        using var silence = new CancellationTokenSource(patience, _time);
        try
        {
            _buffer.Advance(await _output.ReadAsync(_buffer.Free(), silence.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        foreach (var line in new HelperLines(_buffer.Lines.Span)) _lines.Enqueue(Encoding.UTF8.GetString(line));
        _buffer.RemoveLines();
        return true;
    }
}
