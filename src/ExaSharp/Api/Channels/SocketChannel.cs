using System.Net.Sockets;
using ExaSharp.Api.Helpers;

namespace ExaSharp.Api.Channels;

/// <summary>
/// One connection to the Unix socket. It is read as long as its client reads: one that writes commands and leaves the answers
/// waits. A client that has written its last command (and closed that direction) still gets all answers.
/// </summary>
internal sealed class SocketChannel : IHelperChannel
{
    /// <summary>What waits for a client, at most. Commands are not read before three quarters of it are free, so that only the
    /// answer to a single command can be too long.</summary>
    public const int QueueLimit = 64 * 1024 * 1024;

    private static readonly TimeSpan LastReadTime = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly Helper _client;
    private readonly LineHandler _handler;
    private readonly SocketLog _log;
    private readonly TimeProvider _time;
    private readonly HelperQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;

    public SocketChannel(Socket socket, Helper client, LineHandler handler, SocketLog log, TimeProvider time)
    {
        (_socket, _client, _handler, _log, _time) = (socket, client, handler, log, time);
        _queue = new HelperQueue(QueueLimit) { DroppingBegan = _ => Overflow() };
    }

    /// <summary>Reads and writes until the client or the daemon ends it.</summary>
    public async Task RunAsync()
    {
        _queue.Open();
        _writing = Task.Run(() => GuardAsync(WriteAsync));
        _reading = Task.Run(() => GuardAsync(ReadAsync));
        await Task.WhenAll(_reading, _writing).ConfigureAwait(false);
        _queue.Close();
        _socket.Dispose();
    }

    public (int Lines, long Bytes) Waiting => _queue.Waiting;

    public (long Answers, long Events) Dropped => (_queue.DroppedAnswers, _queue.DroppedEvents);

    public bool TryWriteEvent(ReadOnlySpan<byte> line) => _queue.TryAdd(line, isAnswer: false);

    public bool TryWriteAnswer(ReadOnlySpan<byte> line) => _queue.TryAdd(line, isAnswer: true);

    public async Task StopAsync()
    {
        _queue.Finish();
        // Long enough for a client that reads; nobody else is waited for.
        await Task.WhenAny(_writing, Task.Delay(LastReadTime, _time)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_reading, _writing).ConfigureAwait(false);
    }

    private void Overflow()
    {
        // An answer with lines missing would be taken for the whole one.
        _log.NotReading(_client.Name);
        _ = _stop.CancelAsync();
    }

    /// <summary>Runs one direction; when it fails the other one ends, too.</summary>
    private async Task GuardAsync(Func<CancellationToken, Task> direction)
    {
        try
        {
            await direction(_stop.Token).ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped, or the client is gone.
        }
        catch (Exception e)
        {
            _log.Failed(e, _client.Name);
        }
        _queue.Close();
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var buffer = new LineBuffer();
        while (true)
        {
            await _queue.WaitForRoomAsync().WaitAsync(stop).ConfigureAwait(false);
            var count = await _socket.ReceiveAsync(buffer.Free(), stop).ConfigureAwait(false);
            if (count == 0) break;
            buffer.Advance(count);
            if (buffer.Lines.Length > 0) await _handler(buffer.Lines, stop).ConfigureAwait(false);
            buffer.RemoveLines();
            if (buffer.PartialLength <= HelperProcess.MaxLineLength) continue;
            _log.Oversized(_client.Name, HelperProcess.MaxLineLength);
            throw new OperationCanceledException();
        }
        // The beginning of a command whose end never came is not carried out: nobody knows what it would have said.
        await _client.WaitUntilIdleAsync(stop).ConfigureAwait(false);
        _queue.Finish();
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        while (_queue.IsOpen)
        {
            await _queue.WaitAsync(stop).ConfigureAwait(false);
            while (_queue.TryTake(out var batch))
            {
                while (!batch.IsEmpty) batch = batch[await _socket.SendAsync(batch, stop).ConfigureAwait(false)..];
            }
        }
        _socket.Shutdown(SocketShutdown.Send);
    }
}
