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
    /// <returns>
    /// Whether the route is to be announced: what a command withdrew or announced stays so when the configuration is read again.
    /// </returns>
    public bool Configure(int key, RouteChange change, WatchdogTag tag)
    {
        var isHeld = _members.TryGetValue(key, out var known) && known.IsHeld && known.Name == tag.Name;
        var announced = (Remove(key) || !tag.StartsWithdrawn) && !isHeld;
        routes.AddReference(change.Route);
        attributes.AddReference(change.Attributes);
        _members[key] = new Member(tag.Name, change, announced, isHeld, ++_order);
        return announced;
    }

    /// <summary>Whether a command withdrew a route of a group, so that it is not to be announced but by another command.</summary>
    public bool IsHeld(int key) => _members.TryGetValue(key, out var member) && member.IsHeld;

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
            _members[key] = member with { Announced = announced, IsHeld = !announced, Order = ++_order };
            if (announced) rib.Announce(member.Change.Route, member.Change.Attributes);
            else rib.Withdraw(member.Change.Route, member.Change.Attributes);
        }
    }

    /// <summary>Takes as announced the routes of all groups that are among those of the given keys, and no others.</summary>
    public void Follow(IReadOnlySet<int> announced)
    {
        foreach (var (key, member) in _members.ToList())
        {
            var isAnnounced = announced.Contains(key);
            _members[key] = member with { Announced = isAnnounced, IsHeld = !isAnnounced && (member.Announced || member.IsHeld) };
        }
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

    private readonly record struct Member(string Name, RouteChange Change, bool Announced, bool IsHeld, int Order);
}
