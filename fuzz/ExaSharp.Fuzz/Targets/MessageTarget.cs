using ExaSharp.Api.Events;
using ExaSharp.Bgp.Dissection;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>Whole messages behind the octets that choose the session: shown field by field, and what of them can be read as the events of every version.</summary>
internal sealed class MessageTarget : FuzzTarget
{
    private readonly AllEncoders _encoders = new();

    private static readonly (MessageType Type, string Body)[] Others =
    [
        (MessageType.Keepalive, ""), (MessageType.RouteRefresh, "00010001"), (MessageType.RouteRefresh, "00020101"),
        (MessageType.Notification, "0602" + "0568656C6C6F"), (MessageType.Notification, "060206C3A9E29C94"), (MessageType.Notification, "020741040000FDEA"),
        (MessageType.Operational, "000100090001" + "01225C0A097F7D"), (MessageType.Operational, "0004000F0001010A00000200000007FFFFFFFF"),
    ];

    public override string Name => "message";

    public override IEnumerable<byte[]> Derive(Corpus corpus)
    {
        foreach (var open in corpus.Inputs("open")) yield return [0, 0, .. Message(MessageType.Open, open)];
        foreach (var (type, body) in Others) yield return [0, 0, .. Message(type, Convert.FromHexString(body))];
        foreach (var update in corpus.Inputs("update")) yield return [.. update[..RandomSessions.Octets], .. Message(MessageType.Update, update[RandomSessions.Octets..])];
    }

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        if (input.Length < RandomSessions.Octets) return;
        var session = RandomSessions.Of(input[0], input[1]);
        var message = input[RandomSessions.Octets..];
        MessageDissector.Append(message, session, shown);
        Shown.IsText(shown, 0);
        if (message.Length < BgpHeader.Size) return;
        foreach (var (encoder, isJson) in _encoders.All())
        {
            var start = shown.Length;
            Write(encoder, message, session, shown);
            AllEncoders.Check(shown, start, isJson);
        }
    }

    private static void Write(EventEncoder encoder, ReadOnlySpan<byte> message, NegotiatedSession session, TextBuffer shown)
    {
        var body = message[BgpHeader.Size..];
        var type = (MessageType)message[BgpHeader.Size - 1];
        var details = new MessageEvent(AllEncoders.NewNeighbor(), EventDirection.Send) { Header = message[..BgpHeader.Size], Body = body, Negotiated = session, IsNegotiatedWanted = true };
        encoder.Packets(details, type, shown);
        switch (type)
        {
            case MessageType.Open when OpenMessage.TryRead(body, out var open, out _):
                encoder.Open(details, open, shown);
                break;
            case MessageType.Keepalive:
                encoder.Keepalive(details, shown);
                break;
            case MessageType.Notification:
                var notification = Notification.Read(body);
                encoder.Notification(details, notification.Code, notification.Subcode, notification.Data, shown);
                encoder.Down(details.Neighbor, notification.ToString(), shown);
                break;
            case MessageType.RouteRefresh when RouteRefreshMessage.TryRead(body, out var refresh, out _):
                encoder.Refresh(details, refresh.Family, (byte)refresh.Subtype, shown);
                break;
            case MessageType.Operational when OperationalMessage.TryRead(body, out var operational, out _) && operational!.IsKnown:
                encoder.Operational(details, operational, shown);
                break;
        }
    }

    private static byte[] Message(MessageType type, byte[] body)
    {
        var writer = new WireWriter(new byte[BgpHeader.Size + body.Length]);
        var start = BgpHeader.Begin(ref writer, type);
        writer.Bytes(body);
        BgpHeader.End(ref writer, start);
        return writer.Written.ToArray();
    }
}
