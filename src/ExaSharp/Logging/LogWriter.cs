using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Logging;

/// <summary>
/// Takes log lines from all threads and writes them on one of its own, so that a slow disk or terminal delays no session.
/// When full: new lines are dropped, counted, and told of in one line when there is room again. One source may fill half of it,
/// and lines below a warning three quarters, so that what one helper shouts does not keep out what matters of the others.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    /// <summary>Lines that wait, at most.</summary>
    public const int Capacity = 16 * 1024;

    private static readonly TimeSpan LastWriteTime = TimeSpan.FromSeconds(2);

    /// <summary>Lines of one source that wait, at most.</summary>
    public const int SourceCapacity = Capacity / 2;

    /// <summary>Lines that wait, at most, when another one below <see cref="LogLevel.Warning"/> is taken.</summary>
    public const int DetailCapacity = Capacity / 4 * 3;

    private readonly Func<ILogSink> _open;
    private readonly TimeProvider _time;
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Capacity)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private readonly Lock _gate = new();

    /// <summary>Lines that wait, by source.</summary>
    private readonly Dictionary<string, int> _waitingOf = new(StringComparer.Ordinal);
    private int _waiting;

    private readonly Thread _thread;
    private ILogSink _sink;
    private long _dropped;

    /// <param name="open">Opens the destination; again at <see cref="Reopen"/>.</param>
    /// <param name="time">The clock of the lines.</param>
    public LogWriter(Func<ILogSink> open, TimeProvider time)
    {
        _open = open;
        _time = time;
        _sink = open();
        _thread = new Thread(Run) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <summary>Lines dropped so far because they could not be written fast enough.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Logs a message; each of its lines becomes a log line. Never waits.</summary>
    public void Write(LogLevel level, string source, string message)
    {
        var now = _time.GetLocalNow();
        foreach (var range in message.AsSpan().Split('\n'))
        {
            var line = range.Start.Value == 0 && range.End.Value == message.Length ? message : message[range];
            if (!TryEnqueue(new LogLine(now, level, source, line))) Interlocked.Increment(ref _dropped);
        }
    }

    private bool TryEnqueue(LogLine line)
    {
        lock (_gate)
        {
            ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_waitingOf, line.Source, out _);
            var fits = waiting < SourceCapacity && (line.Level >= LogLevel.Warning || _waiting < DetailCapacity)
                && _entries.Writer.TryWrite(new Entry(line, null, false));
            if (fits)
            {
                waiting++;
                _waiting++;
            }
            if (waiting == 0) _waitingOf.Remove(line.Source);
            return fits;
        }
    }

    private void Leave(string source)
    {
        lock (_gate)
        {
            _waiting--;
            // Each connection has a source of its own, which must not be kept.
            if (--CollectionsMarshal.GetValueRefOrNullRef(_waitingOf, source) == 0) _waitingOf.Remove(source);
        }
    }

    /// <summary>Waits until all lines so far are out, or a short time is over: before other text goes to the same place.</summary>
    public void Flush() => Ask(reopen: false);

    /// <summary>Opens the destination anew: after privileges were dropped, so that one that can no longer be opened is noticed at start.</summary>
    public void Reopen() => Ask(reopen: true);

    /// <summary>As <see cref="Reopen"/>, without waiting: for a file that somebody moved away.</summary>
    public void ReopenLater() => _entries.Writer.TryWrite(new Entry(default, null, Reopen: true));

    /// <summary>Writes what waits, within a short time.</summary>
    public void Dispose()
    {
        _entries.Writer.TryComplete();
        if (_thread.Join(LastWriteTime)) _sink.Dispose();
    }

    private void Ask(bool reopen)
    {
        using var done = new ManualResetEventSlim();
        var limit = _time.GetTimestamp();
        while (!_entries.Writer.TryWrite(new Entry(default, done, reopen)))
        {
            if (_entries.Reader.Completion.IsCompleted || _time.GetElapsedTime(limit) > LastWriteTime) return;
            Thread.Yield();
        }
        done.Wait(LastWriteTime);
    }

    private void Run()
    {
        var reader = _entries.Reader;
        long told = 0;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out var entry))
            {
                if (entry.Done is not null || entry.Reopen)
                {
                    Answer(entry);
                    continue;
                }
                Leave(entry.Line.Source);
                if (!TryWrite(entry.Line)) Interlocked.Increment(ref _dropped);
            }
            if (Dropped is var dropped && dropped > told && TryWrite(DroppedLine(dropped - told))) told = dropped;
            TryFlush();
        }
    }

    private LogLine DroppedLine(long count) => new(_time.GetLocalNow(), LogLevel.Warning, LogSource.Daemon, string.Create(
        CultureInfo.InvariantCulture, $"{count} log lines were dropped, they could not be written fast enough"));

    private void Answer(Entry entry)
    {
        TryFlush();
        if (entry.Reopen)
        {
            _sink.Dispose();
            _sink = _open();
        }
        try
        {
            entry.Done?.Set();
        }
        catch (ObjectDisposedException)
        {
            // Who asked has waited long enough.
        }
    }

    /// <summary>A log that can not be written (a full disk, a terminal that is gone) must not end the daemon.</summary>
    private bool TryWrite(LogLine line)
    {
        try
        {
            _sink.Write(line, _sink.Format.Format(line));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void TryFlush()
    {
        try
        {
            _sink.Flush();
        }
        catch (IOException)
        {
            // As for the lines: the next ones may go through again.
        }
    }

    private readonly record struct Entry(LogLine Line, ManualResetEventSlim? Done, bool Reopen);
}
