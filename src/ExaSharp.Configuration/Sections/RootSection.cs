using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary>What may stand in a file outside all blocks.</summary>
internal static class RootSection
{
    public static readonly Section<FileDraft> Definition = new("root", [],
    [
        new("process", "a helper program", ProcessSection.Read),
        new("template", "values that neighbors inherit", TemplateSection.Read),
        new("neighbor", "a BGP peer", NeighborSection.Read),
        new("group", "neighbors that have values in common (ExaBGP 3.4)", GroupSection.Read),
    ]);
}
