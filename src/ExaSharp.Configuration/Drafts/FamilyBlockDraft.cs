using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>A <c>family</c> or <c>add-path</c> block while it is read: a neighbour may have several, which add up.</summary>
internal sealed class FamilyBlockDraft(FileDraft file, List<FamilyId> families) : IDraft
{
    private readonly HashSet<FamilyId> _seen = [];

    public FileDraft File { get; } = file;

    /// <summary>Whether <c>all</c> was said in this block.</summary>
    public bool All { get; set; }

    /// <summary>Where <c>minimal</c> stands in this block; empty when it does not.</summary>
    public TextSpan Minimal { get; set; }

    /// <summary>The keywords of statements that repeat a family of this block.</summary>
    public List<TextSpan> Repeated { get; } = [];

    public bool IsMinimal => Minimal.Length > 0;

    /// <summary>Whether the block said anything.</summary>
    public bool HasEntries => All || IsMinimal || _seen.Count > 0;

    public bool HasFamilies => _seen.Count > 0;

    /// <summary>Adds a family; false when this block has it already. Other blocks are not looked at (ExaBGP).</summary>
    public bool TryAdd(FamilyId family)
    {
        if (!_seen.Add(family)) return false;
        families.Add(family);
        return true;
    }
}
