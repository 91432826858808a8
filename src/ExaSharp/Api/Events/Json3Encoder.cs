using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// JSON 3.4.8, of ExaBGP 3.4: routes are objects keyed by prefix (of routes with the same prefix the last one counts, as to
/// a reader of ExaBGP's repeated keys), numbers of the neighbour are strings, times whole seconds. There are no negotiated,
/// fsm and signal events.
/// </summary>
public sealed class Json3Encoder : JsonEncoder
{
    [ThreadStatic]
    private static JsonKeys? _keys;

    private readonly byte[] _origin;
    private long _numbered = -1;

    public Json3Encoder(EventContext context)
        : base(context, JsonVersion.Three, "3.4.8") => _origin = new TextBuffer()
            .Append(", \"host\" : "u8).AppendJsonString(context.Host)
            .Append(", \"pid\" : \""u8).Append(context.ProcessId)
            .Append("\", \"ppid\" : \""u8).Append(context.ParentProcessId)
            .Append("\", "u8).Written.ToArray();

    public override void Fsm(NeighborInfo neighbor, string state, TextBuffer output)
    {
    }

    public override void Negotiated(NeighborInfo neighbor, NegotiatedSession session, TextBuffer output)
    {
    }

    public override void Signal(NeighborInfo neighbor, int number, string name, TextBuffer output)
    {
    }

    public override void Open(in MessageEvent message, OpenMessage open, TextBuffer output)
    {
        Begin(message, "open"u8, output);
        output.Append(", \"direction\": \""u8).Append(message.Direction == EventDirection.Send ? "sent"u8 : "received"u8).Append("\", \"open\": "u8);
        open.AppendJson(Version, output);
        output.Append((byte)' ');
        End(output);
    }

    public override void Keepalive(in MessageEvent message, TextBuffer output)
    {
        Begin(message, "keepalive"u8, output);
        End(output);
    }

    /// <inheritdoc/>
    /// <remarks>Never with what was negotiated.</remarks>
    public override void Update(in MessageEvent message, NegotiatedSession session, in UpdateView update, TextBuffer output) => base.Update(
        new MessageEvent(message.Neighbor, message.Direction) { Header = message.Header, Body = message.Body }, session, update, output);

    /// <inheritdoc/>
    /// <remarks>It stands twice in the event: by itself and in the neighbour.</remarks>
    public override void Notification(in MessageEvent message, byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output)
    {
        BeginEvent(message.Neighbor, "notification"u8, message.Header, message.Body, output);
        AppendNotification(code, subcode, data, output);
        output.Append(", "u8);
        AppendNeighbor(message.Neighbor, output);
        output.Append(", "u8);
        AppendNotification(code, subcode, data, output);
        End(output);
    }

    public override void Packets(in MessageEvent message, MessageType type, TextBuffer output)
    {
        var isSent = message.Direction == EventDirection.Send;
        Begin(message.Neighbor, isSent ? TypeWord(type) : "raw"u8, default, default, output);
        output.Append(", \"message\": { \"body\": \""u8).AppendHex(message.Body).Append((byte)'"');
        if (!isSent) output.Append(", \"received\": "u8).Append((uint)type);
        output.Append(", \"header\": \""u8).AppendHex(message.Header).Append((byte)'"');
        if (isSent) output.Append(", \"sent\": "u8).Append((uint)type);
        output.Append(" } "u8);
        End(output);
    }

    public override void Shutdown(TextBuffer output)
    {
        BeginEnvelope(output);
        output.Append("\"counter\": 1, \"type\": \"notification\", \"notification\": \"shutdown\"}\n"u8);
    }

    protected override void Begin(NeighborInfo neighbor, ReadOnlySpan<byte> type, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, TextBuffer output)
    {
        BeginEvent(neighbor, type, header, body, output);
        AppendNeighbor(neighbor, output);
    }

    protected override void BeginEnvelope(TextBuffer output)
    {
        output.Append("{ \"exabgp\": \"3.4.8\", \"time\": "u8).Append((ulong)Context.Time.GetUtcNow().ToUnixTimeSeconds()).Append(_origin);
    }

    protected override void End(TextBuffer output) => output.Append("} }\n"u8);

    protected override void AppendDirection(EventDirection direction, TextBuffer output)
    {
    }

    protected override ReadOnlySpan<byte> TypeWord(MessageType type) => type == MessageType.RouteRefresh ? "route refresh"u8 : base.TypeWord(type);

