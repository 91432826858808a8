using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Checks;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>neighbor ADDRESS { … }</c>, and the same of a template.</summary>
internal static class NeighborSection
{
    private static readonly SubSection<NeighborDraft>[] Blocks =
    [
        new("family", "address families to announce", FamilySection.Read),
        SubSection.Of<NeighborDraft, CapabilityDraft>("capability", "capabilities to announce", CapabilitySection.Definition, draft => draft.Capability),
        new("add-path", "families with path identifiers", FamilySection.ReadAddPath),
        SubSection.Of<NeighborDraft, NextHopDraft>("nexthop", "families with a next-hop of another kind", NextHopSection.Definition, draft => draft.NextHop),
        new("api", "what which processes get and may do", ApiSection.Read),
        SubSection.Of<NeighborDraft, RoutesDraft>("static", "routes", RouteSections.Static, draft => draft.Routes),
        SubSection.Of<NeighborDraft, RoutesDraft>("announce", "routes by family", RouteSections.Announce, draft => draft.Routes),
        SubSection.Of<NeighborDraft, RoutesDraft>("flow", "FlowSpec rules", RouteSections.Flow, draft => draft.Routes),
        SubSection.Of<NeighborDraft, RoutesDraft>("l2vpn", "layer 2 VPN routes", RouteSections.L2vpn, draft => draft.Routes),
        SubSection.Of<NeighborDraft, OperationalDraft>("operational", "operational messages", OperationalSection.Definition, draft => draft.Operational),
        new("process", "a helper of this neighbor (ExaBGP 3.4)", EmbeddedProcessSection.Read),
        new("tcp-ao", "TCP authentication option (RFC 5925)", TcpAoSection.Read),
    ];

    public static readonly Section<NeighborDraft> Definition = new("neighbor", NeighborLeaves.All, Blocks);

    public static readonly Section<NeighborDraft> Template = new("template-neighbor", NeighborLeaves.All, Blocks);

    /// <summary>What stands around neighbours in a group is as in one of them.</summary>
    public static readonly Section<NeighborDraft> Group = new("group", NeighborLeaves.All,
        [.. Blocks, new("neighbor", "a BGP peer of the group", (ref TokenReader reader, NeighborDraft group) => Read(ref reader, group.File, group))]);

    public static void Read(ref TokenReader reader, FileDraft file) => Read(ref reader, file, group: null);

    private static void Read(ref TokenReader reader, FileDraft file, NeighborDraft? group)
    {
        var keyword = reader.Last;
        var errors = group?.ErrorsBefore ?? file.Diagnostics.ErrorCount;
        var place = reader.Peek().Span;
        var isPeer = Values.Peer(ref reader, out var peer);
        var draft = new NeighborDraft(file, place) { Group = group };
        if (isPeer) draft.Peer = new Setting<WrittenPrefix>(peer, place);
        Statements.TakeOpenBrace(ref reader);
        var open = reader.Last;
        Definition.Read(ref reader, draft);
        InheritTemplates(draft, file);
        if (group is not null) draft.InheritGroup(group);
        draft.IsBroken |= file.HasBrokenText || file.Diagnostics.ErrorCount > errors;
        draft.Section = new SectionPlace(keyword, open, reader.Last);
        file.Neighbors.Add((draft, draft.IsBroken ? null : NeighborBuilder.Build(draft)));
    }

    /// <summary>Joins the templates that stand before the neighbour, each once.</summary>
    private static void InheritTemplates(NeighborDraft draft, FileDraft file)
    {
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (var (name, span) in draft.Inherits)
        {
            if (!file.Templates.TryGetValue(name, out var template))
                file.Diagnostics.Warning(DiagnosticCode.Ignored, span, $"ignored: there is no template \"{name}\" before this neighbor",
                    SpellChecker.Suggest(System.Text.Encoding.UTF8.GetBytes(name), file.Templates.Keys));
            else if (done.Add(name)) draft.Inherit(template);
        }
    }
}
