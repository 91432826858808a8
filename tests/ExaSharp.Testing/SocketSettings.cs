using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ExaSharp.Testing;

/// <summary>Linux socket options of a <see cref="ScriptedPeer"/>, by which a test judges those of the daemon. Written apart from the product's own.</summary>
public static class SocketSettings
{
    /// <summary>Sends with a TTL or hop limit.</summary>
    public static Action<Socket> Ttl(byte ttl) => socket => Set(socket, IsIpv6(socket) ? (41, 16) : (0, 2), ttl);

    /// <summary>Drops whatever arrives with a lower TTL or hop limit (RFC 5082).</summary>
    public static Action<Socket> LeastTtl(byte ttl) => socket => Set(socket, IsIpv6(socket) ? (41, 73) : (0, 21), ttl);

    /// <summary>Signs all segments with one peer (RFC 2385), and takes no others from it.</summary>
    public static Action<Socket> Md5(IPAddress peer, string key) => Md5(peer, System.Text.Encoding.ASCII.GetBytes(key));

    /// <summary>Signs all segments with one peer (RFC 2385), and takes no others from it.</summary>
    public static Action<Socket> Md5(IPAddress peer, byte[] key) => socket =>
    {
        // struct tcp_md5sig: the peer's sockaddr_storage, flags, prefix length, key length, interface, key.
        var option = new byte[216];
        var isIpv6 = peer.AddressFamily == AddressFamily.InterNetworkV6;
        BinaryPrimitives.WriteUInt16LittleEndian(option, (ushort)(isIpv6 ? 10 : 2));
        peer.GetAddressBytes().CopyTo(option, isIpv6 ? 8 : 4);
        BinaryPrimitives.WriteUInt16LittleEndian(option.AsSpan(130), (ushort)key.Length);
        key.CopyTo(option, 136);
        socket.SetRawSocketOption(6, 14, option);
    };

    /// <summary>Several of them.</summary>
    public static Action<Socket> All(params Action<Socket>[] settings) => socket =>
    {
        foreach (var setting in settings)
            setting(socket);
    };

    private static bool IsIpv6(Socket socket) => socket.AddressFamily == AddressFamily.InterNetworkV6;

    private static void Set(Socket socket, (int Level, int Name) option, int value) =>
        socket.SetRawSocketOption(option.Level, option.Name, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
