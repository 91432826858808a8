using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>The <c>nexthop</c> blocks of a neighbour while they are read.</summary>
internal sealed class NextHopDraft(FileDraft file) : IDraft
{
    public FileDraft File { get; } = file;

    public List<NextHopEntry> Entries { get; } = [];
}

/// <summary>An entry of <c>nexthop</c>: routes of this family may have a next-hop of that AFI.</summary>
internal readonly record struct NextHopEntry(FamilyId Family, Afi NextHop, TextSpan Span);
