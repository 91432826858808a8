using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Settings;

/// <summary>The list of settings: a new one is added here and as a property of <see cref="EnvironmentSettings"/>.</summary>
public static class EnvironmentCatalog
{
    /// <summary>Stands for no version of events.</summary>
    private const int Automatic = -1;

    private const string Profiling = "it is for Python's profiler; dotnet-trace reads what the runtime tells";

    private const string Debugging = "it is for Python's debugger";

    /// <summary>The settings, section by section, in ExaBGP's order; those of <c>debug</c> last.</summary>
    public static IReadOnlyList<SettingDescriptor> All { get; } =
    [
        SettingDescriptor.Bool("profile.enable", "profile the program", s => s.ProfileEnable, (s, v) => s with { ProfileEnable = v }).HasNoEffect(Profiling),
        SettingDescriptor.String("profile.file", "where the profile goes; stdout prints it", s => s.ProfileFile, (s, v) => s with { ProfileFile = v }).HasNoEffect(Profiling),
        SettingDescriptor.Bool("pdb.enable", "stop in a debugger on a fault", s => s.PdbEnable, (s, v) => s with { PdbEnable = v }).HasNoEffect(Debugging),
        SettingDescriptor.String("daemon.pid", "path of the PID file", s => s.DaemonPid, (s, v) => s with { DaemonPid = v }),
        SettingDescriptor.User("daemon.user", "account to switch to when started as root", s => s.DaemonUser, (s, v) => s with { DaemonUser = v }),
        SettingDescriptor.Bool("daemon.daemonize", "go to the background", s => s.DaemonDaemonize, (s, v) => s with { DaemonDaemonize = v }),
        SettingDescriptor.Bool("daemon.drop", "drop privileges before helpers are started", s => s.DaemonDrop, (s, v) => s with { DaemonDrop = v }),
        SettingDescriptor.Umask("daemon.umask", "permission bits taken from new files, for helpers too", s => s.DaemonUmask, (s, v) => s with { DaemonUmask = v }),
        SettingDescriptor.Bool("log.enable", "log at all", s => s.LogEnable, (s, v) => s with { LogEnable = v }),
        SettingDescriptor.Level("log.level", "log messages of at least this level", s => s.LogLevel, (s, v) => s with { LogLevel = v }),
        SettingDescriptor.String("log.destination", "stdout, stderr, syslog, or a file", s => s.LogDestination, (s, v) => s with { LogDestination = v }),
        SettingDescriptor.Bool("log.all", "log every category", s => s.LogAll, (s, v) => s with { LogAll = v }),
        SettingDescriptor.Bool("log.configuration", "log the reading of the configuration", s => s.LogConfiguration, (s, v) => s with { LogConfiguration = v }),
        SettingDescriptor.Bool("log.reactor", "log signals and reloads", s => s.LogReactor, (s, v) => s with { LogReactor = v }),
        SettingDescriptor.Bool("log.daemon", "log PID changes and forking", s => s.LogDaemon, (s, v) => s with { LogDaemon = v }),
        SettingDescriptor.Bool("log.processes", "log what helpers ask for", s => s.LogProcesses, (s, v) => s with { LogProcesses = v }),
        SettingDescriptor.Bool("log.network", "log connections and their state", s => s.LogNetwork, (s, v) => s with { LogNetwork = v }),
        SettingDescriptor.Bool("log.statistics", "log counts of messages", s => s.LogStatistics, (s, v) => s with { LogStatistics = v }).Since(SettingOrigin.ExaBgp50),
        SettingDescriptor.Bool("log.packets", "log messages sent and received", s => s.LogPackets, (s, v) => s with { LogPackets = v }),
        SettingDescriptor.Bool("log.rib", "log changes of configured routes", s => s.LogRib, (s, v) => s with { LogRib = v }),
        SettingDescriptor.Bool("log.message", "log changes of announced routes on a reload", s => s.LogMessage, (s, v) => s with { LogMessage = v }),
        SettingDescriptor.Bool("log.timers", "log the keepalive timers", s => s.LogTimers, (s, v) => s with { LogTimers = v }),
        SettingDescriptor.Bool("log.routes", "log received routes", s => s.LogRoutes, (s, v) => s with { LogRoutes = v }),
        SettingDescriptor.Bool("log.parser", "log details of the reading of messages", s => s.LogParser, (s, v) => s with { LogParser = v }),
        SettingDescriptor.Bool("log.short", "short log lines: no time, level, PID and source", s => s.LogShort, (s, v) => s with { LogShort = v }),
        SettingDescriptor.Bool("tcp.once", "one connection attempt a peer (deprecated: tcp.attempts)", s => s.TcpOnce, (s, v) => s with { TcpOnce = v }),
        SettingDescriptor.Int("tcp.attempts", 0, int.MaxValue, "connection attempts a peer, 0 for no limit", s => s.TcpAttempts, (s, v) => s with { TcpAttempts = v }).Since(SettingOrigin.ExaBgp50),
        SettingDescriptor.Int("tcp.delay", 0, int.MaxValue, "start when the minutes are a multiple of this", s => s.TcpDelay, (s, v) => s with { TcpDelay = v }),
        SettingDescriptor.Addresses("tcp.bind", "addresses to listen on, with blanks between", s => s.TcpBind, (s, v) => s with { TcpBind = v }),
        SettingDescriptor.Int("tcp.port", 0, 65535, "port to listen on", s => s.TcpPort, (s, v) => s with { TcpPort = v }),
        SettingDescriptor.Bool("tcp.acl", "unused", s => s.TcpAcl, (s, v) => s with { TcpAcl = v }).HasNoEffect("nothing ever used it in ExaBGP"),
        SettingDescriptor.Bool("bgp.passive", "make all peers passive", s => s.BgpPassive, (s, v) => s with { BgpPassive = v }).Since(SettingOrigin.ExaBgp50),
        SettingDescriptor.Int("bgp.openwait", 0, int.MaxValue, "seconds to wait for an OPEN", s => s.BgpOpenwait, (s, v) => s with { BgpOpenwait = v }),
        SettingDescriptor.Bool("bgp.rfc", "send what the RFCs say where ExaBGP sends octets of its own", s => s.BgpRfc, (s, v) => s with { BgpRfc = v }).Since(SettingOrigin.ExaSharp),
        SettingDescriptor.Bool("cache.attributes", "keep attributes to read them once", s => s.CacheAttributes, (s, v) => s with { CacheAttributes = v }).HasNoEffect("attributes are always kept once"),
        SettingDescriptor.Bool("cache.nexthops", "unused: next-hops are always kept", s => s.CacheNexthops, (s, v) => s with { CacheNexthops = v }).HasNoEffect("next-hops are always kept once"),
        SettingDescriptor.Bool("api.ack", "answer the commands of helpers", s => s.ApiAck, (s, v) => s with { ApiAck = v }),
        SettingDescriptor.Int("api.chunk", int.MinValue, int.MaxValue, "lines written at a time for show routes", s => s.ApiChunk, (s, v) => s with { ApiChunk = v }).HasNoEffect("answers hold nothing up, whatever their length"),
        SettingDescriptor.Choice("api.show-routes-format", "format", [("v1", 1), ("v2", 2)], "JSON layout of show adj-rib (v1 or v2)", s => s.ApiShowRoutesFormat, (s, v) => s with { ApiShowRoutesFormat = v }).Since(SettingOrigin.ExaBgp50),
        SettingDescriptor.Choice("api.encoder", "encoder", [("text", HelperEncoder.Text), ("json", HelperEncoder.Json)], "encoder of helpers that have none (text or json)", s => s.ApiEncoder, (s, v) => s with { ApiEncoder = v }),
        SettingDescriptor.Choice("api.version", "version", [("auto", Automatic), .. EnvironmentSettings.ApiVersions.Select(known => (known.Name, (int)known.Version))],
            "version of the events of helpers (3.4, 4, 5, 6; auto: that of their configuration)", s => (int?)s.ApiVersion ?? Automatic,
            (s, v) => s with { ApiVersion = v == Automatic ? null : (JsonVersion)v }).Since(SettingOrigin.ExaBgp60),
        SettingDescriptor.Bool("api.compact", "shorter JSON of unicast NLRI", s => s.ApiCompact, (s, v) => s with { ApiCompact = v }),
        SettingDescriptor.Bool("api.respawn", "start helpers again when they end", s => s.ApiRespawn, (s, v) => s with { ApiRespawn = v }),
        SettingDescriptor.Bool("api.terminate", "end when a helper ends", s => s.ApiTerminate, (s, v) => s with { ApiTerminate = v }),
        SettingDescriptor.Bool("api.cli", "have named pipes and a Unix socket for the command line", s => s.ApiCli, (s, v) => s with { ApiCli = v }),
        SettingDescriptor.String("api.pipename", "base name of the named pipes", s => s.ApiPipename, (s, v) => s with { ApiPipename = v }),
        SettingDescriptor.Umask("api.pipemode", "permissions of named pipes and socket that the daemon makes", s => s.ApiPipeMode, (s, v) => s with { ApiPipeMode = v }).Since(SettingOrigin.ExaSharp),
        SettingDescriptor.String("api.pipeuser", "owner of named pipes and socket that the daemon makes (default: daemon.user)", s => s.ApiPipeUser, (s, v) => s with { ApiPipeUser = v }).Since(SettingOrigin.ExaSharp),
        SettingDescriptor.String("api.pipegroup", "group of named pipes that the daemon makes (default: that of their owner)", s => s.ApiPipeGroup, (s, v) => s with { ApiPipeGroup = v }).Since(SettingOrigin.ExaSharp),
        SettingDescriptor.String("api.socketname", "base name of the Unix socket (default: that of the named pipes)", s => s.ApiSocketName, (s, v) => s with { ApiSocketName = v }).Since(SettingOrigin.ExaBgp60),
        SettingDescriptor.String("api.socketpath", "path of the Unix socket (default: beside the named pipes)", s => s.ApiSocketPath, (s, v) => s with { ApiSocketPath = v }).Since(SettingOrigin.ExaBgp60),
        SettingDescriptor.Int("api.max_clients", 1, 10_000, "connections to the Unix socket at once", s => s.ApiMaxClients, (s, v) => s with { ApiMaxClients = v }).Since(SettingOrigin.ExaBgp60),
        SettingDescriptor.Float("reactor.speed", "length of a turn of the loop", s => s.ReactorSpeed, (s, v) => s with { ReactorSpeed = v }).HasNoEffect("nothing polls here"),
        SettingDescriptor.Bool("debug.pdb", "stop in a debugger on an error", s => s.DebugPdb, (s, v) => s with { DebugPdb = v }).HasNoEffect(Debugging),
        SettingDescriptor.Bool("debug.memory", "report the use of memory", s => s.DebugMemory, (s, v) => s with { DebugMemory = v }).HasNoEffect("the garbage collector of .NET keeps no such list"),
        SettingDescriptor.Bool("debug.configuration", "fail at once on an error of the configuration", s => s.DebugConfiguration, (s, v) => s with { DebugConfiguration = v }).HasNoEffect("every error of a configuration is told with its place"),
        SettingDescriptor.Bool("debug.selfcheck", "check the configuration against itself", s => s.DebugSelfcheck, (s, v) => s with { DebugSelfcheck = v }).HasNoEffect("\"exasharp validate -r FILE\" checks routes"),
        SettingDescriptor.String("debug.route", "decode this route with the configuration", s => s.DebugRoute, (s, v) => s with { DebugRoute = v }).HasNoEffect("\"exasharp decode -c FILE HEX\" shows messages"),
        SettingDescriptor.Bool("debug.defensive", "make random faults", s => s.DebugDefensive, (s, v) => s with { DebugDefensive = v }).HasNoEffect("there are no random faults here"),
        SettingDescriptor.Bool("debug.rotate", "take the next configuration file on each reload", s => s.DebugRotate, (s, v) => s with { DebugRotate = v }),
    ];
}
