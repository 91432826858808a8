using ExaSharp.Bgp.Routes;

namespace ExaSharp.Api;

/// <summary>
/// One command of a batch: routes (a range of the batch's <see cref="CommandBatch.Routes"/>), something for the reactor, or
/// a line that was not understood.
/// </summary>
/// <param name="Command">The command; null for a line that was not understood.</param>
/// <param name="Selector">For which neighbours; null for all that the helper may command.</param>
/// <param name="First">Index of the first route.</param>
/// <param name="Count">Number of routes.</param>
/// <param name="Text">Words behind the command's name; for a line not understood, the line.</param>
internal readonly record struct CommandItem(ApiCommand? Command, PeerSelector? Selector, int First, int Count, string? Text)
{
    /// <summary>The group that the command belongs to and is answered with; null for a command of its own.</summary>
    public GroupResult? Group { get; init; }

    /// <summary>What a <see cref="ReadCommand"/> made of its text; see <see cref="ApiRequest.Read"/>.</summary>
    public object? Read { get; init; }

    /// <summary>Whether its routes are answered for when they were sent; null: as the helper asked for all.</summary>
    public bool? IsSync { get; init; }

    /// <summary>Why a line was not understood, where that is known.</summary>
    public string? Reason { get; init; }

    /// <summary>For a line not understood: what 6.0 answers before <c>error</c>.</summary>
    public string? Refusal { get; init; }
}

/// <summary>
/// The commands that one read of a helper's output gave, in order. It is shared by the reactor and the sessions that apply
/// its routes; the last one to release it gives the routes back and lets the helper's reader go on: at most
/// <see cref="Helper.MaxBatches"/> batches of a helper are under way.
/// </summary>
internal sealed class CommandBatch(Helper helper, RouteBatch routes)
{
    /// <summary>Commands in a batch, at most: a bound for how long the reactor is busy with one helper.</summary>
    public const int MaxItems = 1024;

    private int _holders = 1;

    public Helper Helper { get; } = helper;

    public RouteBatch Routes { get; } = routes;

    public List<CommandItem> Items { get; } = [];

    /// <summary>Routes beyond which no further command is taken in: one line may have tens of thousands.</summary>
    public const int MaxRoutes = 4096;

    public bool IsFull => Items.Count >= MaxItems || Routes.Count >= MaxRoutes;

    /// <summary>Makes the batch wait for one more <see cref="Release"/>.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) != 0) return;
        Routes.Release();
        Items.Clear();
        _holders = 1;
        Helper.Return(this);
    }
}
