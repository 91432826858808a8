using System.Text;
using System.Threading.Channels;
using ExaSharp.Api.Helpers;

namespace ExaSharp.Tests.Api.Helpers;

/// <summary>Turns what a helper tells its owner into a row of strings.</summary>
internal sealed class RecordingOwner : IHelperOwner
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    /// <summary>What the owner does with a batch, after recording it.</summary>
    public Func<CancellationToken, ValueTask> OnLines { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>Whether each line becomes an event; else they are only counted.</summary>
    public bool RecordsLines { get; init; } = true;

    public int LineCount { get; private set; }

    public void HelperStarted(HelperProcess helper) => Add("started");

    public async ValueTask HelperLinesAsync(HelperProcess helper, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        foreach (var line in new HelperLines(lines.Span))
        {
            LineCount++;
            if (RecordsLines) Add("line " + Encoding.UTF8.GetString(line));
        }
        await OnLines(cancellationToken);
    }

    public void HelperEnded(HelperProcess helper, ProcessExit exit, bool restarts) =>
        Add($"ended, {exit}{(restarts ? ", restarts" : "")}");

    public void HelperNotStarted(HelperProcess helper, string reason) => Add($"not started, {reason}");

    public void HelperGaveUp(HelperProcess helper) => Add("gave up");

    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _events.Reader.ReadAsync(limit.Token);
    }

    public async Task<string[]> NextAsync(int count)
    {
        var result = new string[count];
        for (var i = 0; i < count; i++) result[i] = await NextAsync();
        return result;
    }

    private void Add(string text) => _events.Writer.TryWrite(text);
}
