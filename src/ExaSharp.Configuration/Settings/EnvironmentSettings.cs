using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Settings;

/// <summary>Which messages are logged: those of at least this weight (Python's levels, which ExaBGP 5.0 uses).</summary>
public enum LogThreshold : byte
{
    NotSet = 0,
    Debug = 10,
    Info = 20,
    Warning = 30,
    Error = 40,

    /// <summary>Also <c>FATAL</c>.</summary>
    Critical = 50,
}

/// <summary>What <see cref="EnvironmentSettings.Load"/> reads from.</summary>
/// <param name="Variable">An environment variable's value by its name; null when it is not set.</param>
/// <param name="FileText">The text of the env file; null when there is none.</param>
/// <param name="AccountExists">Whether a user account of that name exists; null takes every name.</param>
public sealed record EnvironmentSource(Func<string, string?> Variable, string? FileText = null, Func<string, bool>? AccountExists = null)
{
    /// <summary>What the env file is called in messages.</summary>
    public string FileName { get; init; } = "env file";

    /// <summary>The names of all environment variables, to find those that are misspelt.</summary>
    public IReadOnlyCollection<string> VariableNames { get; init; } = [];
}

/// <summary>
/// The settings that ExaBGP calls the environment, by section and option: <c>exabgp.tcp.port</c> is <see cref="TcpPort"/>.
/// Immutable. Defaults are ExaBGP 5.0's. <see cref="EnvironmentCatalog"/> lists names, kinds and help.
/// </summary>
public sealed record EnvironmentSettings
{
    /// <summary>The settings with nothing set.</summary>
    public static readonly EnvironmentSettings Default = new();

    public bool ProfileEnable { get; init; }

    public string ProfileFile { get; init; } = "";

    public bool PdbEnable { get; init; }

    /// <summary>Path of the PID file; empty for none.</summary>
    public string DaemonPid { get; init; } = "";

    /// <summary>The account to switch to when started as root.</summary>
    public string DaemonUser { get; init; } = "nobody";

    public bool DaemonDaemonize { get; init; }

    /// <summary>Privileges are dropped before helpers start; else helpers keep root.</summary>
    public bool DaemonDrop { get; init; } = true;

    /// <summary>Permission bits taken from files and inherited by helpers: 0..0777.</summary>
    public int DaemonUmask { get; init; } = 95;

    public bool LogEnable { get; init; } = true;

    public LogThreshold LogLevel { get; init; } = LogThreshold.Info;

    /// <summary><c>stdout</c>, <c>stderr</c>, <c>syslog</c>, or a file.</summary>
    public string LogDestination { get; init; } = "stdout";

    public bool LogAll { get; init; }

    public bool LogConfiguration { get; init; } = true;

    public bool LogReactor { get; init; } = true;

    public bool LogDaemon { get; init; } = true;

    public bool LogProcesses { get; init; } = true;

    public bool LogNetwork { get; init; } = true;

    public bool LogStatistics { get; init; } = true;

    public bool LogPackets { get; init; }

    public bool LogRib { get; init; }

    public bool LogMessage { get; init; }

    public bool LogTimers { get; init; }

    public bool LogRoutes { get; init; }

    public bool LogParser { get; init; }

    public bool LogShort { get; init; } = true;

    /// <summary>Deprecated; see <see cref="TcpAttempts"/>.</summary>
    public bool TcpOnce { get; init; }

    /// <summary>Connection attempts a peer; 0 for no limit.</summary>
    public int TcpAttempts { get; init; }

    /// <summary>Minutes: connecting starts when the clock's minutes are a multiple of it; 0 for at once.</summary>
    public int TcpDelay { get; init; }

    /// <summary>Addresses to listen on; none for no listener.</summary>
    public IReadOnlyList<IpAddress> TcpBind { get; init; } = [];

    /// <summary>Port to listen on, 0..65535.</summary>
    public int TcpPort { get; init; } = 179;

    public bool TcpAcl { get; init; }

