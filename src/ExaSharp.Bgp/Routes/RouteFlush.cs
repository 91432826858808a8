using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// One walk over what a neighbour must be sent: first versions of routes that others replaced before the first session,
/// then the routes of refreshed families, then a generation of changes. It
/// can stop after each step and go on later. Not thread-safe.
/// </summary>
internal sealed class RouteFlush
{
    private readonly RouteStore _routes;
    private readonly RouteTable _cache;
    private readonly RouteBatch _replaced;
    private readonly List<FamilyId> _refresh = [];
    private readonly Dictionary<int, bool> _onceSent;
    private readonly IComparer<int> _order;
    private PendingRoutes _generation;
    private NegotiatedSession _session = new();
    private bool _isFirst;
    private bool _grouped;
    private bool _active;

    private int _replacedIndex;

    private int _refreshIndex;
    private int _refreshKey = -1;

    private int _bucket;
    private int _entry;
    private int[]? _sorted;
    private int _sortedCount;
    private int _sortedIndex;
    private bool _inGroup;
    private bool _once;
    private int _batch;

    private FlushItem _current;
    private bool _hasCurrent;

    public RouteFlush(RouteStore routes, RouteTable cache, RouteBatch replaced, PendingRoutes generation)
    {
        _routes = routes;
        _cache = cache;
        _replaced = replaced;
        _generation = generation;
        _onceSent = new Dictionary<int, bool>(new OctetsComparer(routes));
        _order = Comparer<int>.Create((left, right) => Compare(_generation[left].Route, _generation[right].Route));
    }

    /// <summary>Whether a walk was begun and not finished.</summary>
    public bool IsActive => _active;

    /// <summary>
    /// Whether a change that is not of its routes may be sent before the rest of it: not before the first versions of routes are
    /// out, nor where the peer may take two routes for one.
    /// </summary>
    public bool MayBeOvertaken => _active && _replacedIndex >= _replaced.Count && !_generation.HasAliases;

    /// <summary>Whether a route is among the changes.</summary>
    public bool Holds(int key) => _active && _generation.Holds(key);

    /// <summary>Whether changes of a source may not be sent yet.</summary>
    public bool HasFrom(object source) => _active && _generation.HasFrom(source, _bucket);

    /// <summary>Octets of the generation being walked.</summary>
    public long Allocated => _generation.Allocated;

    /// <summary>
    /// Begins a walk.
    /// </summary>
    /// <param name="generation">The changes; it belongs to the walk from now on.</param>
    /// <param name="refresh">Families to send again; copied.</param>
    /// <param name="session">The session.</param>
    /// <param name="isFirst">Whether it is the first walk of the session.</param>
    /// <param name="grouped">The neighbour's <c>group-updates</c>.</param>
    /// <returns>The generation of the last walk, empty.</returns>
    public PendingRoutes Begin(PendingRoutes generation, List<FamilyId> refresh, NegotiatedSession session, bool isFirst, bool grouped)
    {
        var spare = _generation;
        _generation = generation;
        _generation.Seal();
        _refresh.AddRange(refresh);
        _session = session;
        _isFirst = isFirst;
        _grouped = grouped;
        _active = true;
        _bucket = -1;
        _entry = -1;
        return spare;
    }

    /// <summary>The next step, without taking it; false when the walk is at its end.</summary>
    public bool Peek(out FlushItem item)
    {
        if (!_hasCurrent) _hasCurrent = _active && (TryReplaced(out _current) || TryRefresh(out _current) || TryChange(out _current));
        item = _current;
        return _hasCurrent;
    }

    /// <summary>Takes the step that <see cref="Peek"/> gave.</summary>
    public void Advance()
    {
        _hasCurrent = false;
        if (_replacedIndex < _replaced.Count)
        {
            _replacedIndex++;
            return;
        }
        if (_refreshIndex < _refresh.Count)
        {
            if (_current.Kind == FlushKind.RefreshEnd) NextRefresh();
            else _refreshKey = _current.Kind == FlushKind.RefreshBegin ? 0 : _refreshKey + 1;
            return;
        }
        Done();
    }

    /// <summary>To be called when time may have passed since <see cref="Peek"/>: a route of the first two parts may be gone.</summary>
    public void Resume()
    {
        if (_replacedIndex < _replaced.Count || _refreshIndex < _refresh.Count) _hasCurrent = false;
    }

