using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// The text of ExaBGP 3.4: no direction but in the words of OPEN and of messages as octets, <c>announced route</c>, and octets
/// without <c>0x</c>.
/// </summary>
public sealed class Text3Encoder(EventContext context) : TextEncoder(context, JsonVersion.Three)
{
    public override void Open(in MessageEvent message, OpenMessage open, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append("open direction "u8).Append(Direction(message)).Append((byte)' ');
        open.AppendText(Version, output);
        End(message, output);
    }

    public override void Keepalive(in MessageEvent message, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append("keepalive"u8);
        End(message, output);
    }

    public override void Update(in MessageEvent message, NegotiatedSession session, in UpdateView update, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append("update start\n"u8);
        if (update.IsEndOfRib) AppendEndOfRib(message.Neighbor, update.EndOfRibFamily, output);
        for (var i = 0; i < update.SectionCount; i++) AppendSection(message.Neighbor, session, update, update.Section(i), output);
        if (!message.Header.IsEmpty || !message.Body.IsEmpty)
        {
            AppendOctets(message, output);
            output.Append((byte)'\n');
        }
        Begin(message.Neighbor, output);
        output.Append("update end\n\n"u8);
    }

    /// <inheritdoc/>
    /// <remarks>ExaBGP 3.4 does not say whose it is.</remarks>
    public override void Notification(in MessageEvent message, byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output) => output
        .Append("notification code "u8).Append((uint)code).Append(" subcode "u8).Append((uint)subcode)
        .Append(" data "u8).AppendHex(data).Append("\n\n"u8);

    public override void Refresh(in MessageEvent message, FamilyId family, byte subtype, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append("route-refresh "u8);
        AppendFamily(family, output);
        output.Append((byte)' ').Append(RefreshWord(subtype));
        End(message, output);
    }

    public override void Operational(in MessageEvent message, OperationalMessage operational, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append("operational "u8);
        operational.AppendText(output);
        AppendOctets(message, output);
        output.Append((byte)'\n');
    }

    public override void Packets(in MessageEvent message, MessageType type, TextBuffer output)
    {
        Begin(message.Neighbor, output);
        output.Append(Direction(message)).Append((byte)' ').Append((uint)type)
            .Append(" header "u8).AppendHex(message.Header).Append(" body "u8).AppendHex(message.Body).Append("\n\n"u8);
    }

    private static ReadOnlySpan<byte> Direction(in MessageEvent message) => message.Direction == EventDirection.Send ? "sent"u8 : "received"u8;

    private static void End(in MessageEvent message, TextBuffer output)
    {
        AppendOctets(message, output);
        output.Append("\n\n"u8);
    }

    private static void AppendOctets(in MessageEvent message, TextBuffer output)
    {
        if (!message.Header.IsEmpty) output.Append(" header "u8).AppendHex(message.Header);
        if (!message.Body.IsEmpty) output.Append(" body "u8).AppendHex(message.Body);
    }

    private static void AppendEndOfRib(NeighborInfo neighbor, FamilyId family, TextBuffer output)
    {
        Begin(neighbor, output);
        output.Append("announced route eor "u8).Append((uint)family.Afi).Append((byte)'/').Append((uint)family.Safi)
            .Append(" ("u8).Append(FamilyNames.Name(family.Afi)).Append((byte)' ').Append(FamilyNames.Name(family.Safi)).Append(")\n"u8);
    }

    private void AppendSection(NeighborInfo neighbor, NegotiatedSession session, in UpdateView update, in NlriSection section, TextBuffer output)
    {
        var isAnnounced = section.Action == RouteAction.Announce;
        var family = AddressFamilies.Find(section.Family);
        if (family is null)
        {
            if (section.Bytes.IsEmpty) return;
            BeginRoute(neighbor, section, output);
            AppendFamily(section.Family, output);
            EndRoute(session, update, isAnnounced, output);
            return;
        }
        foreach (var item in section)
        {
            // Withdrawn prefixes have the next-hop that is announced beside.
            var nextHop = !isAnnounced && section.Family.IsIpv4Unicast ? update.NextHop : section.NextHop;
            AppendRoute(neighbor, session, update, section, family, item, nextHop, output);
            if (ShowsLinkLocal(Version, section)) AppendRoute(neighbor, session, update, section, family, item, section.LinkLocalNextHop, output);
        }
    }

    private void AppendRoute(
        NeighborInfo neighbor, NegotiatedSession session, in UpdateView update, in NlriSection section, Family family, in NlriSection.Item item, IpAddress nextHop, TextBuffer output)
    {
        var isAnnounced = section.Action == RouteAction.Announce;
        BeginRoute(neighbor, section, output);
        if (family.HasEventText) family.AppendRoute(item.Nlri, item.PathId, NextHop.Of(nextHop), isOwn: false, output);
        else AppendFamily(section.Family, output);
        if (!isAnnounced && !nextHop.IsDefined && family is Inet) output.Append(" next-hop none"u8);
        EndRoute(session, update, isAnnounced, output);
    }

    private static void BeginRoute(NeighborInfo neighbor, in NlriSection section, TextBuffer output)
    {
        Begin(neighbor, output);
        output.Append(section.Action == RouteAction.Announce ? "announced route "u8 : "withdrawn route "u8);
    }

    private void EndRoute(NegotiatedSession session, in UpdateView update, bool isAnnounced, TextBuffer output)
    {
        if (isAnnounced) AppendAttributes(session, update, output);
        output.Append((byte)'\n');
    }
}
