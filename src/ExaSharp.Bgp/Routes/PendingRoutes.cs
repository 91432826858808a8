using System.Buffers;
using System.Runtime.InteropServices;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// One generation of changes that wait to be sent: buckets by attribute set and family, sets in the order of their first
/// use, families of a set likewise, and in each bucket the changes in order of arrival (ExaBGP). It is filled, then taken
/// for flushing, then cleared and used again. In families whose next-hop is no attribute
/// (<see cref="Families.Family.SendsNextHopAttribute"/>) changes with different next-hops stand in one bucket, as in ExaBGP.
/// <para>
/// A route stands in it once, or twice: as a withdraw and, in a later bucket, as an announce. So what a peer knows after
/// all was sent in bucket order is what was said last. Holds a reference to each route and to the set of each bucket.
/// Not thread-safe.
/// </para>
/// </summary>
internal sealed class PendingRoutes(RouteStore routes, AttributeInterner attributes)
{
    private const int WithdrawBit = int.MinValue;
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;
    private const int CompactThreshold = 4 * ChunkSize;

    private readonly List<Entry[]> _chunks = [];
    private readonly List<Bucket> _buckets = [];

    /// <summary>By attribute set: its first bucket.</summary>
    private readonly Dictionary<int, int> _firstOfSet = [];
    private bool _inOrder = true;

    /// <summary>By key: 1 + the entry that holds the route's last change.</summary>
    private readonly SparseIndex _latest = new();

    /// <summary>By key: the earlier withdraw of a route whose last change is an announce in a later bucket.</summary>
    private readonly Dictionary<int, int> _standing = [];

    /// <summary>By entry: its attribute set where that is not its bucket's, but has a next-hop besides.</summary>
    private readonly Dictionary<int, int> _withNextHop = [];

    /// <summary>The keys of a large generation that is flushed; small ones keep their index.</summary>
    private readonly KeySet _sealed = new();

    /// <summary>By who said changes: the last bucket with one of them.</summary>
    private readonly Dictionary<object, int> _lastBucketOf = [];
    private object? _source;
    private int _sourceBucket;
    private bool _bucketsMoved;

    private FamilyId _family;
    private bool _nextHopIsApart;

    private int _count;
    private int _cancelled;

    /// <summary>Changes that wait.</summary>
    public int Live => _count - _cancelled;

    public int BucketCount => _buckets.Count;

    /// <summary>Octets of chunks and index pages.</summary>
    public long Allocated => (long)_chunks.Count * ChunkSize * 12 + _latest.Allocated + _sealed.Allocated;

    /// <summary>Whether a route is in it whose path identifier the peer is not sent, so that another route may be the same there.</summary>
    public bool HasAliases { get; private set; }

    /// <summary>Whether a change of a route waits; while it is flushed, also of one that was sent by now.</summary>
    public bool Holds(int key) => _latest[key] != 0 || _sealed.Contains(key);

    /// <summary>Whether changes of a source may stand in a bucket or behind it.</summary>
    public bool HasFrom(object source, int bucket)
    {
        var last = _sourceBucket;
        return (ReferenceEquals(source, _source) || _lastBucketOf.TryGetValue(source, out last)) && (_bucketsMoved || last >= bucket);
    }

    /// <summary>Remembers that a route without a name of its own on the wire is in it (<see cref="HasAliases"/>).</summary>
    public void NoteAlias() => HasAliases = true;

    /// <summary>The bucket at a place in the order.</summary>
    public (int Set, FamilyId Family, int Live) BucketAt(int index)
    {
        ref var bucket = ref CollectionsMarshal.AsSpan(_buckets)[index];
        return (bucket.Set, bucket.Family, bucket.Live);
    }

    /// <summary>The first entry of a bucket, cancelled ones included; -1 when it has none.</summary>
    public int FirstIn(int bucket) => _buckets[bucket].Head;

    /// <summary>The entry behind another in its bucket; -1 behind the last.</summary>
    public int NextOf(int entry) => At(entry).Next;

    /// <summary>An entry's route (0: cancelled) and whether it is withdrawn.</summary>
    public (int Route, bool IsWithdraw) this[int entry]
    {
        get
        {
            ref var e = ref At(entry);
            return (e.Route & ~WithdrawBit, (e.Route & WithdrawBit) != 0);
        }
    }

    /// <summary>The attribute set of an entry, given its bucket's.</summary>
    public int SetOf(int entry, int bucketSet) => _withNextHop.Count != 0 && _withNextHop.TryGetValue(entry, out var set) ? set : bucketSet;

