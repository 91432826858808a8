using ExaSharp.Bgp.Dissection;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>Whole messages behind the octets that choose the session: shown field by field; those that are neither OPEN nor UPDATE read.</summary>
internal sealed class MessageTarget : FuzzTarget
{
    public override string Name => "message";

    public override IEnumerable<byte[]> Derive(Corpus corpus)
    {
        foreach (var open in corpus.Inputs("open")) yield return [0, 0, .. Message(MessageType.Open, open)];
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
        var body = message[BgpHeader.Size..];
        var start = shown.Length;
        switch ((MessageType)message[BgpHeader.Size - 1])
        {
            case MessageType.Notification:
                var notification = Notification.Read(body);
                notification.AppendJson(shown);
                Shown.IsJson(shown, start);
                start = shown.Length;
                notification.AppendText(shown);
                Shown.IsText(shown, start);
                _ = notification.ToString();
                break;
            case MessageType.RouteRefresh when RouteRefreshMessage.TryRead(body, out var refresh, out _):
                refresh.AppendJson(shown);
                Shown.IsJson(shown, start);
                start = shown.Length;
                refresh.AppendText(shown);
                Shown.IsText(shown, start);
                break;
            case MessageType.Operational when OperationalMessage.TryRead(body, out var operational, out _):
                operational!.AppendJson(shown);
                Shown.IsJson(shown, start);
                start = shown.Length;
                operational.AppendText(shown);
                Shown.IsText(shown, start);
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
