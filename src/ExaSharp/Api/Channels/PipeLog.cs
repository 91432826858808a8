using System.Globalization;
using ExaSharp.Interop;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Api.Channels;

/// <summary>What is logged of the named pipes, in ExaBGP's words where it has them.</summary>
internal sealed partial class PipeLog(ILoggerFactory loggers)
{
    private readonly ILogger _cli = loggers.CreateLogger(LogSource.Cli);
    private readonly ILogger _control = loggers.CreateLogger(LogSource.CliControl);

    public void NotFound(string name, IReadOnlyList<string> folders)
    {
        Missing(_cli, name);
        Scanned(_cli);
        foreach (var folder in folders) Folder(_control, folder);
        Advice(_control);
        var place = $"{Environment.CurrentDirectory.TrimEnd('/')}/run/{name}.{{in,out}}";
        Command(_control, $"mkfifo {place}");
        Command(_control, $"chmod 600 {place}");
        if (Libc.UserId != 0) Command(_control, string.Create(CultureInfo.InvariantCulture, $"chown {Libc.UserId}:{Libc.GroupId} {place}"));
    }

    public void Found(string input, string output)
    {
        Named(_control);
        Send(_control, input);
        Read(_control, output);
    }

    public void NotUsable(string path, string reason) => NotUsable(_control, path, reason);

    public void Taken(string path) => Taken(_control, path);

    public void Oversized(string path, int octets) => Oversized(_control, path, octets);

    public void Failed(Exception exception, string path) => Failed(_control, exception, path);

    [LoggerMessage(LogEvent.Api + 101, LogLevel.Error, "could not find the named pipes ({Name}.in and {Name}.out) required for the cli")]
    private static partial void Missing(ILogger logger, string name);

    [LoggerMessage(LogEvent.Api + 102, LogLevel.Error, "we scanned the following folders (the number is your PID):")]
    private static partial void Scanned(ILogger logger);

    [LoggerMessage(LogEvent.Api + 103, LogLevel.Error, " - {Folder}")]
    private static partial void Folder(ILogger logger, string folder);

    [LoggerMessage(LogEvent.Api + 104, LogLevel.Error, "please make them in one of the folder with the following commands:")]
    private static partial void Advice(ILogger logger);

    [LoggerMessage(LogEvent.Api + 105, LogLevel.Error, "> {Line}")]
    private static partial void Command(ILogger logger, string line);

    [LoggerMessage(LogEvent.Api + 106, LogLevel.Information, "named pipes for the cli are:")]
    private static partial void Named(ILogger logger);

    [LoggerMessage(LogEvent.Api + 107, LogLevel.Information, "to send commands  {Path}")]
    private static partial void Send(ILogger logger, string path);

    [LoggerMessage(LogEvent.Api + 108, LogLevel.Information, "to read responses {Path}")]
    private static partial void Read(ILogger logger, string path);

    [LoggerMessage(LogEvent.Api + 109, LogLevel.Error, "the named pipe {Path} can not be used: {Reason}")]
    private static partial void NotUsable(ILogger logger, string path, string reason);

    [LoggerMessage(LogEvent.Api + 110, LogLevel.Warning,
        "another daemon reads {Path}, this one has no named pipes: give it others with exabgp.api.pipename, or none with exabgp.api.cli=false")]
    private static partial void Taken(ILogger logger, string path);

    [LoggerMessage(LogEvent.Api + 111, LogLevel.Error, "a command from {Path} of more than {Octets} bytes was dropped")]
    private static partial void Oversized(ILogger logger, string path, int octets);

    [LoggerMessage(LogEvent.Api + 112, LogLevel.Critical, "problem with the commands from {Path}")]
    private static partial void Failed(ILogger logger, Exception exception, string path);
}