    /// <summary>Takes a change in; it replaces, cancels or follows an earlier change of the same route (see the class).</summary>
    /// <param name="key">The route's key.</param>
    /// <param name="route">The route.</param>
    /// <param name="set">Its attributes.</param>
    /// <param name="family">Its family.</param>
    /// <param name="isWithdraw">Whether it is withdrawn.</param>
    /// <param name="source">Who said it; null when that does not matter.</param>
    public void Add(int key, int route, int set, FamilyId family, bool isWithdraw, object? source = null)
    {
        if (_cancelled > CompactThreshold && _cancelled > Live) Compact();
        var bucket = FindBucketOfChange(set, family);
        if (source is not null) NoteSource(source, bucket);
        var latest = _latest[key] - 1;
        if (latest < 0)
        {
            Append(bucket, key, route, set, isWithdraw);
            return;
        }
        var standing = -1;
        var hasStanding = _standing.Count != 0 && _standing.TryGetValue(key, out standing);
        if (At(latest).Bucket == bucket)
        {
            Replace(latest, route, set, isWithdraw);
            if (hasStanding && isWithdraw) Unstand(key, standing);
            return;
        }
        if (hasStanding && At(standing).Bucket == bucket)
        {
            Cancel(latest);
            Replace(standing, route, set, isWithdraw);
            _standing.Remove(key);
            _latest[key] = standing + 1;
            return;
        }
        // A withdraw may stay only before the announce that follows it.
        if (hasStanding && (isWithdraw || Precedes(bucket, At(standing).Bucket))) Unstand(key, standing);
        if (At(latest).Route < 0 && !isWithdraw && Precedes(At(latest).Bucket, bucket)) _standing[key] = latest;
        else Cancel(latest);
        Append(bucket, key, route, set, isWithdraw);
    }

    /// <summary>Gives the reference of an entry, that was sent or passed over, back.</summary>
    public void Done(int entry)
    {
        ref var e = ref At(entry);
        routes.Release(e.Route & ~WithdrawBit);
        e.Route = 0;
    }

    /// <summary>Forgets everything and gives the room back.</summary>
    public void Clear()
    {
        for (var i = 0; i < _count; i++)
        {
            var route = At(i).Route & ~WithdrawBit;
            if (route != 0) routes.Release(route);
        }
        foreach (ref var bucket in CollectionsMarshal.AsSpan(_buckets)) attributes.Release(bucket.Set);
        foreach (var set in _withNextHop.Values) attributes.Release(set);
        _sealed.Clear();
        _lastBucketOf.Clear();
        _source = null;
        _bucketsMoved = false;
        HasAliases = false;
        Forget();
    }

    /// <summary>
    /// Puts the buckets in order when no more changes come in. Of the index by route a bit for each remains, if it was large:
    /// while it is flushed only that matters.
    /// </summary>
    public void Seal()
    {
        if (_count > SparseIndex.PageSize)
        {
            _latest.CopyTo(_sealed);
            _latest.Clear();
        }
        _standing.Clear();
        _firstOfSet.Clear();
        if (_inOrder) return;
        _buckets.Sort(Bucket.InOrder);
        _inOrder = true;
        _bucketsMoved = true;
    }

    private void NoteSource(object source, int bucket)
    {
        if (ReferenceEquals(source, _source))
        {
            if (bucket > _sourceBucket) _sourceBucket = bucket;
            return;
        }
        if (_source is not null) _lastBucketOf[_source] = _sourceBucket;
        _sourceBucket = _lastBucketOf.TryGetValue(source, out var last) ? Math.Max(last, bucket) : bucket;
        _source = source;
    }

    private void Forget()
    {
        foreach (var chunk in _chunks) ArrayPool<Entry>.Shared.Return(chunk);
        _chunks.Clear();
        _buckets.Clear();
        _latest.Clear();
        _standing.Clear();
        _firstOfSet.Clear();
        _withNextHop.Clear();
        _inOrder = true;
        _count = 0;
        _cancelled = 0;
    }

