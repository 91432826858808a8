using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Transport;

/// <summary>Where and how an outgoing connection is made.</summary>
internal sealed record ConnectOptions
{
    /// <summary>The port of RFC 4271 section 8.1.</summary>
    public const int BgpPort = 179;

    /// <summary>The peer.</summary>
    public required IpAddress Remote { get; init; }

    /// <summary>Destination port, 1..65535.</summary>
    public int Port { get; init; } = BgpPort;

    /// <summary>The address to connect from; undefined: the kernel chooses (<c>local-address auto</c>).</summary>
    public IpAddress Local { get; init; }

    /// <summary>The interface that the socket is bound to (<c>source-interface</c>), or null.</summary>
    public string? Interface { get; init; }

    /// <summary>The key of RFC 2385 signatures, or null for none.</summary>
    public Md5Settings? Md5 { get; init; }

    /// <summary>The key of the authentication option (RFC 5925), or null for none.</summary>
    public TcpAoSettings? TcpAo { get; init; }

    /// <summary>TTL or hop limit of outgoing packets, 1..255; null for the system's.</summary>
    public byte? OutgoingTtl { get; init; }

    /// <summary>Packets with a lower TTL or hop limit are dropped by the kernel (RFC 5082), 1..255; null: none are.</summary>
    public byte? IncomingTtl { get; init; }
}
