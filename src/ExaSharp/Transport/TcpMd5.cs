using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Transport;

/// <summary>TCP MD5 signatures (RFC 2385): the key of a neighbour, and how Linux is told of it.</summary>
internal static class TcpMd5
{
    /// <summary>Longest key that Linux takes, in octets.</summary>
    public const int MaxKeyLength = 80;

    private const int IpprotoTcp = 6;
    private const int TcpMd5Sig = 14;
    private const int TcpMd5SigExt = 32;
    private const int FlagsOffset = 128;
    private const int KeyOffset = 136;
    private const byte PrefixFlag = 1;

    /// <summary>
    /// The octets of the key: those that base64 stands for, or the password's characters. As in ExaBGP 5.0, <c>md5-base64 auto</c>
    /// means the latter; 4.2 looks at the password for it.
    /// </summary>
    /// <exception cref="TransportException">The key is not base64 though it has to be, is empty or is too long.</exception>
    public static byte[] Key(Md5Settings settings)
    {
        var key = settings.Base64 == true
            ? DecodeBase64(settings.Password) ?? throw new TransportException("Failed to decode base 64 encoded PSK: not valid base64")
            : Encoding.UTF8.GetBytes(settings.Password);
        if (key.Length is 0 or > MaxKeyLength)
            throw new TransportException($"the MD5 key has {key.Length} octets, it must have 1 to {MaxKeyLength}");
        return key;
    }

    /// <summary>Signs all segments between the socket and the peer. For a listener the port is 0.</summary>
    /// <exception cref="TransportException">The kernel refused.</exception>
    public static void Set(Socket socket, IpAddress peer, int port, ReadOnlySpan<byte> key) =>
        Apply(socket, TcpMd5Sig, Option(peer, port, prefixLength: null, key));

    /// <summary>Signs all segments between a listener and any peer of a prefix.</summary>
    /// <exception cref="TransportException">The kernel refused.</exception>
    public static void Set(Socket listener, IpPrefix peers, ReadOnlySpan<byte> key)
    {
        if (peers.Length == peers.MaxLength) Set(listener, peers.Address, 0, key);
        else Apply(listener, TcpMd5SigExt, Option(peers.Address.Mask(peers.Length), 0, peers.Length, key));
    }

    /// <summary>Forgets the key of a peer or a prefix; nothing happens when there is none.</summary>
    /// <exception cref="TransportException">The kernel refused.</exception>
    public static void Remove(Socket listener, IpPrefix peers) => Set(listener, peers, []);

    /// <summary>
    /// <code>
    /// struct tcp_md5sig {
    ///     struct __kernel_sockaddr_storage tcpm_addr;   128 octets
    ///     __u8  tcpm_flags;                             TCP_MD5SIG_EXT only
    ///     __u8  tcpm_prefixlen;                         TCP_MD5SIG_EXT only
    ///     __u16 tcpm_keylen;
    ///     int   tcpm_ifindex;
    ///     __u8  tcpm_key[80];
    /// };
    /// </code>
    /// </summary>
    private static byte[] Option(IpAddress peer, int port, byte? prefixLength, ReadOnlySpan<byte> key)
    {
        var option = new byte[KeyOffset + MaxKeyLength];
        var span = option.AsSpan();
        MemoryMarshal.Write(span, (ushort)(peer.IsIpv4 ? 2 : 10));
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)port);
        peer.CopyTo(span[(peer.IsIpv4 ? 4 : 8)..]);
        if (prefixLength is { } length)
        {
            span[FlagsOffset] = PrefixFlag;
            span[FlagsOffset + 1] = length;
        }
        MemoryMarshal.Write(span[(FlagsOffset + 2)..], (ushort)key.Length);
        key.CopyTo(span[KeyOffset..]);
        return option;
    }

    private static void Apply(Socket socket, int name, byte[] option)
    {
        try
        {
            socket.SetRawSocketOption(IpprotoTcp, name, option);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // Removing a key that is not there: .NET makes this of ENOENT.
        }
        catch (SocketException e)
        {
            throw new TransportException($"This linux machine does not support TCP_MD5SIG, you can not use MD5 ({e.Message})", e);
        }
    }

    private static byte[]? DecodeBase64(string text)
    {
        // White space, which the decoder passes over, is no part of the alphabet.
        if (text.Any(char.IsWhiteSpace)) return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