    public bool BgpPassive { get; init; }

    /// <summary>Seconds to wait for an OPEN.</summary>
    public int BgpOpenwait { get; init; } = 60;

    /// <summary>Not in ExaBGP: neighbours without the keyword <c>rfc</c> are sent the octets of the RFCs where ExaBGP has its own.</summary>
    public bool BgpRfc { get; init; }

    public bool CacheAttributes { get; init; } = true;

    public bool CacheNexthops { get; init; } = true;

    public bool ApiAck { get; init; } = true;

    /// <summary>Lines a turn for <c>show routes</c>.</summary>
    public int ApiChunk { get; init; } = 1;

    /// <summary>JSON layout of <c>show adj-rib</c>: 1 or 2.</summary>
    public int ApiShowRoutesFormat { get; init; } = 1;

    public HelperEncoder ApiEncoder { get; init; } = HelperEncoder.Json;

    /// <summary>The words for <see cref="ApiVersion"/>, and for <c>version</c> of a process.</summary>
    internal static readonly IReadOnlyList<(string Name, JsonVersion Version)> ApiVersions =
    [
        ("3.4", JsonVersion.Three), ("4", JsonVersion.Four), ("5", JsonVersion.Five), ("6", JsonVersion.Six),
    ];

    /// <summary>The version of the events of helpers whose process says none; null for what their configuration is of.</summary>
    public JsonVersion? ApiVersion { get; init; }

    public bool ApiCompact { get; init; }

    public bool ApiRespawn { get; init; } = true;

    public bool ApiTerminate { get; init; }

    public bool ApiCli { get; init; } = true;

    public string ApiPipename { get; init; } = "exabgp";

    /// <summary>Permission bits.</summary>
    public int ApiPipeMode { get; init; } = 0x180;

    /// <summary>Account; empty: that of <see cref="DaemonUser"/> when started as root, else who starts the daemon.</summary>
    public string ApiPipeUser { get; init; } = "";

    /// <summary>Group; empty: the owner's.</summary>
    public string ApiPipeGroup { get; init; } = "";

    /// <summary>Name of the Unix socket without <c>.sock</c>; empty: <see cref="ApiPipename"/>.</summary>
    public string ApiSocketName { get; init; } = "";

    /// <summary>Path of the Unix socket; empty: by its name, in the folders of the named pipes.</summary>
    public string ApiSocketPath { get; init; } = "";

    /// <summary>Connections to the Unix socket at once.</summary>
    public int ApiMaxClients { get; init; } = 100;

    public double ReactorSpeed { get; init; } = 1.0;

    public bool DebugPdb { get; init; }

    public bool DebugMemory { get; init; }

    public bool DebugConfiguration { get; init; }

    public bool DebugSelfcheck { get; init; }

    public string DebugRoute { get; init; } = "";

    public bool DebugDefensive { get; init; }

    public bool DebugRotate { get; init; }

    /// <summary>
    /// Destination port of outgoing connections of neighbours without <c>connect</c>: <c>tcp.port</c> as the environment
    /// variables alone say, not the env file; else 179 (ExaBGP).
    /// </summary>
    public int TcpConnectPort { get; init; } = 179;

    /// <summary>
    /// Reads all settings. Highest first: variable <c>exabgp.section.option</c>, variable <c>exabgp_section_option</c>, the
    /// env file's section <c>[exabgp.section]</c>, the default. A setting with a bad value keeps its default.
    /// </summary>
    /// <param name="source">Variables and file.</param>
    /// <param name="errors">Takes a line for each bad value: <c>invalid value for tcp.bind : foo</c>, and what is expected, and where it stands.</param>
    /// <param name="warnings">Takes a line for each setting that has no effect, and each that is not known, which ExaBGP passes over.</param>
    public static EnvironmentSettings Load(EnvironmentSource source, ICollection<string> errors, ICollection<string>? warnings = null) =>
        EnvironmentLoader.Load(source, errors, warnings ?? []);
}
