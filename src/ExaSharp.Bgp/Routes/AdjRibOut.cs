using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// What one neighbour is told (RFC 4271 section 3.2, Adj-RIB-Out): the routes announced to it, which outlive its sessions,
/// and, while a session is up, the changes that it was not sent yet (<see cref="UpdateBuilder"/> sends them). Behaves as
/// ExaBGP's outgoing RIB, but a withdraw never overtakes what it follows. Owned by the neighbour's session: not thread-safe.
/// </summary>
public sealed class AdjRibOut : IDisposable
{
    /// <summary>What a helper changes to and fro while no peer is there must not take room for each change.</summary>
    private const int MaxReplaced = 4096;

    private readonly RouteStore _routes;
    private readonly AttributeInterner _attributes;
    private readonly bool _suppressDuplicates;
    private readonly RouteTable _cache;
    private readonly SelfNextHops _self;
    private readonly WatchdogGroups _watchdogs;
    private readonly List<FamilyId> _refresh = [];
    private readonly RouteBatch _replaced;
    private PendingRoutes _collecting;
    private object? _source;
    private bool _isFirst;
    private bool _hadSession;

    /// <param name="routes">The process's routes.</param>
    /// <param name="attributes">The process's attribute sets.</param>
    /// <param name="suppressDuplicates">
    /// The neighbour's <c>adj-rib-out</c>: an announce of what is announced already is not sent. Routes are kept for the next
    /// session in any case.
    /// </param>
    public AdjRibOut(RouteStore routes, AttributeInterner attributes, bool suppressDuplicates = true)
    {
        _routes = routes;
        _attributes = attributes;
        _suppressDuplicates = suppressDuplicates;
        _cache = new RouteTable(routes, attributes);
        _self = new SelfNextHops(attributes);
        _watchdogs = new WatchdogGroups(routes, attributes);
        _collecting = new PendingRoutes(routes, attributes);
        _replaced = new RouteBatch(routes, attributes);
        Flush = new RouteFlush(routes, _cache, _replaced, new PendingRoutes(routes, attributes));
    }

    /// <summary>The session that is up; null when none is.</summary>
    public NegotiatedSession? Session { get; private set; }

    /// <summary>Routes announced.</summary>
    public int Count => _cache.Count;

    /// <summary>
    /// Whether there is something for <see cref="UpdateBuilder.Fill"/> to work on. That may turn out to be nothing on the wire.
    /// </summary>
    public bool HasPending => Flush.IsActive || _collecting.Live != 0 || _refresh.Count != 0 || Express is { HasPending: true };

    /// <summary>Changes collected since the last flush began.</summary>
    public int PendingCount => _collecting.Live;

    /// <summary>Octets that pending changes take, small tables apart.</summary>
    public long PendingAllocated => _collecting.Allocated + Flush.Allocated + (Express?.Allocated ?? 0);

    internal RouteFlush Flush { get; }

    /// <summary>The changes that go ahead of <see cref="Flush"/>; null while there never were any.</summary>
    internal ExpressLane? Express { get; private set; }

    /// <summary>Whether a change that a source said may not be sent yet.</summary>
    public bool HasPendingFrom(object source) => Express is { HasPending: true } || Flush.HasFrom(source) || _collecting.HasFrom(source, 0);

    /// <summary>Takes over a change; the references in it stay the caller's.</summary>
    /// <param name="change">The change.</param>
    /// <param name="source">
    /// Who says it. While much is on its way that others said, what a source says that has nothing in it is sent first; what one
    /// source says keeps its order.
    /// </param>
    /// <returns>False for an announce that changes nothing.</returns>
    public bool Apply(RouteChange change, object? source = null)
    {
        _source = source;
        var changes = true;
        if (change.Action == RouteAction.Announce) changes = Announce(change.Route, change.Attributes);
        else Withdraw(change.Route, change.Attributes);
        _source = null;
        return changes;
    }

    /// <summary>Takes over all changes of a command, in order.</summary>
    public void Apply(RouteBatch batch)
    {
        foreach (ref readonly var change in batch.Changes) Apply(change);
    }

    /// <summary>Announces a route; false when it is announced with these attributes already.</summary>
    public bool Announce(int route, int attributes)
    {
        var key = _routes.KeyOf(route);
        var family = _routes.Family(route);
        var known = _cache.Attributes(key);
        var set = Effective(attributes, family);
        if (known != 0 && _cache.Route(key) == route)
        {
            if (_suppressDuplicates && (known == attributes || Effective(known, family) == set)) return false;
        }
        if (known != attributes || _cache.Route(key) != route)
        {
            if (known != 0) KeepReplaced(_cache.Route(key), known);
            _cache.Set(key, route, attributes);
        }
        Queue(key, route, set, family, isWithdraw: false);
        return true;
    }

