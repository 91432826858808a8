using System.Buffers.Binary;

namespace ExaSharp.Captures;

/// <summary>
/// pcapng files (draft-ietf-opsawg-pcapng): blocks, of which those that describe interfaces and packets are read.
/// <code>
/// block type (4) | total length (4) | body | total length (4)
/// </code>
/// </summary>
/// <param name="stream">The file, behind the type of its first block.</param>
internal sealed class PcapngReader(Stream stream) : CaptureReader(stream)
{
    /// <summary>The type of a Section Header Block: the same in both octet orders.</summary>
    public const uint SectionHeader = 0x0a0d0d0a;

    private const uint InterfaceDescription = 1;
    private const uint Packet = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const uint OrderMagic = 0x1a2b3c4d;
    private const int EndOfOptions = 0;
    private const int TimeResolution = 9;
    private const int TimeOffset = 14;
    private const int MinBlock = 12;
    private const int MaxBlock = MaxPacket + 4096;

    // More interfaces than a machine has; a damaged file could claim one in each 20 octets.
    private const int MaxInterfaces = 1 << 16;

    private readonly List<Interface> _interfaces = [];
    private bool _isStarted;

    /// <inheritdoc/>
    public override bool TryReadPacket(out CapturedPacket packet)
    {
        packet = default;
        while (Error is null && TryReadBlock(out var type, out var body))
        {
            switch (type)
            {
                case InterfaceDescription:
                    if (!TryReadInterface(body.Span)) return false;
                    break;
                case EnhancedPacket:
                case Packet:
                    return TryReadEnhanced(type, body, out packet);
                case SimplePacket:
                    return TryReadSimple(body, out packet);
            }
        }
        return false;
    }

    /// <summary>Reads a block; one that begins a section is taken in here, as its octet order is needed for its length.</summary>
    private bool TryReadBlock(out uint type, out ReadOnlyMemory<byte> body)
    {
        type = SectionHeader;
        body = default;
        if (_isStarted)
        {
            if (!TryRead(4, out var first)) return !IsAtEnd && Fail("the file ends within the header of a block");
            type = UInt32(first.Span);
        }
        _isStarted = true;
        var isSection = type == SectionHeader;
        var headerSize = isSection ? 8 : 4;
        if (!TryRead(headerSize, out var header)) return Fail("the file ends within the header of a block");
        if (isSection && !TryReadOrder(header.Span[4..])) return false;
        var length = UInt32(header.Span);
        if (length < MinBlock + headerSize - 4 || length > MaxBlock || length % 4 != 0) return Fail(Words($"the file is damaged: a block of {length} octets"));
        var rest = (int)length - 4 - headerSize;
        if (!TryRead(rest, out var octets)) return Fail("the file ends within a block");
        if (UInt32(octets.Span[^4..]) != length) return Fail("the file is damaged: a block's two lengths differ");
        body = octets[..^4];
        return true;
    }

    private bool TryReadOrder(ReadOnlySpan<byte> magic)
    {
        _interfaces.Clear();
        IsLittleEndian = BinaryPrimitives.ReadUInt32LittleEndian(magic) == OrderMagic;
        return IsLittleEndian || BinaryPrimitives.ReadUInt32BigEndian(magic) == OrderMagic || Fail("the file is damaged: a section without octet order");
    }

    private bool TryReadInterface(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8) return Fail("the file is damaged: a short description of an interface");
        if (_interfaces.Count == MaxInterfaces) return Fail("the file is damaged: too many interfaces");
        var described = new Interface((LinkType)UInt16(body), UInt32(body[4..]), 1_000_000, 0);
        var options = body[8..];
        while (options.Length >= 4)
        {
            int code = UInt16(options), length = UInt16(options[2..]);
            options = options[4..];
            if (code == EndOfOptions || length > options.Length) break;
            if (code == TimeResolution && length == 1) described = described with { UnitsPerSecond = Resolution(options[0]) };
            if (code == TimeOffset && length == 8) described = described with { Offset = UInt32(options[(IsLittleEndian ? 4 : 0)..]) * 0x1_0000_0000L + UInt32(options[(IsLittleEndian ? 0 : 4)..]) };
            options = options[Math.Min((length + 3) & ~3, options.Length)..];
        }
        _interfaces.Add(described);
        return true;
    }

    /// <summary>Units in a second: a power of 10, or with the upper bit of 2. Finer ones than fit are taken as the finest.</summary>
    private static ulong Resolution(byte value)
    {
        var (exponent, power) = (value & 0x7f, 1ul);
        if ((value & 0x80) != 0) return 1ul << Math.Min(exponent, 63);
        for (var i = 0; i < Math.Min(exponent, 19); i++) power *= 10;
        return power;
    }

    /// <summary>Enhanced: interface (4), time (4, 4), captured and original length (4, 4); the older block counts drops behind a shorter interface.</summary>
    private bool TryReadEnhanced(uint type, ReadOnlyMemory<byte> body, out CapturedPacket packet)
    {
        packet = default;
        const int Header = 20;
        var fields = body.Span;
        if (fields.Length < Header) return Fail("the file is damaged: a short block of a packet");
        var number = type == Packet ? UInt16(fields) : UInt32(fields);
        var time = (ulong)UInt32(fields[4..]) << 32 | UInt32(fields[8..]);
        return TryMake(number, time, UInt32(fields[12..]), body[Header..], out packet);
    }

    /// <summary>Simple: only the original length, the packet is of the first interface and cut as that one cuts.</summary>
    private bool TryReadSimple(ReadOnlyMemory<byte> body, out CapturedPacket packet)
    {
        packet = default;
        if (body.Length < 4) return Fail("the file is damaged: a short block of a packet");
        var length = Math.Min(UInt32(body.Span), (uint)body.Length - 4);
        if (_interfaces.Count > 0 && _interfaces[0].SnapLength is > 0 and var snap) length = Math.Min(length, snap);
        return TryMake(0, 0, length, body[4..], out packet);
    }

    private bool TryMake(uint number, ulong time, uint length, ReadOnlyMemory<byte> rest, out CapturedPacket packet)
    {
        packet = default;
        if (number >= _interfaces.Count) return Fail("the file is damaged: a packet of an interface that is not described");
        if (length > rest.Length) return Fail(Words($"the file is damaged: a packet of {length} octets in a block of {rest.Length}"));
        var described = _interfaces[(int)number];
        packet = new CapturedPacket(Time(time, described.UnitsPerSecond, described.Offset), described.LinkType, rest[..(int)length]);
        return true;
    }

    private sealed record Interface(LinkType LinkType, uint SnapLength, ulong UnitsPerSecond, long Offset);
}
