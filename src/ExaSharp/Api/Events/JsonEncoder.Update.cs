using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>The update event: attributes, announces by family and next-hop, withdraws by family.</summary>
public abstract partial class JsonEncoder
{
    public override void Update(in MessageEvent message, NegotiatedSession session, in UpdateView update, TextBuffer output)
    {
        Begin(message, "update"u8, output);
        output.Append(", \"message\": { "u8);
        if (update.IsEndOfRib) AppendEndOfRib(update.EndOfRibFamily, output);
        else AppendUpdate(session, update, output);
        EndMessage(update, output);
        AppendSession(message, output);
        End(output);
    }

    /// <summary>Closes the object of the message.</summary>
    protected virtual void EndMessage(in UpdateView update, TextBuffer output) => output.Append(" }"u8);

    protected virtual void AppendEndOfRib(FamilyId family, TextBuffer output) => output
        .Append("\"eor\": { \"afi\" : \""u8).Append(FamilyNames.Name(family.Afi))
        .Append("\", \"safi\" : \""u8).Append(FamilyNames.Name(family.Safi)).Append("\" }"u8);

    private void AppendUpdate(NegotiatedSession session, in UpdateView update, TextBuffer output)
    {
        output.Append("\"update\": { "u8);
        var start = output.Length;
        if (!update.Attributes.IsEmpty || update.ErrorText is not null) AppendAttributes(session, update, output);
        AppendAnnounced(update, start, output);
        AppendWithdrawn(update, start, output);
        output.Append(" }"u8);
    }

    private void AppendAttributes(NegotiatedSession session, in UpdateView update, TextBuffer output)
    {
        output.Append("\"attribute\": { "u8);
        var start = output.Length;
        var isPastNextHop = false;
        foreach (var attribute in update.Attributes)
        {
            if (attribute.Code > AttributeCode.NextHop && !isPastNextHop) isPastNextHop = AppendNextHopAttribute(update, start, output);
            var end = output.Length;
            Separate(start, output);
            var value = AttributeTypes.ShowsReceived(Version, attribute.Code) ? update.Received(attribute) : update.Value(attribute);
            if (!AttributeTypes.AppendJsonMember(Version, attribute.Code, attribute.Flags, value, session, output)) output.Truncate(end);
        }
        if (!isPastNextHop) AppendNextHopAttribute(update, start, output);
        if (update.ErrorText is not null)
        {
            Separate(start, output);
            output.Append("\"error\": "u8).AppendJsonString(update.ErrorText);
        }
        output.Append(" }"u8);
    }

    /// <summary>Where the NEXT_HOP attribute stands among the attributes: it is shown with the routes only, but see 6.0.0. Always true.</summary>
    protected virtual bool AppendNextHopAttribute(in UpdateView update, int start, TextBuffer output) => true;

    /// <summary>
    /// <c>"announce": { "family": { "next-hop": [ … ], … }, … }</c>, families and next-hops in the order in which they first
    /// appear. An UPDATE has at most a few sections, so that each looks whether an earlier one was like it.
    /// </summary>
    private void AppendAnnounced(in UpdateView update, int start, TextBuffer output)
    {
        var any = false;
        for (var i = 0; i < update.SectionCount; i++)
        {
            if (!IsFirst(update, i, RouteAction.Announce, ofNextHop: false)) continue;
            if (!any) Separate(start, output);
            output.Append(any ? ", \""u8 : "\"announce\": { \""u8);
            any = true;
            AppendFamilyName(update.Section(i).Family, output);
            output.Append("\": { "u8);
            var family = output.Length;
            for (var j = i; j < update.SectionCount; j++)
            {
                if (update.Section(j).Family != update.Section(i).Family) continue;
                if (!IsFirst(update, j, RouteAction.Announce, ofNextHop: true)) continue;
                Separate(family, output);
                AppendNextHop(update.Section(j).NextHop, output);
                AppendNlri(update, j, RouteAction.Announce, ofNextHop: true, update.Section(j).NextHop, output);
                if (!ShowsLinkLocal(Version, update.Section(j))) continue;
                output.Append(", "u8);
                AppendNextHop(update.Section(j).LinkLocalNextHop, output);
                AppendNlri(update, j, RouteAction.Announce, ofNextHop: true, update.Section(j).LinkLocalNextHop, output);
            }
            output.Append(" }"u8);
        }
        if (any) output.Append(" }"u8);
    }

