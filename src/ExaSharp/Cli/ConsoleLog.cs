using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Cli;

/// <summary>The log of one run of a command: the writer, and the loggers in front of it.</summary>
internal sealed class ConsoleLog : IDisposable
{
    private readonly LogWriter _writer;

    public ConsoleLog(LogOptions options, CliContext context)
    {
        var destination = new LogDestination(options, context.Directory, context.Error.WriteLine);
        _writer = new LogWriter(destination.Open, context.Time);
        Loggers = new ExaBgpLoggerProvider(options, _writer);
    }

    public ILoggerFactory Loggers { get; }

    /// <summary>All lines so far are out: text that is written to standard error next comes behind them.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Opens the destination anew, once privileges were dropped.</summary>
    public void Reopen() => _writer.Reopen();

    /// <summary>Opens the destination anew before the next line: log files that others rotate are left by a reload.</summary>
    public void ReopenLater() => _writer.ReopenLater();

    public void Dispose()
    {
        Loggers.Dispose();
        _writer.Dispose();
    }
}