    protected override void EndMessage(in UpdateView update, TextBuffer output) =>
        output.Append(update.IsEndOfRib && !update.EndOfRibFamily.IsIpv4Unicast ? "}"u8 : " }"u8);

    /// <inheritdoc/>
    /// <remarks>That of IPv4 unicast looks like a route whose next-hop is <c>null</c>.</remarks>
    protected override void AppendEndOfRib(FamilyId family, TextBuffer output)
    {
        if (family.IsIpv4Unicast) output.Append("\"update\": { \"announce\": { \"ipv4 unicast\": { \"null\": { "u8);
        base.AppendEndOfRib(family, output);
        if (family.IsIpv4Unicast) output.Append(" } } } }"u8);
    }

    protected override void AppendNextHop(IpAddress nextHop, TextBuffer output)
    {
        if (nextHop.IsDefined) base.AppendNextHop(nextHop, output);
        else output.Append("\"none\": "u8);
    }

    protected override void AppendNlri(in UpdateView update, int first, RouteAction action, bool ofNextHop, IpAddress nextHop, TextBuffer output)
    {
        var keys = _keys ??= new JsonKeys();
        keys.Clear();
        for (var i = first; i < update.SectionCount; i++)
        {
            if (i != first && !BelongTogether(update.Section(first), update.Section(i), action, ofNextHop)) continue;
            if (AddressFamilies.Find(update.Section(i).Family) is not { } family) continue;
            foreach (var item in update.Section(i))
                if (family.TryAppendJsonKey(item.Nlri, keys.Text)) keys.Add();
        }
        output.Append("{ "u8);
        var start = output.Length;
        var index = 0;
        for (var i = first; i < update.SectionCount; i++)
        {
            var section = update.Section(i);
            if (i != first && !BelongTogether(update.Section(first), section, action, ofNextHop)) continue;
            if (AddressFamilies.Find(section.Family) is not { } family)
            {
                Separate(start, output);
                AppendNumberedKey(FamilyNames.Name(section.Family.Safi), output);
                AppendOctets(section.Bytes, output);
                continue;
            }
            foreach (var item in section)
            {
                var isKeyed = keys.Count > 0;
                if (isKeyed && !keys.IsLast(index++)) continue;
                Separate(start, output);
                if (isKeyed) output.Append((byte)'"').Append(keys.Key(index - 1)).Append("\": "u8);
                else AppendNumberedKey(family.NumberedKey, output);
                AppendRoute(family, item, ofNextHop ? nextHop : section.NextHop, output);
            }
        }
        output.Append(" }"u8);
    }

    private static void AppendNotification(byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output) => output
        .Append("\"notification\": { \"subcode\": "u8).Append((uint)subcode).Append(", \"code\": "u8).Append((uint)code)
        .Append(", \"data\": \""u8).AppendHex(data).Append("\" } "u8);

    private static void AppendNeighbor(NeighborInfo neighbor, TextBuffer output)
    {
        output.Append("\"neighbor\": { \"ip\": \""u8);
        AppendAddress(neighbor.PeerAddress, output);
        output.Append("\", \"address\": { \"local\": \""u8);
        AppendAddress(neighbor.LocalAddress, output);
        output.Append("\", \"peer\": \""u8);
        AppendAddress(neighbor.PeerAddress, output);
        output.Append("\"}, \"asn\": { \"local\": \""u8);
        AppendAsn(neighbor.LocalAs, output);
        output.Append("\", \"peer\": \""u8);
        AppendAsn(neighbor.PeerAs, output);
        output.Append("\"}"u8);
    }

    /// <summary>Everything up to the neighbour.</summary>
    private void BeginEvent(NeighborInfo neighbor, ReadOnlySpan<byte> type, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, TextBuffer output)
    {
        BeginEnvelope(output);
        output.Append("\"counter\": "u8).Append(neighbor.NextCounter()).Append(", \"type\": \""u8).Append(type).Append("\", "u8);
        if (!header.IsEmpty) output.Append("\"header\": \""u8).AppendHex(header).Append("\", "u8);
        if (!body.IsEmpty) output.Append("\"body\": \""u8).AppendHex(body).Append("\", "u8);
    }

    /// <summary><c>"flow-0": </c>: no two routes of the daemon have the same number.</summary>
    private void AppendNumberedKey(string name, TextBuffer output) => output
        .Append((byte)'"').Append(name).Append((byte)'-').Append((ulong)Interlocked.Increment(ref _numbered)).Append("\": "u8);
}
