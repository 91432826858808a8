using System.Runtime.InteropServices;
using ExaSharp.Api.Helpers;
using ExaSharp.Interop;

namespace ExaSharp.Api.Channels;

/// <summary>Takes the complete lines that were read; what is not complete any more when the task is.</summary>
internal delegate ValueTask LineHandler(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

/// <summary>
/// The command channel of the named pipes (ExaBGP runs a helper of its own for it): whoever may write to <c>.in</c>
/// commands, whoever reads <c>.out</c> gets the answers. Answers that nobody reads wait for the next reader, as in
/// ExaBGP; beyond <see cref="QueueLimit"/> the oldest are dropped.
/// </summary>
internal sealed class PipeChannel(NamedPipes pipes, LineHandler handler, PipeLog log, TimeProvider time) : IHelperChannel
{
    public const int QueueLimit = 1024 * 1024;

    /// <summary>How often it is looked whether somebody reads, as long as there is something to read (ExaBGP's number).</summary>
    private static readonly TimeSpan RetryTime = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LastReadTime = TimeSpan.FromMilliseconds(100);

    private readonly HelperQueue _queue = new(QueueLimit);
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;

    public void Start()
    {
        _queue.Open();
        _reading = Task.Run(() => ReadAsync(_stop.Token));
        _writing = Task.Run(() => WriteAsync(_stop.Token));
    }

    public bool TryWriteEvent(ReadOnlySpan<byte> line) => _queue.TryAdd(line, isAnswer: false);

    public (int Lines, long Bytes) Waiting => _queue.Waiting;

    public (long Answers, long Events) Dropped => (_queue.DroppedAnswers, _queue.DroppedEvents);

    public bool TryWriteAnswer(ReadOnlySpan<byte> line) => _queue.TryAdd(line, isAnswer: true);

    public async Task StopAsync()
    {
        // Long enough for a client that waits for its answer; nobody else is waited for.
        if (_queue.QueuedBytes > 0) await Task.Delay(LastReadTime, time).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        // A read of a pipe that never ends can not be cancelled, but woken.
        pipes.Wake();
        _queue.Close();
        await Task.WhenAll(_reading, _writing).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var buffer = new LineBuffer();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                buffer.Advance(await pipes.Input.ReadAsync(buffer.Free(), CancellationToken.None).ConfigureAwait(false));
                if (buffer.Lines.Length > 0) await handler(buffer.Lines, stop).ConfigureAwait(false);
                buffer.RemoveLines();
                if (buffer.PartialLength <= HelperProcess.MaxLineLength) continue;
                log.Oversized(pipes.InputPath, HelperProcess.MaxLineLength);
                buffer = new LineBuffer();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception e)
        {
            log.Failed(e, pipes.InputPath);
        }
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            while (_queue.IsOpen)
            {
                await _queue.WaitAsync(stop).ConfigureAwait(false);
                while (_queue.TryTake(out var batch)) await WriteAsync(batch, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Writes lines, as readers come and go; a line begun goes on with the next reader.</summary>
    private async Task WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken stop)
    {
        while (!lines.IsEmpty)
        {
            var descriptor = pipes.OpenOutput();
            if (descriptor >= 0)
            {
                lines = lines[WriteNow(descriptor, lines.Span)..];
                _ = Libc.Close(descriptor);
                if (lines.IsEmpty) return;
            }
            await Task.Delay(RetryTime, time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what fits; gives how much that was.</summary>
    private static unsafe int WriteNow(int descriptor, ReadOnlySpan<byte> lines)
    {
        var written = 0;
        fixed (byte* pointer = lines)
        {
            while (written < lines.Length)
            {
                var count = Libc.Write(descriptor, pointer + written, lines.Length - written);
                if (count > 0) written += (int)count;
                else if (Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted) break;
            }
        }
        return written;
    }
}
