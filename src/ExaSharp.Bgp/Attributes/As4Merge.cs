using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Attributes;

/// <summary>How a peer of 2-octet AS numbers and AS4_PATH, AS4_AGGREGATOR give the real ones (RFC 6793 section 4.2.3).</summary>
internal static class As4Merge
{
    /// <summary>
    /// Whether the AS4 attributes count at all, when AGGREGATOR came with AS4_AGGREGATOR: not when AGGREGATOR was made anew on
    /// the way by somebody who did not know of them, which its AS number tells.
    /// </summary>
    public static bool Applies(ReadOnlySpan<byte> storedAggregator) =>
        storedAggregator.Length != Aggregator.Size || BinaryPrimitives.ReadUInt32BigEndian(storedAggregator) == Asn.Trans;

    /// <summary>
    /// The path that AS_PATH and AS4_PATH make together, both in stored form: the first hops of AS_PATH, as many as AS4_PATH
    /// lacks, then AS4_PATH. AS_PATH alone when it is the shorter one. Two sequences that meet become one.
    /// </summary>
    /// <param name="asPath">Valid.</param>
    /// <param name="as4Path">Valid.</param>
    /// <param name="destination">At least as long as both together.</param>
    public static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> asPath, ReadOnlySpan<byte> as4Path, Span<byte> destination)
    {
        var missing = AsPathSegments.CountHops(asPath) - AsPathSegments.CountHops(as4Path);
        if (missing < 0) return asPath;
        int length = 0, last = -1;
        foreach (var segment in new AsPathSegments(asPath))
        {
            var count = segment.Count;
            if (!segment.IsConfederation)
            {
                if (missing == 0) break;
                var isSet = segment.Type == SegmentType.Set;
                count = isSet ? count : Math.Min(count, missing);
                missing -= isSet ? 1 : count;
            }
            last = length;
            length = Copy(segment, count, destination, length);
        }
        foreach (var segment in new AsPathSegments(as4Path))
        {
            // RFC 6793 section 6: confederation segments in AS4_PATH are passed over.
            if (segment.IsConfederation) continue;
            if (last < 0 || !TryJoin(segment, destination, last, ref length))
                length = Copy(segment, segment.Count, destination, length);
            last = -1;
        }
        return destination[..length];
    }

    private static int Copy(AsPathSegments.Segment segment, int count, Span<byte> destination, int length)
    {
        destination[length] = (byte)segment.Type;
        destination[length + 1] = (byte)count;
        segment.Bytes.Slice(2, 4 * count).CopyTo(destination[(length + 2)..]);
        return length + 2 + 4 * count;
    }

    /// <summary>Puts a sequence into the last segment written, when that is a sequence with enough room.</summary>
    private static bool TryJoin(AsPathSegments.Segment segment, Span<byte> destination, int last, ref int length)
    {
        if (segment.Type != SegmentType.Sequence || destination[last] != (byte)SegmentType.Sequence) return false;
        if (destination[last + 1] + segment.Count > byte.MaxValue) return false;
        destination[last + 1] += (byte)segment.Count;
        segment.Bytes[2..].CopyTo(destination[length..]);
        length += segment.Bytes.Length - 2;
        return true;
    }
}
