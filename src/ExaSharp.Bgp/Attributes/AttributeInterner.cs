using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// All attribute sets of the process, each once. Sets are counted: who keeps an id holds a reference, and a set that
/// nobody holds is forgotten, its id given to another. Thread-safe.
/// </summary>
/// <remarks>
/// Finding, adding and forgetting a set take the lock. <see cref="Get"/>, <see cref="AddReference"/> and a
/// <see cref="Release"/> that is not the last one do not.
/// </remarks>
public sealed class AttributeInterner
{
    private readonly Lock _lock = new();
    private AttributeSet?[] _byId = new AttributeSet?[64];
    private int[] _slots = new int[128];
    private readonly Stack<int> _freeIds = new();
    private int _nextId = 1;
    private int _count;

    /// <summary>The set with these attributes and this next-hop, with one reference more for the caller.</summary>
    public AttributeSet Acquire(AttributeSetBuilder attributes, NextHop nextHop) => Acquire(attributes.Canonical(), nextHop);

    /// <summary>As the other overload, from a canonical form.</summary>
    public AttributeSet Acquire(ReadOnlySpan<byte> canonical, NextHop nextHop)
    {
        var hash = Hash(canonical, nextHop);
        lock (_lock)
        {
            var slot = hash & (_slots.Length - 1);
            for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            {
                var known = _byId[_slots[slot]]!;
                if (known.Hash != hash || known.NextHop != nextHop || !known.Canonical.SequenceEqual(canonical)) continue;
                Interlocked.Increment(ref known.References);
                return known;
            }
            var added = new AttributeSet(TakeId(), canonical.ToArray(), nextHop) { Hash = hash, References = 1 };
            Volatile.Write(ref _byId[added.Id], added);
            _slots[slot] = added.Id;
            _count++;
            if (_count * 4 > _slots.Length * 3) Grow();
            return added;
        }
    }

    /// <summary>
    /// One reference more to a set that the caller knows but holds no reference to; false when nobody holds it any more. Does
    /// not block.
    /// </summary>
    public static bool TryAddReference(AttributeSet set)
    {
        var references = Volatile.Read(ref set.References);
        while (references > 0)
        {
            var seen = Interlocked.CompareExchange(ref set.References, references + 1, references);
            if (seen == references) return true;
            references = seen;
        }
        return false;
    }

    /// <summary>The set of an id that the caller holds a reference to. Does not block.</summary>
    public AttributeSet Get(int id) => Volatile.Read(ref Volatile.Read(ref _byId)[id])
        ?? throw new InvalidOperationException("No attribute set has this id: a reference was given back too early.");

    /// <summary>One reference more to a set that the caller holds a reference to.</summary>
    public void AddReference(int id) => Interlocked.Increment(ref Get(id).References);

    /// <summary>Gives a reference back; the id means nothing to the caller afterwards.</summary>
    public void Release(int id)
    {
        var set = Get(id);
        var left = Interlocked.Decrement(ref set.References);
        if (left > 0) return;
        if (left < 0) throw new InvalidOperationException("A reference to an attribute set was given back twice.");
        lock (_lock)
        {
            // Another caller may have acquired the set again meanwhile, or may have forgotten it already.
            if (Volatile.Read(ref set.References) == 0 && ReferenceEquals(_byId[id], set)) Forget(set);
        }
    }

    /// <summary>Sets alive.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    private int TakeId()
    {
        if (_freeIds.TryPop(out var id)) return id;
        if (_nextId == _byId.Length)
        {
            var larger = new AttributeSet?[_byId.Length * 2];
            Array.Copy(_byId, larger, _byId.Length);
            Volatile.Write(ref _byId, larger);
        }
        return _nextId++;
    }

    private void Forget(AttributeSet set)
    {
        var mask = _slots.Length - 1;
        var slot = set.Hash & mask;
        while (_slots[slot] != set.Id) slot = (slot + 1) & mask;
        // Linear probing without tombstones: what stands behind moves up when its own place allows it.
        for (var next = (slot + 1) & mask; _slots[next] != 0; next = (next + 1) & mask)
        {
            var home = _byId[_slots[next]]!.Hash & mask;
            if (((next - home) & mask) < ((next - slot) & mask)) continue;
            _slots[slot] = _slots[next];
            slot = next;
        }
        _slots[slot] = 0;
        _byId[set.Id] = null;
        _freeIds.Push(set.Id);
        _count--;
    }

    private void Grow()
    {
        var slots = new int[_slots.Length * 2];
        foreach (var id in _slots)
        {
            if (id == 0) continue;
            var slot = _byId[id]!.Hash & (slots.Length - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = id;
        }
        _slots = slots;
    }

    private static int Hash(ReadOnlySpan<byte> canonical, NextHop nextHop)
    {
        var hash = new HashCode();
        hash.AddBytes(canonical);
        hash.Add(nextHop);
        return hash.ToHashCode() & int.MaxValue;
    }
}
