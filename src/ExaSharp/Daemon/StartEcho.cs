using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon;

/// <summary>
/// Loggers that also write errors to the terminal from which the daemon is sent to the background, as long as it is being started: its log
/// is elsewhere.
/// </summary>
internal sealed class StartEcho(ILoggerFactory log, TextWriter terminal) : ILoggerFactory
{
    private volatile bool _isOver;

    /// <summary>From now on nothing more is for the terminal.</summary>
    public void End() => _isOver = true;

    public ILogger CreateLogger(string categoryName) => new Logger(this, log.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => log.AddProvider(provider);

    /// <summary>The log itself is not this object's.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(StartEcho echo, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel) || IsEchoed(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEchoed(logLevel)) echo.Write($"error: {formatter(state, exception)}");
            if (inner.IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }

        private bool IsEchoed(LogLevel level) => level >= LogLevel.Error && !echo._isOver;
    }

    private void Write(string line)
    {
        try
        {
            lock (terminal) terminal.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody waits there any more; the log has it.
        }
    }
}
