using System.Threading.Channels;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Api.Helpers;

/// <summary>
/// Lines on their way to a helper: events, and answers to its commands, in the order written. Any thread adds, one task
/// takes; adding never waits.
/// </summary>
/// <remarks>
/// When full: the oldest answers are dropped until the new line fits, for a helper that does not read them does not miss
/// them; when no answer is left, the policy decides about events. A new answer never displaces an event, it is dropped
/// itself. What is dropped is counted. What is kept stays in order.
/// </remarks>
internal sealed class HelperQueue
{
    /// <summary>About what one <c>write</c> takes: the size of a Linux pipe.</summary>
    public const int BatchSize = 64 * 1024;

    private readonly int _limit;
    private readonly OverflowPolicy _policy;
    private readonly Lock _gate = new();
    private readonly LineFifo _events = new();
    private readonly LineFifo _answers = new();
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource? _room;
    private byte[] _batch = [];
    private long _sequence;
    private bool _open;
    private bool _signalled;
    private bool _dropping;
    private bool _overflowed;
    private long _droppedAnswers;
    private long _droppedEvents;
    private (long Answers, long Events) _droppedBefore;

    /// <param name="limit">The most bytes kept, <see cref="LineFifo.Overhead"/> for each line included.</param>
    /// <param name="policy">What happens when it is full of events.</param>
    public HelperQueue(int limit, OverflowPolicy policy = OverflowPolicy.DropOldest)
    {
        _limit = limit;
        _policy = policy;
    }

    /// <summary>Called, from any thread, with the bytes queued, when the first line of a row is dropped.</summary>
    public Action<long>? DroppingBegan { get; init; }

    /// <summary>
    /// Called with the answers and events dropped when the helper has caught up to half of the limit, or, with false, when the queue
    /// is closed before that.
    /// </summary>
    public Action<long, long, bool>? DroppingEnded { get; init; }

    /// <summary>Called once, from any thread, with the bytes queued, when <see cref="OverflowPolicy.Kill"/> has to be carried out.</summary>
    public Action<long>? Overflowed { get; init; }

    /// <summary>Bytes queued, their bookkeeping included.</summary>
    public long QueuedBytes
    {
        get
        {
            lock (_gate) return Bytes;
        }
    }

    /// <summary>Lines queued, and their bytes with their bookkeeping.</summary>
    public (int Lines, long Bytes) Waiting
    {
        get
        {
            lock (_gate) return (_events.Count + _answers.Count, Bytes);
        }
    }

    /// <summary>Answers dropped so far.</summary>
    public long DroppedAnswers => Interlocked.Read(ref _droppedAnswers);

    /// <summary>Events dropped so far.</summary>
    public long DroppedEvents => Interlocked.Read(ref _droppedEvents);

    private long Bytes => _events.Bytes + _answers.Bytes;

    private int LowMark => _limit / 4;

