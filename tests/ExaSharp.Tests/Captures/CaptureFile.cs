using System.Buffers.Binary;
using System.Net;
using ExaSharp.Captures;

namespace ExaSharp.Tests.Captures;

/// <summary>Writes a capture file octet by octet.</summary>
internal sealed class CaptureFile
{
    private readonly MemoryStream _octets = new();
    private readonly bool _isLittleEndian;
    private readonly bool _isNextGeneration;
    private readonly bool _isNanoseconds;
    private readonly LinkType _link;

    public CaptureFile(LinkType link = LinkType.Ethernet, bool isLittleEndian = true, bool isNextGeneration = false, bool isNanoseconds = false)
    {
        (_link, _isLittleEndian, _isNextGeneration, _isNanoseconds) = (link, isLittleEndian, isNextGeneration, isNanoseconds);
        if (isNextGeneration) BeginSection();
        else BeginClassic();
    }

    /// <summary>What stands between the link's addresses and the type of what follows, on Ethernet.</summary>
    public string VlanTags { get; init; } = "";

    public byte[] ToArray() => _octets.ToArray();

    /// <summary>Adds a TCP segment.</summary>
    public CaptureFile Tcp(string source, string destination, uint sequence, byte[] payload, TcpFlags flags = TcpFlags.Ack, int fragment = 0)
    {
        var (from, to) = (IPEndPoint.Parse(source), IPEndPoint.Parse(destination));
        var tcp = new List<byte>();
        tcp.AddRange([.. Big((ushort)from.Port), .. Big((ushort)to.Port), .. Big(sequence), .. Big(0u), 0x60, (byte)flags, .. Big((ushort)8192), .. Big(0u)]);
        // An option, so that the header is longer than the shortest.
        tcp.AddRange([2, 4, 5, 0xb4]);
        tcp.AddRange(payload);
        return Ip(from.Address, to.Address, [.. tcp], fragment);
    }

    /// <summary>Adds a packet as it is.</summary>
    public CaptureFile Packet(byte[] packet)
    {
        const ulong Microseconds = 1_700_000_000_123_456;
        if (!_isNextGeneration)
        {
            Write((uint)(Microseconds / 1_000_000));
            Write((uint)(Microseconds % 1_000_000) * (_isNanoseconds ? 1000u : 1u));
            Write((uint)packet.Length);
            Write((uint)packet.Length);
            _octets.Write(packet);
            return this;
        }
        var time = Microseconds * (_isNanoseconds ? 1000ul : 1ul);
        Block(6, [.. Number(0u), .. Number((uint)(time >> 32)), .. Number((uint)time), .. Number((uint)packet.Length), .. Number((uint)packet.Length), .. packet]);
        return this;
    }

    /// <summary>Adds a block of a pcapng file.</summary>
    public CaptureFile Block(uint type, byte[] body)
    {
        var padding = (4 - body.Length % 4) % 4;
        var length = (uint)(12 + body.Length + padding);
        Write(type);
        Write(length);
        _octets.Write(body);
        _octets.Write(new byte[padding]);
        Write(length);
        return this;
    }

    public byte[] Number(uint value) => Order(Big(value));

    public byte[] Number(ushort value) => Order(Big(value));

    private static byte[] Big(ushort value)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, value);
        return octets;
    }

    private static byte[] Big(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    private CaptureFile Ip(IPAddress source, IPAddress destination, byte[] tcp, int fragment)
    {
        var octets = new List<byte>();
        var isIpv4 = source.GetAddressBytes().Length == 4;
        if (isIpv4)
        {
            octets.AddRange([0x46, 0, .. Big((ushort)(24 + tcp.Length)), .. Big((ushort)1), .. Big((ushort)fragment), 64, 6, 0, 0]);
            octets.AddRange([.. source.GetAddressBytes(), .. destination.GetAddressBytes()]);
            // An option, and behind the packet padding of the link.
            octets.AddRange([1, 1, 1, 1]);
            octets.AddRange(tcp);
            if (_link == LinkType.Ethernet) octets.AddRange([0xee, 0xee, 0xee]);
        }
        else
        {
            octets.AddRange([0x60, 0, 0, 0, .. Big((ushort)tcp.Length), 6, 64]);
            octets.AddRange([.. source.GetAddressBytes(), .. destination.GetAddressBytes()]);
            octets.AddRange(tcp);
        }
        return Packet([.. Link(isIpv4), .. octets]);
    }

    private byte[] Link(bool isIpv4)
    {
        var type = isIpv4 ? "0800" : "86DD";
        return _link switch
        {
            LinkType.Ethernet => Convert.FromHexString("0202020202020404040404" + "04" + VlanTags + type),
            LinkType.LinuxCooked => Convert.FromHexString("00000001000602020202020200" + "00" + type),
            LinkType.LinuxCooked2 => Convert.FromHexString(type + "0000" + "00000001" + "0001" + "0006" + "0202020202020000"),
            LinkType.Null => Number(isIpv4 ? 2u : 30u),
            LinkType.Loop => Big(isIpv4 ? 2u : 24u),
            _ => [],
        };
    }

    private void BeginClassic()
    {
        Write(_isNanoseconds ? 0xa1b23c4du : 0xa1b2c3d4u);
        _octets.Write([.. Number((ushort)2), .. Number((ushort)4), .. new byte[8]]);
        Write(65535u);
        Write((uint)_link);
    }

    private void BeginSection()
    {
        Block(0x0a0d0d0a, [.. Number(0x1a2b3c4du), .. Number((ushort)1), .. Number((ushort)0), 255, 255, 255, 255, 255, 255, 255, 255]);
        byte[] options = _isNanoseconds ? [.. Number((ushort)9), .. Number((ushort)1), 9, 0, 0, 0, .. Number((ushort)0), .. Number((ushort)0)] : [];
        Block(1, [.. Number((ushort)_link), .. Number((ushort)0), .. Number(0u), .. options]);
        // Of a kind that is passed over.
        Block(4, [1, 2, 3]);
    }

    private void Write(uint value) => _octets.Write(Number(value));

    private byte[] Order(byte[] big)
    {
        if (_isLittleEndian) Array.Reverse(big);
        return big;
    }
}
