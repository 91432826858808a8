namespace ExaSharp.Captures;

/// <summary>
/// Classic pcap files (draft-ietf-opsawg-pcap).
/// <code>
/// magic (4) | version (2, 2) | reserved (8) | snapshot length (4) | link type (4)
/// { seconds (4) | micro- or nanoseconds (4) | captured length (4) | original length (4) | octets } ...
/// </code>
/// </summary>
/// <param name="stream">The file, behind its magic number.</param>
/// <param name="isLittleEndian">What the magic number said of the octet order.</param>
/// <param name="isNanoseconds">What it said of the unit of time.</param>
internal sealed class PcapReader(Stream stream, bool isLittleEndian, bool isNanoseconds) : CaptureReader(stream)
{
    private const int FileHeader = 20;
    private const int PacketHeader = 16;

    // The upper bits tell about a frame check sequence.
    private const uint LinkTypeMask = 0x0fffffff;

    private LinkType? _linkType;

    /// <inheritdoc/>
    public override bool TryReadPacket(out CapturedPacket packet)
    {
        packet = default;
        if (Error is not null || (_linkType is null && !TryReadHeader())) return false;
        if (!TryRead(PacketHeader, out var header)) return !IsAtEnd && Fail("the file ends within the header of a packet");
        var fields = header.Span;
        var (seconds, fraction) = (UInt32(fields), UInt32(fields[4..]));
        var length = UInt32(fields[8..]);
        if (length > MaxPacket) return Fail(Words($"the file is damaged: a packet of {length} octets"));
        if (!TryRead((int)length, out var data)) return Fail("the file ends within a packet");
        var unit = isNanoseconds ? 1_000_000_000ul : 1_000_000ul;
        packet = new CapturedPacket(Time(seconds * unit + fraction, unit), _linkType!.Value, data);
        return true;
    }

    private bool TryReadHeader()
    {
        IsLittleEndian = isLittleEndian;
        if (!TryRead(FileHeader, out var header)) return Fail("the file ends within its header");
        var version = UInt16(header.Span);
        if (version != 2) return Fail(Words($"version {version} of the pcap format is not known"));
        _linkType = (LinkType)(UInt32(header.Span[16..]) & LinkTypeMask);
        return true;
    }
}
