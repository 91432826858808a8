using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Sections;

/// <summary>
/// <c>process NAME { … }</c> inside a neighbour or group (ExaBGP 3.4): beside what a process says today, which events it
/// wants.
/// </summary>
internal static class EmbeddedProcessSection
{
    private static readonly Section<EventsDraft> Receive = new("process/receive",
    [
        Wants("packets", ApiMessages.Packets),
        Wants("parsed", ApiMessages.Parsed),
        Wants("consolidate", ApiMessages.Consolidate),
        Changes("neighbor-changes", 0),
        Wants("notification", ApiMessages.Notification),
        Wants("open", ApiMessages.Open),
        Wants("keepalive", ApiMessages.Keepalive),
        Wants("refresh", ApiMessages.Refresh),
        Wants("update", ApiMessages.Update),
        Wants("updates", ApiMessages.Update),
        Wants("operational", ApiMessages.Operational),
    ], []);

    private static readonly Section<EventsDraft> Send = new("process/send", [WantsSent("packets")], []);

    public static readonly Section<EventsDraft> Definition = new("process",
    [
        new("run", "program argument …", null, "the program and its arguments; no shell",
            (ref TokenReader reader, EventsDraft draft) => ProcessSection.ReadRun(ref reader, draft.Process.Process, splitsQuoted: true)),
        .. ProcessSection.Definition.Leaves.Where(leaf => leaf.Keyword != "run").Select(OfProcess),
        Changes("parse-routes", ApiMessages.Parsed | ApiMessages.Update),
        Changes("peer-updates", ApiMessages.Parsed | ApiMessages.Update),
        Changes("neighbor-changes", 0),
        Wants("receive-routes", ApiMessages.Parsed | ApiMessages.Update | ApiMessages.Refresh),
        Wants("receive-updates", ApiMessages.Update),
        Wants("receive-refresh", ApiMessages.Refresh),
        Wants("receive-operational", ApiMessages.Parsed | ApiMessages.Operational),
        Wants("receive-parsed", ApiMessages.Parsed),
        Wants("receive-packets", ApiMessages.Packets),
        WantsSent("send-packets"),
    ],
    [
        new("receive", "messages from the peer", (ref TokenReader reader, EventsDraft draft) => ReadEvents(ref reader, draft, Receive)),
        new("send", "messages to the peer", (ref TokenReader reader, EventsDraft draft) => ReadEvents(ref reader, draft, Send)),
    ]);

    public static void Read(ref TokenReader reader, NeighborDraft owner)
    {
        var file = owner.File;
        var keyword = reader.Last;
        file.Diagnostics.Saw(ConfigurationGeneration.ExaBgp34);
        var name = reader.Peek();
        var hasName = name.Kind != TokenKind.OpenBrace;
        if (hasName) reader.Next();
        var draft = new ProcessDraft(file, hasName ? reader.Show(name) : "", name.Span) { DefaultEncoder = HelperEncoder.Text };
        var embedded = new EmbeddedProcess(draft, owner);
        Statements.TakeOpenBrace(ref reader);
        draft.Open = reader.Last;
        var errors = file.Diagnostics.ErrorCount;
        Definition.Read(ref reader, new EventsDraft(embedded));
        embedded.Section = keyword.To(reader.Last);
        if (file.Diagnostics.ErrorCount > errors) return;
        if (hasName && draft.Run.IsSet) Add(file, embedded);
        else if (hasName) reader.Fail(DiagnosticCode.MissingValue, draft.Span, "unset process sections: run");
        else if (draft.Run.IsSet) reader.Fail(DiagnosticCode.MissingValue, name.Span, "a process that runs a program needs a name");
        else
        {
            file.Diagnostics.WarnOnce(DiagnosticCode.Ignored, keyword, "ignored: a process without a name and a program gets no events");
            file.EmptyProcesses.Add(embedded.Section);
        }
    }

    /// <summary>The same process may stand in several neighbours; of several programs ExaBGP 3.4 runs the last.</summary>
    private static void Add(FileDraft file, EmbeddedProcess embedded)
    {
        var draft = embedded.Process;
        var place = file.Processes.FindIndex(other => other.Name == draft.Name);
        if (place < 0) file.Processes.Add(draft);
        else if (!file.Embedded.Exists(other => other.Process == file.Processes[place]))
        {
            file.Diagnostics.Error(DiagnosticCode.Duplicate, draft.Span, $"a process section called \"{draft.Name}\" already exists");
            return;
        }
        else if (!file.Processes[place].Run.Value.SequenceEqual(draft.Run.Value) || file.Processes[place].Encoder.Value != draft.Encoder.Value)
        {
            file.Diagnostics.Warning(DiagnosticCode.Duplicate, draft.Span, $"this replaces an earlier process called \"{draft.Name}\"");
            file.Processes[place] = draft;
        }
        file.Embedded.Add(embedded);
    }

    private static void ReadEvents(ref TokenReader reader, EventsDraft draft, Section<EventsDraft> section)
    {
        var keyword = reader.Last;
        Statements.TakeOpenBrace(ref reader);
        section.Read(ref reader, draft);
        draft.Process.EventStatements.Add(keyword.To(reader.Last));
    }

    private static Leaf<EventsDraft> OfProcess(Leaf<ProcessDraft> leaf) => new(leaf.Keyword, leaf.Values, leaf.Bare, leaf.Help,
        (ref TokenReader reader, EventsDraft draft) => leaf.Read(ref reader, draft.Process.Process));

    private static Leaf<EventsDraft> Wants(string keyword, ApiMessages messages) => Events(keyword, process => process.Receive |= messages);

    private static Leaf<EventsDraft> WantsSent(string keyword) => Events(keyword, process => process.SendPackets = true);

    private static Leaf<EventsDraft> Changes(string keyword, ApiMessages messages) => Events(keyword, process =>
    {
        process.NeighborChanges = true;
        process.Receive |= messages;
    });

    /// <summary>A keyword without a value: ExaBGP 3.4 does not look at what follows it.</summary>
    private static Leaf<EventsDraft> Events(string keyword, Action<EmbeddedProcess> store) =>
        new(keyword, "", "", "events that the process wants", (ref TokenReader reader, EventsDraft draft) =>
        {
            var span = reader.Last;
            store(draft.Process);
            while (!reader.Peek().EndsStatement) reader.Next();
            draft.Process.EventStatements.Add(span.To(reader.Peek().Span));
            return true;
        });
}

/// <summary>The block of a process inside a neighbour while it is read.</summary>
internal sealed class EventsDraft(EmbeddedProcess process) : IDraft
{
    public EmbeddedProcess Process { get; } = process;

    public FileDraft File => Process.Process.File;
}
