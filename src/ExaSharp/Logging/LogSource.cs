namespace ExaSharp.Logging;

/// <summary>
/// The sources of log lines, as ExaBGP names them: the category of a logger. Some are switched by a <c>log.</c> setting of
/// their name; all others are filtered by level alone. Sessions use their own names (<c>peer-1</c>, <c>outgoing-1</c>).
/// </summary>
internal static class LogSource
{
    public const string Advice = "advice";
    public const string Api = "api";
    public const string Cli = "cli";
    public const string CliControl = "cli control";
    public const string Configuration = "configuration";
    public const string Daemon = "daemon";

    /// <summary>Messages sent and received, decoded; a switch alone (<see cref="Switched"/>).</summary>
    public const string Message = "message";
    public const string Network = "network";

    /// <summary>Octets sent and received (<c>log.packets</c>); a switch alone (<see cref="Switched"/>).</summary>
    public const string Packets = "packets";
    public const string Parser = "parser";

    /// <summary>Starting, stopping and talking to helpers.</summary>
    public const string Process = "process";

    /// <summary>Commands of helpers and what they did.</summary>
    public const string Processes = "processes";
    public const string Reactor = "reactor";
    public const string Rib = "rib";
    public const string Routes = "routes";
    public const string Statistics = "statistics";

    /// <summary>Hold and keepalive timers (<c>log.timers</c>); of the sources <c>ka-…</c>.</summary>
    public const string Timers = "timers";
    public const string Version = "version";
    public const string Welcome = "welcome";

    private const char Separator = '\u001f';

    /// <summary>
    /// A category with a source of its own that a switch turns on and off: octets are logged under the session's name.
    /// In ExaBGP 5.0 the switches of packets, messages and timers do nothing, for they are looked for under the wrong name.
    /// </summary>
    public static string Switched(string switchName, string source) => $"{switchName}{Separator}{source}";

    /// <summary>The name that is printed.</summary>
    public static string Name(string category) => category[(category.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    /// <summary>The switch of a category, or null when it has none.</summary>
    public static string? Switch(string category)
    {
        var separator = category.IndexOf(Separator, StringComparison.Ordinal);
        if (separator >= 0) return category[..separator];
        return category switch
        {
            Configuration or Daemon or Network or Parser or Processes or Reactor or Rib or Routes or Statistics => category,
            Process => Processes,
            _ => category.StartsWith("ka-", StringComparison.Ordinal) ? Timers : null,
        };
    }
}
