using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExaSharp.Logging;

/// <summary>The local syslog daemon (<c>/dev/log</c>) or that of another host (UDP), facility daemon (RFC 3164 section 4.1.1).</summary>
internal sealed class SyslogSink : ILogSink
{
    private const int Daemon = 3;
    private const int Port = 514;

    private readonly Socket _socket;
    private readonly EndPoint _destination;

    private SyslogSink(Socket socket, EndPoint destination, LogFormat format)
    {
        _socket = socket;
        _destination = destination;
        Format = format with { IsShort = true, HasColors = false };
    }

    public LogFormat Format { get; }

    /// <exception cref="SocketException">Nobody listens at the path.</exception>
    public static SyslogSink Local(LogFormat format, string path = "/dev/log")
    {
        var destination = new UnixDomainSocketEndPoint(path);
        using (var probe = UnixSocket()) probe.Connect(destination);
        // Not connected: each line finds the daemon by name, also one that was restarted.
        return new SyslogSink(UnixSocket(), destination, format);
    }

    /// <exception cref="SocketException">The host has no address.</exception>
    public static SyslogSink Remote(string host, LogFormat format)
    {
        var address = Dns.GetHostAddresses(host)[0];
        return new SyslogSink(new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(address, Port), format);
    }

    public void Write(LogLine line, string text)
    {
        var datagram = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{Daemon << 3 | line.Severity}>{text}\0"));
        try
        {
            _socket.SendTo(datagram, _destination);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Flush()
    {
    }

    public void Dispose() => _socket.Dispose();

    private static Socket UnixSocket() => new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
}
