using System.Net.Sockets;
using System.Text;

namespace ExaSharp.Daemon.Systemd;

/// <summary>
/// The datagram socket that systemd gives to a service of <c>Type=notify</c> (sd_notify(3)): a path, or with <c>@</c> first a
/// name in the abstract namespace. What can not be sent is lost: the daemon never fails, nor waits long, because of who watches it.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    /// <summary>How long a message that must arrive may wait for room, in microseconds.</summary>
    private const int Patience = 1_000_000;

    private readonly Socket _socket;

    private NotifySocket(Socket socket) => _socket = socket;

    /// <summary>Connects to the socket that <c>NOTIFY_SOCKET</c> names.</summary>
    /// <param name="name">The variable's value.</param>
    /// <param name="problem">Why it can not; empty when there is none to connect to.</param>
    public static NotifySocket? TryConnect(string? name, out string problem)
    {
        problem = "";
        if (string.IsNullOrEmpty(name)) return null;
        if (name.Length < 2 || name[0] is not ('/' or '@'))
        {
            problem = $"the address {name} is neither a path nor an abstract name";
            return null;
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name));
            socket.Blocking = false;
            return new NotifySocket(socket);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            socket.Dispose();
            problem = $"{name}: {error.Message}";
            return null;
        }
    }

    /// <summary>Sends assignments, one a line.</summary>
    /// <param name="state">As in sd_notify(3), for instance <c>READY=1</c>.</param>
    /// <param name="mustArrive">Whether it waits a moment for room; else it is left out when there is none.</param>
    public void Send(string state, bool mustArrive)
    {
        var octets = Encoding.UTF8.GetBytes(state);
        try
        {
            if (mustArrive) _socket.Poll(Patience, SelectMode.SelectWrite);
            _socket.Send(octets);
        }
        catch (SocketException)
        {
            // Full, or gone: the next message tells as much.
        }
    }

    public void Dispose() => _socket.Dispose();
}
