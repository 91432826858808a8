using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>template { neighbor NAME { … } }</c>.</summary>
internal static class TemplateSection
{
    public static readonly Section<FileDraft> Definition = new("template", [],
    [
        new("neighbor", "values and sections as of a neighbor, inherited by name", ReadNeighbor),
    ]);

    public static void Read(ref TokenReader reader, FileDraft file)
    {
        Statements.TakeOpenBrace(ref reader);
        Definition.Read(ref reader, file);
    }

    private static void ReadNeighbor(ref TokenReader reader, FileDraft file)
    {
        var name = reader.Peek();
        var text = reader.Show(name);
        var isName = name.Kind == TokenKind.Word && Values.IsName(reader.Text(name));
        if (name.Kind != TokenKind.OpenBrace) reader.Next();
        if (name.Kind == TokenKind.OpenBrace) reader.Fail(DiagnosticCode.MissingValue, name.Span, "a template needs a name");
        else if (!isName) reader.Fail(DiagnosticCode.InvalidValue, name.Span, $"invalid character in name for template-neighbor: \"{text}\" may have letters, digits, \".\", \"-\" and \"_\"");
        else if (file.Templates.ContainsKey(text)) reader.Fail(DiagnosticCode.Duplicate, name.Span, $"the name \"{text}\" already exists in template-neighbor");
        Statements.TakeOpenBrace(ref reader);

        var draft = new NeighborDraft(file, name.Span, text);
        var errors = file.Diagnostics.ErrorCount;
        file.Enter(text);
        NeighborSection.Template.Read(ref reader, draft);
        file.Leave();
        draft.IsBroken = file.Diagnostics.ErrorCount > errors;
        foreach (var (_, span) in draft.Inherits)
            file.Diagnostics.Warning(DiagnosticCode.Ignored, span, "ignored: a template does not inherit");
        file.Templates.TryAdd(text, draft);
    }
}
