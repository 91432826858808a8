using ExaSharp.Bgp.Primitives;

namespace ExaSharp.BuiltInPeer;

/// <summary>What <c>exasharp peer</c> was asked for.</summary>
internal sealed record PeerOptions
{
    /// <summary>The address to listen on.</summary>
    public IpAddress Address { get; init; } = IpAddress.FromIpv4(0x7f000001);

    /// <summary>The port to listen on; 0 for any free one, which is printed.</summary>
    public int Port { get; init; } = 179;

    /// <summary>Our AS; null for the peer's own (iBGP).</summary>
    public uint? As { get; init; }

    /// <summary>Our BGP identifier; undefined for the peer's, plus one.</summary>
    public IpAddress RouterId { get; init; }

    /// <summary>Largest hold time that we agree to, in seconds; the peer's when it is smaller.</summary>
    public ushort HoldTime { get; init; } = 180;

    /// <summary>One JSON event a message, as helpers get them, instead of words.</summary>
    public bool Json { get; init; }

    /// <summary>A file of <c>announce …</c> and <c>withdraw …</c> commands to carry out once the session is up, or null.</summary>
    public string? RouteFile { get; init; }

    /// <summary>End after that many UPDATEs (End-of-RIB markers not counted); null for no end.</summary>
    public int? Updates { get; init; }

    /// <summary>End after that long; null for no end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Colours: only for a terminal.</summary>
    public bool Color { get; init; }
}
