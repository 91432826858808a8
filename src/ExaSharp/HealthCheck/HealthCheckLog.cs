using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ExaSharp.HealthCheck;

/// <summary>
/// The log of a health check: <c>LEVEL[healthcheck] message</c> on standard error, and syslog under the name of the check.
/// A destination that is gone loses its lines and disturbs nothing.
/// </summary>
internal sealed class HealthCheckLog : IDisposable
{
    private readonly TextWriter? _console;
    private readonly bool _isDebug;
    private readonly string _syslogPath;
    private readonly string _ident;
    private readonly int _facility;
    private readonly Socket? _syslog;

    /// <param name="options">Which destinations, and how much.</param>
    /// <param name="console">Standard error.</param>
    /// <param name="processId">Shown in syslog.</param>
    /// <param name="syslogPath">The socket of the syslog daemon.</param>
    public HealthCheckLog(HealthCheckOptions options, TextWriter console, int processId, string syslogPath = "/dev/log")
    {
        _console = options.Silent ? null : console;
        _isDebug = options.Debug;
        _syslogPath = syslogPath;
        _ident = string.IsNullOrEmpty(options.Name) ? $"healthcheck[{processId}]" : $"healthcheck-{options.Name}[{processId}]";
        _facility = FlagValues.Facilities[options.SyslogFacility];
        if (!options.NoSyslog && !options.Debug) _syslog = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    public bool IsDebug => _isDebug;

    public void Debug(string message)
    {
        if (_isDebug) Write("DEBUG", 7, message);
    }

    public void Info(string message) => Write("INFO", 6, message);

    public void Warning(string message) => Write("WARNING", 4, message);

    public void Error(string message) => Write("ERROR", 3, message);

    public void Dispose() => _syslog?.Dispose();

    private void Write(string level, int severity, string message)
    {
        try
        {
            _console?.WriteLine($"{level}[healthcheck] {message}");
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
        if (_syslog is null) return;
        var text = string.Create(CultureInfo.InvariantCulture, $"<{_facility << 3 | severity}>{_ident}: {message}\0");
        try
        {
            _syslog.SendTo(Encoding.UTF8.GetBytes(text), new UnixDomainSocketEndPoint(_syslogPath));
        }
        catch (SocketException)
        {
            // No syslog daemon now; the next line looks for it again.
        }
    }
}
