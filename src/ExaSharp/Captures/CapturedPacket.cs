namespace ExaSharp.Captures;

/// <summary>A packet of a capture file. Its octets are valid until the reader reads the next one.</summary>
/// <param name="Time">When it was captured; the beginning of 1970 when the file does not say.</param>
/// <param name="LinkType">What its first header is (LINKTYPE_ values of tcpdump.org).</param>
/// <param name="Data">Its octets, as far as they were captured.</param>
internal readonly record struct CapturedPacket(DateTimeOffset Time, LinkType LinkType, ReadOnlyMemory<byte> Data);

/// <summary>The link types that are understood (LINKTYPE_ values of tcpdump.org).</summary>
internal enum LinkType : uint
{
    Null = 0,
    Ethernet = 1,
    RawBsd = 12,
    RawOpenBsd = 14,
    Raw = 101,
    Loop = 108,
    LinuxCooked = 113,
    Ipv4 = 228,
    Ipv6 = 229,
    LinuxCooked2 = 276,
}
