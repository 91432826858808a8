using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>The KEEPALIVE message (RFC 4271 section 4.4): a header and nothing else.</summary>
public static class Keepalive
{
    /// <summary>The whole message.</summary>
    public static ReadOnlySpan<byte> Bytes =>
    [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0, BgpHeader.Size, (byte)MessageType.Keepalive,
    ];
}
