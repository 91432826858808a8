using Microsoft.Extensions.Logging;

namespace ExaSharp.Logging;

/// <summary>
/// Loggers that write ExaBGP's lines: the category is the source (<see cref="LogSource"/>), filtered by level and by its
/// switch. An exception is logged behind the message, a line each.
/// </summary>
/// <remarks>
/// It is the factory too: each connection has a source of its own, and .NET's factory keeps every logger that it ever made.
/// </remarks>
internal sealed class ExaBgpLoggerProvider(LogOptions options, LogWriter writer) : ILoggerProvider, ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        new SourceLogger(LogSource.Name(categoryName), options.IsOn(categoryName) ? options.Level : LogLevel.None, writer);

    /// <exception cref="NotSupportedException">Always: ExaBGP's lines have one destination.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // The writer belongs to who made it: lines of the very end come after the loggers.
    }

    private sealed class SourceLogger(string source, LogLevel least, LogWriter writer) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var message = formatter(state, exception);
            writer.Write(logLevel, source, exception is null ? message : $"{message}\n{exception}");
        }
    }
}
