using System.Buffers;
using System.Buffers.Binary;

namespace ExaSharp.Bgp.Wire;

/// <summary>A TLV of two octets type and two octets length, which does not count these four (RFC 9552 section 5.1).</summary>
internal readonly ref struct WideTlv(ushort type, ReadOnlySpan<byte> value)
{
    public ushort Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The TLV that begins at an offset of octets that were walked before.</summary>
    public static WideTlv At(ReadOnlySpan<byte> octets, int offset)
    {
        var reader = new WideTlvReader(octets[offset..]);
        reader.TryRead(out var tlv);
        return tlv;
    }
}

/// <summary>Walks TLVs of two octets type and two octets length.</summary>
internal ref struct WideTlvReader(ReadOnlySpan<byte> octets)
{
    public const int HeaderSize = 4;

    private readonly int _length = octets.Length;
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>Octets not read; when <see cref="TryRead"/> gave false and it is not 0, they are no whole TLV.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Where the next TLV begins.</summary>
    public readonly int Offset => _length - _rest.Length;

    public bool TryRead(out WideTlv tlv)
    {
        tlv = default;
        if (_rest.Length < HeaderSize) return false;
        var end = HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (_rest.Length < end) return false;
        tlv = new WideTlv(BinaryPrimitives.ReadUInt16BigEndian(_rest), _rest[HeaderSize..end]);
        _rest = _rest[end..];
        return true;
    }
}

/// <summary>
/// TLVs of up to 65535 octets by type: finds all that belong together in the time that sorting them takes, however many a peer
/// has put there.
/// </summary>
internal readonly ref struct WideTlvGroups
{
    /// <summary>TLVs for which a caller should have room on its stack.</summary>
    public const int UsualCount = 64;

    private readonly ReadOnlySpan<uint> _keys;
    private readonly uint[]? _rented;

    /// <param name="octets">The TLVs; what is behind the last whole one is left out.</param>
    /// <param name="room">For <see cref="UsualCount"/> of them.</param>
    /// <param name="groupOf">The group of a type; null where each is one of its own.</param>
    public WideTlvGroups(ReadOnlySpan<byte> octets, Span<uint> room, Func<ushort, ushort>? groupOf = null)
    {
        var most = octets.Length / WideTlvReader.HeaderSize;
        if (most > room.Length) room = _rented = ArrayPool<uint>.Shared.Rent(most);
        var count = 0;
        var reader = new WideTlvReader(octets);
        for (var offset = reader.Offset; reader.TryRead(out var tlv); offset = reader.Offset)
            room[count++] = (uint)(groupOf?.Invoke(tlv.Type) ?? tlv.Type) << 16 | (ushort)offset;
        var keys = room[..count];
        keys.Sort();
        _keys = keys;
    }

    /// <summary>
    /// The TLVs of a group, in their order, when the one at this offset is the first of them; false when it is not. Their offsets
    /// are the lower 16 bits of each.
    /// </summary>
    public bool TryGetFirst(ushort group, int offset, out ReadOnlySpan<uint> members)
    {
        members = default;
        var first = _keys.BinarySearch((uint)group << 16 | (ushort)offset);
        if (first < 0 || first > 0 && _keys[first - 1] >> 16 == group) return false;
        var end = first + 1;
        while (end < _keys.Length && _keys[end] >> 16 == group) end++;
        members = _keys[first..end];
        return true;
    }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<uint>.Shared.Return(_rented);
    }
}
