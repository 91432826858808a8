using System.Buffers.Binary;
using System.Globalization;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Wire;

/// <summary>
/// The header of a message (RFC 4271 section 4.1).
/// <code>
///  +------------------------------------------------+
///  |            Marker (16 octets, all ones)        |
///  +-----------------+---------+
///  |   Length (2)    | Type (1)|
///  +-----------------+---------+
/// </code>
/// </summary>
/// <param name="Type">May be a number that is no member of the enumeration before it was checked.</param>
/// <param name="Length">Octets of the whole message, header included.</param>
public readonly record struct BgpHeader(MessageType Type, int Length)
{
    /// <summary>Octets of a header: the least length of a message.</summary>
    public const int Size = 19;

    private const int MarkerSize = 16;

    private static ReadOnlySpan<byte> Marker =>
    [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];

    /// <summary>Octets behind the header.</summary>
    public int BodyLength => Length - Size;

    /// <summary>
    /// Reads and checks the first <see cref="Size"/> octets of a message in ExaBGP's order: marker, length, length of that
    /// type, type. The error carries the NOTIFICATION (1/1, 1/2, 1/3) with ExaBGP's text.
    /// </summary>
    /// <param name="bytes">At least <see cref="Size"/> octets.</param>
    /// <param name="maxMessageSize">4096, or 65535 once RFC 8654 was negotiated.</param>
    /// <param name="header">What was read, also of a message that is not acceptable.</param>
    /// <param name="error">The default value when the header is acceptable.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int maxMessageSize, out BgpHeader header, out BgpError error)
    {
        header = default;
        // RFC 4271 section 6.1: if the Marker field is not as expected, the Error Subcode MUST be set to Connection Not Synchronized.
        if (bytes.Length < Size || !bytes[..MarkerSize].SequenceEqual(Marker))
        {
            error = HeaderError(1, "The packet received does not contain a BGP marker");
            return false;
        }
        var type = (MessageType)bytes[18];
        header = new BgpHeader(type, BinaryPrimitives.ReadUInt16BigEndian(bytes[MarkerSize..]));
        error = Check(header, maxMessageSize);
        return !error.IsError;
    }

    /// <summary>Starts a message: writes the header with its length open. Gives the offset that <see cref="End"/> wants.</summary>
    public static int Begin(ref WireWriter writer, MessageType type)
    {
        var start = writer.Length;
        writer.Bytes(Marker);
        writer.UInt16(0);
        writer.Byte((byte)type);
        return start;
    }

    /// <summary>Ends the message that began at <paramref name="start"/>: fills in its length. No effect after an overflow.</summary>
    public static void End(ref WireWriter writer, int start)
    {
        if (writer.Overflowed) return;
        BinaryPrimitives.WriteUInt16BigEndian(writer.At(start + MarkerSize, 2), (ushort)(writer.Length - start));
    }

    private static BgpError Check(BgpHeader header, int maxMessageSize)
    {
        // RFC 4271 section 6.1: if the Length field is less than 19 or greater than 4096 (RFC 8654: 65535), or less than the
        // minimum length of the message's type, or if the Length field of a KEEPALIVE is not equal to 19, the Error Subcode
        // MUST be set to Bad Message Length.
        if (header.Length < Size || header.Length > maxMessageSize || !FitsType(header))
        {
            var length = header.Length.ToString(CultureInfo.InvariantCulture);
            return HeaderError(2, $"{MessageNames.Name(header.Type)} has an invalid message length of {length}");
        }
        // RFC 4271 section 6.1: if the Type field is not recognized, the Error Subcode MUST be set to Bad Message Type.
        if (header.Type is < MessageType.Open or > MessageType.Operational)
        {
            var type = ((byte)header.Type).ToString(CultureInfo.InvariantCulture);
            return HeaderError(3, $"can not decode message of type \"{type}\"");
        }
        return default;
    }

    private static bool FitsType(BgpHeader header) => header.Type switch
    {
        MessageType.Open => header.Length >= 29,
        MessageType.Update => header.Length >= 23,
        MessageType.Notification => header.Length >= 21,
        MessageType.Keepalive => header.Length == Size,
        MessageType.RouteRefresh => header.Length == 23,
        _ => true,
    };

    private static BgpError HeaderError(byte subcode, string text) =>
        BgpError.Reset(NotificationCode.MessageHeaderError, subcode, text);
}
