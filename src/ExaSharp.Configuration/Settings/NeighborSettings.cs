using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Settings;

/// <summary>A neighbour as configured, complete and checked. Immutable.</summary>
public sealed record NeighborSettings
{
    public SessionSettings Session { get; init; } = new();

    /// <summary>
    /// The address, or for a passive range the prefix, of the peer.
    /// </summary>
    public IpPrefix Peer { get; init; }

    public bool IsRange => Peer.Length < Peer.MaxLength;

    public string Description { get; init; } = "";

    /// <summary>Only accept, never connect.</summary>
    public bool Passive { get; init; }

    /// <summary>A port to listen on for this neighbour alone; 0 for none.</summary>
    public int Listen { get; init; }

    /// <summary>Destination port of outgoing connections; 0 for the setting <c>tcp.port</c>, else 179.</summary>
    public int Connect { get; init; }

    /// <summary>Interface that outgoing sockets are bound to, or null.</summary>
    public string? SourceInterface { get; init; }

    /// <summary>TTL of outgoing packets, 1..255; null for the system's.</summary>
    public byte? OutgoingTtl { get; init; }

    /// <summary>Least TTL of incoming packets (RFC 5082), 1..255; null for any.</summary>
    public byte? IncomingTtl { get; init; }

    public Md5Settings? Md5 { get; init; }

    /// <summary>The key of TCP-AO, instead of MD5; null for none.</summary>
    public TcpAoSettings? TcpAo { get; init; }

    /// <summary><c>md5-ip</c>: source of outgoing connections and address to listen on, with or without MD5 (ExaBGP); undefined: the local address.</summary>
    public IpAddress Md5Ip { get; init; }

    /// <summary>Messages a second; 0 for no limit.</summary>
    public int RateLimit { get; init; }

    public bool GroupUpdates { get; init; } = true;

    public bool AutoFlush { get; init; } = true;

    public bool AdjRibIn { get; init; } = true;

    public bool AdjRibOut { get; init; } = true;

    public bool ManualEor { get; init; }

    /// <summary>The messages of the <c>operational</c> sections, in order.</summary>
    public IReadOnlyList<OperationalMessage> Operational { get; init; } = [];

    /// <summary>The <c>api</c> blocks, in order.</summary>
    public IReadOnlyList<ApiSettings> Api { get; init; } = [];

    /// <summary>The routes of static, announce and flow sections, templates' included, in order.</summary>
    public ConfiguredRoutes Routes { get; init; } = ConfiguredRoutes.None;

    /// <summary>
    /// ExaBGP's name of the neighbour, in logs, selectors and answers; the identity of a neighbour across a reload:
    /// <c>neighbor P local-ip L local-as N peer-as N router-id R family-allowed in-open</c>.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Whether a helper may command this neighbour: one of its api blocks names the process or has an expression that
    /// matches it. A neighbour without api blocks takes commands from no helper (ExaBGP).
    /// </summary>
    public bool TakesCommandsFrom(string process)
    {
        foreach (var api in Api)
            if (api.Processes.Contains(process) || api.ProcessesMatch.Any(pattern => ProcessNamePattern.IsMatch(pattern, process))) return true;
        return false;
    }
}

/// <summary>TCP MD5 (RFC 2385).</summary>
/// <param name="Password">The key as written.</param>
/// <param name="Base64">Whether the key is base64; null for <c>auto</c>.</param>
public sealed record Md5Settings(string Password, bool? Base64)
{
    /// <summary>The file that the key was read from, as written; null when it is in the configuration.</summary>
    public string? File { get; init; }

    /// <summary>Without the key.</summary>
    public override string ToString() => "md5";
}

/// <summary>The algorithms of RFC 5926 and HMAC-SHA-256.</summary>
public enum TcpAoAlgorithm : byte
{
    HmacSha1,
    Aes128Cmac,
    HmacSha256,
}

/// <summary>TCP-AO (RFC 5925), one key in both directions.</summary>
/// <param name="KeyId">KeyID and RNextKeyID, 0..255.</param>
/// <param name="Algorithm">How segments are signed.</param>
/// <param name="Password">The key as written.</param>
/// <param name="Base64">Whether the key is base64.</param>
public sealed record TcpAoSettings(byte KeyId, TcpAoAlgorithm Algorithm, string Password, bool Base64)
{
    /// <summary>ExaBGP 6's names.</summary>
    public static IReadOnlyList<(string Name, TcpAoAlgorithm Algorithm)> Algorithms { get; } =
    [
        ("hmac-sha-1-96", TcpAoAlgorithm.HmacSha1), ("aes-128-cmac-96", TcpAoAlgorithm.Aes128Cmac), ("hmac-sha-256", TcpAoAlgorithm.HmacSha256),
    ];

    /// <summary>Without the key.</summary>
    public override string ToString() => "tcp-ao";
}

/// <summary>What is delivered of messages of one direction to the processes of an <c>api</c> block.</summary>
[Flags]
public enum ApiMessages : ushort
{
    None = 0,
    Parsed = 1,
    Packets = 2,
    Consolidate = 4,
    Open = 8,
    Update = 16,
    Notification = 32,
    Keepalive = 64,
    Refresh = 128,
    Operational = 256,
}

/// <summary>One <c>api</c> block of a neighbour.</summary>
public sealed record ApiSettings
{
    /// <summary>The block's name; made up (<c>auto-named-…</c>) when it has none.</summary>
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Processes { get; init; } = [];

    /// <summary>Regular expressions, matched from the start of a process's name; they give the right to command, not events.</summary>
    public IReadOnlyList<string> ProcessesMatch { get; init; } = [];

    public bool NeighborChanges { get; init; }

    public bool Negotiated { get; init; }

    public bool Fsm { get; init; }

    public bool Signal { get; init; }

    public ApiMessages Send { get; init; }

    public ApiMessages Receive { get; init; }
}

/// <summary>How a helper wants its events.</summary>
public enum HelperEncoder : byte
{
    Text,
    Json,
}

/// <summary>A whole configuration file.</summary>
/// <param name="Processes">In the order of the file.</param>
/// <param name="Neighbors">In the order of the file.</param>
public sealed record DaemonConfiguration(IReadOnlyList<ProcessSettings> Processes, IReadOnlyList<NeighborSettings> Neighbors)
{
    /// <summary>The generation of ExaBGP that the file was written for, by its forms.</summary>
    public ConfigurationGeneration Generation { get; init; } = ConfigurationGeneration.ExaBgp50;

    /// <summary>
    /// Gives the references of all configured routes back, each batch once though neighbours share those of a template.
    /// For a configuration that is no longer, or never was, in use.
    /// </summary>
    public void ReleaseRoutes()
    {
        foreach (var neighbor in Neighbors) neighbor.Routes.Release();
        foreach (var batch in Neighbors.SelectMany(neighbor => neighbor.Routes).Distinct<RouteBatch>(ReferenceEqualityComparer.Instance))
            batch.Release();
    }
}
