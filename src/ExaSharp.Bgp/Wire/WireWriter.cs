using System.Buffers.Binary;

namespace ExaSharp.Bgp.Wire;

/// <summary>
/// Writes big-endian fields into a buffer of fixed size. When something does not fit, nothing of it is written and
/// <see cref="Overflowed"/> stays true from then on: the caller checks once, at the end.
/// </summary>
public ref struct WireWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far; may be set back to an earlier value to take bytes back.</summary>
    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public readonly int Room => _buffer.Length - Length;

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Bytes already written, to fill in a length that is known only afterwards.</summary>
    public readonly Span<byte> At(int offset, int count) => _buffer.Slice(offset, count);

    /// <summary>Forgets what was written after <paramref name="length"/> and clears <see cref="Overflowed"/>.</summary>
    public void Truncate(int length)
    {
        Length = length;
        Overflowed = false;
    }

    /// <summary>Gives <paramref name="count"/> bytes to fill; an empty span when they do not fit.</summary>
    public Span<byte> Reserve(int count)
    {
        if (Overflowed || count > Room)
        {
            Overflowed = true;
            return default;
        }
        var span = _buffer.Slice(Length, count);
        Length += count;
        return span;
    }

    public void Byte(byte value)
    {
        var span = Reserve(1);
        if (!span.IsEmpty) span[0] = value;
    }

    public void UInt16(ushort value)
    {
        var span = Reserve(2);
        if (!span.IsEmpty) BinaryPrimitives.WriteUInt16BigEndian(span, value);
    }

    public void UInt24(uint value)
    {
        var span = Reserve(3);
        if (span.IsEmpty) return;
        span[0] = (byte)(value >> 16);
        span[1] = (byte)(value >> 8);
        span[2] = (byte)value;
    }

    public void UInt32(uint value)
    {
        var span = Reserve(4);
        if (!span.IsEmpty) BinaryPrimitives.WriteUInt32BigEndian(span, value);
    }

    public void UInt64(ulong value)
    {
        var span = Reserve(8);
        if (!span.IsEmpty) BinaryPrimitives.WriteUInt64BigEndian(span, value);
    }

    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        var span = Reserve(value.Length);
        if (span.Length == value.Length) value.CopyTo(span);
    }
}
