using ExaSharp.Bgp.Attributes;

namespace ExaSharp.Bgp.Routes;

/// <summary>Whether a route is announced or withdrawn.</summary>
public enum RouteAction : byte
{
    Announce,
    Withdraw,
}

/// <summary>
/// One route to announce or to withdraw: the numbers of its NLRI (<see cref="RouteStore"/>) and of its attributes
/// (<see cref="AttributeInterner"/>).
/// </summary>
public readonly record struct RouteChange(int Route, int Attributes, RouteAction Action);

/// <summary>
/// Routes in the order written: of one or more commands, or of a neighbour's configuration. The batch holds a reference
/// to each NLRI and attribute set until <see cref="Release"/>.
/// </summary>
public sealed class RouteBatch(RouteStore routes, AttributeInterner attributes)
{
    private readonly List<RouteChange> _changes = [];
    private Dictionary<int, WatchdogTag>? _watchdogs;

    public RouteStore Routes { get; } = routes;

    public AttributeInterner Attributes { get; } = attributes;

    public int Count => _changes.Count;

    /// <summary>The batch as all that a neighbour has configured; made when it is asked for.</summary>
    internal ConfiguredRoutes? Configured { get; set; }

    public ReadOnlySpan<RouteChange> Changes => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_changes);

    /// <summary>Adds a change whose references the caller gives away.</summary>
    public void Add(RouteChange change, string? watchdog = null, bool startsWithdrawn = false)
    {
        if (watchdog is not null) (_watchdogs ??= [])[_changes.Count] = new WatchdogTag(watchdog, startsWithdrawn);
        _changes.Add(change);
    }

    /// <summary>The watchdog group of the change at an index, when it has one.</summary>
    public WatchdogTag? Watchdog(int index) => _watchdogs is not null && _watchdogs.TryGetValue(index, out var tag) ? tag : null;

    /// <summary>Takes back the changes behind the first <paramref name="count"/>: a command that failed half-way changes nothing.</summary>
    public void Truncate(int count)
    {
        for (var i = _changes.Count - 1; i >= count; i--)
        {
            ReleaseAt(i);
            _watchdogs?.Remove(i);
        }
        _changes.RemoveRange(count, _changes.Count - count);
    }

    /// <summary>Gives all references back and empties the batch for the next use.</summary>
    public void Release()
    {
        Truncate(0);
        _watchdogs = null;
    }

    private void ReleaseAt(int index)
    {
        Routes.Release(_changes[index].Route);
        Attributes.Release(_changes[index].Attributes);
    }
}

/// <summary>A configured route's <c>watchdog</c> group, and whether it starts withdrawn.</summary>
public sealed record WatchdogTag(string Name, bool StartsWithdrawn);
