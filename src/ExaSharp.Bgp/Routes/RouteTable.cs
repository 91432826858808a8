using System.Buffers;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The routes of one Adj-RIB, each with its attribute set, by <see cref="RouteStore.KeyOf"/>: 4 octets a route. Tables
/// that start from the same routes share their pages, which are copied where one of them changes; a page holds a
/// reference to each route and each set in it. A table is not thread-safe; those that share pages may belong to different threads.
/// </summary>
internal sealed class RouteTable(RouteStore routes, AttributeInterner attributes)
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private Page?[] _pages = [];

    public int Count { get; private set; }

    /// <summary>Pages, absent ones included: page <c>n</c> has the keys from 1024 <c>n</c> on.</summary>
    public int PageCount => _pages.Length;

    /// <summary>The page in which a key is.</summary>
    public static int PageOf(int key) => key >> PageBits;

    /// <summary>The attribute set of a route, in whatever spelling; 0 when it is not in the table.</summary>
    public int Attributes(int key)
    {
        var index = key >> PageBits;
        return index < _pages.Length && _pages[index] is { } page ? page.Sets[key & (PageSize - 1)] : 0;
    }

    /// <summary>A route of the table as it was last set.</summary>
    public int Route(int key) => _pages[key >> PageBits]!.RouteAt(key);

    /// <summary>The first key from <paramref name="key"/> on that is in the table; -1 when none is.</summary>
    public int NextFrom(int key)
    {
        for (var index = key >> PageBits; index < _pages.Length; index++, key = index << PageBits)
        {
            if (_pages[index] is not { } page) continue;
            var start = key & (PageSize - 1);
            var found = page.Sets.AsSpan(start, PageSize - start).IndexOfAnyExcept(0);
            if (found >= 0) return key + found;
        }
        return -1;
    }

    /// <summary>The keys of a page that are in the table, ascending. The page may change meanwhile.</summary>
    public IEnumerable<int> KeysOf(int page)
    {
        var end = (page + 1) << PageBits;
        for (var key = NextFrom(page << PageBits); key >= 0 && key < end; key = NextFrom(key + 1)) yield return key;
    }

    /// <summary>Puts a route in, or other attributes or another spelling of it; whether it was not there before.</summary>
    public bool Set(int key, int route, int set)
    {
        attributes.AddReference(set);
        routes.AddReference(route);
        var page = Writable(key >> PageBits);
        var place = key & (PageSize - 1);
        ref var slot = ref page.Sets[place];
        var isNew = slot == 0;
        if (isNew)
        {
            page.Used++;
            Count++;
        }
        else
        {
            attributes.Release(slot);
            routes.Release(page.RouteAt(key));
        }
        slot = set;
        if (route != key) page.Spellings ??= new int[PageSize];
        if (page.Spellings is { } spellings) spellings[place] = route == key ? 0 : route;
        return isNew;
    }

    /// <summary>Forgets a route; false when it was not there.</summary>
    public bool Remove(int key)
    {
        var set = Attributes(key);
        if (set == 0) return false;
        var page = Writable(key >> PageBits);
        var route = page.RouteAt(key);
        page.Sets[key & (PageSize - 1)] = 0;
        if (page.Spellings is { } spellings) spellings[key & (PageSize - 1)] = 0;
        Count--;
        if (--page.Used == 0) Drop(key >> PageBits);
        attributes.Release(set);
        routes.Release(route);
        return true;
    }

    /// <summary>The routes, of a family or all, by ascending key, in a batch that holds its own references.</summary>
    public RouteBatch Snapshot(FamilyId? family)
    {
        var batch = new RouteBatch(routes, attributes);
        for (var key = NextFrom(0); key >= 0; key = NextFrom(key + 1))
        {
            var route = Route(key);
            if (family is { } wanted && routes.Family(route) != wanted) continue;
            var set = Attributes(key);
            routes.AddReference(route);
            attributes.AddReference(set);
            batch.Add(new RouteChange(route, set, RouteAction.Announce));
        }
        return batch;
    }

    /// <summary>
    /// Takes a page of another table for its own, where it has none or one that says the same; false when they differ.
    /// </summary>
    public bool TryShare(RouteTable other, int index)
    {
        if (other.PageAt(index) is not { } shared) return PageAt(index) is null;
        if (PageAt(index) is { } own)
        {
            if (ReferenceEquals(own, shared)) return true;
            if (!own.SaysTheSameAs(shared)) return false;
            Drop(index);
        }
        else
        {
            Reserve(index);
            Count += shared.Used;
        }
        Interlocked.Increment(ref shared.Holders);
        _pages[index] = shared;
        return true;
    }

    /// <summary>Whether both tables have the same page, or none, at a place: nothing was changed there since it was shared.</summary>
    public bool Shares(RouteTable other, int index) => ReferenceEquals(PageAt(index), other.PageAt(index));

    /// <summary>Whether the routes and sets of a page are the same in both tables.</summary>
    public bool HasEqualPage(RouteTable other, int index)
    {
        var (left, right) = (PageAt(index), other.PageAt(index));
        return ReferenceEquals(left, right) || (left is not null && right is not null && left.SaysTheSameAs(right));
    }

    /// <summary>Forgets all routes.</summary>
    public void Clear()
    {
        for (var index = 0; index < _pages.Length; index++)
            if (_pages[index] is not null) Drop(index);
        Count = 0;
    }

    private Page? PageAt(int index) => index < _pages.Length ? _pages[index] : null;

    private void Reserve(int index)
    {
        if (index >= _pages.Length) Array.Resize(ref _pages, Math.Max(index + 1, _pages.Length * 2));
    }

    /// <summary>The page, of this table alone.</summary>
    private Page Writable(int index)
    {
        Reserve(index);
        if (_pages[index] is not { } page) return _pages[index] = new Page(index);
        // Nobody can come to share it while this table is its only holder.
        if (Volatile.Read(ref page.Holders) == 1) return page;
        var copy = page.Copy();
        for (var key = NextFrom(index << PageBits); key >= 0 && key >> PageBits == index; key = NextFrom(key + 1))
        {
            attributes.AddReference(page.Sets[key & (PageSize - 1)]);
            routes.AddReference(page.RouteAt(key));
        }
        Drop(index);
        return _pages[index] = copy;
    }

    /// <summary>Leaves a page to those who share it; the last one gives its references and its room back.</summary>
    private void Drop(int index)
    {
        var page = _pages[index]!;
        _pages[index] = null;
        if (Interlocked.Decrement(ref page.Holders) != 0) return;
        for (var place = 0; page.Used != 0; place++)
        {
            if (page.Sets[place] == 0) continue;
            attributes.Release(page.Sets[place]);
            routes.Release(page.RouteAt(index << PageBits | place));
            page.Used--;
        }
        ArrayPool<int>.Shared.Return(page.Sets);
    }

    private sealed class Page
    {
        private readonly int _index;
        private int _holders = 1;

        public Page(int index)
        {
            _index = index;
            Sets = ArrayPool<int>.Shared.Rent(PageSize);
            Array.Clear(Sets);
        }

        /// <summary>Attribute sets by place; 0: no route.</summary>
        public int[] Sets { get; }

        /// <summary>The spelling of a route where it is not the key itself; null where all are.</summary>
        public int[]? Spellings { get; set; }

        /// <summary>Routes in the page.</summary>
        public int Used { get; set; }

        /// <summary>Tables that have the page.</summary>
        public ref int Holders => ref _holders;

        public int RouteAt(int key) => Spellings is { } spellings && spellings[key & (PageSize - 1)] is var route and not 0 ? route : key;

        public Page Copy()
        {
            var copy = new Page(_index) { Used = Used, Spellings = (int[]?)Spellings?.Clone() };
            Sets.AsSpan(0, PageSize).CopyTo(copy.Sets);
            return copy;
        }

        public bool SaysTheSameAs(Page other) =>
            Used == other.Used && Sets.AsSpan(0, PageSize).SequenceEqual(other.Sets.AsSpan(0, PageSize)) && HasSameSpellings(other);

        private bool HasSameSpellings(Page other)
        {
            if (Spellings is null && other.Spellings is null) return true;
            for (var key = _index << PageBits; key >> PageBits == _index; key++)
                if (RouteAt(key) != other.RouteAt(key)) return false;
            return true;
        }
    }
}
