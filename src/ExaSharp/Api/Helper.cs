using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
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
/// A helper as the reactor and the sessions know it: its process (or, for operators, the named pipes or a connection to the
/// Unix socket), the form of its events, its answers, and the commands it
/// has under way. Survives the process when that is started again.
/// </summary>
internal sealed class Helper
{
    /// <summary>Batches of commands of one helper under way at once; then its output is not read until one is done.</summary>
    public const int MaxBatches = 4;

    /// <summary>Why a command fails that finds nobody.</summary>
    public const string NoNeighbor = "no neighbor matching the command";

    private readonly SemaphoreSlim _free = new(MaxBatches, MaxBatches);
    private readonly ConcurrentBag<CommandBatch> _pool = [];
    private readonly RouteStore _routes;
    private readonly AttributeInterner _attributes;

    public Helper(ProcessSettings settings, EventEncoder encoder, RouteStore routes, AttributeInterner attributes, AckMode ack)
    {
        Settings = settings;
        Encoder = encoder;
        _routes = routes;
        _attributes = attributes;
        AckEnabled = ack != AckMode.Off;
        IsVerbose = ack == AckMode.Verbose;
    }

    public ProcessSettings Settings { get; }

    public string Name => Settings.Name;

    /// <summary>The form in which the helper has its events.</summary>
    public EventEncoder Encoder { get; }

    /// <summary>The ExaBGP whose answers it expects.</summary>
    public JsonVersion Version { get; init; } = JsonVersion.Five;

    /// <summary>Whether it is the command line of operators, who may command every neighbour, and get no events.</summary>
    public bool IsCommandLine { get; init; }

    /// <summary>Its process, the named pipes or a connection; null before the first start.</summary>
    public IHelperChannel? Channel { get; set; }

    /// <summary>Whether commands are answered with <c>done</c> and <c>error</c>. Changed on the reactor's task only.</summary>
    public bool AckEnabled { get; set; }

    /// <summary>Whether answers say what was done, and why not.</summary>
    public bool IsVerbose { get; private set; }

    /// <summary>Whether routes are answered for when they were sent (<c>enable-sync</c>). Of the reactor's task.</summary>
    public bool IsSync { get; set; }

    /// <summary>A new process runs: it knows nothing of what the one before had said. Of the reactor's task.</summary>
    /// <param name="acksByDefault"><see cref="EnvironmentSettings.ApiAck"/>.</param>
    public void Begin(bool acksByDefault)
    {
        var ack = Settings.AckOr(acksByDefault);
        AckEnabled = ack != AckMode.Off;
        IsVerbose = ack == AckMode.Verbose;
        IsSync = false;
    }

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

    /// <summary>Waits until none of its commands is under way; for who will give it no more of them.</summary>
    public async Task WaitUntilIdleAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < MaxBatches; i++) await _free.WaitAsync(cancellation).ConfigureAwait(false);
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

    /// <summary>Answers a command of routes, when acks are on; a helper with <c>ack verbose</c> is told what it touched.</summary>
    /// <param name="neighbors">Neighbours that keep one of the routes at least.</param>
    /// <param name="routes">Routes of the command.</param>
    public void DoneVerbose(int neighbors, int routes)
    {
        if (AckEnabled) AnswerLine(string.Create(CultureInfo.InvariantCulture, $"done: neighbors {neighbors} routes {routes}"));
    }

    /// <summary>Answers <c>error</c>, when acks are on; a helper with <c>ack verbose</c> is told the reason.</summary>
    public void Error(string reason)
    {
        if (!AckEnabled) return;
        if (IsVerbose) AnswerLine("error: " + reason);
        else Channel?.TryWriteAnswer("error"u8);
    }

    /// <summary>Answers a command that is carried out by neighbours: an error when none was selected.</summary>
    public void Answer(bool anySelected)
    {
        if (anySelected) Done();
        else Error(NoNeighbor);
    }

    /// <summary>Logs why a command failed and answers <c>error</c>.</summary>
    public void Fail(DaemonLog log, string reason)
    {
        log.CommandFailed(Name, reason);
        Error(reason);
    }
}
