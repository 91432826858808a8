using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ExaSharp.Bgp.Attributes;

/// <summary>What an AS path's segment is (RFC 4271 section 4.3; RFC 5065 section 3).</summary>
public enum SegmentType : byte
{
    Set = 1,
    Sequence = 2,
    ConfederationSequence = 3,
    ConfederationSet = 4,
}

/// <summary>
/// Walks the segments of an AS path in stored form: type (1 octet), count (1), AS numbers (4 each). Stops at what is not a
/// segment.
/// </summary>
public ref struct AsPathSegments(ReadOnlySpan<byte> path)
{
    private ReadOnlySpan<byte> _rest = path;

    public Segment Current { get; private set; }

    public readonly AsPathSegments GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < 2) return false;
        var length = 2 + 4 * _rest[1];
        if (_rest.Length < length) return false;
        Current = new Segment(_rest[..length]);
        _rest = _rest[length..];
        return true;
    }

    /// <summary>One segment.</summary>
    public readonly ref struct Segment(ReadOnlySpan<byte> bytes)
    {
        /// <summary>The segment with its two octets of header.</summary>
        public ReadOnlySpan<byte> Bytes { get; } = bytes;

        public SegmentType Type => (SegmentType)Bytes[0];

        public int Count => Bytes[1];

        public bool IsConfederation => Type is SegmentType.ConfederationSequence or SegmentType.ConfederationSet;

        public uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(Bytes[(2 + 4 * index)..]);
    }

    /// <summary>What is wrong with a path whose AS numbers have <paramref name="size"/> octets, in ExaBGP's words; null when nothing is.</summary>
    internal static string? FindFault(ReadOnlySpan<byte> path, int size)
    {
        while (!path.IsEmpty)
        {
            if (path[0] is < (byte)SegmentType.Set or > (byte)SegmentType.ConfederationSet)
                return $"invalid AS Path type sent {path[0]}";
            if (path.Length < 2 || path.Length < 2 + size * path[1]) return "not enough data to decode AS_PATH or AS4_PATH";
            if (path[1] == 0) return "an AS path segment has no AS number";
            path = path[(2 + size * path[1])..];
        }
        return null;
    }

    /// <summary>Whether AS 0 is in a stored path.</summary>
    internal static bool HasZero(ReadOnlySpan<byte> path)
    {
        foreach (var segment in new AsPathSegments(path))
            if (MemoryMarshal.Cast<byte, uint>(segment.Bytes[2..]).Contains(0u)) return true;
        return false;
    }

    /// <summary>A valid path of 2-octet AS numbers in stored form, written to <paramref name="destination"/>.</summary>
    internal static ReadOnlySpan<byte> Widen(ReadOnlySpan<byte> path, Span<byte> destination)
    {
        var length = 0;
        while (!path.IsEmpty)
        {
            var count = path[1];
            destination[length++] = path[0];
            destination[length++] = count;
            for (var i = 0; i < count; i++, length += 4)
                BinaryPrimitives.WriteUInt32BigEndian(destination[length..], BinaryPrimitives.ReadUInt16BigEndian(path[(2 + 2 * i)..]));
            path = path[(2 + 2 * count)..];
        }
        return destination[..length];
    }

    /// <summary>A valid stored path with an AS number put before it, written to <paramref name="destination"/> (6 octets longer than the path).</summary>
    internal static ReadOnlySpan<byte> Prepend(ReadOnlySpan<byte> path, uint asn, Span<byte> destination)
    {
        var isConfederation = !path.IsEmpty && path[0] >= (byte)SegmentType.ConfederationSequence;
        var type = (byte)(isConfederation ? SegmentType.ConfederationSequence : SegmentType.Sequence);
        var joins = !path.IsEmpty && path[0] == type && path[1] < byte.MaxValue;
        destination[0] = type;
        destination[1] = (byte)(joins ? path[1] + 1 : 1);
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], asn);
        var rest = joins ? path[2..] : path;
        rest.CopyTo(destination[6..]);
        return destination[..(6 + rest.Length)];
    }

    /// <summary>
    /// The length of a stored path for comparisons (RFC 4271 section 9.1.2.2; RFC 5065 section 5.3): a set counts as one, a
    /// confederation segment not at all.
    /// </summary>
    internal static int CountHops(ReadOnlySpan<byte> path)
    {
        var hops = 0;
        foreach (var segment in new AsPathSegments(path))
            hops += segment.Type switch { SegmentType.Sequence => segment.Count, SegmentType.Set => 1, _ => 0 };
        return hops;
    }
}
