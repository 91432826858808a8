using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>process NAME { … }</c>.</summary>
internal static class ProcessSection
{
    public static readonly Section<ProcessDraft> Definition = new("process",
    [
        new("run", "program argument …", null, "the program and its arguments; no shell", ReadRun),
        Leaf.Of<ProcessDraft, HelperEncoder>("encoder", "text | json", null, "the form of its events", ReadEncoder, (draft, value) => draft.Encoder = value),
        Leaf.Boolean<ProcessDraft>("respawn", bare: true, "start it again when it ends", (draft, value) => draft.Respawn = value),
    ], []);

    public static void Read(ref TokenReader reader, FileDraft file)
    {
        // ExaBGP takes the word behind "process" whatever it is, the brace too.
        var name = reader.Peek();
        var text = reader.Show(name);
        if (name.Kind != TokenKind.OpenBrace) reader.Next();
        else reader.Diagnostics?.Warning(DiagnosticCode.MissingValue, name.Span, "a process without a name is called \"{\"");

        if (file.Processes.Exists(other => other.Name == text))
            reader.Fail(DiagnosticCode.Duplicate, name.Span, $"a process section called \"{text}\" already exists");
        var draft = new ProcessDraft(file, text, name.Span);
        Statements.TakeOpenBrace(ref reader);
        var errors = file.Diagnostics.ErrorCount;
        Definition.Read(ref reader, draft);
        file.Processes.Add(draft);
        if (file.Diagnostics.ErrorCount > errors) return;

        List<string> missing = [];
        if (!draft.Run.IsSet) missing.Add("run");
        if (!draft.Encoder.IsSet) missing.Add("encoder");
        if (missing.Count > 0)
            reader.Fail(DiagnosticCode.MissingValue, draft.Span, $"unset process sections: {string.Join(", ", missing)}");
    }

    /// <summary>All tokens up to the semicolon; brackets and commas are arguments of their own.</summary>
    private static bool ReadRun(ref TokenReader reader, ProcessDraft draft)
    {
        var keyword = reader.Last;
        if (reader.Peek().EndsStatement) return reader.Fail(DiagnosticCode.MissingValue, "run needs a program");
        var place = reader.Peek().Span;
        List<string> command = [];
        while (!reader.Peek().EndsStatement) command.Add(reader.Show(reader.Next()));
        if (draft.File.Context.Programs is { } programs)
        {
            if (!programs.TryLocate(command[0], out var path, out var error))
                return reader.Fail(DiagnosticCode.InvalidValue, place, error ?? $"can not locate the program \"{command[0]}\"");
            command[0] = path;
        }
        draft.Run = new Setting<IReadOnlyList<string>>(command, keyword);
        return true;
    }

    private static bool ReadEncoder(ref TokenReader reader, out HelperEncoder encoder)
    {
        var word = Values.Take(ref reader);
        encoder = HelperEncoder.Text;
        if (Ascii.Equal(word, "text")) return true;
        encoder = HelperEncoder.Json;
        return Ascii.Equal(word, "json")
            || Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is an invalid option", SpellChecker.Suggest(word, ["text", "json"]));
    }
}
