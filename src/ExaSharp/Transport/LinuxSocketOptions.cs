using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace ExaSharp.Transport;

/// <summary>Socket options by the numbers of Linux: <see cref="Socket"/> has no names for them, or maps its names to several.</summary>
internal static class LinuxSocketOptions
{
    private const int SolSocket = 1;
    private const int SoReuseAddress = 2;
    private const int SoReusePort = 15;
    private const int SoBindToDevice = 25;
    private const int IpprotoIp = 0;
    private const int IpTtl = 2;
    private const int IpMinTtl = 21;
    private const int IpprotoIpv6 = 41;
    private const int Ipv6UnicastHops = 16;
    private const int Ipv6V6Only = 26;
    private const int Ipv6MinHopCount = 73;
    private const int SystemTtl = -1;

    public static void ReuseAddress(Socket socket) => Set(socket, SolSocket, SoReuseAddress, 1);

    public static void ReusePort(Socket socket) => Set(socket, SolSocket, SoReusePort, 1);

    public static void Ipv6Only(Socket socket) => Set(socket, IpprotoIpv6, Ipv6V6Only, 1);

    /// <summary>All traffic of the socket goes through the interface.</summary>
    public static void BindToDevice(Socket socket, string name) =>
        socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.UTF8.GetBytes(name + '\0'));

    /// <summary>TTL (IPv4) or hop limit (IPv6) of what is sent; null for the system's.</summary>
    public static void OutgoingTtl(Socket socket, byte? ttl)
    {
        if (socket.AddressFamily == AddressFamily.InterNetworkV6) Set(socket, IpprotoIpv6, Ipv6UnicastHops, ttl ?? SystemTtl);
        else Set(socket, IpprotoIp, IpTtl, ttl ?? SystemTtl);
    }

    /// <summary>
    /// Generalized TTL security (RFC 5082): the kernel drops what arrives with a lower TTL or hop limit. ExaBGP means to
    /// do this and does not. Null: nothing is dropped.
    /// </summary>
    public static void LeastIncomingTtl(Socket socket, byte? ttl)
    {
        if (socket.AddressFamily == AddressFamily.InterNetworkV6) Set(socket, IpprotoIpv6, Ipv6MinHopCount, ttl ?? 0);
        else Set(socket, IpprotoIp, IpMinTtl, ttl ?? 0);
    }

    private static void Set(Socket socket, int level, int name, int value) =>
        socket.SetRawSocketOption(level, name, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
