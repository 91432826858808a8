using ExaSharp.Configuration.Settings;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Logging;

/// <summary>What is logged, how and where to: ExaBGP's settings <c>log.*</c>, with its defaults.</summary>
internal sealed record LogOptions
{
    /// <summary>False silences the sources that have a switch; all others are logged still, as ExaBGP does.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>The least level logged; <see cref="LogLevel.None"/> for none.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary><c>stdout</c>, <c>stderr</c> (both are standard error), <c>syslog</c>, <c>host:NAME</c>, a path, or <c>file:</c> and a path.</summary>
    public string Destination { get; init; } = "stdout";

    /// <summary>Turns every switch on.</summary>
    public bool All { get; init; }

    /// <summary>Lines without time and process id.</summary>
    public bool Short { get; init; } = true;

    /// <summary>The switches that are on: names of <see cref="LogSource"/>.</summary>
    public IReadOnlySet<string> Switches { get; init; } = DefaultSwitches;

    /// <summary>The switches that are on when nothing is said.</summary>
    public static IReadOnlySet<string> DefaultSwitches { get; } = new HashSet<string>
    {
        LogSource.Configuration,
        LogSource.Reactor,
        LogSource.Daemon,
        LogSource.Processes,
        LogSource.Network,
        LogSource.Statistics,
    };

    /// <summary>What the flags <c>-v</c> and <c>-d</c> of <c>server</c> ask for.</summary>
    public LogOptions Verbose() => this with { All = true, Level = LogLevel.Debug, Short = false };

    /// <summary>The settings <c>log.*</c>.</summary>
    public static LogOptions From(EnvironmentSettings settings) => new()
    {
        Enable = settings.LogEnable,
        Level = settings.LogLevel switch
        {
            LogThreshold.Critical => LogLevel.Critical,
            LogThreshold.Error => LogLevel.Error,
            LogThreshold.Warning => LogLevel.Warning,
            LogThreshold.Info => LogLevel.Information,
            LogThreshold.Debug => LogLevel.Debug,
            _ => LogLevel.Trace,
        },
        Destination = settings.LogDestination,
        All = settings.LogAll,
        Short = settings.LogShort,
        Switches = new[]
        {
            (LogSource.Configuration, settings.LogConfiguration),
            (LogSource.Reactor, settings.LogReactor),
            (LogSource.Daemon, settings.LogDaemon),
            (LogSource.Processes, settings.LogProcesses),
            (LogSource.Network, settings.LogNetwork),
            (LogSource.Statistics, settings.LogStatistics),
            (LogSource.Packets, settings.LogPackets),
            (LogSource.Rib, settings.LogRib),
            (LogSource.Message, settings.LogMessage),
            (LogSource.Timers, settings.LogTimers),
            (LogSource.Routes, settings.LogRoutes),
            (LogSource.Parser, settings.LogParser),
        }.Where(pair => pair.Item2).Select(pair => pair.Item1).ToHashSet(),
    };

    /// <summary>Whether lines of a logger's category are logged at all; the level is another matter.</summary>
    public bool IsOn(string category) => LogSource.Switch(category) is not { } name || (Enable && (All || Switches.Contains(name)));
}
