using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary>
/// <c>group NAME { … neighbor ADDRESS { … } }</c> (ExaBGP 3.4). A neighbour has what the group said before it, as far as it
/// does not say it itself; the processes of the group are of all its neighbours.
/// </summary>
internal static class GroupSection
{
    public static void Read(ref TokenReader reader, FileDraft file)
    {
        var keyword = reader.Last;
        var errors = file.Diagnostics.ErrorCount;
        file.Diagnostics.Saw(ConfigurationGeneration.ExaBgp34);
        var name = reader.Peek();
        if (name.Kind == TokenKind.OpenBrace) reader.Fail(DiagnosticCode.MissingValue, name.Span, "syntax: group <name> { <options> }");
        else reader.Next();
        Statements.TakeOpenBrace(ref reader);
        var draft = new NeighborDraft(file, name.Span, reader.Show(name)) { IsGroup = true, ErrorsBefore = errors };
        var open = reader.Last;
        NeighborSection.Group.Read(ref reader, draft);
        draft.Section = new SectionPlace(keyword, open, reader.Last);
        file.Groups.Add(draft);
    }
}
