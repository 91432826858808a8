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

    /// <summary>Reads a level, in any case: the names of ExaBGP 5.0, and those of 4.2, which were syslog's.</summary>
    public static bool TryParseLevel(string name, out LogLevel level)
    {
        LogLevel? found = name.ToUpperInvariant() switch
        {
            "FATAL" or "EMERG" or "ALERT" => LogLevel.None,
            "CRITICAL" or "CRIT" => LogLevel.Critical,
            "ERROR" or "ERR" => LogLevel.Error,
            "WARNING" => LogLevel.Warning,
            "NOTICE" or "INFO" => LogLevel.Information,
            "DEBUG" => LogLevel.Debug,
            "NOTSET" => LogLevel.Trace,
            _ => null,
        };
        level = found ?? default;
        return found is not null;
    }

    /// <summary>Whether lines of a logger's category are logged at all; the level is another matter.</summary>
    public bool IsOn(string category) => LogSource.Switch(category) is not { } name || (Enable && (All || Switches.Contains(name)));
}