    /// <summary>
    /// Withdraws a route, also one that was never announced (ExaBGP sends it). Families other than unicast and multicast send
    /// the attributes along.
    /// </summary>
    public void Withdraw(int route, int attributes)
    {
        var key = _routes.KeyOf(route);
        var family = _routes.Family(route);
        Queue(key, route, Effective(attributes, family), family, isWithdraw: true);
        _cache.Remove(key);
    }

    /// <summary>Withdraws all that is announced, with the attributes that it was announced with.</summary>
    public void Clear()
    {
        for (var key = _cache.NextFrom(0); key >= 0; key = _cache.NextFrom(key + 1))
            Withdraw(_cache.Route(key), _cache.Attributes(key));
    }

    /// <summary>
    /// Follows a change of the neighbour's configured routes; <paramref name="previous"/> is empty for a new neighbour. As in
    /// ExaBGP, all routes of the new configuration are announced (so one that was withdrawn by command comes back, and the same
    /// again is not sent), those that are not in it any more are withdrawn, and what commands announced stays. Unlike there, what
    /// <c>withdraw watchdog</c> withdrew stays withdrawn: the service behind it is still away. Takes time by what differs, and a
    /// look at each page of the tables.
    /// </summary>
    public void Reload(ConfiguredRoutes previous, ConfiguredRoutes current)
    {
        var (before, after) = (previous.Lookup(), current.Lookup());
        var isFirst = _cache.Count == 0 && !_hadSession;
        var untouched = new bool[Math.Max(before.All.PageCount, after.All.PageCount)];
        for (var page = 0; page < untouched.Length; page++) untouched[page] = _suppressDuplicates && _cache.Shares(before.Announced, page);
        WithdrawGone(before, after);
        var held = ConfigureWatchdogs(before, after);
        for (var page = 0; page < after.Announced.PageCount; page++)
        {
            // Without a session nothing has to be sent: a page that this neighbour never changed is taken as a whole.
            if (Session is null && isFirst && !held.Contains(page) && _cache.TryShare(after.Announced, page)) continue;
            if (untouched[page] && before.Announced.HasEqualPage(after.Announced, page)) continue;
            foreach (var key in after.Announced.KeysOf(page))
            {
                var (route, set) = (after.Announced.Route(key), after.Announced.Attributes(key));
                if (untouched[page] && before.Announced.Attributes(key) == set && before.Announced.Route(key) == route) continue;
                if (held.Contains(page) && _watchdogs.IsHeld(key)) continue;
                Announce(route, set);
            }
        }
        if (isFirst) foreach (var change in after.Replaced) KeepReplaced(change.Route, change.Attributes);
        for (var page = 0; page < after.Announced.PageCount; page++)
            if (!held.Contains(page)) _cache.TryShare(after.Announced, page);
    }

    /// <summary>Announces exactly what another neighbour of the same definition announces (a snapshot of it).</summary>
    public void Inherit(RouteBatch announced)
    {
        var kept = new HashSet<int>();
        foreach (ref readonly var change in announced.Changes) kept.Add(_routes.KeyOf(change.Route));
        for (var key = _cache.NextFrom(0); key >= 0; key = _cache.NextFrom(key + 1))
            if (!kept.Contains(key)) Withdraw(_cache.Route(key), _cache.Attributes(key));
        Apply(announced);
        _watchdogs.Follow(kept);
    }

    /// <summary><c>announce watchdog NAME</c>: announces the group's routes that are withdrawn.</summary>
    public void AnnounceWatchdog(string name) => _watchdogs.Switch(name, announced: true, this);

    /// <summary><c>withdraw watchdog NAME</c>: withdraws the group's routes that are announced.</summary>
    public void WithdrawWatchdog(string name) => _watchdogs.Switch(name, announced: false, this);

    /// <summary>
    /// A session was established: everything announced is queued, by ascending route. Withdraws are not sent until the first
    /// flush is over: the peer knows nothing yet.
    /// </summary>
    public void SessionUp(NegotiatedSession session)
    {
        SessionDown();
        _hadSession = true;
        Session = session;
        _isFirst = true;
        for (var key = _cache.NextFrom(0); key >= 0; key = _cache.NextFrom(key + 1))
        {
            var route = _cache.Route(key);
            var family = _routes.Family(route);
            Queue(key, route, Effective(_cache.Attributes(key), family), family, isWithdraw: false);
        }
    }

    /// <summary>The session is gone, and all that was pending with it.</summary>
    public void SessionDown()
    {
        Session = null;
        Flush.End();
        Express?.Clear();
        _collecting.Clear();
        _refresh.Clear();
        _self.Clear();
    }

    /// <summary>
    /// Queues everything announced of a family (null: of all) once more, ahead of other changes: a ROUTE-REFRESH of the peer
    /// or <c>flush adj-rib out</c>. Each route gets its own UPDATE (ExaBGP), and with enhanced refresh the family is enclosed in
    /// BoRR and EoRR (RFC 7313). Nothing happens without a session that has the family.
    /// </summary>
    public void Resend(FamilyId? family = null)
    {
        if (Session is null) return;
        for (var i = 0; i < Session.Families.Count; i++)
        {
            var negotiated = Session.Families[i];
            if ((family is null || family == negotiated) && !_refresh.Contains(negotiated)) _refresh.Add(negotiated);
        }
    }

