using System.Buffers.Binary;
using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Dissection;

/// <summary>
/// Shows a message field by field, for people: with offsets, and as far as it can be read. What is malformed is shown where it
/// begins, with the reason; no octets make it fail.
/// </summary>
public static class MessageDissector
{
    private const int MarkerSize = 16;

    /// <summary>Shows a message from its marker on.</summary>
    /// <param name="message">The message; octets behind its announced length are told of, but not read.</param>
    /// <param name="session">What the session that it was sent on has agreed on.</param>
    /// <param name="output">Takes the lines.</param>
    public static void Append(ReadOnlySpan<byte> message, NegotiatedSession session, TextBuffer output)
    {
        var fields = new FieldList(message, output);
        if (message.Length < BgpHeader.Size)
        {
            fields.AddMalformed(0, message.Length, 0, Words($"a message has at least {BgpHeader.Size} octets, not {message.Length}"));
            return;
        }
        if (message[..MarkerSize].ContainsAnyExcept((byte)0xff)) fields.AddMalformed(0, MarkerSize, 0, "the marker is not all ones");
        else fields.Add(0, MarkerSize, 0, "marker");
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[MarkerSize..]);
        var type = (MessageType)message[BgpHeader.Size - 1];
        fields.Add(MarkerSize, 2, 0, Words($"length {length}"));
        fields.Add(BgpHeader.Size - 1, 1, 0, Words($"type {(byte)type} {MessageNames.Name(type)}"));
        var end = Math.Clamp(length, BgpHeader.Size, message.Length);
        // The length of the message only: what is wrong with the rest is told where it is.
        if (length < BgpHeader.Size) fields.AddMalformed(MarkerSize, 2, 0, Words($"a message has at least {BgpHeader.Size} octets"));
        else if (length > message.Length) fields.AddMalformed(MarkerSize, 2, 0, Words($"the message has only {Octets(message.Length)}"));
        else if (length > session.MessageSize) fields.AddMalformed(MarkerSize, 2, 0, Words($"a message of this session has at most {Octets(session.MessageSize)}"));
        AppendBody(new FieldList(message[..end], output), type, BgpHeader.Size, session);
        if (end < message.Length) fields.Add(end, message.Length - end, 0, Words($"{Octets(message.Length - end)} behind the message"));
    }

    /// <summary>Shows the body of a message without its header; offsets count from the body's first octet.</summary>
    public static void AppendBody(MessageType type, ReadOnlySpan<byte> body, NegotiatedSession session, TextBuffer output) =>
        AppendBody(new FieldList(body, output), type, 0, session);

    /// <summary>Shows NLRI of a family, as in a field of an UPDATE.</summary>
    public static void AppendNlri(FamilyId family, ReadOnlySpan<byte> nlri, NegotiatedSession session, TextBuffer output) =>
        UpdateDissector.AppendNlri(new FieldList(nlri, output), family, 0, nlri.Length, isWithdraw: false, depth: 0, session);

    /// <summary>A number of octets in words.</summary>
    internal static string Octets(int count) => count == 1 ? "1 octet" : Words($"{count} octets");

    internal static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void AppendBody(FieldList fields, MessageType type, int start, NegotiatedSession session)
    {
        switch (type)
        {
            case MessageType.Open:
                OpenDissector.Append(fields, start);
                break;
            case MessageType.Update:
                UpdateDissector.Append(fields, start, session);
                break;
            case MessageType.Notification:
                AppendNotification(fields, start);
                break;
            case MessageType.RouteRefresh:
                AppendRouteRefresh(fields, start);
                break;
            case MessageType.Operational:
                AppendOperational(fields, start);
                break;
            case MessageType.Keepalive:
                if (start < fields.Message.Length) fields.AddMalformed(start, fields.Message.Length - start, 0, "a KEEPALIVE has no octets behind its header");
                break;
            default:
                if (start < fields.Message.Length) fields.Add(start, fields.Message.Length - start, 0, "not known");
                break;
        }
    }

    private static void AppendNotification(FieldList fields, int start)
    {
        var body = fields.Message[start..];
        if (body.Length < 2)
        {
            fields.AddMalformed(start, body.Length, 0, "a NOTIFICATION has a code and a subcode");
            return;
        }
        fields.Add(start, 1, 0, Words($"error code {body[0]} {NotificationTexts.Code(body[0])}"));
        fields.Add(start + 1, 1, 0, Words($"error subcode {body[1]} {NotificationTexts.Subcode(body[0], body[1]) ?? "not known"}"));
        if (body.Length == 2) return;
        var data = Notification.Read(body).Data;
        fields.Words.Append("data: "u8);
        if (System.Text.Ascii.IsValid(data) || Utf8Text.TryDecode(data, out _)) fields.Words.Append(data);
        else fields.Words.Append("0x"u8).AppendHex(data);
        fields.AddWords(start + 2, body.Length - 2, 0);
    }

    private static void AppendRouteRefresh(FieldList fields, int start)
    {
        var body = fields.Message[start..];
        if (body.Length != 4)
        {
            fields.AddMalformed(start, body.Length, 0, Words($"a ROUTE-REFRESH has 4 octets behind its header, not {body.Length}"));
            return;
        }
        AppendAfi(fields, start, 0);
        var subtype = body[2] switch { 0 => "request", 1 => "beginning of a refresh (BoRR)", 2 => "ending of a refresh (EoRR)", _ => "not known" };
        fields.Add(start + 2, 1, 0, Words($"subtype {body[2]} {subtype}"));
        AppendSafi(fields, start + 3, 0);
    }

    private static void AppendOperational(FieldList fields, int start)
    {
        var body = fields.Message[start..];
        if (!OperationalMessage.TryRead(body, out var message, out var error))
        {
            fields.AddMalformed(start, body.Length, 0, error.Text);
            return;
        }
        fields.Add(start, 2, 0, Words($"kind {(ushort)message!.Kind} {(message.IsKnown ? message.Name : "not known")}"));
        fields.Add(start + 2, 2, 0, Octets(BinaryPrimitives.ReadUInt16BigEndian(body[2..])));
        if (body.Length == 4) return;
        if (message.IsKnown) message.AppendText(fields.Words);
        else fields.Words.Append("not known"u8);
        fields.AddWords(start + 4, body.Length - 4, 1);
    }

    internal static void AppendAfi(FieldList fields, int start, int depth)
    {
        var afi = (Afi)BinaryPrimitives.ReadUInt16BigEndian(fields[start, 2]);
        fields.Add(start, 2, depth, Words($"AFI {(ushort)afi} {FamilyNames.Name(afi)}"));
    }

    internal static void AppendSafi(FieldList fields, int start, int depth)
    {
        var safi = (Safi)fields.Message[start];
        fields.Add(start, 1, depth, Words($"SAFI {(byte)safi} {FamilyNames.Name(safi)}"));
    }
}
