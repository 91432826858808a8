using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// Events as JSON, one object a line, byte for byte as a generation of ExaBGP spaces and orders it: programs exist that look for
/// pieces of a line without parsing it. Here is what the versions have in common, in the form of 5.0.0; each has a class that
/// says what it writes otherwise. Attributes and NLRI know their forms themselves.
/// </summary>
public abstract partial class JsonEncoder : EventEncoder
{
    private readonly byte[] _start;
    private readonly byte[] _origin;

    /// <param name="context">What all events have in common.</param>
    /// <param name="version">The version.</param>
    /// <param name="number">How it is written in each event.</param>
    protected JsonEncoder(EventContext context, JsonVersion version, string number)
    {
        Context = context;
        Version = version;
        _start = new TextBuffer().Append("{ \"exabgp\": \""u8).Append(number).Append("\", \"time\": "u8).Written.ToArray();
        _origin = new TextBuffer()
            .Append(", \"host\" : "u8).AppendJsonString(context.Host)
            .Append(", \"pid\" : "u8).Append(context.ProcessId)
            .Append(", \"ppid\" : "u8).Append(context.ParentProcessId)
            .Append(", "u8).Written.ToArray();
    }

    protected EventContext Context { get; }

    protected JsonVersion Version { get; }

    /// <summary>The encoder of a version.</summary>
    public static JsonEncoder Create(JsonVersion version, EventContext context) => version switch
    {
        JsonVersion.Three => new Json3Encoder(context),
        JsonVersion.Four => new Json4Encoder(context),
        JsonVersion.Five => new Json5Encoder(context),
        _ => new Json6Encoder(context),
    };

    public override void Connected(NeighborInfo neighbor, TextBuffer output) => State(neighbor, "\"connected\""u8, output);

    public override void Up(NeighborInfo neighbor, TextBuffer output) => State(neighbor, "\"up\""u8, output);

    public override void Down(NeighborInfo neighbor, string reason, TextBuffer output)
    {
        Begin(neighbor, "state"u8, output);
        output.Append(", \"state\": \"down\", \"reason\": "u8).AppendJsonString(Reason(reason));
        End(output);
    }

    public override void Fsm(NeighborInfo neighbor, string state, TextBuffer output)
    {
        Begin(neighbor, "fsm"u8, output);
        output.Append(", \"state\": "u8).AppendJsonString(state);
        End(output);
    }

    public override void Negotiated(NeighborInfo neighbor, NegotiatedSession session, TextBuffer output)
    {
        Begin(neighbor, "negotiated"u8, output);
        output.Append(", "u8);
        AppendNegotiated(session, output);
        End(output);
    }

    public override void Signal(NeighborInfo neighbor, int number, string name, TextBuffer output)
    {
        Begin(neighbor, "signal"u8, output);
        output.Append(", \"code\": \""u8).Append(number).Append("\", \"name\": "u8).AppendJsonString(SignalName(name));
        End(output);
    }

    public override void Open(in MessageEvent message, OpenMessage open, TextBuffer output)
    {
        Begin(message, "open"u8, output);
        output.Append(", \"open\": "u8);
        open.AppendJson(Version, output);
        End(output);
    }

    public override void Keepalive(in MessageEvent message, TextBuffer output)
    {
        Begin(message, "keepalive"u8, output);
        output.Append((byte)' ');
        End(output);
    }

    public override void Notification(in MessageEvent message, byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output)
    {
        Begin(message, "notification"u8, output);
        output.Append(", \"notification\": { \"code\": "u8).Append((uint)code)
            .Append(", \"subcode\": "u8).Append((uint)subcode)
            .Append(", \"data\": \"0x"u8).AppendHex(data)
            .Append("\", \"message\": "u8).AppendJsonString(data)
            .Append(" } "u8);
        End(output);
    }

    public override void Refresh(in MessageEvent message, FamilyId family, byte subtype, TextBuffer output)
    {
        Begin(message, "refresh"u8, output);
        output.Append(", \"route-refresh\": { "u8);
        AppendFamily(family, output);
        output.Append(", \"subtype\": \""u8).Append(RefreshWord(subtype)).Append("\" }"u8);
        End(output);
    }

    public override void Operational(in MessageEvent message, OperationalMessage operational, TextBuffer output)
    {
        Begin(message, "operational"u8, output);
        output.Append(", \"operational\": "u8);
        operational.AppendJson(output);
        End(output);
    }