    private ref Entry At(int index) => ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];

    private int FindBucketOfChange(int set, FamilyId family)
    {
        if (_family != family) (_family, _nextHopIsApart) = (family, routes.Describe(family) is { SendsNextHopAttribute: false });
        if (!_nextHopIsApart || attributes.Get(set) is not { NextHop.IsNone: false } withNextHop) return FindBucket(set, family);
        var shared = attributes.Acquire(withNextHop.Canonical, NextHop.None);
        var bucket = FindBucket(shared.Id, family);
        attributes.Release(shared.Id);
        return bucket;
    }

    private int FindBucket(int set, FamilyId family)
    {
        // Most changes come in runs of the same attributes.
        if (_buckets.Count != 0 && _buckets[^1].Set == set && _buckets[^1].Family == family) return _buckets.Count - 1;
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_firstOfSet, set, out var exists);
        var index = _buckets.Count;
        if (!exists) first = index;
        var buckets = CollectionsMarshal.AsSpan(_buckets);
        for (var last = exists ? first : -1; last >= 0; last = buckets[last].NextOfSet)
        {
            if (buckets[last].Family == family) return last;
            if (buckets[last].NextOfSet >= 0) continue;
            buckets[last].NextOfSet = index;
            _inOrder &= last == index - 1;
            break;
        }
        attributes.AddReference(set);
        _buckets.Add(new Bucket { Set = set, Family = family, Head = -1, Tail = -1, Index = index, FirstOfSet = first, NextOfSet = -1 });
        return index;
    }

    /// <summary>Whether a bucket is sent before another one of the same family.</summary>
    private bool Precedes(int bucket, int other) => _buckets[bucket].FirstOfSet < _buckets[other].FirstOfSet;

    private void Append(int bucket, int key, int route, int set, bool isWithdraw)
    {
        routes.AddReference(route);
        var entry = AppendEntry(bucket, isWithdraw ? route | WithdrawBit : route);
        _latest[key] = entry + 1;
        KeepSet(entry, set);
    }

    /// <summary>Remembers an entry's set where that is not its bucket's.</summary>
    private void KeepSet(int entry, int set)
    {
        if (_buckets[At(entry).Bucket].Set == set) return;
        attributes.AddReference(set);
        _withNextHop.Add(entry, set);
    }

    private void ForgetSet(int entry)
    {
        if (_withNextHop.Count != 0 && _withNextHop.Remove(entry, out var set)) attributes.Release(set);
    }

    private int AppendEntry(int bucket, int route)
    {
        if (_count >> ChunkBits == _chunks.Count) _chunks.Add(ArrayPool<Entry>.Shared.Rent(ChunkSize));
        var index = _count++;
        At(index) = new Entry { Route = route, Next = -1, Bucket = bucket };
        ref var b = ref CollectionsMarshal.AsSpan(_buckets)[bucket];
        if (b.Tail < 0) b.Head = index;
        else At(b.Tail).Next = index;
        b.Tail = index;
        b.Live++;
        return index;
    }

    private void Replace(int entry, int route, int set, bool isWithdraw)
    {
        ForgetSet(entry);
        KeepSet(entry, set);
        ref var e = ref At(entry);
        var old = e.Route & ~WithdrawBit;
        if (old != route)
        {
            routes.AddReference(route);
            routes.Release(old);
        }
        e.Route = isWithdraw ? route | WithdrawBit : route;
    }

    private void Cancel(int entry)
    {
        ForgetSet(entry);
        ref var e = ref At(entry);
        routes.Release(e.Route & ~WithdrawBit);
        e.Route = 0;
        _cancelled++;
        CollectionsMarshal.AsSpan(_buckets)[e.Bucket].Live--;
    }

    private void Unstand(int key, int standing)
    {
        Cancel(standing);
        _standing.Remove(key);
    }

    /// <summary>
    /// Moves what is alive together, in the same order: a route that changes to and fro while the peer does not read must not
    /// take room for each change.
    /// </summary>
    private void Compact()
    {
        var oldChunks = _chunks.ToArray();
        var oldBuckets = _buckets.ToArray();
        var oldSets = _withNextHop.Count != 0 ? new Dictionary<int, int>(_withNextHop) : null;
        if (!_inOrder) Array.Sort(oldBuckets, Bucket.InOrder);
        _bucketsMoved = true;
        _chunks.Clear();
        Forget();
        foreach (ref readonly var bucket in oldBuckets.AsSpan())
        {
            if (bucket.Live != 0)
            {
                var index = FindBucket(bucket.Set, bucket.Family);
                for (var entry = bucket.Head; entry >= 0;)
                {
                    var old = oldChunks[entry >> ChunkBits][entry & (ChunkSize - 1)];
                    var oldEntry = entry;
                    entry = old.Next;
                    if (old.Route == 0) continue;
                    var key = routes.KeyOf(old.Route & ~WithdrawBit);
                    if (_latest[key] is var earlier and not 0) _standing[key] = earlier - 1;
                    var moved = AppendEntry(index, old.Route);
                    _latest[key] = moved + 1;
                    if (oldSets is not null && oldSets.TryGetValue(oldEntry, out var set)) _withNextHop.Add(moved, set);
                }
            }
            attributes.Release(bucket.Set);
        }
        foreach (var chunk in oldChunks) ArrayPool<Entry>.Shared.Return(chunk);
    }

    private struct Entry
    {
        /// <summary>0 when cancelled; with <see cref="WithdrawBit"/> when withdrawn.</summary>
        public int Route;
        public int Next;
        public int Bucket;
    }

    private struct Bucket
    {
        public int Set;
        public FamilyId Family;
        public int Head;
        public int Tail;
        public int Live;
        public int Index;
        public int FirstOfSet;

        /// <summary>The next bucket of the same attribute set, of another family; -1 for the last.</summary>
        public int NextOfSet;

        /// <summary>The order of sending.</summary>
        public static int InOrder(Bucket left, Bucket right) =>
            left.FirstOfSet != right.FirstOfSet ? left.FirstOfSet.CompareTo(right.FirstOfSet) : left.Index.CompareTo(right.Index);
    }
}
