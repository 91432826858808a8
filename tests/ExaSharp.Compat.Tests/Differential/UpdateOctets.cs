using System.Buffers.Binary;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>UPDATEs in a form in which they can be compared with those of another generation.</summary>
internal static class UpdateOctets
{
    /// <summary>The body of an UPDATE with the values of community attributes in order, as 5.0 sends them; 4.2 sends them as written.</summary>
    public static string WithSortedCommunities(string hexadecimal)
    {
        var body = Convert.FromHexString(hexadecimal);
        if (body.Length < 4) return hexadecimal;
        var start = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
        if (body.Length < start + 2) return hexadecimal;
        var end = start + 2 + BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(start));
        for (var next = start + 2; next + 3 <= end;)
        {
            var isLong = (body[next] & 0x10) != 0;
            var length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(next + 2)) : body[next + 2];
            var value = next + (isLong ? 4 : 3);
            if (ValueLength(body[next + 1]) is var size and not 0) Sort(body.AsSpan(value, length), size);
            next = value + length;
        }
        return Convert.ToHexString(body);
    }

    private static int ValueLength(byte code) => code switch
    {
        8 => 4,
        16 => 8,
        25 => 20,
        32 => 12,
        _ => 0,
    };

    private static void Sort(Span<byte> values, int size)
    {
        var sorted = values.ToArray().Chunk(size).OrderBy(Convert.ToHexString, StringComparer.Ordinal).SelectMany(one => one).ToArray();
        sorted.CopyTo(values);
    }
}
