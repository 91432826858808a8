using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Api.Channels;

/// <summary>What is logged of the Unix socket.</summary>
internal sealed partial class SocketLog(ILoggerFactory loggers)
{
    private readonly ILogger _control = loggers.CreateLogger(LogSource.CliControl);

    public void Listening(string path) => Listening(_control, path);

    public void Taken(string path) => Taken(_control, path);

    public void NotUsable(string path, string reason) => NotUsable(_control, path, reason);

    public void AcceptFailed(string reason) => AcceptFailed(_control, reason);

    public void TooMany(int clients) => TooMany(_control, clients);

    public void Oversized(string client, int octets) => Oversized(_control, client, octets);

    public void NotReading(string client) => NotReading(_control, client);

    public void Failed(Exception exception, string client) => Failed(_control, exception, client);

    [LoggerMessage(LogEvent.Api + 121, LogLevel.Information, "unix socket for the cli is {Path}")]
    private static partial void Listening(ILogger logger, string path);

    [LoggerMessage(LogEvent.Api + 122, LogLevel.Warning,
        "another daemon listens on {Path}, this one has no socket: give it another with exabgp.api.socketname, or none with exabgp.api.cli=false")]
    private static partial void Taken(ILogger logger, string path);

    [LoggerMessage(LogEvent.Api + 123, LogLevel.Warning, "the unix socket {Path} can not be used: {Reason}")]
    private static partial void NotUsable(ILogger logger, string path, string reason);

    [LoggerMessage(LogEvent.Api + 124, LogLevel.Error, "problem with connections to the unix socket: {Reason}")]
    private static partial void AcceptFailed(ILogger logger, string reason);

    [LoggerMessage(LogEvent.Api + 125, LogLevel.Warning, "{Clients} clients are connected to the unix socket, others are refused")]
    private static partial void TooMany(ILogger logger, int clients);

    [LoggerMessage(LogEvent.Api + 126, LogLevel.Error, "client {Client} sent a command of more than {Octets} bytes and was disconnected")]
    private static partial void Oversized(ILogger logger, string client, int octets);

    [LoggerMessage(LogEvent.Api + 127, LogLevel.Warning, "client {Client} does not read its answers and was disconnected")]
    private static partial void NotReading(ILogger logger, string client);

    [LoggerMessage(LogEvent.Api + 128, LogLevel.Critical, "problem with client {Client}")]
    private static partial void Failed(ILogger logger, Exception exception, string client);
}