    /// <summary>Ends the walk, at its end or before, and gives all room back.</summary>
    public void End()
    {
        if (_active) _replaced.Release();
        _active = false;
        _hasCurrent = false;
        _replacedIndex = 0;
        _refresh.Clear();
        _refreshIndex = 0;
        _refreshKey = -1;
        EndBucket();
        _generation.Clear();
    }

    private bool TryReplaced(out FlushItem item)
    {
        for (; _replacedIndex < _replaced.Count; _replacedIndex++)
        {
            var change = _replaced.Changes[_replacedIndex];
            var family = _routes.Family(change.Route);
            // The version that replaced it follows; where that was withdrawn meanwhile, nothing does.
            if (!_session.HasFamily(family) || _cache.Attributes(_routes.KeyOf(change.Route)) == 0) continue;
            item = new FlushItem(FlushKind.Announce, family, change.Route, change.Attributes, ++_batch);
            return true;
        }
        item = default;
        return false;
    }

    private bool TryRefresh(out FlushItem item)
    {
        for (; _refreshIndex < _refresh.Count; NextRefresh())
        {
            var family = _refresh[_refreshIndex];
            var marked = _session.Refresh == RefreshKind.Enhanced;
            if (_refreshKey < 0)
            {
                item = new FlushItem(FlushKind.RefreshBegin, family, 0, 0, ++_batch);
                if (marked) return true;
                _refreshKey = 0;
            }
            // The table as it is now: what was withdrawn since the request must not come back.
            while ((_refreshKey = _cache.NextFrom(_refreshKey)) >= 0)
            {
                if (_routes.Family(_cache.Route(_refreshKey)) == family)
                {
                    item = new FlushItem(FlushKind.Announce, family, _cache.Route(_refreshKey), _cache.Attributes(_refreshKey), ++_batch);
                    return true;
                }
                _refreshKey++;
            }
            _refreshKey = int.MaxValue;
            item = new FlushItem(FlushKind.RefreshEnd, family, 0, 0, ++_batch);
            if (marked) return true;
        }
        item = default;
        return false;
    }

    private void NextRefresh()
    {
        _refreshIndex++;
        _refreshKey = -1;
    }

    private bool TryChange(out FlushItem item)
    {
        while (TryNextEntry())
        {
            var (route, isWithdraw) = _generation[_entry];
            if (route == 0) continue;
            var (set, family, _) = _generation.BucketAt(_bucket);
            var vanishes = isWithdraw && _isFirst && (_session.Rfc || family.Safi is Safi.Unicast or Safi.Multicast);
            if (vanishes || (_once && !IsToBeSent(route, isWithdraw)))
            {
                Done();
                continue;
            }
            if (!_inGroup) _batch++;
            var kind = !isWithdraw ? FlushKind.Announce : _isFirst ? FlushKind.AttributesOnly : FlushKind.Withdraw;
            item = new FlushItem(kind, family, route, _generation.SetOf(_entry, set), _batch, Replaces: !_isFirst || _replaced.Count != 0);
            return true;
        }
        item = default;
        return false;
    }

    private void Done()
    {
        // Routes that others are compared with are kept until the walk ends.
        if (!_once) _generation.Done(_entry);
    }

    private bool TryNextEntry()
    {
        while (true)
        {
            if (_sorted is not null)
            {
                if (_sortedIndex < _sortedCount)
                {
                    _entry = _sorted[_sortedIndex++];
                    return true;
                }
            }
            else if (_entry >= 0 && (_entry = _generation.NextOf(_entry)) >= 0)
            {
                return true;
            }
            EndBucket();
            if (++_bucket >= _generation.BucketCount)
            {
                _bucket = _generation.BucketCount;
                return false;
            }
            if (BeginBucket()) return true;
        }
    }

    /// <summary>Goes to the first entry of the bucket; false when there is none, or when another step is needed for it.</summary>
    private bool BeginBucket()
    {
        var (_, family, live) = _generation.BucketAt(_bucket);
        if (live == 0) return false;
        _inGroup = _grouped && _routes.Describe(family) is { IsGrouped: true };
        _once = !_session.SendsPathId(family) && AnyPathId();
        if (_once) CollectAnnounced();
        if (_inGroup)
        {
            _batch++;
            if (live > 1 && !IsSorted())
            {
                Sort(live);
                _entry = _sorted[_sortedIndex++];
                return true;
            }
        }
        _entry = _generation.FirstIn(_bucket);
        return true;
    }

