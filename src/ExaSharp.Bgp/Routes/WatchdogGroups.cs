using ExaSharp.Bgp.Attributes;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The configured routes of a neighbour that carry <c>watchdog NAME</c>, and whether each is announced (ExaBGP's
/// watchdog). Holds a reference to each. Not thread-safe.
/// </summary>
internal sealed class WatchdogGroups(RouteStore routes, AttributeInterner attributes)
{
    private readonly Dictionary<int, Member> _members = [];
    private int _order;

    /// <summary>Files a configured route under its tag.</summary>
    /// <returns>Whether the route is to be announced.</returns>
    public bool Configure(int key, RouteChange change, WatchdogTag tag)
    {
        var wasAnnounced = Remove(key);
        // A route that a command announced stays announced when its configuration is read again.
        var announced = !tag.StartsWithdrawn || wasAnnounced;
        routes.AddReference(change.Route);
        attributes.AddReference(change.Attributes);
        _members[key] = new Member(tag.Name, change, announced, ++_order);
        return announced;
    }

    /// <summary>Takes a route out of its group; whether it was in one and announced.</summary>
    public bool Remove(int key)
    {
        if (!_members.Remove(key, out var member)) return false;
        Release(member);
        return member.Announced;
    }

    /// <summary>
    /// Announces or withdraws the routes of a group that are not so yet, in the order in which they came to be what they are: as
    /// configured, those that a command withdrew or announced behind those that were it from the start (ExaBGP).
    /// </summary>
    public void Switch(string name, bool announced, AdjRibOut rib)
    {
        var group = _members.Where(member => member.Value.Name == name && member.Value.Announced != announced);
        foreach (var (key, member) in group.OrderBy(member => member.Value.Order).ToList())
        {
            _members[key] = member with { Announced = announced, Order = ++_order };
            if (announced) rib.Announce(member.Change.Route, member.Change.Attributes);
            else rib.Withdraw(member.Change.Route, member.Change.Attributes);
        }
    }

    /// <summary>Takes as announced the routes of all groups that are among those of the given keys, and no others.</summary>
    public void Follow(IReadOnlySet<int> announced)
    {
        foreach (var (key, member) in _members.ToList()) _members[key] = member with { Announced = announced.Contains(key) };
    }

    /// <summary>Forgets all groups.</summary>
    public void Clear()
    {
        foreach (var member in _members.Values) Release(member);
        _members.Clear();
    }

    private void Release(Member member)
    {
        routes.Release(member.Change.Route);
        attributes.Release(member.Change.Attributes);
    }

    private readonly record struct Member(string Name, RouteChange Change, bool Announced, int Order);
}
