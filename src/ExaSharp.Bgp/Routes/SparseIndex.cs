using System.Buffers;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// A number for each of many ids, 0 when none was set: pages of 1024 numbers that exist only where one is set, so that an
/// index over few of a million ids stays small. Not thread-safe.
/// </summary>
internal sealed class SparseIndex
{
    public const int PageSize = 1 << PageBits;
    private const int PageBits = 10;

    private Page[] _pages = [];

    /// <summary>Octets of all pages.</summary>
    public long Allocated { get; private set; }

    public int this[int id]
    {
        get
        {
            var page = id >> PageBits;
            return page < _pages.Length && _pages[page].Values is { } values ? values[id & (PageSize - 1)] : 0;
        }
        set
        {
            var index = id >> PageBits;
            if (index >= _pages.Length)
            {
                if (value == 0) return;
                Array.Resize(ref _pages, Math.Max(index + 1, _pages.Length * 2));
            }
            ref var page = ref _pages[index];
            if (page.Values is null)
            {
                if (value == 0) return;
                page.Values = ArrayPool<int>.Shared.Rent(PageSize);
                Array.Clear(page.Values);
                Allocated += PageSize * sizeof(int);
            }
            ref var slot = ref page.Values[id & (PageSize - 1)];
            var change = (value == 0 ? 0 : 1) - (slot == 0 ? 0 : 1);
            slot = value;
            page.Used += change;
            if (page.Used == 0) Return(ref page);
        }
    }

    /// <summary>Adds the ids that have a number to a set, which is empty.</summary>
    public void CopyTo(KeySet set)
    {
        var first = Array.FindIndex(_pages, static page => page.Values is not null);
        if (first < 0) return;
        var last = Array.FindLastIndex(_pages, static page => page.Values is not null);
        set.Reserve(first << PageBits, (last + 1) << PageBits);
        for (var page = first; page <= last; page++)
        {
            if (_pages[page].Values is not { } values) continue;
            for (var i = 0; i < PageSize; i++)
                if (values[i] != 0) set.Add((page << PageBits) + i);
        }
    }

    /// <summary>Forgets all numbers and gives the pages back.</summary>
    public void Clear()
    {
        if (Allocated == 0) return;
        foreach (ref var page in _pages.AsSpan())
            if (page.Values is not null) Return(ref page);
    }

    private void Return(ref Page page)
    {
        ArrayPool<int>.Shared.Return(page.Values!);
        page = default;
        Allocated -= PageSize * sizeof(int);
    }

    private struct Page
    {
        public int[]? Values;
        public int Used;
    }
}
