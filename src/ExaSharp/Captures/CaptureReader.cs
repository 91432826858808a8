using System.Buffers.Binary;
using System.Globalization;

namespace ExaSharp.Captures;

/// <summary>
/// Reads the packets of a capture file one after the other: classic pcap with either octet order and time unit, or pcapng. A
/// damaged file ends the reading with <see cref="Error"/>; the packets before the damage were given.
/// </summary>
internal abstract class CaptureReader
{
    /// <summary>No packet of any network is longer; a greater length tells that the file is damaged.</summary>
    protected const int MaxPacket = 1 << 24;

    private const uint ClassicMicroseconds = 0xa1b2c3d4;
    private const uint ClassicNanoseconds = 0xa1b23c4d;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[4096];

    protected CaptureReader(Stream stream) => _stream = stream;

    /// <summary>What is wrong with the file; null while nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether the numbers of the file begin with their least significant octet.</summary>
    protected bool IsLittleEndian { get; set; }

    /// <summary>Whether a file that begins with these octets is a capture.</summary>
    /// <param name="start">The first 4 octets.</param>
    public static bool IsCapture(ReadOnlySpan<byte> start) => start.Length >= 4 && (IsNextGeneration(start) || TryReadMagic(start, out _, out _));

    /// <summary>The reader for a file; null when it is no capture.</summary>
    /// <param name="stream">The file, from its first octet.</param>
    public static CaptureReader? Open(Stream stream)
    {
        var start = new byte[4];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length) return null;
        if (IsNextGeneration(start)) return new PcapngReader(stream);
        return TryReadMagic(start, out var isLittleEndian, out var isNanoseconds) ? new PcapReader(stream, isLittleEndian, isNanoseconds) : null;
    }

    /// <summary>Reads the next packet; false at the end of the file, or where it is damaged.</summary>
    public abstract bool TryReadPacket(out CapturedPacket packet);

    protected bool Fail(string error)
    {
        Error ??= error;
        return false;
    }

    /// <summary>Reads so many octets, into memory that the next call uses again; false when the file ends before.</summary>
    protected bool TryRead(int count, out ReadOnlyMemory<byte> octets)
    {
        octets = default;
        // Grown as octets come, so that a length alone does not take memory.
        for (var done = 0; done < count;)
        {
            if (done == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 4, MaxPacket * 2));
            var read = _stream.Read(_buffer, done, Math.Min(count, _buffer.Length) - done);
            if (read == 0)
            {
                IsAtEnd = done == 0;
                return false;
            }
            done += read;
        }
        octets = _buffer.AsMemory(0, count);
        return true;
    }

    /// <summary>Whether the last <see cref="TryRead"/> that failed found nothing at all.</summary>
    protected bool IsAtEnd { get; private set; }

    protected uint UInt32(ReadOnlySpan<byte> octets) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(octets) : BinaryPrimitives.ReadUInt32BigEndian(octets);

    protected ushort UInt16(ReadOnlySpan<byte> octets) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(octets) : BinaryPrimitives.ReadUInt16BigEndian(octets);

    /// <summary>A point in time from units since 1970; the end of what can be told when there are too many.</summary>
    protected static DateTimeOffset Time(ulong units, ulong unitsPerSecond, long offset = 0)
    {
        var seconds = units / unitsPerSecond;
        var rest = (UInt128)(units % unitsPerSecond) * TimeSpan.TicksPerSecond / unitsPerSecond;
        var maximum = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks;
        var ticks = ((Int128)seconds + offset) * TimeSpan.TicksPerSecond + (long)rest;
        return DateTimeOffset.UnixEpoch.AddTicks((long)Int128.Clamp(ticks, 0, maximum));
    }

    protected static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool IsNextGeneration(ReadOnlySpan<byte> start) => BinaryPrimitives.ReadUInt32BigEndian(start) == PcapngReader.SectionHeader;

    private static bool TryReadMagic(ReadOnlySpan<byte> start, out bool isLittleEndian, out bool isNanoseconds)
    {
        var (big, little) = (BinaryPrimitives.ReadUInt32BigEndian(start), BinaryPrimitives.ReadUInt32LittleEndian(start));
        isLittleEndian = little is ClassicMicroseconds or ClassicNanoseconds;
        isNanoseconds = big == ClassicNanoseconds || little == ClassicNanoseconds;
        return isLittleEndian || big is ClassicMicroseconds or ClassicNanoseconds;
    }
}