    /// <summary>Whether lines are taken.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate) return _open;
        }
    }

    /// <summary>Whether more than half of the limit is queued: with <see cref="OverflowPolicy.Pause"/> no further answers are to be made.</summary>
    public bool IsHalfFull
    {
        get
        {
            lock (_gate) return _open && Bytes > _limit / 2;
        }
    }

    /// <summary>Takes lines from now on; what was queued before is forgotten.</summary>
    public void Open()
    {
        lock (_gate)
        {
            Clear();
            _open = true;
        }
    }

    /// <summary>Takes no lines any more and forgets those queued; those who wait go on.</summary>
    public void Close()
    {
        TaskCompletionSource? room;
        (long Answers, long Events) dropped;
        lock (_gate)
        {
            dropped = TakeDropped();
            Clear();
            _open = false;
            (room, _room) = (_room, null);
            Signal();
        }
        room?.SetResult();
        if (dropped != default) DroppingEnded?.Invoke(dropped.Answers, dropped.Events, false);
    }

    /// <summary>Takes no lines any more; those queued can still be taken, and who waits goes on.</summary>
    public void Finish()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _open = false;
            (room, _room) = (_room, null);
            Signal();
        }
        room?.SetResult();
    }

    /// <summary>Queues a line, given without its newline. False when it was dropped or the helper does not take any.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line, bool isAnswer)
    {
        bool added, began, overflowed;
        long bytes;
        lock (_gate)
        {
            if (!_open) return false;
            var before = _overflowed;
            var dropped = MakeRoom(LineFifo.Overhead + line.Length, isAnswer);
            added = dropped >= 0;
            began = dropped != 0 && !_dropping;
            overflowed = _overflowed && !before;
            if (began) _dropping = true;
            if (added)
            {
                (isAnswer ? _answers : _events).Add(_sequence++, line);
                Signal();
            }
            bytes = Bytes;
        }
        if (began) DroppingBegan?.Invoke(bytes);
        if (overflowed) Overflowed?.Invoke(bytes);
        return added;
    }

    /// <summary>Waits until there is something to take, or the queue is closed.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _filled.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Completes when less than a quarter of the limit is queued: for who makes a long answer.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (!_open || Bytes < LowMark) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Takes the next lines with their newlines, about <see cref="BatchSize"/> of them; valid until the next call.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        TaskCompletionSource? room = null;
        (long Answers, long Events) dropped = default;
        var length = 0;
        lock (_gate)
        {
            while (Next() is { } fifo && (length == 0 || length + fifo.FirstLength <= BatchSize))
            {
                if (_batch.Length < length + fifo.FirstLength) Array.Resize(ref _batch, Math.Max(BatchSize, length + fifo.FirstLength));
                length += fifo.Take(_batch.AsSpan(length));
            }
            if (Bytes < LowMark) (room, _room) = (_room, null);
            if (length == 0) _signalled = false;
            if (_dropping && Bytes < _limit / 2)
            {
                _dropping = false;
                dropped = TakeDropped();
            }
        }
        room?.SetResult();
        if (dropped != default) DroppingEnded?.Invoke(dropped.Answers, dropped.Events, true);
        batch = _batch.AsMemory(0, length);
        if (length == 0 && _batch.Length > BatchSize) _batch = [];
        return length > 0;
    }

    private void Signal()
    {
        if (_signalled) return;
        _signalled = true;
        _filled.Writer.TryWrite(true);
    }

    /// <summary>Drops lines until as many bytes fit; gives how many lines, or -1 when the new line itself has to be dropped.</summary>
    private int MakeRoom(int size, bool isAnswer)
    {
        var dropped = 0;
        while (Bytes + size > _limit)
        {
            if (_answers.Count > 0)
            {
                _answers.Drop();
                _droppedAnswers++;
            }
            else if (isAnswer)
            {
                _droppedAnswers++;
                return -1;
            }
            else if (_events.Count > 0 && _policy is OverflowPolicy.DropOldest or OverflowPolicy.Pause)
            {
                _events.Drop();
                _droppedEvents++;
            }
            else
            {
                _droppedEvents++;
                _overflowed |= _policy == OverflowPolicy.Kill;
                return -1;
            }
            dropped++;
        }
        return dropped;
    }

    private LineFifo? Next()
    {
        if (_events.Count == 0) return _answers.Count == 0 ? null : _answers;
        return _answers.Count == 0 || _events.FirstSequence < _answers.FirstSequence ? _events : _answers;
    }

    private void Clear()
    {
        _events.Clear();
        _answers.Clear();
        _dropping = false;
        _overflowed = false;
        _droppedBefore = (_droppedAnswers, _droppedEvents);
    }

    /// <summary>What was dropped since the last time.</summary>
    private (long Answers, long Events) TakeDropped()
    {
        var dropped = (_droppedAnswers - _droppedBefore.Answers, _droppedEvents - _droppedBefore.Events);
        _droppedBefore = (_droppedAnswers, _droppedEvents);
        return dropped;
    }
}
