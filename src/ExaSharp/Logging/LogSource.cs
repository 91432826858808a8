namespace ExaSharp.Logging;

/// <summary>
/// The sources of log lines, as ExaBGP names them: the category of a logger. Those that are also the name of a
/// <c>log.</c> setting are switched by it; all others are filtered by level alone. Sessions use their own names
/// (<c>peer-1</c>, <c>outgoing-1</c>).
/// </summary>
internal static class LogSource
{
    public const string Advice = "advice";
    public const string Api = "api";
    public const string Cli = "cli";
    public const string CliControl = "cli control";
    public const string Configuration = "configuration";
    public const string Daemon = "daemon";
    public const string Network = "network";
    public const string Parser = "parser";

    /// <summary>Starting, stopping and talking to helpers.</summary>
    public const string Process = "process";

    /// <summary>Commands of helpers and what they did.</summary>
    public const string Processes = "processes";
    public const string Reactor = "reactor";
    public const string Rib = "rib";
    public const string Routes = "routes";
    public const string Statistics = "statistics";
    public const string Version = "version";
    public const string Welcome = "welcome";
}
