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
            SetTtl(socket, options);
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

    private static void SetTtl(Socket socket, ConnectOptions options)
    {
        try
        {
            if (options.OutgoingTtl is { } outgoing) LinuxSocketOptions.OutgoingTtl(socket, outgoing);
            if (options.IncomingTtl is { } incoming) LinuxSocketOptions.LeastIncomingTtl(socket, incoming);
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
