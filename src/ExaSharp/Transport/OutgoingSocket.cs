using System.Net;
using System.Net.Sockets;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Transport;

/// <summary>Makes sockets for outgoing connections, with the options and in the order of ExaBGP.</summary>
internal static class OutgoingSocket
{
    /// <summary>A socket that is bound to the source and not yet connected.</summary>
    /// <exception cref="TransportException">An option can not be set or the source can not be bound.</exception>
    public static Socket Create(ConnectOptions options)
    {
        Socket socket;
        try
        {
            socket = For(options.Remote);
        }
        catch (SocketException e)
        {
            throw new TransportException("Could not create socket", e);
        }
        try
        {
            LinuxSocketOptions.ReuseAddress(socket);
            LinuxSocketOptions.ReusePort(socket);
            if (options.Interface is { } name) BindToDevice(socket, name);
            if (options.Md5 is { } md5) TcpMd5.Set(socket, options.Remote, options.Port, TcpMd5.Key(md5));
            if (options.TcpAo is { } ao) TcpAo.Set(socket, new IpPrefix(options.Remote, (byte)(options.Remote.Length * 8)), ao);
            SetTtl(options, () => SetOutgoingTtl(socket, options));
            socket.NoDelay = true;
            if (options.Local.IsDefined) Bind(socket, options.Local);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new TransportException($"Could not create socket ({e.Message})", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A TCP socket of the address's family; of IPv6 it takes no IPv4.</summary>
    public static Socket For(IpAddress address) => new(
        address.IsIpv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);

    private static void BindToDevice(Socket socket, string name)
    {
        try
        {
            LinuxSocketOptions.BindToDevice(socket, name);
        }
        catch (SocketException e)
        {
            throw new TransportException($"Could not bind to device {name} ({e.Message})", e);
        }
    }

    /// <summary>
    /// Has the kernel drop what comes from too far (RFC 5082), once the connection is made: the listeners of many routers answer its
    /// first packet with the system's TTL, whatever they send afterwards.
    /// </summary>
    /// <exception cref="TransportException">The option can not be set.</exception>
    public static void Guard(Socket socket, ConnectOptions options)
    {
        if (options.IncomingTtl is { } incoming) SetTtl(options, () => LinuxSocketOptions.LeastIncomingTtl(socket, incoming));
    }

    private static void SetOutgoingTtl(Socket socket, ConnectOptions options)
    {
        if (options.OutgoingTtl is { } outgoing) LinuxSocketOptions.OutgoingTtl(socket, outgoing);
    }

    private static void SetTtl(ConnectOptions options, Action set)
    {
        try
        {
            set();
        }
        catch (SocketException e)
        {
            throw new TransportException($"This OS does not support ttl-security for {options.Remote} ({e.Message})", e);
        }
    }

    private static void Bind(Socket socket, IpAddress local)
    {
        try
        {
            socket.Bind(new IPEndPoint(local.ToIPAddress(), 0));
        }
        catch (SocketException e)
        {
            throw new TransportException($"Could not bind to local ip {local} - {e.Message}", e);
        }
    }
}
