using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Migration;

/// <summary>
/// What <c>family</c> of ExaBGP 3.4 means beyond its names: <c>minimal</c>, and routes that are not for a peer which does not
/// take their family.
/// </summary>
internal static class FamilyRewrite
{
    public static void Run(FileDraft file, TextEdits edits, Layout layout, NeighborLines lines)
    {
        foreach (var keyword in file.Neighbors.Select(one => one.Draft).Concat(file.Groups).SelectMany(draft => draft.RepeatedFamilies))
            edits.Replace(layout.WholeLines(layout.Statement(keyword.Start)), "", "a family stands once");
        foreach (var (draft, settings) in file.Neighbors)
        {
            if (settings is null) continue;
            if (draft.MinimalFamilies.IsSet && draft.FamilyBlocks.Count > 0)
                edits.Replace(layout.Statement(draft.MinimalFamilies.Span.Start), BlockText.Families(settings), "family minimal is now the list of families");
            RemoveRoutes(draft.Routes, [(draft, settings)], edits, layout, lines);
        }
        foreach (var group in file.Groups)
        {
            var members = file.Neighbors.Where(one => one.Draft.Group == group && one.Settings is not null).Select(one => (one.Draft, one.Settings!)).ToList();
            foreach (var routes in group.AllRouteDrafts) RemoveRoutes(routes, members, edits, layout, lines);
        }
    }

    /// <summary>
    /// Takes out statements whose routes not everybody announces, and gives those of a group to the neighbours that do; of ipv4
    /// unicast they may stay.
    /// </summary>
    private static void RemoveRoutes(
        RoutesDraft routes, List<(NeighborDraft Draft, NeighborSettings Settings)> neighbors, TextEdits edits, Layout layout, NeighborLines lines)
    {
        foreach (var (families, span) in routes.Statements)
        {
            bool Announces(NeighborSettings neighbor) => families.TrueForAll(family => family.IsIpv4Unicast || neighbor.Session.Families.Contains(family));
            if (neighbors.TrueForAll(neighbor => Announces(neighbor.Settings))) continue;
            var text = $"{layout.EnclosingBlock(neighbors[0].Draft.Group?.Section.Open.End ?? neighbors[0].Draft.Section.Open.End, span.Start)} {{ {edits.Apply(span)} }}";
            if (neighbors[0].Draft.Group is not null)
                foreach (var (draft, settings) in neighbors)
                    if (draft.Section.Keyword.Start > span.Start && Announces(settings)) lines.AddLast(draft, text);
            edits.Replace(layout.WholeLines(span), "", "routes of families that are not announced are left out");
        }
    }
}
