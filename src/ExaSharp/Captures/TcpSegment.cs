using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Captures;

/// <summary>One end of a TCP connection.</summary>
internal readonly record struct TcpEndpoint(IpAddress Address, ushort Port)
{
    public override string ToString() =>
        Address.IsIpv6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>Flags of a TCP header (RFC 9293 section 3.1).</summary>
[Flags]
internal enum TcpFlags : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Ack = 16,
}

/// <summary>A TCP segment out of a packet.</summary>
internal readonly ref struct TcpSegment(TcpEndpoint source, TcpEndpoint destination, uint sequence, TcpFlags flags, ReadOnlySpan<byte> payload)
{
    public TcpEndpoint Source { get; } = source;

    public TcpEndpoint Destination { get; } = destination;

    /// <summary>The number of the payload's first octet; of a SYN, the one before it.</summary>
    public uint Sequence { get; } = sequence;

    public TcpFlags Flags { get; } = flags;

    /// <summary>The payload as far as it was captured.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
