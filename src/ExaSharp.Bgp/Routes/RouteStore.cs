using System.Buffers.Binary;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// All NLRI of the process, each once, by a dense number (from 1) that Adj-RIBs use as an index. Routes are counted as
/// attribute sets are. Thread-safe: one writer at a time, readers of an id that they hold never wait.
/// </summary>
/// <remarks>
/// Where not all octets of an NLRI tell which route it is (the labels of labelled and VPN routes do not, see
/// <see cref="Families.Family.Key"/>), each spelling has its own id, and <see cref="KeyOf"/> is the same for all of them:
/// two neighbours can have the same route with different labels.
/// </remarks>
public sealed class RouteStore
{
    /// <summary>The longest NLRI that can be kept, in octets.</summary>
    public const int MaxNlriLength = ByteArena.MaxLength - PathIdLength;

    private const int PathIdLength = 4;
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    /// <summary>Another one in each process, so that nobody can choose routes that collide.</summary>
    private static readonly ulong HashKey = (ulong)HashCode.Combine(1) << 32 | (uint)HashCode.Combine(2) | 1;

    private readonly Func<FamilyId, Family?> _findFamily;
    private readonly Lock _lock = new();
    private readonly ByteArena _octets = new();
    private byte[] _scratch = new byte[512];
    private Page[] _pages = [];
    private Slot[] _slots = new Slot[1024];
    private int _freeId;
    private int _capacity = 1;
    private int _count;

    public RouteStore() : this(AddressFamilies.Find)
    {
    }

    internal RouteStore(Func<FamilyId, Family?> findFamily) => _findFamily = findFamily;

