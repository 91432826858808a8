using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using ExaSharp.Api.Channels;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;

namespace ExaSharp.Api;

/// <summary>
/// A helper as the reactor and the sessions know it: its process (or, for operators, the named pipes), the form of its events, its answers, and the commands it
/// has under way. Survives the process when that is started again.
/// </summary>
internal sealed class Helper
{
    /// <summary>Batches of commands of one helper under way at once; then its output is not read until one is done.</summary>
    public const int MaxBatches = 4;

    private readonly SemaphoreSlim _free = new(MaxBatches, MaxBatches);
    private readonly ConcurrentBag<CommandBatch> _pool = [];
    private readonly RouteStore _routes;
    private readonly AttributeInterner _attributes;

    public Helper(ProcessSettings settings, EventEncoder encoder, RouteStore routes, AttributeInterner attributes, bool ackEnabled)
    {
        Settings = settings;
        Encoder = encoder;
        _routes = routes;
        _attributes = attributes;
        AckEnabled = ackEnabled;
    }

    public ProcessSettings Settings { get; }

    public string Name => Settings.Name;

    /// <summary>The form in which the helper has its events.</summary>
    public EventEncoder Encoder { get; }

    /// <summary>The ExaBGP whose answers it expects.</summary>
    public JsonVersion Version { get; init; } = JsonVersion.Five;

    /// <summary>Whether it is the command line of operators, who may command every neighbour, and get no events.</summary>
    public bool IsCommandLine { get; init; }

    /// <summary>Its process, or the named pipes; null before the first start.</summary>
    public IHelperChannel? Channel { get; set; }

    /// <summary>Whether commands are answered with <c>done</c> and <c>error</c>. Changed on the reactor's task only.</summary>
    public bool AckEnabled { get; set; }

    /// <summary>A batch for the next commands; waits while <see cref="MaxBatches"/> of this helper are under way.</summary>
    public async ValueTask<CommandBatch> RentAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        return _pool.TryTake(out var batch) ? batch : new CommandBatch(this, new RouteBatch(_routes, _attributes));
    }

    /// <summary>Takes a batch back that nobody holds any more.</summary>
    public void Return(CommandBatch batch)
    {
        _pool.Add(batch);
        _free.Release();
    }

    /// <summary>
    /// Writes an event, given with its line end (the text encoder's has two). Never blocks; what does not fit into the queue
    /// is dropped and counted.
    /// </summary>
    public void WriteEvent(ReadOnlySpan<byte> utf8) => Channel?.TryWriteEvent(utf8[..^1]);

    /// <summary>Writes one line of an answer, whatever the state of acks.</summary>
    public void AnswerLine(string line)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length));
        Channel?.TryWriteAnswer(bytes.AsSpan(0, Encoding.UTF8.GetBytes(line, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Answers <c>done</c>, when acks are on.</summary>
    public void Done() => Done(1);

    /// <summary>Answers several commands with <c>done</c>.</summary>
    public void Done(int count)
    {
        if (!AckEnabled || Channel is not { } channel) return;
        for (; count > 0; count--) channel.TryWriteAnswer("done"u8);
    }

    /// <summary>Answers <c>error</c>, when acks are on.</summary>
    public void Error()
    {
        if (AckEnabled) Channel?.TryWriteAnswer("error"u8);
    }

    public void Answer(bool success)
    {
        if (success) Done();
        else Error();
    }

    /// <summary>Logs why a command failed and answers <c>error</c>.</summary>
    public void Fail(DaemonLog log, string reason)
    {
        log.CommandFailed(Name, reason);
        Error();
    }
}
