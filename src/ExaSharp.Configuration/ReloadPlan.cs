using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration;

/// <summary>A neighbour that is in the old and in the new configuration.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is to be.</param>
public sealed record NeighborChange(NeighborSettings Before, NeighborSettings After);

/// <summary>What a reload does to each neighbour and helper. Pure: the daemon applies it.</summary>
public sealed record ReloadPlan
{
    private ReloadPlan()
    {
    }

    /// <summary>Neighbours to connect.</summary>
    public IReadOnlyList<NeighborSettings> Added { get; private init; } = [];

    /// <summary>Neighbours to close: gone from the file, or with another identity in it (their name, which holds addresses, AS numbers and router-id).</summary>
    public IReadOnlyList<NeighborSettings> Removed { get; private init; } = [];

    /// <summary>Neighbours whose session ends and starts again with the new definition.</summary>
    public IReadOnlyList<NeighborChange> Restarted { get; private init; } = [];

    /// <summary>Neighbours whose session stays: at most routes, api blocks and other fields that need no restart differ.</summary>
    public IReadOnlyList<NeighborChange> Kept { get; private init; } = [];

    /// <summary>Helpers to start: names that were not there.</summary>
    public IReadOnlyList<ProcessSettings> StartedProcesses { get; private init; } = [];

    /// <summary>Helpers to stop: names that are there no longer.</summary>
    public IReadOnlyList<ProcessSettings> StoppedProcesses { get; private init; } = [];

    /// <summary>Helpers of both: they go on as they are, whatever <c>run</c> now says, unless all are to be restarted (SIGUSR2).</summary>
    public IReadOnlyList<ProcessSettings> KeptProcesses { get; private init; } = [];

    /// <summary>The plan from one configuration to the next.</summary>
    public static ReloadPlan Create(DaemonConfiguration before, DaemonConfiguration after)
    {
        var old = before.Neighbors.ToDictionary(neighbor => neighbor.Name, StringComparer.Ordinal);
        List<NeighborSettings> added = [];
        List<NeighborChange> restarted = [], kept = [];
        foreach (var neighbor in after.Neighbors)
        {
            if (!old.Remove(neighbor.Name, out var previous))
            {
                added.Add(neighbor);
                continue;
            }
            var change = new NeighborChange(previous, neighbor);
            (HaveSameDefinition(previous, neighbor) ? kept : restarted).Add(change);
        }
        var names = before.Processes.Select(process => process.Name).ToHashSet(StringComparer.Ordinal);
        var newNames = after.Processes.Select(process => process.Name).ToHashSet(StringComparer.Ordinal);
        return new ReloadPlan
        {
            Added = added,
            Removed = [.. before.Neighbors.Where(neighbor => old.ContainsKey(neighbor.Name))],
            Restarted = restarted,
            Kept = kept,
            StartedProcesses = [.. after.Processes.Where(process => !names.Contains(process.Name))],
            StoppedProcesses = [.. before.Processes.Where(process => !newNames.Contains(process.Name))],
            KeptProcesses = [.. after.Processes.Where(process => names.Contains(process.Name))],
        };
    }

    /// <summary>
    /// Whether a session goes on under the other definition. As in ExaBGP, the description, the source interface,
    /// <c>md5-base64</c>, <c>manual-eor</c>, the api blocks, the lists of add-path and nexthop, and the routes do not count.
    /// </summary>
    public static bool HaveSameDefinition(NeighborSettings left, NeighborSettings right) =>
        Definition(left) == Definition(right) && left.Session.Families.SequenceEqual(right.Session.Families);

    /// <summary>The neighbour without the fields that a running session does not depend on, for comparison.</summary>
    private static NeighborSettings Definition(NeighborSettings neighbor) => neighbor with
    {
        Description = "",
        SourceInterface = null,
        Md5 = neighbor.Md5 is null ? null : neighbor.Md5 with { Base64 = null },
        ManualEor = false,
        Operational = [],
        Api = [],
        Routes = ConfiguredRoutes.None,
        Session = neighbor.Session with { Families = [], AddPathFamilies = null, NextHops = [] },
    };
}