    private void EndBucket()
    {
        if (_sorted is not null) ArrayPool<int>.Shared.Return(_sorted);
        _sorted = null;
        _entry = -1;
        _inGroup = false;
        if (!_once) return;
        _once = false;
        _onceSent.Clear();
    }

    private bool IsSorted()
    {
        var last = 0;
        for (var entry = _generation.FirstIn(_bucket); entry >= 0; entry = _generation.NextOf(entry))
        {
            var route = _generation[entry].Route;
            if (route == 0) continue;
            if (last != 0 && Compare(last, route) > 0) return false;
            last = route;
        }
        return true;
    }

    [MemberNotNull(nameof(_sorted))]
    private void Sort(int live)
    {
        _sorted = ArrayPool<int>.Shared.Rent(live);
        _sortedCount = 0;
        _sortedIndex = 0;
        for (var entry = _generation.FirstIn(_bucket); entry >= 0; entry = _generation.NextOf(entry))
            if (_generation[entry].Route != 0) _sorted[_sortedCount++] = entry;
        if (!TrySortByNumber(_sorted.AsSpan(0, _sortedCount))) _sorted.AsSpan(0, _sortedCount).Sort(_order);
    }

    /// <summary>The quick way for NLRI of up to 8 octets (all of IPv4), where the path identifier's place and octets make one number.</summary>
    private bool TrySortByNumber(Span<int> entries)
    {
        var rented = ArrayPool<UInt128>.Shared.Rent(entries.Length);
        var numbers = rented.AsSpan(0, entries.Length);
        Span<byte> padded = stackalloc byte[8];
        var isShort = true;
        for (var i = 0; i < entries.Length && isShort; i++)
        {
            var route = _generation[entries[i]].Route;
            var octets = _routes.Nlri(route);
            isShort = octets.Length <= padded.Length;
            if (!isShort) break;
            padded.Clear();
            octets.CopyTo(padded);
            numbers[i] = new UInt128(PathOrder(_routes.PathId(route)), BinaryPrimitives.ReadUInt64BigEndian(padded));
        }
        if (isShort) numbers.Sort(entries);
        ArrayPool<UInt128>.Shared.Return(rented);
        return isShort;
    }

    /// <summary>ExaBGP's order in an UPDATE: path identifier, then octets, which is mask, then address.</summary>
    private int Compare(int left, int right)
    {
        var leftId = _routes.PathId(left);
        var rightId = _routes.PathId(right);
        if (leftId != rightId) return PathOrder(leftId).CompareTo(PathOrder(rightId));
        return _routes.Nlri(left).SequenceCompareTo(_routes.Nlri(right));
    }

    /// <summary>ExaBGP compares octets and has those of <c>no-pi</c> for a route without: right behind the identifier 0x6E6F2D70.</summary>
    private static ulong PathOrder(uint? id) => id is { } number ? 2UL * number : (2UL * 0x6E6F2D70) + 1;

    private bool AnyPathId()
    {
        for (var entry = _generation.FirstIn(_bucket); entry >= 0; entry = _generation.NextOf(entry))
            if (_generation[entry].Route is var route and not 0 && _routes.HasPathId(route)) return true;
        return false;
    }

    private void CollectAnnounced()
    {
        for (var entry = _generation.FirstIn(_bucket); entry >= 0; entry = _generation.NextOf(entry))
            if (_generation[entry] is (var route and not 0, false)) _onceSent[route] = false;
    }

    /// <summary>
    /// Without path identifiers several routes may have the same NLRI: it is sent once, and not withdrawn beside its announce.
    /// </summary>
    private bool IsToBeSent(int route, bool isWithdraw)
    {
        var known = _onceSent.TryGetValue(route, out var sent);
        if (isWithdraw ? known : sent) return false;
        _onceSent[route] = true;
        return true;
    }

    /// <summary>Routes are equal when their NLRI are, whatever their path identifiers.</summary>
    private sealed class OctetsComparer(RouteStore routes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => routes.Nlri(x).SequenceEqual(routes.Nlri(y));

        public int GetHashCode(int obj)
        {
            var hash = new HashCode();
            hash.AddBytes(routes.Nlri(obj));
            return hash.ToHashCode();
        }
    }
}
