using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon;

/// <summary>What is logged of the daemon as a process, in ExaBGP's words and with its levels.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(LogEvent.Daemon + 7, LogLevel.Warning, "the service manager can not be told anything, {Problem}")]
    public static partial void NoServiceManager(ILogger logger, string problem);

    [LoggerMessage(LogEvent.Daemon + 1, LogLevel.Critical,
        "could not drop privileges to '{User}' refusing to run as root\nset the environmemnt value exabgp.daemon.user to change the unprivileged user")]
    public static partial void PrivilegesNotDropped(ILogger logger, string user);

    [LoggerMessage(LogEvent.Daemon + 2, LogLevel.Warning, "Created PIDfile {Path} with value {Pid}")]
    public static partial void PidFileCreated(ILogger logger, string path, int pid);

    [LoggerMessage(LogEvent.Daemon + 3, LogLevel.Error, "PIDfile already exists and program still running {Path}")]
    public static partial void PidFileTaken(ILogger logger, string path);

    [LoggerMessage(LogEvent.Daemon + 4, LogLevel.Error, "issue accessing PID file {Path} (most likely permission or ownership)")]
    public static partial void PidFileBroken(ILogger logger, string path);

    [LoggerMessage(LogEvent.Daemon + 5, LogLevel.Debug, "Removed PIDfile {Path}")]
    public static partial void PidFileRemoved(ILogger logger, string path);

    [LoggerMessage(LogEvent.Daemon + 6, LogLevel.Error, "Can not remove PIDfile {Path}")]
    public static partial void PidFileNotRemoved(ILogger logger, string path);

    [LoggerMessage(LogEvent.Daemon + 8, LogLevel.Critical, "ExaBGP can not fork when logs are going to {Destination}")]
    public static partial void NotInBackground(ILogger logger, string destination);

    [LoggerMessage(LogEvent.Daemon + 9, LogLevel.Error, "who started the daemon was ended while it was being started; it ends too")]
    public static partial void StartGivenUp(ILogger logger);
}
