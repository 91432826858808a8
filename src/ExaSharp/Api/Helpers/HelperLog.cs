using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Api.Helpers;

/// <summary>What is logged of helpers, with the source <see cref="LogSource.Process"/>; ExaBGP's texts where it has them.</summary>
internal static partial class HelperLog
{
    [LoggerMessage(LogEvent.Helpers + 1, LogLevel.Debug, "forked process {Name}")]
    public static partial void Started(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 2, LogLevel.Debug, "could not start process {Name}\nreason: {Reason}")]
    public static partial void NotStarted(ILogger logger, string name, string reason);

    [LoggerMessage(LogEvent.Helpers + 3, LogLevel.Debug, "process {Name} ended, restarting it")]
    public static partial void Restarting(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 4, LogLevel.Debug, "process {Name} ended")]
    public static partial void Ended(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 5, LogLevel.Debug, "process {Name} with pid {Pid}: {Exit}")]
    public static partial void Exited(ILogger logger, string name, int pid, ProcessExit exit);

    [LoggerMessage(LogEvent.Helpers + 6, LogLevel.Debug, "terminating process {Name}")]
    public static partial void Terminating(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 7, LogLevel.Debug, "force kill unresponsive {Name}")]
    public static partial void Killing(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 8, LogLevel.Critical, "Too many death for {Name} ({Limit}) terminating program")]
    public static partial void TooManyDeaths(ILogger logger, string name, int limit);

    [LoggerMessage(LogEvent.Helpers + 9, LogLevel.Error, "oversized command from process {Name} : {Bytes} bytes")]
    public static partial void Oversized(ILogger logger, string name, int bytes);

    [LoggerMessage(LogEvent.Helpers + 10, LogLevel.Warning, "process {Name} ended inside a line, its last {Bytes} bytes are dropped")]
    public static partial void PartialLine(ILogger logger, string name, int bytes);

    [LoggerMessage(LogEvent.Helpers + 11, LogLevel.Warning, "process {Name} closed its input, it gets no events and no answers any more")]
    public static partial void InputClosed(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 12, LogLevel.Warning, "process {Name} does not read what it is sent: {Bytes} bytes wait, dropping {Victims}")]
    public static partial void DroppingBegan(ILogger logger, string name, long bytes, string victims);

    [LoggerMessage(LogEvent.Helpers + 13, LogLevel.Warning, "process {Name} {Now}: {Answers} answers and {Events} events were dropped")]
    public static partial void DroppingEnded(ILogger logger, string name, string now, long answers, long events);

    [LoggerMessage(LogEvent.Helpers + 14, LogLevel.Critical, "problem with the commands of process {Name}")]
    public static partial void OwnerFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(LogEvent.Helpers + 15, LogLevel.Error, "process {Name} died {Limit} times in 64 seconds, it is started again in {Seconds} seconds")]
    public static partial void BackingOff(ILogger logger, string name, int limit, int seconds);

    [LoggerMessage(LogEvent.Helpers + 16, LogLevel.Warning, "process {Name} does not read what it is sent: {Bytes} bytes wait, its commands are not read until it does")]
    public static partial void Paused(ILogger logger, string name, long bytes);

    [LoggerMessage(LogEvent.Helpers + 17, LogLevel.Information, "process {Name} reads again, its commands are read")]
    public static partial void Continued(ILogger logger, string name);

    [LoggerMessage(LogEvent.Helpers + 18, LogLevel.Error, "process {Name} does not read what it is sent: {Bytes} bytes wait, it is ended")]
    public static partial void Overflowed(ILogger logger, string name, long bytes);

    [LoggerMessage(LogEvent.Helpers + 19, LogLevel.Warning, "stderr of {Name} : {Line}")]
    public static partial void StandardError(ILogger logger, string name, string line);

    [LoggerMessage(LogEvent.Helpers + 20, LogLevel.Warning, "stderr of {Name} : {Count} more lines, too many to be logged")]
    public static partial void StandardErrorDropped(ILogger logger, string name, long count);

    [LoggerMessage(LogEvent.Helpers + 21, LogLevel.Information, "process {Name} is a health check of ExaBGP, which is not installed: ours is run")]
    public static partial void OwnHealthCheck(ILogger logger, string name);
}
