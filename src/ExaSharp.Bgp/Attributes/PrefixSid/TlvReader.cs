using System.Buffers.Binary;

namespace ExaSharp.Bgp.Attributes.PrefixSid;

/// <summary>A TLV or sub-TLV: its type and its value, without the length.</summary>
internal readonly ref struct Tlv(byte type, ReadOnlySpan<byte> value)
{
    public byte Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;
}

/// <summary>Walks TLVs of one octet type and two octets length, which does not count these three.</summary>
internal ref struct TlvReader(ReadOnlySpan<byte> octets)
{
    public const int HeaderSize = 3;

    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>Octets not read; when <see cref="TryRead"/> gave false and it is not 0, they are no whole TLV.</summary>
    public readonly int Remaining => _rest.Length;

    public bool TryRead(out Tlv tlv)
    {
        tlv = default;
        if (_rest.Length < HeaderSize) return false;
        var end = HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]);
        if (_rest.Length < end) return false;
        tlv = new Tlv(_rest[0], _rest[HeaderSize..end]);
        _rest = _rest[end..];
        return true;
    }
}
