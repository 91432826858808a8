using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Programs;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>process NAME { … }</c>.</summary>
internal static class ProcessSection
{
    public static readonly Section<ProcessDraft> Definition = new("process",
    [
        new("run", "program argument …", null, "the program and its arguments; no shell",
            (ref TokenReader reader, ProcessDraft draft) => ReadRun(ref reader, draft, splitsQuoted: false)),
        Leaf.Of<ProcessDraft, HelperEncoder>("encoder", "text | json", null, "the form of its events", ReadEncoder, (draft, value) => draft.Encoder = value),
        Leaf.Of<ProcessDraft, JsonVersion>("version", "3.4 | 4 | 5 | 6", null, "the version of its events", ReadVersion, (draft, value) => draft.Version = value),
        Leaf.Boolean<ProcessDraft>("respawn", bare: true, "start it again when it ends", (draft, value) => draft.Respawn = value),
        Leaf.Of<ProcessDraft, AckMode>("ack", "true | false | verbose", null, "how its commands are answered", ReadAck, (draft, value) => draft.Ack = value),
        Leaf.Of<ProcessDraft, OverflowPolicy>("overflow", "drop-acks | drop-oldest | pause | kill", null, "what happens when it does not read", ReadOverflow, (draft, value) => draft.Overflow = value),
        Leaf.Of<ProcessDraft, int>("queue", "1M … 1G", null, "octets that wait for it to read", ReadQueueSize, (draft, value) => draft.QueueSize = value),
    ], []);

    private static readonly (string Name, OverflowPolicy Policy)[] OverflowPolicies =
    [
        ("drop-acks", OverflowPolicy.DropAcks), ("drop-oldest", OverflowPolicy.DropOldest), ("pause", OverflowPolicy.Pause), ("kill", OverflowPolicy.Kill),
    ];

    private static readonly ValueReader<bool> ReadBoolean = Values.Boolean(bare: true);

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
        draft.Open = reader.Last;
        var errors = file.Diagnostics.ErrorCount;
        Definition.Read(ref reader, draft);
        file.Processes.Add(draft);
        if (file.Diagnostics.ErrorCount > errors) return;

        if (!draft.Run.IsSet)
            reader.Fail(DiagnosticCode.MissingValue, draft.Span, $"unset process sections: run{(draft.Encoder.IsSet ? "" : ", encoder")}");
        else if (!draft.Encoder.IsSet) NoteMissingEncoder(draft);
    }

    /// <summary>
    /// The encoder is mandatory in ExaBGP 4.2 and 5.0, but neither before nor behind them: then it is that of the settings.
    /// </summary>
    private static void NoteMissingEncoder(ProcessDraft draft)
    {
        var encoder = draft.File.Context.DefaultEncoder == HelperEncoder.Json ? "json" : "text";
        draft.File.Diagnostics.Warning(DiagnosticCode.MissingValue, draft.Span, $"the process \"{draft.Name}\" has no encoder: its events are {encoder}");
        draft.File.Diagnostics.Edits?.Insert(draft.Open.End, $" encoder {encoder};", "a process names its encoder");
    }

    /// <summary>All tokens up to the semicolon; brackets and commas are arguments of their own.</summary>
    /// <param name="reader">Behind the keyword.</param>
    /// <param name="draft">The process.</param>
    /// <param name="splitsQuoted">Whether a command that stands in quotes as a whole is taken apart (ExaBGP 3.4).</param>
    internal static bool ReadRun(ref TokenReader reader, ProcessDraft draft, bool splitsQuoted)
    {
        var keyword = reader.Last;
        if (reader.Peek().EndsStatement) return reader.Fail(DiagnosticCode.MissingValue, "run needs a program");
        var place = reader.Peek().Span;
        List<string> command = [];
        while (!reader.Peek().EndsStatement) command.Add(reader.Show(reader.Next()));
        if (splitsQuoted && command is [var whole] && whole.Contains(' ', StringComparison.Ordinal) && CommandWords.Split(whole) is { Count: > 0 } words)
        {
            command = [.. words];
            reader.Diagnostics?.Edits?.Replace(place, string.Join(' ', command.Select(Quoting.Quote)), "the words of run are quoted one by one");
        }
        if (draft.File.Context.Programs is { } programs)
        {
            if (programs.TryLocate(command[0], out var path, out var error)) command[0] = path;
            // Where ExaBGP or Python is missing, the daemon has a health check of its own.
            else if (!HealthCheckRun.TryMatch(command, out _, out _))
                return reader.Fail(DiagnosticCode.Unusable, place, error ?? $"can not locate the program \"{command[0]}\"");
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

    private static bool ReadVersion(ref TokenReader reader, out JsonVersion version)
    {
        var word = Values.Take(ref reader);
        foreach (var (name, value) in EnvironmentSettings.ApiVersions)
        {
            version = value;
            if (Ascii.Equal(word, name)) return true;
        }
        version = default;
        return Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is no version of events, expected 3.4, 4, 5 or 6", null);
    }

    private static bool ReadAck(ref TokenReader reader, out AckMode mode)
    {
        mode = AckMode.Verbose;
        if (Ascii.Equal(reader.Text(reader.Peek()), "verbose"))
        {
            reader.Next();
            return true;
        }
        if (!ReadBoolean(ref reader, out var value)) return false;
        mode = value ? AckMode.On : AckMode.Off;
        return true;
    }

    private static bool ReadOverflow(ref TokenReader reader, out OverflowPolicy policy)
    {
        var word = Values.Take(ref reader);
        foreach (var (name, value) in OverflowPolicies)
        {
            policy = value;
            if (Ascii.Equal(word, name)) return true;
        }
        policy = default;
        return Values.Refuse(
            reader, word, $"\"{Values.Text(word)}\" is not what can happen when a helper does not read",
            SpellChecker.Suggest(word, OverflowPolicies.Select(known => known.Name)));
    }

    /// <summary>A number of octets, or of K, M or G (1024 each).</summary>
    private static bool ReadQueueSize(ref TokenReader reader, out int size)
    {
        var word = Values.Take(ref reader);
        size = 0;
        var unit = word.IsEmpty ? 0 : "KMG".IndexOf((char)word[^1], StringComparison.OrdinalIgnoreCase) + 1;
        if (!Values.TryInteger(unit > 0 ? word[..^1] : word, out var number) || number < 0)
            return Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is no number of octets, such as 64M");
        var octets = number > int.MaxValue ? long.MaxValue : number << (10 * unit);
        if (octets is < ProcessSettings.MinQueueSize or > ProcessSettings.MaxQueueSize)
            return Values.Refuse(reader, word, $"a queue of {Values.Text(word)} octets is out of range, expected 1M to 1G");
        size = (int)octets;
        return true;
    }
}
