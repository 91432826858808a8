using System.ComponentModel;
using ExaSharp.Api.Channels;
using ExaSharp.Configuration.Settings;
using ExaSharp.HealthCheck;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Api.Helpers;

/// <summary>
/// A helper of the configuration through all its lives: started, talked to, started again when it ends, stopped. Its
/// reader and writer are tasks of their own, so that a helper which does not read, or writes without end, holds up nobody.
/// </summary>
/// <remarks>
/// When full: what the daemon sends waits in a bounded queue (<see cref="HelperQueue"/>: answers are dropped first, then
/// its <see cref="OverflowPolicy"/> decides, counted and logged); what the helper sends waits in its own pipe as long as the owner does not take it.
/// </remarks>
internal sealed class HelperProcess : IHelperChannel, IAsyncDisposable
{
    /// <summary>A line longer than this has no end: the helper is not speaking the protocol (ExaBGP's number).</summary>
    public const int MaxLineLength = 1024 * 1024;

    /// <summary>How long a helper that is stopped may read what was sent last (ExaBGP's number).</summary>
    private static readonly TimeSpan LastReadTime = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it may take to end after SIGTERM (ExaBGP's number).</summary>
    private static readonly TimeSpan TerminateTime = TimeSpan.FromSeconds(2);

    private readonly HelperOptions _options;
    private readonly IHelperOwner _owner;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly HelperQueue _queue;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile int _pid;
    private volatile TaskCompletionSource _overflowed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">What to run.</param>
    /// <param name="owner">Who is told of lines and of the helper's life.</param>
    /// <param name="logger">A logger with the source <see cref="Logging.LogSource.Process"/>.</param>
    /// <param name="time">The clock.</param>
    public HelperProcess(HelperOptions options, IHelperOwner owner, ILogger logger, TimeProvider time)
    {
        _options = options;
        _owner = owner;
        _logger = logger;
        _time = time;
        _queue = new HelperQueue(options.QueueLimit, options.Overflow)
        {
            DroppingBegan = bytes => HelperLog.DroppingBegan(_logger, Name, bytes, Victims(options.Overflow)),
            DroppingEnded = (answers, events, reads) => HelperLog.DroppingEnded(_logger, Name, reads ? "reads again" : "has ended", answers, events),
            Overflowed = bytes =>
            {
                HelperLog.Overflowed(_logger, Name, bytes);
                _overflowed.TrySetResult();
            },
        };
    }

    public string Name => _options.Name;

    public HelperOptions Options => _options;

    /// <summary>The process id while it runs, else 0.</summary>
    public int Pid => _pid;

    /// <summary>Whether it runs or is about to start again.</summary>
    public bool IsAlive => !_running.IsCompleted;

    /// <summary>Bytes that wait for it to read, their bookkeeping included.</summary>
    public long QueuedBytes => _queue.QueuedBytes;

    public (int Lines, long Bytes) Waiting => _queue.Waiting;

    public (long Answers, long Events) Dropped => (_queue.DroppedAnswers, _queue.DroppedEvents);

    public long DroppedAnswers => _queue.DroppedAnswers;

    public long DroppedEvents => _queue.DroppedEvents;

    /// <summary>Starts it; nothing when it <see cref="IsAlive"/>. For the owner's thread alone, as <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        if (IsAlive) return;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        var stop = _stop.Token;
        // What happens while it is being started is kept for it.
        _queue.Open();
        _running = Task.Run(() => RunAsync(stop));
    }

    /// <summary>
    /// Queues an event, a line without its newline. Never waits; false when it was dropped or the helper does not run.
    /// </summary>
    public bool TryWriteEvent(ReadOnlySpan<byte> line) => _queue.TryAdd(line, isAnswer: false);

    /// <summary>Queues a line of an answer, as <see cref="TryWriteEvent"/>.</summary>
    public bool TryWriteAnswer(ReadOnlySpan<byte> line) => _queue.TryAdd(line, isAnswer: true);

    /// <summary>Completes when the queue has room for a long answer, or the helper has ended.</summary>
    public Task WaitForRoomAsync() => _queue.WaitForRoomAsync();