    /// <summary>The number of the route, with one reference more for the caller.</summary>
    /// <param name="family">Its address family.</param>
    /// <param name="pathId">Its path identifier; null for none (which is another route than 0).</param>
    /// <param name="nlri">Its octets without path identifier, at most <see cref="MaxNlriLength"/>.</param>
    public int Acquire(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nlri.Length, MaxNlriLength);
        var descriptor = _findFamily(family);
        lock (_lock)
        {
            var id = Find(family, pathId, nlri, RouteFlags.None, out var hash, out var slot);
            if (id != 0)
            {
                Interlocked.Increment(ref At(id).References);
                return id;
            }
            if (_scratch.Length < nlri.Length) _scratch = new byte[nlri.Length];
            var key = descriptor is null ? nlri : descriptor.Key(nlri, _scratch);
            var kind = KindOfKey(family, nlri, key);
            if (kind == RouteFlags.None && key.SequenceEqual(nlri)) return Add(family, pathId, nlri, RouteFlags.None, hash, slot);
            var keyId = Find(family, pathId, key, kind, out var keyHash, out var keySlot);
            if (keyId != 0) Interlocked.Increment(ref At(keyId).References);
            else keyId = Add(family, pathId, key, kind, keyHash, keySlot);
            // The slot found first may have been taken, or the table may have grown.
            Find(family, pathId, nlri, RouteFlags.None, out hash, out slot);
            id = Add(family, pathId, nlri, RouteFlags.HasKey, hash, slot);
            var page = _pages[id >> PageBits];
            (page.Keys ??= new int[PageSize])[id & (PageSize - 1)] = keyId;
            return id;
        }
    }

    public FamilyId Family(int id)
    {
        ref var entry = ref At(id);
        return new FamilyId(entry.Afi, entry.Safi);
    }

    public uint? PathId(int id)
    {
        ref var entry = ref At(id);
        return (entry.Flags & RouteFlags.PathId) == 0 ? null : BinaryPrimitives.ReadUInt32BigEndian(_octets.Read(entry.Location));
    }

    /// <summary>Whether the route has a path identifier.</summary>
    public bool HasPathId(int id) => (At(id).Flags & RouteFlags.PathId) != 0;

    /// <summary>The NLRI's octets; valid while the caller holds the route.</summary>
    public ReadOnlySpan<byte> Nlri(int id)
    {
        ref var entry = ref At(id);
        var octets = _octets.Read(entry.Location);
        return (entry.Flags & RouteFlags.PathId) == 0 ? octets : octets[PathIdLength..];
    }

    /// <summary>
    /// The number that is equal for all spellings of a route: the id itself, for most families. Valid while the caller holds
    /// the route; not a route of its own.
    /// </summary>
    public int KeyOf(int id) =>
        (At(id).Flags & RouteFlags.HasKey) == 0 ? id : Volatile.Read(ref _pages)[id >> PageBits].Keys![id & (PageSize - 1)];

    /// <summary>One reference more to a route that the caller holds.</summary>
    public void AddReference(int id) => Interlocked.Increment(ref At(id).References);

    /// <summary>Gives a reference back; the id means nothing to the caller afterwards.</summary>
    public void Release(int id)
    {
        var left = Interlocked.Decrement(ref At(id).References);
        if (left > 0) return;
        if (left < 0) throw new InvalidOperationException("A reference to a route was given back twice.");
        lock (_lock)
        {
            ForgetUnused(id);
        }
    }

    /// <summary>Routes alive (a route with several spellings counts as often, and once more).</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>One more than the largest number given so far: the size that an index by number needs.</summary>
    public int Capacity
    {
        get
        {
            lock (_lock) return _capacity;
        }
    }

    /// <summary>
    /// Whether a key is the plain spelling of the route (none: as where only bits behind the prefix length differ), or something
    /// apart that may look like another route's octets. Always the latter where labels are, even for an NLRI without any.
    /// </summary>
    private static RouteFlags KindOfKey(FamilyId family, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> key) =>
        family.Safi is Safi.NlriMpls or Safi.MplsVpn || key.Length != nlri.Length ? RouteFlags.Key : RouteFlags.None;

    /// <summary>The family's description; null when its NLRI are not known.</summary>
    internal Family? Describe(FamilyId family) => _findFamily(family);

    private ref Entry At(int id) => ref Volatile.Read(ref _pages)[id >> PageBits].Entries[id & (PageSize - 1)];

    private int Find(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri, RouteFlags kind, out int hash, out int slot)
    {
        hash = Hash(family, pathId, nlri, kind);
        var mask = _slots.Length - 1;
        for (slot = hash & mask; _slots[slot].Id != 0; slot = (slot + 1) & mask)
        {
            if (_slots[slot].Hash != hash) continue;
            var id = _slots[slot].Id;
            ref var entry = ref At(id);
            if (entry.Afi == family.Afi && entry.Safi == family.Safi &&
                (entry.Flags & RouteFlags.Key) == kind && PathId(id) == pathId && Nlri(id).SequenceEqual(nlri))
                return id;
        }
        return 0;
    }

    private int Add(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri, RouteFlags flags, int hash, int slot)
    {
        var room = _octets.Allocate(nlri.Length + (pathId is null ? 0 : PathIdLength), out var location);
        if (pathId is { } value)
        {
            flags |= RouteFlags.PathId;
            BinaryPrimitives.WriteUInt32BigEndian(room, value);
            room = room[PathIdLength..];
        }
        nlri.CopyTo(room);
        var id = TakeId();
        ref var entry = ref At(id);
        entry.Location = location;
        entry.Hash = hash;
        entry.Afi = family.Afi;
        entry.Safi = family.Safi;
        entry.Flags = flags | RouteFlags.Alive;
        Volatile.Write(ref entry.References, 1);
        _slots[slot] = new Slot { Id = id, Hash = hash };
        if (++_count * 4L > _slots.Length * 3L) Grow();
        return id;
    }

    private int TakeId()
    {
        var id = _freeId;
        if (id != 0)
        {
            _freeId = (int)At(id).Location;
            return id;
        }
        if (_capacity >> PageBits == _pages.Length)
        {
            var larger = new Page[_pages.Length + 1];
            Array.Copy(_pages, larger, _pages.Length);
            larger[^1] = new Page();
            Volatile.Write(ref _pages, larger);
        }
        return _capacity++;
    }

    /// <summary>
    /// Forgets a route whose count is still 0: it may have been acquired again before the lock was taken, or have been
    /// forgotten by another.
    /// </summary>
    private void ForgetUnused(int id)
    {
        ref var entry = ref At(id);
        if ((entry.Flags & RouteFlags.Alive) == 0 || Volatile.Read(ref entry.References) != 0) return;
        var key = KeyOf(id);
        RemoveFromTable(id, entry.Hash);
        _octets.Free(entry.Location);
        entry.Flags = RouteFlags.None;
        entry.Location = (uint)_freeId;
        _freeId = id;
        _count--;
        if (key != id && Interlocked.Decrement(ref At(key).References) == 0) ForgetUnused(key);
    }

    private void RemoveFromTable(int id, int hash)
    {
        var mask = _slots.Length - 1;
        var slot = hash & mask;
        while (_slots[slot].Id != id) slot = (slot + 1) & mask;
        // Linear probing without tombstones: what stands behind moves up when its own place allows it.
        for (var next = (slot + 1) & mask; _slots[next].Id != 0; next = (next + 1) & mask)
        {
            var home = _slots[next].Hash & mask;
            if (((next - home) & mask) < ((next - slot) & mask)) continue;
            _slots[slot] = _slots[next];
            slot = next;
        }
        _slots[slot] = default;
    }

    private void Grow()
    {
        var slots = new Slot[_slots.Length * 2];
        var mask = slots.Length - 1;
        foreach (var used in _slots)
        {
            if (used.Id == 0) continue;
            var slot = used.Hash & mask;
            while (slots[slot].Id != 0) slot = (slot + 1) & mask;
            slots[slot] = used;
        }
        _slots = slots;
    }

    /// <summary>
    /// The lowest three bits are those of the last octet, all others depend on everything else: tables come in the order of their
    /// prefixes, and prefixes that follow each other are found on one cache line.
    /// </summary>
    private static int Hash(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri, RouteFlags kind)
    {
        var about = (ulong)nlri.Length << 32 | (ulong)family.Afi << 16 | (ulong)family.Safi << 8 | (ulong)kind | (pathId is null ? 0u : 1u);
        var hash = Mix(HashKey ^ about, HashKey + pathId.GetValueOrDefault());
        for (; nlri.Length > 8; nlri = nlri[8..]) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(nlri), HashKey);
        var tail = 0ul;
        foreach (var octet in nlri) tail = tail << 8 | octet;
        return (int)(Mix(hash ^ (tail & ~7ul), HashKey) & 0x7ffffff8) | (int)tail & 7;
    }

    private static ulong Mix(ulong value, ulong key)
    {
        var high = Math.BigMul(value, key, out var low);
        return high ^ low;
    }

    [Flags]
    private enum RouteFlags : byte
    {
        None = 0,

        /// <summary>The stored octets start with a path identifier.</summary>
        PathId = 2,

        /// <summary>Not a route but the common part of several spellings of one.</summary>
        Key = 4,

        /// <summary>A spelling: its key is in <see cref="Page.Keys"/>.</summary>
        HasKey = 8,

        Alive = 16,
    }

    /// <summary>A place of the hash table. The hash stands beside the id, so that a search touches one entry: the one it finds.</summary>
    private struct Slot
    {
        /// <summary>0 when free.</summary>
        public int Id;
        public int Hash;
    }

    private struct Entry
    {
        /// <summary>Of the octets; of a free entry: the next free one.</summary>
        public uint Location;
        public int References;
        public int Hash;
        public Afi Afi;
        public Safi Safi;
        public RouteFlags Flags;
    }

    private sealed class Page
    {
        public readonly Entry[] Entries = new Entry[PageSize];
        public int[]? Keys;
    }
}
