using System.Net;
using System.Net.Sockets;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Transport;

/// <summary>
/// Listens on one address and port and hands over what connects. Shared by all neighbours that may arrive there; each
/// brings its MD5 key.
/// </summary>
internal sealed class BgpListener : IAsyncDisposable
{
    /// <summary>Connections that wait in the kernel, at most (ExaBGP's number).</summary>
    private const int Backlog = 200;

    /// <summary>How long to wait when the kernel has no descriptor or no memory for a connection.</summary>
    private static readonly TimeSpan PauseOnError = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly Action<Socket> _accepted;
    private readonly Action<Exception> _failed;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly int _defaultTtl;
    private byte? _outgoingTtl;
    private byte? _leastTtl;
    private Task _accepting = Task.CompletedTask;

    private BgpListener(Socket socket, IpAddress address, Action<Socket> accepted, Action<Exception> failed, TimeProvider time)
    {
        _socket = socket;
        _accepted = accepted;
        _failed = failed;
        _time = time;
        Address = address;
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _defaultTtl = socket.Ttl;
    }

    public IpAddress Address { get; }

    /// <summary>The port; when 0 was asked for, the one that the kernel chose.</summary>
    public int Port { get; }

    /// <summary>Whether the address is that of all interfaces.</summary>
    public bool IsForAll => Address == IpAddress.From(Address.IsIpv4 ? IPAddress.Any : IPAddress.IPv6Any);

    /// <summary>Whether <see cref="Start"/> was called.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Binds and begins to listen, as <see cref="Bind"/> and <see cref="Start"/>.</summary>
    /// <exception cref="TransportException">The address can not be bound.</exception>
    public static BgpListener Listen(
        IpAddress address, int port, Action<Socket> accepted, Action<Exception> failed, TimeProvider? time = null)
    {
        var listener = Bind(address, port, accepted, failed, time);
        listener.Start();
        return listener;
    }

    /// <summary>Binds the address; nobody can connect before <see cref="Start"/>, so that keys come first.</summary>
    /// <param name="address">The address, <c>0.0.0.0</c> or <c>::</c> for all of the family.</param>
    /// <param name="port">The port, or 0 for any free one.</param>
    /// <param name="accepted">Called, from any thread, with each connection; it owns the socket.</param>
    /// <param name="failed">Called when a connection could not be accepted; listening goes on after a pause.</param>
    /// <param name="time">The clock of that pause; null for the system's.</param>
    /// <exception cref="TransportException">The address can not be bound: the message is what ExaBGP puts into parentheses
    /// behind <c>can not bind to ip:port</c>.</exception>
    public static BgpListener Bind(
        IpAddress address, int port, Action<Socket> accepted, Action<Exception> failed, TimeProvider? time = null)
    {
        Socket? socket = null;
        try
        {
            socket = OutgoingSocket.For(address);
            LinuxSocketOptions.ReuseAddress(socket);
            if (address.IsIpv6) LinuxSocketOptions.Ipv6Only(socket);
            socket.Bind(new IPEndPoint(address.ToIPAddress(), port));
            return new BgpListener(socket, address, accepted, failed, time ?? TimeProvider.System);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw Problem(address, port, e);
        }
    }

    /// <summary>Begins to listen; nothing happens when it listens already.</summary>
    /// <exception cref="TransportException">Another application listens there; the listener is closed.</exception>
    public void Start()
    {
        if (IsListening) return;
        try
        {
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw Problem(Address, Port, e);
        }
        IsListening = true;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>
    /// The log lines, in ExaBGP's words, for a listener that can not be bound.
    /// </summary>
    public static IReadOnlyList<string> BindErrorLines(IpAddress address, int port, TransportException error, bool isRoot) =>
    [
        !isRoot && port <= 1024
            ? $"can not bind to {address}:{port}, you may need to run ExaBGP as root"
            : $"can not bind to {address}:{port} ({error.Message})",
        "unset exabgp.tcp.bind if you do not want listen for incoming connections",
        $"and check that no other daemon is already binding to port {port}",
    ];

    /// <summary>Asks signatures (RFC 2385) of a peer, or of all peers of a range; of the other family nothing happens.</summary>
    /// <exception cref="TransportException">The key is bad or the kernel refused it.</exception>
    public void SetMd5(IpPrefix peers, Md5Settings md5)
    {
        if (peers.Afi == Address.Afi) TcpMd5.Set(_socket, peers, TcpMd5.Key(md5));
    }

    /// <summary>Asks no signatures of a peer or a range any more; connections that are up keep theirs.</summary>
    public void RemoveMd5(IpPrefix peers)
    {
        if (peers.Afi == Address.Afi) TcpMd5.Remove(_socket, peers);
    }

    /// <summary>Asks the authentication option (RFC 5925) of a peer, or of all peers of a range; of the other family nothing happens.</summary>
    /// <exception cref="TransportException">The kernel refused, or has no such option.</exception>
    public void SetTcpAo(IpPrefix peers, TcpAoSettings settings)
    {
        if (peers.Afi == Address.Afi) TcpAo.Set(_socket, peers, settings);
    }

    /// <summary>Asks the option no more; connections that are up keep theirs.</summary>
    /// <exception cref="TransportException">The kernel refused.</exception>
    public void RemoveTcpAo(IpPrefix peers, TcpAoSettings settings)
    {
        if (peers.Afi == Address.Afi) TcpAo.Remove(_socket, peers, settings);
    }

    /// <summary>
    /// What packets of connections that are being made carry and need, before it is known whose they are; both ends may ask for
    /// a TTL of 255 of the very first packet (RFC 5082).
    /// </summary>
    /// <param name="outgoing">TTL that the peers with one ask for, or null; none is lower than the system's unless <paramref name="all"/> peers have one.</param>
    /// <param name="all">Whether every peer that may arrive has an outgoing TTL.</param>
    /// <param name="least">The least TTL that any of the peers may use, or null for any.</param>
    /// <exception cref="TransportException">The kernel refused.</exception>
    public void SetTtl(byte? outgoing, bool all, byte? least)
    {
        if (!all && outgoing <= _defaultTtl) outgoing = null;
        try
        {
            if (outgoing != _outgoingTtl) LinuxSocketOptions.OutgoingTtl(_socket, outgoing);
            if (least != _leastTtl) LinuxSocketOptions.LeastIncomingTtl(_socket, least);
            (_outgoingTtl, _leastTtl) = (outgoing, least);
        }
        catch (SocketException e)
        {
            throw new TransportException($"This OS does not support ttl-security for {Address} ({e.Message})", e);
        }
    }

    /// <summary>Stops listening before it returns; connections that were handed over stay.</summary>
    public ValueTask DisposeAsync()
    {
        _stop.Cancel();
        _socket.Dispose();
        return EndAsync();
    }

    private async ValueTask EndAsync()
    {
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TransportException Problem(IpAddress address, int port, SocketException error) => new(error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"could not listen on {address}:{port}, the port may already be in use by another application",
        SocketError.AddressNotAvailable => $"could not listen on {address}:{port}, this is an invalid address",
        _ => error.Message,
    }, error);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket connection;
            try
            {
                connection = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (_stop.IsCancellationRequested) return;
                _failed(e);
                // A peer that went away while it waited is no trouble of ours.
                if (e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset) continue;
                await Task.Delay(PauseOnError, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            HandOver(connection);
        }
    }

    private void HandOver(Socket connection)
    {
        try
        {
            _accepted(connection);
        }
        catch (Exception e)
        {
            connection.Dispose();
            _failed(e);
        }
    }
}
