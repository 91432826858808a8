using ExaSharp.Api.Channels;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon.Systemd;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon;

/// <summary>What the daemon is started with.</summary>
/// <param name="Files">Configuration files: one, or with <c>debug.rotate</c> several of which each reload takes the next.</param>
/// <param name="Settings">The settings in force.</param>
/// <param name="Version">What <c>version</c> answers.</param>
internal sealed record DaemonOptions(IReadOnlyList<ConfigurationFile> Files, EnvironmentSettings Settings, string Version)
{
    /// <summary>The installation prefix, below which the named pipes may be.</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether to listen on a Unix socket for commands.</summary>
    public bool HasSocket { get; init; } = true;

    /// <summary>Called when all that the start can fail of is done; false when the daemon is to end after all.</summary>
    public Func<bool> Prepared { get; init; } = () => true;

    /// <summary>Called once privileges were dropped: a log that can no longer be written is noticed then, not days later.</summary>
    public Action PrivilegesDropped { get; init; } = () => { };

    /// <summary>Called at each reload: the log file may have been moved away. Must not wait.</summary>
    public Action ReopenLog { get; init; } = () => { };
}

/// <summary>Puts the daemon together, in ExaBGP's order: listen, read the configuration, drop privileges, start helpers and sessions.</summary>
internal sealed class DaemonHost(DaemonOptions options, ILoggerFactory loggers, TimeProvider time)
{
    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();
    private readonly DaemonLog _log = new(loggers);
    private int _nextFile;

    /// <summary>Runs until a signal or a command ends it; gives the exit status.</summary>
    public async Task<int> RunAsync()
    {
        var settings = options.Settings;
        Directory.SetCurrentDirectory("/");
        Privileges.SetUmask(settings.DaemonUmask);
        var events = new EventContext(Environment.MachineName, Environment.ProcessId, Privileges.ParentProcessId, time, settings.ApiCompact);
        using var pipes = settings.ApiCli ? NamedPipes.TryOpen(options.Root, settings, loggers) : null;
        using var socket = settings.ApiCli && options.HasSocket ? ControlSocket.TryOpen(options.Root, pipes?.Folder, settings, loggers) : null;
        using var manager = ServiceManager.Connect(Environment.GetEnvironmentVariable, loggers.CreateLogger(LogSource.Daemon), time);
        var services = new ReactorServices(settings, options.Version, _log, time, LoadConfiguration, _routes, _attributes, events, pipes, socket)
        {
            ServiceManager = manager,
            ReopenLog = options.ReopenLog,
        };
        var reactor = new Reactor(services);
        using var signals = new Signals(number => reactor.Post(new ReactorMessage.Signal(number)));
        if (!reactor.Bind()) return 1;
        _log.PerformingReload(options.Version);
        if (LoadConfiguration() is not { } configuration) return 1;
        _log.LoadedConfiguration();
        if (!reactor.Listen(configuration)) return 1;
        if (!Privileges.TryDrop(settings.DaemonUser, loggers.CreateLogger(LogSource.Reactor))) return 1;
        options.PrivilegesDropped();
        using var pidFile = PidFile.TryCreate(settings.DaemonPid, loggers.CreateLogger(LogSource.Daemon));
        if (pidFile is null) return 1;
        if (!options.Prepared()) return 1;
        await reactor.RunAsync(configuration).ConfigureAwait(false);
        // ExaBGP: every way in which a running daemon ends is a success.
        return 0;
    }

    /// <summary>Reads the next configuration file; null, with everything logged, when it has errors.</summary>
    private DaemonConfiguration? LoadConfiguration()
    {
        var file = options.Files[_nextFile];
        _nextFile = (_nextFile + 1) % options.Files.Count;
        var diagnostics = new DiagnosticBag();
        var configuration = file.Read(_routes, _attributes, options.Settings, diagnostics, out var source);
        foreach (var warning in DiagnosticRenderer.RenderAll(source, diagnostics, Severity.Warning)) _log.ConfigurationWarning(warning);
        if (configuration is not null) return configuration;
        _log.CouldNotLoad(string.Join('\n', DiagnosticRenderer.RenderAll(source, diagnostics, Severity.Error)));
        return null;
    }
}
