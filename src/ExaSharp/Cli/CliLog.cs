using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Cli;

/// <summary>What commands log, in ExaBGP's words and with its levels.</summary>
internal static partial class CliLog
{
    [LoggerMessage(LogEvent.Configuration + 1, LogLevel.Information, "loading {File}")]
    public static partial void Loading(ILogger logger, string file);

    [LoggerMessage(LogEvent.Configuration + 2, LogLevel.Information, "✓ loading")]
    public static partial void Loaded(ILogger logger);

    [LoggerMessage(LogEvent.Configuration + 14, LogLevel.Information, "✓ written for {Generation}")]
    public static partial void WrittenFor(ILogger logger, string generation);

    [LoggerMessage(LogEvent.Configuration + 3, LogLevel.Critical, "{Message}")]
    public static partial void Invalid(ILogger logger, string message);

    [LoggerMessage(LogEvent.Configuration + 4, LogLevel.Warning, "{Message}")]
    public static partial void Questionable(ILogger logger, string message);

    [LoggerMessage(LogEvent.Configuration + 5, LogLevel.Warning, "checking neighbors")]
    public static partial void CheckingNeighbors(ILogger logger);

    [LoggerMessage(LogEvent.Configuration + 6, LogLevel.Information, "✓ neighbor  {Address}")]
    public static partial void NeighborFine(ILogger logger, string address);

    [LoggerMessage(LogEvent.Configuration + 7, LogLevel.Warning, "checking routes")]
    public static partial void CheckingRoutes(ILogger logger);

    [LoggerMessage(LogEvent.Configuration + 8, LogLevel.Information, "✓ routes")]
    public static partial void RoutesFine(ILogger logger);

    [LoggerMessage(LogEvent.Configuration + 9, LogLevel.Debug, "{Text}")]
    public static partial void Detail(ILogger logger, string text);

    [LoggerMessage(LogEvent.Configuration + 10, LogLevel.Error, "{Text}")]
    public static partial void ParserProblem(ILogger logger, string text);

    [LoggerMessage(LogEvent.Configuration + 11, LogLevel.Error, "environment file missing\ngenerate it using \"exabgp env > {Path}\"")]
    public static partial void NoEnvFile(ILogger logger, string path);

    [LoggerMessage(LogEvent.Configuration + 12, LogLevel.Error, "can not log to files when running multiple configuration (as we fork)")]
    public static partial void NoFileForSeveral(ILogger logger);

    [LoggerMessage(LogEvent.Configuration + 13, LogLevel.Debug, "{Value}")]
    public static partial void Fact(ILogger logger, string value);
}
