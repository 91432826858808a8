using System.Buffers.Binary;
using System.Net;

namespace ExaSharp.Testing;

/// <summary>
/// One BGP message as it was on the wire, and the few messages that a scripted peer writes. Written apart from the
/// product's own codec, so that an error cannot stand on both sides.
/// </summary>
public sealed record BgpFrame(byte[] Bytes)
{
    /// <summary>Message types of RFC 4271, section 4.1, and RFC 2918.</summary>
    public const byte OpenType = 1, UpdateType = 2, NotificationType = 3, KeepaliveType = 4, RouteRefreshType = 5;

    /// <summary>The length of marker, length and type.</summary>
    public const int HeaderLength = 19;

    /// <summary>The message type.</summary>
    public byte Type => Bytes[18];

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Body => Bytes.AsSpan(HeaderLength);

    /// <summary>Whether this is the End-of-RIB of IPv4 unicast: an UPDATE without anything (RFC 4724, section 2).</summary>
    public bool IsEndOfRib => Type == UpdateType && Body.SequenceEqual(new byte[4]);

    /// <summary>Whether this is the End-of-RIB of a family: an UPDATE with an empty MP_UNREACH_NLRI alone.</summary>
    public bool IsEndOfRibOf(ushort afi, byte safi)
    {
        if (afi == 1 && safi == 1 && IsEndOfRib)
            return true;
        byte[] empty = [0, 0, 0, 6, 0x80, 15, 3, (byte)(afi >> 8), (byte)afi, safi];
        byte[] emptyLong = [0, 0, 0, 7, 0x90, 15, 0, 3, (byte)(afi >> 8), (byte)afi, safi];
        return Type == UpdateType && (Body.SequenceEqual(empty) || Body.SequenceEqual(emptyLong));
    }

    /// <summary>A message: marker, length, type and the body.</summary>
    public static BgpFrame Of(byte type, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[HeaderLength + body.Length];
        bytes.AsSpan(0, 16).Fill(0xFF);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(16), (ushort)bytes.Length);
        bytes[18] = type;
        body.CopyTo(bytes.AsSpan(HeaderLength));
        return new BgpFrame(bytes);
    }

    /// <summary>A KEEPALIVE.</summary>
    public static BgpFrame Keepalive() => Of(KeepaliveType, []);

    /// <summary>A NOTIFICATION.</summary>
    public static BgpFrame Notification(byte code, byte subcode, params byte[] data) =>
        Of(NotificationType, [code, subcode, .. data]);

    /// <summary>An OPEN that offers four-octet AS numbers and the given families, and any other capabilities as bytes.</summary>
    /// <param name="asn">The AS number; above 65535, AS_TRANS stands in the fixed field (RFC 6793).</param>
    /// <param name="holdTime">Seconds; 0 or at least 3.</param>
    /// <param name="routerId">The BGP identifier.</param>
    /// <param name="families">AFI and SAFI of each Multiprotocol capability (RFC 4760).</param>
    /// <param name="capabilities">More capabilities, each as code, length and value.</param>
    public static BgpFrame Open(uint asn, ushort holdTime, IPAddress routerId,
        IEnumerable<(ushort Afi, byte Safi)> families, params byte[] capabilities)
    {
        ArgumentNullException.ThrowIfNull(routerId);
        ArgumentNullException.ThrowIfNull(families);
        List<byte> offered = [];
        foreach (var (afi, safi) in families)
            offered.AddRange([1, 4, (byte)(afi >> 8), (byte)afi, 0, safi]);
        offered.AddRange([65, 4, (byte)(asn >> 24), (byte)(asn >> 16), (byte)(asn >> 8), (byte)asn]);
        offered.AddRange(capabilities);
        var twoOctets = (ushort)(asn > ushort.MaxValue ? 23456 : asn);
        return Of(OpenType,
        [
            4,
            (byte)(twoOctets >> 8), (byte)twoOctets,
            (byte)(holdTime >> 8), (byte)holdTime,
            .. routerId.GetAddressBytes(),
            (byte)(offered.Count + 2), 2, (byte)offered.Count,
            .. offered,
        ]);
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexString(Bytes.AsSpan(16));

    /// <summary>Two frames are equal when their bytes are.</summary>
    public bool Equals(BgpFrame? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
