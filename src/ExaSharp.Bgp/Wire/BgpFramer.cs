using System.Buffers;
using System.Numerics;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Wire;

/// <summary>What the framer found at the start of its input.</summary>
public enum FrameStatus : byte
{
    /// <summary>Not a whole message yet: read more and ask again.</summary>
    Incomplete,

    /// <summary>A whole message, taken from the input.</summary>
    Message,

    /// <summary>A header that ends the session; the input stays as it was.</summary>
    Error,
}

/// <summary>One whole message. Valid until the next call of the framer and as long as the input's memory.</summary>
public readonly ref struct BgpFrame(MessageType type, ReadOnlySpan<byte> bytes)
{
    public MessageType Type { get; } = type;

    /// <summary>Header and body; after an error only the header.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<byte> Header => Bytes[..BgpHeader.Size];

    public ReadOnlySpan<byte> Body => Bytes[BgpHeader.Size..];
}

/// <summary>
/// Cuts a byte stream into messages. One per connection. A message that lies in one segment is handed out in place; one
/// that is split is copied into a buffer which the framer keeps.
/// </summary>
public sealed class BgpFramer
{
    private byte[] _scratch = [];

    /// <summary>
    /// Largest message accepted, in octets with the header: 4096 until the OPENs are exchanged, then
    /// <see cref="NegotiatedSession.MessageSize"/>. It holds for every type, as in ExaBGP.
    /// </summary>
    public int MaxMessageSize { get; set; } = NegotiatedSession.DefaultMessageSize;

    /// <summary>
    /// Takes the next message from the start of <paramref name="input"/>, which moves behind it. A header is judged as soon
    /// as it is complete.
    /// </summary>
    public FrameStatus Read(ref ReadOnlySequence<byte> input, out BgpFrame frame, out BgpError error)
    {
        error = default;
        frame = default;
        if (input.Length < BgpHeader.Size) return FrameStatus.Incomplete;
        var headerBytes = Contiguous(input, BgpHeader.Size);
        if (!BgpHeader.TryRead(headerBytes, MaxMessageSize, out var header, out error))
        {
            frame = new BgpFrame(header.Type, headerBytes);
            return FrameStatus.Error;
        }
        if (input.Length < header.Length) return FrameStatus.Incomplete;
        frame = new BgpFrame(header.Type, Contiguous(input, header.Length));
        input = input.Slice(header.Length);
        return FrameStatus.Message;
    }

    private ReadOnlySpan<byte> Contiguous(in ReadOnlySequence<byte> input, int count)
    {
        var first = input.FirstSpan;
        if (first.Length >= count) return first[..count];
        if (_scratch.Length < count) _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)count)];
        input.Slice(0, count).CopyTo(_scratch);
        return _scratch.AsSpan(0, count);
    }
}