    /// <summary>
    /// Ends it for good: a short time to read what was queued, its input closed, SIGTERM, up to 2 s, SIGKILL. Complete when
    /// it is reaped.
    /// </summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var policy = new RespawnPolicy();
        while (!stop.IsCancellationRequested)
        {
            if (!policy.TryStart(_time.GetUtcNow(), out var delay))
            {
                if (_options.EndsForGood)
                {
                    _queue.Close();
                    HelperLog.TooManyDeaths(_logger, Name, RespawnPolicy.MaxStarts);
                    _owner.HelperGaveUp(this);
                    return;
                }
                HelperLog.BackingOff(_logger, Name, RespawnPolicy.MaxStarts, (int)Math.Ceiling(delay.TotalSeconds));
                await Task.Delay(delay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            await Task.Delay(delay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested || await TryStartChildAsync().ConfigureAwait(false) is not { } child)
            {
                _queue.Close();
                return;
            }
            var exit = await LiveAsync(child, stop).ConfigureAwait(false);
            var restarts = _options.Respawn && !stop.IsCancellationRequested;
            if (restarts) HelperLog.Restarting(_logger, Name);
            else HelperLog.Ended(_logger, Name);
            _owner.HelperEnded(this, exit, restarts);
            if (!restarts) return;
        }
    }

    private async ValueTask<ChildProcess?> TryStartChildAsync()
    {
        try
        {
            var run = await HealthCheckHelper.ChooseAsync(_options.Run, _options.Environment, Environment.ProcessPath ?? "exasharp").ConfigureAwait(false);
            if (run != _options.Run) HelperLog.OwnHealthCheck(_logger, Name);
            var child = ChildProcess.Start(run, _options.Environment);
            HelperLog.Started(_logger, Name);
            return child;
        }
        catch (Win32Exception e)
        {
            HelperLog.NotStarted(_logger, Name, e.Message);
            _owner.HelperNotStarted(this, e.Message);
            return null;
        }
    }

    /// <summary>One life of the helper, from its start until it is reaped and all that it wrote is handed over.</summary>
    private async Task<ProcessExit> LiveAsync(ChildProcess child, CancellationToken stop)
    {
        using var inputDone = new CancellationTokenSource();
        using var outputDone = new CancellationTokenSource();
        using (child)
        {
            _pid = child.Pid;
            _overflowed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_queue.IsOpen) _queue.Open();
            _owner.HelperStarted(this);
            var reading = Task.Run(() => ReadAsync(child, outputDone.Token, stop), CancellationToken.None);
            var errors = Task.Run(() => new HelperErrors(Name, _logger, _time).ReadAsync(child.Errors, outputDone.Token), CancellationToken.None);
            var writing = Task.Run(() => WriteAsync(child, inputDone.Token), CancellationToken.None);
            await WhenAnyAsync(reading, child.Exited, _overflowed.Task, stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
                await ((Task)child.Exited).WaitAsync(LastReadTime, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _queue.Close();
            await inputDone.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            await child.Input.DisposeAsync().ConfigureAwait(false);
            var exit = await TerminateAsync(child).ConfigureAwait(false);
            await outputDone.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            _pid = 0;
            HelperLog.Exited(_logger, Name, child.Pid, exit);
            return exit;
        }
    }

    private static async Task WhenAnyAsync(Task reading, Task exited, Task overflowed, CancellationToken stop) =>
        await ((Task)Task.WhenAny(reading, exited, overflowed)).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<ProcessExit> TerminateAsync(ChildProcess child)
    {
        if (child.Exited.IsCompleted) return await child.Exited.ConfigureAwait(false);
        HelperLog.Terminating(_logger, Name);
        child.Signal(Interop.Libc.SignalTerminate);
        try
        {
            return await child.Exited.WaitAsync(TerminateTime, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            HelperLog.Killing(_logger, Name);
            child.Signal(Interop.Libc.SignalKill, group: true);
            return await child.Exited.ConfigureAwait(false);
        }
    }

    /// <summary>Ends when the helper closes its output, when a line has no end, or, after <paramref name="ended"/>, when all is read.</summary>
    private async Task ReadAsync(ChildProcess child, CancellationToken ended, CancellationToken stop)
    {
        var buffer = new LineBuffer();
        // What a process that it left behind goes on writing is not the helper's: only what fits into the pipe can be.
        var afterEnd = child.Output.Capacity;
        int count;
        while (afterEnd > 0 && (count = await child.Output.ReadAsync(buffer.Free(), ended).ConfigureAwait(false)) > 0)
        {
            if (ended.IsCancellationRequested) afterEnd -= count;
            buffer.Advance(count);
            if (buffer.Lines.Length > 0) await HandOverAsync(buffer, stop).ConfigureAwait(false);
            if (_options.Overflow == OverflowPolicy.Pause && _queue.IsHalfFull) await PauseAsync().ConfigureAwait(false);
            if (buffer.PartialLength <= MaxLineLength) continue;
            HelperLog.Oversized(_logger, Name, buffer.PartialLength);
            return;
        }
        if (buffer.PartialLength > 0 && !stop.IsCancellationRequested) HelperLog.PartialLine(_logger, Name, buffer.PartialLength);
    }

    /// <summary>Waits until the helper has read most of what it was sent, or has ended.</summary>
    private async Task PauseAsync()
    {
        HelperLog.Paused(_logger, Name, _queue.QueuedBytes);
        await _queue.WaitForRoomAsync().ConfigureAwait(false);
        if (_queue.IsOpen) HelperLog.Continued(_logger, Name);
    }

    private static string Victims(OverflowPolicy policy) => policy switch
    {
        OverflowPolicy.DropAcks => "answers first, then new events",
        OverflowPolicy.Kill => "answers before it is ended",
        _ => "answers first, then the oldest events",
    };

    private async ValueTask HandOverAsync(LineBuffer buffer, CancellationToken stop)
    {
        try
        {
            if (!stop.IsCancellationRequested) await _owner.HelperLinesAsync(this, buffer.Lines, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Being stopped: its lines do not matter any more.
        }
        catch (Exception e)
        {
            HelperLog.OwnerFailed(_logger, e, Name);
        }
        buffer.RemoveLines();
    }

    private async Task WriteAsync(ChildProcess child, CancellationToken done)
    {
        try
        {
            while (_queue.IsOpen)
            {
                await _queue.WaitAsync(done).ConfigureAwait(false);
                while (_queue.TryTake(out var batch)) await child.Input.WriteAsync(batch, done).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The helper has ended, or is being stopped and had its time.
        }
        catch (IOException) when (!done.IsCancellationRequested && !child.Exited.IsCompleted)
        {
            HelperLog.InputClosed(_logger, Name);
            _queue.Close();
        }
        catch (IOException)
        {
            _queue.Close();
        }
    }
}
