using System.Globalization;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Dissection;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Cli;

/// <summary>Prints messages for <c>decode</c>: as the JSON that a helper would get, or for people, field by field.</summary>
/// <param name="output">Where to.</param>
/// <param name="encoder">The form of JSON.</param>
/// <param name="isText">Whether people read it.</param>
/// <param name="isCompact">The setting <c>exabgp.api.compact</c>.</param>
internal sealed class MessagePrinter(TextWriter output, EventEncoder encoder, bool isText, bool isCompact)
{
    private readonly TextBuffer _line = new();

    // What would end a session can still be looked at.
    private readonly UpdateReader _updates = new(isOwn: true);

    /// <summary>Whether people read it.</summary>
    public bool IsText => isText;

    /// <summary>Prints a message from its marker on; false with the reason when it can not be told as JSON.</summary>
    public bool TryPrint(ReadOnlySpan<byte> message, MessageEvent details, NegotiatedSession session, out BgpError error)
    {
        error = default;
        if (!isText) return TryPrintJson((MessageType)message[BgpHeader.Size - 1], message[BgpHeader.Size..], details, session, out error);
        MessageDissector.Append(message, session, _line);
        return Print();
    }

    /// <summary>Prints an UPDATE that has no header.</summary>
    public bool TryPrintUpdate(ReadOnlySpan<byte> body, MessageEvent details, NegotiatedSession session, out BgpError error)
    {
        error = default;
        if (!isText) return TryPrintJson(MessageType.Update, body, details, session, out error);
        MessageDissector.AppendBody(MessageType.Update, body, session, _line);
        return Print();
    }

    /// <summary>Prints NLRI of a family, one a line.</summary>
    public bool TryPrintNlri(FamilyId id, ReadOnlySpan<byte> bytes, NegotiatedSession session, out BgpError error)
    {
        error = default;
        if (isText)
        {
            MessageDissector.AppendNlri(id, bytes, session, _line);
            return Print();
        }
        if (AddressFamilies.Find(id) is not { } family) return false;
        var reader = new WireReader(bytes);
        while (!reader.AtEnd)
        {
            ReadOnlySpan<byte> pathId = default;
            var before = reader.Remaining;
            if (family.TakesPathId && session.ReceivesPathId(family.Id) && !reader.TryReadBytes(4, out pathId)) return Drop();
            var result = family.TryRead(ref reader, isWithdraw: false, out var nlri, out error);
            if (result == NlriResult.Error || reader.Remaining == before) return Drop();
            if (result == NlriResult.Skip) continue;
            family.AppendJson(nlri, pathId, default, isCompact, _line);
            _line.Append((byte)'\n');
        }
        return _line.Length > 0 && Print();
    }

    private bool TryPrintJson(MessageType type, ReadOnlySpan<byte> body, MessageEvent details, NegotiatedSession session, out BgpError error)
    {
        error = default;
        switch (type)
        {
            case MessageType.Open:
                if (!OpenMessage.TryRead(body, out var open, out error)) return false;
                encoder.Open(details, open, _line);
                break;
            case MessageType.Update:
                if (!_updates.TryRead(body, session, out var update, out error)) return false;
                encoder.Update(details, session, update, _line);
                break;
            case MessageType.Notification:
                var notification = Notification.Read(body);
                encoder.Notification(details, notification.Code, notification.Subcode, notification.Data, _line);
                break;
            case MessageType.Keepalive:
                encoder.Keepalive(details, _line);
                break;
            case MessageType.RouteRefresh:
                if (!RouteRefreshMessage.TryRead(body, out var refresh, out error)) return false;
                encoder.Refresh(details, refresh.Family, (byte)refresh.Subtype, _line);
                break;
            case MessageType.Operational:
                if (!OperationalMessage.TryRead(body, out var operational, out error)) return false;
                encoder.Operational(details, operational!, _line);
                break;
            default:
                error = BgpError.Reset(NotificationCode.MessageHeaderError, 3, string.Create(CultureInfo.InvariantCulture, $"unknown type {(byte)type}"));
                return false;
        }
        return Print();
    }

    private bool Drop()
    {
        _line.Clear();
        return false;
    }

    private bool Print()
    {
        output.Write(_line.ToString());
        _line.Clear();
        return true;
    }
}