    /// <summary>
    /// The routes announced, of a family or all, by ascending number, as they are now. The batch holds its own references, so
    /// that another thread may write it out: <see cref="RouteBatch.Release"/> afterwards.
    /// </summary>
    public RouteBatch Snapshot(FamilyId? family = null) => _cache.Snapshot(family);

    /// <summary>Gives all references back; nothing is sent.</summary>
    public void Dispose()
    {
        SessionDown();
        _replaced.Release();
        _cache.Clear();
        _watchdogs.Clear();
    }

    /// <summary>Makes what was collected the flush to work on, when none is; false when there is nothing to send.</summary>
    internal bool TryBeginFlush(bool grouped)
    {
        if (Flush.IsActive) return true;
        if (Session is null || !HasPending) return false;
        _collecting = Flush.Begin(_collecting, _refresh, Session, _isFirst, grouped);
        _refresh.Clear();
        _isFirst = false;
        return true;
    }

    /// <summary>
    /// Before the first session: keeps the version of a route that another is about to replace. As ExaBGP does, that session
    /// announces all versions, in order (a configuration may have two rules for the same packets); later ones the last.
    /// </summary>
    private void KeepReplaced(int route, int set)
    {
        if (_hadSession || _replaced.Count == MaxReplaced) return;
        _routes.AddReference(route);
        _attributes.AddReference(set);
        _replaced.Add(new RouteChange(route, set, RouteAction.Announce));
    }

    /// <summary>Withdraws what was configured and is not any more.</summary>
    private void WithdrawGone(ConfiguredRoutes.Tables before, ConfiguredRoutes.Tables after)
    {
        for (var page = 0; page < before.All.PageCount; page++)
        {
            if (before.All.HasEqualPage(after.All, page)) continue;
            foreach (var key in before.All.KeysOf(page))
            {
                if (after.All.Attributes(key) != 0) continue;
                _watchdogs.Remove(key);
                // A command may have announced the route with other attributes since: then it is the command's.
                var set = _cache.Attributes(key);
                if (set != 0 && (set == before.All.Attributes(key) || set == before.Announced.Attributes(key))) Withdraw(before.All.Route(key), set);
            }
        }
    }

    /// <summary>Files the routes of watchdog groups, and announces those that start withdrawn but that a command announced.</summary>
    /// <returns>The pages with routes that a command withdrew.</returns>
    private HashSet<int> ConfigureWatchdogs(ConfiguredRoutes.Tables before, ConfiguredRoutes.Tables after)
    {
        foreach (var key in before.Tagged.Keys)
            if (!after.Tagged.ContainsKey(key)) _watchdogs.Remove(key);
        var held = new HashSet<int>();
        foreach (var (key, (change, tag)) in after.Tagged)
        {
            if (_watchdogs.Configure(key, change, tag) && tag.StartsWithdrawn) Apply(change);
            if (_watchdogs.IsHeld(key)) held.Add(RouteTable.PageOf(key));
        }
        return held;
    }

    private void Queue(int key, int route, int set, FamilyId family, bool isWithdraw)
    {
        if (Session is null || !Session.HasFamily(family)) return;
        var isAlias = _routes.HasPathId(route) && !Session.SendsPathId(family);
        if (GoesAhead(key, isAlias))
        {
            Express!.Add(key, route, set, family, isWithdraw);
            return;
        }
        if (isAlias) _collecting.NoteAlias();
        _collecting.Add(key, route, set, family, isWithdraw, _source);
    }

    /// <summary>
    /// Whether a change is sent before the rest of the flush that is under way. What waits there of the same route, or of the
    /// same source, it must follow. What is in the express lane is always sent before what waits here.
    /// </summary>
    private bool GoesAhead(int key, bool isAlias)
    {
        if (_source is not { } source || isAlias || !Flush.MayBeOvertaken || _collecting.HasAliases) return false;
        if (Flush.HasFrom(source) || _collecting.HasFrom(source, 0)) return false;
        if (Flush.Holds(key) || _collecting.Holds(key)) return false;
        Express ??= new ExpressLane(_routes, _attributes, _cache);
        return Express.TryTakeShare(source);
    }

    /// <summary>
    /// The set that the session sends for a set: another one when the next-hop is <c>self</c>, so that routes share UPDATEs, and
    /// are duplicates, whichever way the next-hop was written.
    /// </summary>
    private int Effective(int attributes, FamilyId family)
    {
        if (Session is null) return attributes;
        var set = _attributes.Get(attributes);
        return set.NextHop.IsSelf ? _self.Resolve(set, family, Session) : attributes;
    }
}
