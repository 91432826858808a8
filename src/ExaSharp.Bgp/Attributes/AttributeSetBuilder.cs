using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// Collects the path attributes of a route in any order and lays them out in canonical form. As in ExaBGP, the first
/// value of an attribute wins, and extended communities (both kinds) are merged and sorted.
/// <para>
/// Canonical form, per attribute in ascending code order: code (1 octet), flags (1), length (2), value. An attribute that
/// something was noted about is followed by one of the same code, whose flags are 0 and whose value is the note.
/// </para>
/// </summary>
public sealed class AttributeSetBuilder
{
    private readonly (byte Code, byte Flags, int Start, int Length)[] _entries = new (byte, byte, int, int)[32];
    private byte[] _values = new byte[512];
    private byte[] _canonical = new byte[640];
    private readonly ValueBuilder _value = new();
    private readonly ValueBuilder _note = new();
    private AttributeCode _notedCode;
    private int _count;
    private int _used;

    public bool IsEmpty => _count == 0;

    public void Clear()
    {
        _count = 0;
        _used = 0;
        _note.Truncate(0);
    }

    /// <summary>An empty buffer to put a value together in before it is added; the same one each time.</summary>
    public ValueBuilder NewValue()
    {
        _value.Truncate(0);
        return _value;
    }

    public bool Has(AttributeCode code) => Find((byte)code) >= 0;

    /// <summary>Adds an attribute's stored value; false (and nothing changes) when the code is there already or the set is full.</summary>
    public bool TryAdd(AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value)
    {
        if (Find((byte)code) >= 0 || _count == _entries.Length || value.Length > ushort.MaxValue) return false;
        var start = Store(value);
        _entries[_count++] = ((byte)code, (byte)flags, start, value.Length);
        return true;
    }

    /// <summary>
    /// Adds values of <paramref name="size"/> octets each to an attribute which is a sorted list (extended communities: 8 or
    /// 20); equal values are kept, as ExaBGP does.
    /// </summary>
    public void Merge(AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> values, int size)
    {
        var index = Find((byte)code);
        if (index < 0)
        {
            if (_count == _entries.Length) return;
            _entries[_count++] = ((byte)code, (byte)flags, Store(values), values.Length);
            index = _count - 1;
        }
        else
        {
            var old = _entries[index];
            var length = old.Length + values.Length;
            var start = Reserve(length);
            _values.AsSpan(old.Start, old.Length).CopyTo(_values.AsSpan(start));
            values.CopyTo(_values.AsSpan(start + old.Length));
            _entries[index] = (old.Code, old.Flags, start, length);
        }
        var entry = _entries[index];
        SortRecords(_values.AsSpan(entry.Start, entry.Length), size);
    }

    /// <summary>
    /// Notes something about an attribute that is not part of its value: see <see cref="AttributeSet.Attribute.Note"/>. Notes of
    /// one attribute come one behind the other; only one attribute of a set has any.
    /// </summary>
    public void Note(AttributeCode code, ReadOnlySpan<byte> octets)
    {
        _notedCode = code;
        _note.Bytes(octets);
    }

    /// <summary>The canonical form of what was added; valid until the next change of the builder.</summary>
    public ReadOnlySpan<byte> Canonical()
    {
        // Few entries, mostly in order: insertion sort.
        for (var i = 1; i < _count; i++)
        {
            var entry = _entries[i];
            var j = i - 1;
            for (; j >= 0 && _entries[j].Code > entry.Code; j--) _entries[j + 1] = _entries[j];
            _entries[j + 1] = entry;
        }
        var size = _used + 4 * (_count + 1) + _note.Length;
        if (_canonical.Length < size) _canonical = new byte[size * 2];
        var position = 0;
        for (var i = 0; i < _count; i++)
        {
            var (code, flags, start, length) = _entries[i];
            _canonical[position] = code;
            _canonical[position + 1] = flags;
            _canonical[position + 2] = (byte)(length >> 8);
            _canonical[position + 3] = (byte)length;
            _values.AsSpan(start, length).CopyTo(_canonical.AsSpan(position + 4));
            position += 4 + length;
            if (_note.Length > 0 && code == (byte)_notedCode) position += WriteNote(_canonical.AsSpan(position));
        }
        return _canonical.AsSpan(0, position);
    }

    private int WriteNote(Span<byte> destination)
    {
        var note = _note.Written[..Math.Min(_note.Length, ushort.MaxValue)];
        destination[0] = (byte)_notedCode;
        destination[1] = 0;
        destination[2] = (byte)(note.Length >> 8);
        destination[3] = (byte)note.Length;
        note.CopyTo(destination[4..]);
        return 4 + note.Length;
    }

    /// <summary>Sorts records of equal size by their octets, in place.</summary>
    public static void SortRecords(Span<byte> records, int size)
    {
        var count = records.Length / size;
        Span<byte> moved = stackalloc byte[size];
        if (count > 32) HeapSort(records[..(count * size)], size, moved);
        else InsertionSort(records[..(count * size)], size, moved);
    }

    private static void InsertionSort(Span<byte> records, int size, Span<byte> current)
    {
        for (var i = size; i < records.Length; i += size)
        {
            records.Slice(i, size).CopyTo(current);
            var j = i - size;
            for (; j >= 0 && records.Slice(j, size).SequenceCompareTo(current) > 0; j -= size)
                records.Slice(j, size).CopyTo(records[(j + size)..]);
            current.CopyTo(records[(j + size)..]);
        }
    }

    /// <summary>For long lists: a peer can send thousands of records in the worst order.</summary>
    private static void HeapSort(Span<byte> records, int size, Span<byte> moved)
    {
        var count = records.Length / size;
        for (var root = count / 2 - 1; root >= 0; root--) SiftDown(records, size, root, count, moved);
        for (var end = count - 1; end > 0; end--)
        {
            var last = records.Slice(end * size, size);
            last.CopyTo(moved);
            records[..size].CopyTo(last);
            moved.CopyTo(records);
            SiftDown(records, size, 0, end, moved);
        }
    }

    private static void SiftDown(Span<byte> records, int size, int root, int count, Span<byte> moved)
    {
        records.Slice(root * size, size).CopyTo(moved);
        while (2 * root + 1 < count)
        {
            var child = 2 * root + 1;
            if (child + 1 < count
                && records.Slice(child * size, size).SequenceCompareTo(records.Slice((child + 1) * size, size)) < 0) child++;
            if (records.Slice(child * size, size).SequenceCompareTo(moved) <= 0) break;
            records.Slice(child * size, size).CopyTo(records[(root * size)..]);
            root = child;
        }
        moved.CopyTo(records[(root * size)..]);
    }

    private int Find(byte code)
    {
        for (var i = 0; i < _count; i++)
            if (_entries[i].Code == code) return i;
        return -1;
    }

    private int Store(ReadOnlySpan<byte> value)
    {
        var start = Reserve(value.Length);
        value.CopyTo(_values.AsSpan(start));
        return start;
    }

    private int Reserve(int length)
    {
        if (_values.Length - _used < length) Array.Resize(ref _values, Math.Max(_values.Length * 2, _used + length));
        var start = _used;
        _used += length;
        return start;
    }
}
