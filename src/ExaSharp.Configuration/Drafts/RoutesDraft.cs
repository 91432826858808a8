using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>Which routes of a family a neighbour or template has: the first of them, for messages.</summary>
/// <param name="Family">The family.</param>
/// <param name="NextHopSelf">Whether it is about routes with <c>next-hop self</c>, or about the others.</param>
/// <param name="NextHopAfi">The kind of next-hop of the others; undefined for none.</param>
/// <param name="Span">The keyword of the first such route.</param>
internal readonly record struct RouteFact(FamilyId Family, bool NextHopSelf, Afi NextHopAfi, TextSpan Span);

/// <summary>The routes of a neighbour or template, and the few facts about them that checks need without looking at each again.</summary>
internal sealed class RoutesDraft(FileDraft file, NeighborDraft neighbor) : IDraft
{
    private readonly List<RouteFact> _facts = [];

    public FileDraft File { get; } = file;

    /// <summary>The routes; made with the first.</summary>
    public RouteBatch Batch => field ??= File.NewBatch();

    public bool IsEmpty => _facts.Count == 0;

    public IReadOnlyList<RouteFact> Facts => _facts;

    /// <summary>The statements and the families of their routes; kept only for who rewrites the file.</summary>
    public List<(List<FamilyId> Families, TextSpan Span)> Statements { get; } = [];

    /// <summary>Our side, as far as the neighbour or its group has said what it is.</summary>
    public (uint LocalAs, Bgp.Primitives.IpAddress Address)? Speaker
    {
        get
        {
            var localAs = neighbor.LocalAs.IsSet ? neighbor.LocalAs.Value : neighbor.Group?.LocalAs.Value;
            var address = (neighbor.LocalAddress.IsSet ? neighbor.LocalAddress.Value : neighbor.Group?.LocalAddress.Value)?.Address;
            return localAs is { } asn && address is { IsIpv4: true } local ? (asn, local) : null;
        }
    }

    /// <summary>Takes note of the routes added behind the first <paramref name="count"/>.</summary>
    /// <param name="count">How many routes there were before.</param>
    /// <param name="span">The keyword of the statement.</param>
    /// <param name="statement">All of it.</param>
    public void Note(int count, TextSpan span, TextSpan statement)
    {
        if (File.Diagnostics.Edits is not null)
            Statements.Add(([.. Batch.Changes[count..].ToArray().Select(change => File.Context.Routes.Family(change.Route)).Distinct()], statement));
        // Routes of one statement share their attributes.
        var attributes = 0;
        var nextHop = NextHop.None;
        foreach (var change in Batch.Changes[count..])
        {
            if (change.Attributes != attributes) nextHop = File.Context.Attributes.Get(change.Attributes).NextHop;
            attributes = change.Attributes;
            var afi = nextHop.Address.IsDefined ? nextHop.Address.Afi : Afi.Undefined;
            var fact = new RouteFact(File.Context.Routes.Family(change.Route), nextHop.IsSelf, afi, span);
            if (!Knows(fact)) _facts.Add(fact);
        }
    }

    private bool Knows(RouteFact wanted)
    {
        foreach (var fact in _facts)
            if (fact.Family == wanted.Family && fact.NextHopSelf == wanted.NextHopSelf && fact.NextHopAfi == wanted.NextHopAfi) return true;
        return false;
    }
}
