using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Transport;

/// <summary>The TCP authentication option (RFC 5925): the key of a neighbour, and how Linux, from 6.7 on, is told of it.</summary>
internal static class TcpAo
{
    /// <summary>Longest key that Linux takes, in octets.</summary>
    public const int MaxKeyLength = 80;

    private const int IpprotoTcp = 6;
    private const int TcpAoAddKey = 38;
    private const int TcpAoDelKey = 39;
    private const int AddressLength = 128;
    private const int AlgorithmLength = 64;

    /// <summary><c>ifindex</c>, a word of flags and two octets of padding.</summary>
    private const int FlagsLength = 10;

    private const int AddLength = 288;
    private const int DelLength = 144;

    /// <summary>Signs all segments between the socket and the peer, or of a listener with any peer of a prefix.</summary>
    /// <exception cref="TransportException">The kernel refused, or has no TCP-AO.</exception>
    public static void Set(Socket socket, IpPrefix peers, TcpAoSettings settings) =>
        Apply(socket, TcpAoAddKey, AddOption(peers, settings));

    /// <summary>Forgets the key of a peer or a prefix.</summary>
    /// <exception cref="TransportException">The kernel refused.</exception>
    public static void Remove(Socket listener, IpPrefix peers, TcpAoSettings settings) =>
        Apply(listener, TcpAoDelKey, DelOption(peers, settings));

    /// <summary>
    /// The octets of the key.
    /// </summary>
    /// <exception cref="TransportException">The key is not base64 though it has to be, is empty or is too long.</exception>
    public static byte[] Key(TcpAoSettings settings)
    {
        var key = Encoding.UTF8.GetBytes(settings.Password);
        if (settings.Base64)
        {
            if (!Convert.TryFromBase64String(settings.Password, key, out var length)) throw new TransportException("Failed to decode base64 TCP-AO key: not valid base64");
            key = key[..length];
        }
        if (key.Length is 0 or > MaxKeyLength)
            throw new TransportException($"the TCP-AO key has {key.Length} octets, it must have 1 to {MaxKeyLength}");
        return key;
    }

    /// <summary>
    /// <code>
    /// struct tcp_ao_add {
    ///     struct __kernel_sockaddr_storage addr;   128 octets; the port has to be 0
    ///     char  alg_name[64];
    ///     __s32 ifindex;
    ///     __u32 set_current:1, set_rnext:1, reserved:30;
    ///     __u16 reserved2;
    ///     __u8  prefix, sndid, rcvid, maclen, keyflags, keylen;
    ///     __u8  key[80];
    /// } __attribute__((aligned(8)));
    /// </code>
    /// The prefix of a single address is its whole length: 0 stands for any address, which the kernel takes only with an address of 0.
    /// The length of a signature of 0 stands for 96 bits.
    /// </summary>
    internal static byte[] AddOption(IpPrefix peers, TcpAoSettings settings)
    {
        var key = Key(settings);
        var option = new byte[AddLength];
        WriteAddress(option, peers);
        Encoding.ASCII.GetBytes(KernelName(settings.Algorithm), option.AsSpan(AddressLength, AlgorithmLength));
        ReadOnlySpan<byte> numbers = [peers.Length, settings.KeyId, settings.KeyId, 0, 0, (byte)key.Length];
        var place = AddressLength + AlgorithmLength + FlagsLength;
        numbers.CopyTo(option.AsSpan(place));
        key.CopyTo(option.AsSpan(place + numbers.Length));
        return option;
    }

    /// <summary>
    /// <code>
    /// struct tcp_ao_del {
    ///     struct __kernel_sockaddr_storage addr;
    ///     __s32 ifindex;
    ///     __u32 set_current:1, set_rnext:1, del_async:1, reserved:29;
    ///     __u16 reserved2;
    ///     __u8  prefix, sndid, rcvid, current_key, rnext, keyflags;
    /// } __attribute__((aligned(8)));
    /// </code>
    /// </summary>
    internal static byte[] DelOption(IpPrefix peers, TcpAoSettings settings)
    {
        var option = new byte[DelLength];
        WriteAddress(option, peers);
        ReadOnlySpan<byte> numbers = [peers.Length, settings.KeyId, settings.KeyId];
        numbers.CopyTo(option.AsSpan(AddressLength + FlagsLength));
        return option;
    }

    private static void WriteAddress(Span<byte> option, IpPrefix peers)
    {
        var isIpv4 = peers.Address.IsIpv4;
        MemoryMarshal.Write(option, (ushort)(isIpv4 ? 2 : 10));
        peers.Address.Mask(peers.Length).CopyTo(option[(isIpv4 ? 4 : 8)..]);
    }

    private static string KernelName(TcpAoAlgorithm algorithm) => algorithm switch
    {
        TcpAoAlgorithm.HmacSha1 => "hmac(sha1)",
        TcpAoAlgorithm.Aes128Cmac => "cmac(aes128)",
        _ => "hmac(sha256)",
    };

    private static void Apply(Socket socket, int name, byte[] option)
    {
        try
        {
            socket.SetRawSocketOption(IpprotoTcp, name, option);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ProtocolOption)
        {
            throw new TransportException($"This Linux kernel does not support TCP-AO: it needs Linux 6.7 or later with CONFIG_TCP_AO ({e.Message})", e);
        }
        catch (SocketException e)
        {
            throw new TransportException($"Failed to set TCP-AO option: {e.Message}", e);
        }
    }
}