    public override void Packets(in MessageEvent message, MessageType type, TextBuffer output)
    {
        // The octets are part of the message here, and not members of the event.
        Begin(message.Neighbor, TypeWord(type), default, default, output);
        AppendDirection(message.Direction, output);
        output.Append(", \"message\": { \"category\": "u8).Append((uint)type)
            .Append(", \"header\": \"0x"u8).AppendHex(message.Header)
            .Append("\", \"body\": \"0x"u8).AppendHex(message.Body).Append("\" } "u8);
        AppendSession(message, output);
        End(output);
    }

    public override void Shutdown(TextBuffer output)
    {
        BeginEnvelope(output);
        output.Append("\"type\": \"notification\", \"notification\": \"shutdown\" }\n"u8);
    }

    /// <summary>The reason of the end of a session, from that of ExaBGP 5.0.</summary>
    protected virtual string Reason(string reason) => reason;

    /// <summary>Whether an update or raw event shows what its session negotiated.</summary>
    protected virtual bool ShowsSession(in MessageEvent message) => message.IsNegotiatedWanted;

    /// <summary>What the session of a message negotiated, where it is to be shown.</summary>
    private void AppendSession(in MessageEvent message, TextBuffer output)
    {
        if (message.Negotiated is not { } session || !ShowsSession(message)) return;
        output.Append(", "u8);
        AppendNegotiated(session, output);
    }

    /// <summary>The name of a signal, from that of ExaBGP 5.0.</summary>
    protected virtual string SignalName(string name) => name;

    private void State(NeighborInfo neighbor, ReadOnlySpan<byte> quoted, TextBuffer output)
    {
        Begin(neighbor, "state"u8, output);
        output.Append(", \"state\": "u8).Append(quoted);
        End(output);
    }

    protected void Begin(NeighborInfo neighbor, ReadOnlySpan<byte> type, TextBuffer output) => Begin(neighbor, type, default, default, output);

    protected void Begin(in MessageEvent message, ReadOnlySpan<byte> type, TextBuffer output)
    {
        Begin(message.Neighbor, type, message.Header, message.Body, output);
        AppendDirection(message.Direction, output);
    }

    /// <summary>Everything up to the neighbour's router-id; members that follow begin with a comma and a blank.</summary>
    protected virtual void Begin(NeighborInfo neighbor, ReadOnlySpan<byte> type, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, TextBuffer output)
    {
        BeginEnvelope(output);
        output.Append("\"counter\": "u8).Append(neighbor.NextCounter()).Append(", \"type\": \""u8).Append(type).Append("\", "u8);
        if (!header.IsEmpty) output.Append("\"header\": \"0x"u8).AppendHex(header).Append("\", "u8);
        if (!body.IsEmpty) output.Append("\"body\": \"0x"u8).AppendHex(body).Append("\", "u8);
        output.Append("\"neighbor\": { \"address\": { \"local\": \""u8);
        AppendAddress(neighbor.LocalAddress, output);
        output.Append("\", \"peer\": \""u8);
        AppendAddress(neighbor.PeerAddress, output);
        output.Append("\" }, \"asn\": { \"local\": "u8);
        AppendAsn(neighbor.LocalAs, output);
        output.Append(", \"peer\": "u8);
        AppendAsn(neighbor.PeerAs, output);
        output.Append(" }"u8);
        AppendRouterId(neighbor, output);
        output.Append((byte)' ');
    }

    /// <summary>The last of what is said about the neighbour itself.</summary>
    protected virtual void AppendRouterId(NeighborInfo neighbor, TextBuffer output)
    {
        if (!neighbor.RouterId.IsDefined) return;
        output.Append(", \"router-id\": \""u8);
        neighbor.RouterId.AppendTo(output);
        output.Append((byte)'"');
    }

    /// <summary>Closes the neighbour and the event, behind the last member.</summary>
    protected virtual void End(TextBuffer output) => output.Append(" } }\n"u8);

    /// <summary>Everything up to the counter.</summary>
    protected virtual void BeginEnvelope(TextBuffer output)
    {
        output.Append(_start);
        AppendTime(output);
        output.Append(_origin);
    }

