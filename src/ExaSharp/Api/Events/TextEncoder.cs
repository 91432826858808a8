using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// Events as ExaBGP's plain text: lines that begin with <c>neighbor ADDRESS</c>, an empty line behind each event. There are
/// no negotiated, fsm and signal events in this form. Until 4.2 it shows AS paths otherwise.
/// </summary>
public class TextEncoder(EventContext context, JsonVersion version = JsonVersion.Five) : EventEncoder
{
    private readonly EventContext _context = context;

    protected JsonVersion Version { get; } = version;

    /// <summary>The encoder of a version.</summary>
    public static TextEncoder Create(JsonVersion version, EventContext context) =>
        version == JsonVersion.Three ? new Text3Encoder(context) : new TextEncoder(context, version);

    public override void Connected(NeighborInfo neighbor, TextBuffer output)
    {
        Begin(neighbor, output);
        output.Append("connected\n\n"u8);
    }

    public override void Up(NeighborInfo neighbor, TextBuffer output)
    {
        Begin(neighbor, output);
        output.Append("up\n\n"u8);
    }

    public override void Down(NeighborInfo neighbor, string reason, TextBuffer output)
    {
        Begin(neighbor, output);
        output.Append("down - "u8);
        Utf8Text.AppendOneLine(output, Encoding.UTF8.GetBytes(Version == JsonVersion.Four ? DownReason.Of42(reason) : reason));
        output.Append("\n\n"u8);
    }

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
        Begin(message, output);
        output.Append("open "u8);
        open.AppendText(Version, output);
        End(message, output);
    }

    public override void Keepalive(in MessageEvent message, TextBuffer output)
    {
        Begin(message, output);
        output.Append("keepalive"u8);
        End(message, output);
    }

    public override void Update(in MessageEvent message, NegotiatedSession session, in UpdateView update, TextBuffer output)
    {
        BeginUpdateLine(message, output);
        output.Append("start\n"u8);
        if (update.IsEndOfRib) AppendEndOfRib(message, update.EndOfRibFamily, output);
        for (var i = 0; i < update.SectionCount; i++) AppendSection(message, session, update, i, output);
        if (!message.Header.IsEmpty || !message.Body.IsEmpty)
        {
            AppendOctets(message, output);
            output.Append((byte)'\n');
        }
        BeginUpdateLine(message, output);
        output.Append("end\n\n"u8);
    }

    public override void Notification(in MessageEvent message, byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output)
    {
        Begin(message, output);
        output.Append("notification code "u8).Append((uint)code).Append(" subcode "u8).Append((uint)subcode)
            .Append(" data 0x"u8).AppendHex(data);
        End(message, output);
    }

    public override void Refresh(in MessageEvent message, FamilyId family, byte subtype, TextBuffer output)
    {
        Begin(message, output);
        output.Append("route-refresh "u8);
        AppendFamily(family, output);
        output.Append((byte)' ').Append(RefreshWord(subtype));
        End(message, output);
    }

    /// <inheritdoc/>
    /// <remarks>ExaBGP puts no empty line behind this one.</remarks>
    public override void Operational(in MessageEvent message, OperationalMessage operational, TextBuffer output)
    {
        Begin(message, output);
        output.Append("operational "u8);
        operational.AppendText(output);
        AppendOctets(message, output);
        output.Append((byte)'\n');
    }

    public override void Packets(in MessageEvent message, MessageType type, TextBuffer output)
    {
        Begin(message, output);
        output.Append((uint)type);
        End(message, output);
    }

    public override void Shutdown(TextBuffer output) => output
        .Append("shutdown "u8).Append(_context.ProcessId).Append((byte)' ').Append(_context.ParentProcessId).Append("\n\n"u8);

    protected static void Begin(NeighborInfo neighbor, TextBuffer output)
    {
        output.Append("neighbor "u8);
        neighbor.PeerAddress.AppendTo(output);
        output.Append((byte)' ');
    }

    private static void Begin(in MessageEvent message, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append(Word(message.Direction)).Append((byte)' ');
    }

    private static void End(in MessageEvent message, TextBuffer output)
    {
        AppendOctets(message, output);
        output.Append("\n\n"u8);
    }

    private static void AppendOctets(in MessageEvent message, TextBuffer output)
    {
        if (!message.Header.IsEmpty) output.Append(" header 0x"u8).AppendHex(message.Header);
        if (!message.Body.IsEmpty) output.Append(" body 0x"u8).AppendHex(message.Body);
    }

    private static void BeginUpdateLine(in MessageEvent message, TextBuffer output)
    {
        Begin(message, output);
        output.Append("update "u8);
    }

    private static void AppendEndOfRib(in MessageEvent message, FamilyId family, TextBuffer output)
    {
        BeginUpdateLine(message, output);
        output.Append("route eor "u8).Append((uint)family.Afi).Append((byte)'/').Append((uint)family.Safi)
            .Append(" ("u8).Append(FamilyNames.Name(family.Afi)).Append((byte)' ').Append(FamilyNames.Name(family.Safi)).Append(")\n"u8);
    }

    private void AppendSection(in MessageEvent message, NegotiatedSession session, in UpdateView update, int index, TextBuffer output)
    {
        var section = update.Section(index);
        var family = AddressFamilies.Find(section.Family);
        if (family is null)
        {
            if (section.Bytes.IsEmpty) return;
            // As ExaBGP shows the families that have no text of their own.
            BeginRoute(message, section.Action, output);
            AppendFamily(section.Family, output);
            EndRoute(session, update, section.Action, output);
            return;
        }
        foreach (var item in section)
        {
            AppendRoute(message, session, update, section, family, item, section.NextHop, output);
            if (ShowsLinkLocal(Version, section)) AppendRoute(message, session, update, section, family, item, section.LinkLocalNextHop, output);
        }
    }

    private void AppendRoute(
        in MessageEvent message, NegotiatedSession session, in UpdateView update, in NlriSection section, Family family, in NlriSection.Item item, IpAddress nextHop, TextBuffer output)
    {
        BeginRoute(message, section.Action, output);
        if (family.HasEventText) family.AppendRoute(item.Nlri, item.PathId, NextHop.Of(nextHop), isOwn: false, output);
        else AppendFamily(section.Family, output);
        EndRoute(session, update, section.Action, output);
    }

    private static void BeginRoute(in MessageEvent message, RouteAction action, TextBuffer output)
    {
        BeginUpdateLine(message, output);
        output.Append(action == RouteAction.Announce ? "announced "u8 : "withdrawn "u8);
    }

    private void EndRoute(NegotiatedSession session, in UpdateView update, RouteAction action, TextBuffer output)
    {
        if (action == RouteAction.Announce) AppendAttributes(session, update, output);
        output.Append((byte)'\n');
    }

    protected void AppendAttributes(NegotiatedSession session, in UpdateView update, TextBuffer output)
    {
        foreach (var attribute in update.Attributes)
        {
            var end = output.Length;
            output.Append((byte)' ');
            if (!AttributeTypes.AppendText(Version, attribute.Code, attribute.Flags, update.Value(attribute), session, output)) output.Truncate(end);
        }
        if (update.ErrorText is not null) output.Append(" error "u8).Append(update.ErrorText);
    }

    protected static void AppendFamily(FamilyId family, TextBuffer output) => output
        .Append("afi "u8).Append(FamilyNames.Name(family.Afi)).Append(" safi "u8).Append(FamilyNames.Name(family.Safi));
}