    /// <summary><c>"withdraw": { "family": [ … ], … }</c>.</summary>
    private void AppendWithdrawn(in UpdateView update, int start, TextBuffer output)
    {
        var any = false;
        for (var i = 0; i < update.SectionCount; i++)
        {
            if (!IsFirst(update, i, RouteAction.Withdraw, ofNextHop: false)) continue;
            if (!any) Separate(start, output);
            output.Append(any ? ", \""u8 : "\"withdraw\": { \""u8);
            any = true;
            AppendFamilyName(update.Section(i).Family, output);
            output.Append("\": "u8);
            AppendNlri(update, i, RouteAction.Withdraw, ofNextHop: false, update.Section(i).NextHop, output);
        }
        if (any) output.Append(" }"u8);
    }

    protected virtual void AppendNextHop(IpAddress nextHop, TextBuffer output)
    {
        output.Append((byte)'"');
        if (nextHop.IsDefined) nextHop.AppendTo(output);
        else output.Append("no-nexthop"u8);
        output.Append("\": "u8);
    }

    /// <summary>The NLRI of the section and of all later ones that belong with it, as one array.</summary>
    protected virtual void AppendNlri(in UpdateView update, int first, RouteAction action, bool ofNextHop, IpAddress nextHop, TextBuffer output)
    {
        output.Append("[ "u8);
        var start = output.Length;
        for (var i = first; i < update.SectionCount; i++)
        {
            var section = update.Section(i);
            if (i != first && !BelongTogether(update.Section(first), section, action, ofNextHop)) continue;
            var family = AddressFamilies.Find(section.Family);
            if (family is null)
            {
                Separate(start, output);
                AppendOctets(section.Bytes, output);
                continue;
            }
            foreach (var item in section)
            {
                Separate(start, output);
                AppendRoute(family, item, ofNextHop ? nextHop : section.NextHop, output);
            }
        }
        output.Append(" ]"u8);
    }

    /// <summary>One NLRI; of a family that the version does not know, its octets.</summary>
    protected void AppendRoute(Family family, in NlriSection.Item item, IpAddress nextHop, TextBuffer output)
    {
        if (Version >= family.KnownSince) family.AppendJson(Version, item.Nlri, item.PathId, nextHop, Context.Compact, output);
        else AppendOctets(item.Nlri, output);
    }

    protected static void AppendOctets(ReadOnlySpan<byte> octets, TextBuffer output) =>
        output.Append("{ \"parsed\": false, \"raw\": \""u8).AppendHex(octets).Append("\" }"u8);

    /// <summary>Whether the section has something to show and no earlier one belongs together with it.</summary>
    private static bool IsFirst(in UpdateView update, int index, RouteAction action, bool ofNextHop)
    {
        var section = update.Section(index);
        if (section.Action != action || !HasNlri(section)) return false;
        for (var i = 0; i < index; i++)
        {
            var earlier = update.Section(i);
            if (BelongTogether(section, earlier, action, ofNextHop) && HasNlri(earlier)) return false;
        }
        return true;
    }

    protected static bool BelongTogether(in NlriSection section, in NlriSection other, RouteAction action, bool ofNextHop) =>
        other.Action == action && other.Family == section.Family && (!ofNextHop || other.NextHop == section.NextHop);

    /// <summary>A comma and a blank, unless nothing was written since <paramref name="start"/>.</summary>
    protected static void Separate(int start, TextBuffer output)
    {
        if (output.Length != start) output.Append(", "u8);
    }
}