    /// <summary>Seconds since 1970 as Python writes a float: as few digits as give the same number back, and at least one decimal.</summary>
    private void AppendTime(TextBuffer output)
    {
        var seconds = (Context.Time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;
        var room = output.GetSpan(32);
        seconds.TryFormat(room, out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        output.Advance(written);
        if (!room[..written].Contains((byte)'.')) output.Append(".0"u8);
    }

    protected virtual void AppendDirection(EventDirection direction, TextBuffer output) =>
        output.Append(", \"direction\": \""u8).Append(Word(direction)).Append((byte)'"');

    /// <summary>ExaBGP writes <c>None</c> for the address that <c>auto</c> has not found yet.</summary>
    protected static void AppendAddress(IpAddress address, TextBuffer output)
    {
        if (address.IsDefined) address.AppendTo(output);
        else output.Append("None"u8);
    }

    protected static void AppendAsn(uint? asn, TextBuffer output)
    {
        if (asn is { } value) output.Append(value);
        else output.Append("null"u8);
    }

    protected static void AppendFamily(FamilyId family, TextBuffer output) => output
        .Append("\"afi\": \""u8).Append(FamilyNames.Name(family.Afi))
        .Append("\", \"safi\": \""u8).Append(FamilyNames.Name(family.Safi)).Append((byte)'"');

    /// <summary>The type of an event that shows a message as octets.</summary>
    protected virtual ReadOnlySpan<byte> TypeWord(MessageType type) => type switch
    {
        MessageType.Open => "open"u8,
        MessageType.Update => "update"u8,
        MessageType.Notification => "notification"u8,
        MessageType.Keepalive => "keepalive"u8,
        MessageType.RouteRefresh => "route-refresh"u8,
        MessageType.Operational => "operational"u8,
        _ => "unknown"u8,
    };

    protected virtual void AppendNegotiated(NegotiatedSession session, TextBuffer output)
    {
        output.Append("\"negotiated\": { \"message_size\": "u8).Append(session.MessageSize)
            .Append(", \"hold_time\": "u8).Append((uint)session.HoldTime)
            .Append(", \"asn4\": "u8).Append(Bool(session.Asn4))
            .Append(", \"multisession\": "u8).Append(Bool(session.MultiSession))
            .Append(", \"operational\": "u8).Append(Bool(session.Operational))
            .Append(", \"refresh\": \""u8).Append(RefreshKindWord(session.Refresh))
            .Append("\", \"families\": ["u8);
        AppendFamilies(session, static (_, _) => true, ", "u8, output);
        output.Append("], \"nexthop\": ["u8);
        for (var i = 0; i < session.ExtendedNextHops.Count; i++)
        {
            var (family, nextHop) = session.ExtendedNextHops[i];
            output.Append(i == 0 ? "\""u8 : ", \""u8);
            AppendFamilyName(family, output);
            output.Append((byte)' ').Append(FamilyNames.Name(nextHop)).Append((byte)'"');
        }
        output.Append("], \"add_path\": {\"send\": ["u8);
        AppendFamilies(session, static (session, family) => session.SendsPathId(family), ", "u8, output);
        output.Append("], \"receive\": ["u8);
        AppendFamilies(session, static (session, family) => session.ReceivesPathId(family), ", "u8, output);
        output.Append("]} } "u8);
    }

    protected static void AppendFamilies(NegotiatedSession session, Func<NegotiatedSession, FamilyId, bool> wanted, ReadOnlySpan<byte> separator, TextBuffer output)
    {
        var first = true;
        for (var i = 0; i < session.Families.Count; i++)
        {
            if (!wanted(session, session.Families[i])) continue;
            if (!first) output.Append(separator);
            output.Append((byte)'"');
            AppendFamilyName(session.Families[i], output);
            output.Append((byte)'"');
            first = false;
        }
    }

    protected static void AppendFamilyName(FamilyId family, TextBuffer output) =>
        output.Append(FamilyNames.Name(family.Afi)).Append((byte)' ').Append(FamilyNames.Name(family.Safi));

    protected static ReadOnlySpan<byte> Bool(bool value) => value ? "true"u8 : "false"u8;

    protected static ReadOnlySpan<byte> RefreshKindWord(RefreshKind kind) => kind switch
    {
        RefreshKind.Enhanced => "enhanced"u8,
        RefreshKind.Normal => "normal"u8,
        _ => "absent"u8,
    };
}
