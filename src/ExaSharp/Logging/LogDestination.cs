using System.Net.Sockets;

namespace ExaSharp.Logging;

/// <summary>Opens what the setting <c>log.destination</c> names. What can not be opened is replaced by standard error, with a warning there.</summary>
internal sealed class LogDestination
{
    private readonly LogOptions _options;
    private readonly string _directory;
    private readonly Action<string> _warn;

    /// <param name="options">The settings.</param>
    /// <param name="directory">What relative paths are relative to: where the daemon was started.</param>
    /// <param name="warn">Takes a line for standard error.</param>
    public LogDestination(LogOptions options, string directory, Action<string> warn)
    {
        _options = options;
        _directory = directory;
        _warn = warn;
    }

    public ILogSink Open() => _options.Destination switch
    {
        "stdout" => StandardError(terminalDescriptor: 1),
        "stderr" => StandardError(terminalDescriptor: 2),
        "syslog" => OrStandardError("syslog", () => SyslogSink.Local(Format(false))),
        var host when host.StartsWith("host:", StringComparison.Ordinal) => OrStandardError(host, () => SyslogSink.Remote(host[5..], Format(false))),
        var file when file.StartsWith("file:", StringComparison.Ordinal) => OpenFile(file[5..]),
        var path when path.StartsWith('/') || path.StartsWith('~') => OpenFile(path),
        _ => Fallback($"warning: invalid log destination '{_options.Destination}', expected stdout, stderr, syslog, or an absolute file path; falling back to stdout"),
    };

    private ILogSink OpenFile(string path)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        var full = Path.GetFullPath(path, _directory);
        return OrStandardError($"could not open log file '{full}'", () => new FileSink(full, Format(false)), isFile: true);
    }

    private ILogSink OrStandardError(string what, Func<ILogSink> open, bool isFile = false)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            return Fallback($"warning: {(isFile ? what : $"could not open log destination '{what}'")}: {e.Message}; falling back to stdout");
        }
    }

    private StandardErrorSink Fallback(string warning)
    {
        _warn(warning);
        return StandardError(terminalDescriptor: 1);
    }

    /// <summary>With <c>stdout</c> the terminal asked for is standard output though the lines go to standard error (ExaBGP).</summary>
    private StandardErrorSink StandardError(int terminalDescriptor) => new(
        Format(Interop.Libc.IsTerminal(terminalDescriptor) == 1), JournalStream.IsStandardError(Environment.GetEnvironmentVariable("JOURNAL_STREAM")));

    private LogFormat Format(bool hasColors) => new(_options.Short, hasColors, Environment.ProcessId);
}
