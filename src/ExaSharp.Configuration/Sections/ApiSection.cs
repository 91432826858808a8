using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>api [NAME] { … }</c> of a neighbour.</summary>
internal static class ApiSection
{
    public static readonly Section<ApiMessagesDraft> Send = Messages("api/send");

    public static readonly Section<ApiMessagesDraft> Receive = Messages("api/receive");

    public static readonly Section<ApiDraft> Definition = new("api",
    [
        new("processes", "[ name … ]", null, "processes that get the events and may command the neighbor", ReadProcesses),
        new("processes-match", "[ expression … ]", null, "processes that may command the neighbor, by regular expressions", ReadProcessesMatch),
        Leaf.Boolean<ApiDraft>("neighbor-changes", bare: true, "the session coming up and going down", (draft, value) => draft.NeighborChanges = value.Value),
        Leaf.Boolean<ApiDraft>("negotiated", bare: true, "what the session negotiated", (draft, value) => draft.Negotiated = value.Value),
        Leaf.Boolean<ApiDraft>("fsm", bare: true, "states of the session", (draft, value) => draft.Fsm = value.Value),
        Leaf.Boolean<ApiDraft>("signal", bare: true, "signals to the daemon", (draft, value) => draft.Signal = value.Value),
    ],
    [
        SubSection.Of<ApiDraft, ApiMessagesDraft>("send", "messages to the peer", Send, draft => draft.Send),
        SubSection.Of<ApiDraft, ApiMessagesDraft>("receive", "messages from the peer", Receive, draft => draft.Receive),
    ]);

    public static void Read(ref TokenReader reader, NeighborDraft neighbor)
    {
        var file = neighbor.File;
        var place = reader.Last;
        string name;
        if (reader.Peek().Kind == TokenKind.OpenBrace) name = file.NextApiName();
        else
        {
            var token = reader.Next();
            place = token.Span;
            name = reader.Show(token);
            if (!Values.IsName(reader.Text(token))) reader.Fail(DiagnosticCode.InvalidValue, $"invalid character in name for api: \"{name}\" may have letters, digits, \".\", \"-\" and \"_\"");
            else if (name.Length == 0) name = file.NextApiName();
            else if (!file.ClaimApiName(name)) reader.Fail(DiagnosticCode.Duplicate, $"the name \"{name}\" already exists in api");
        }
        var draft = new ApiDraft(file, name, place);
        Statements.TakeOpenBrace(ref reader);
        var errors = file.Diagnostics.ErrorCount;
        file.Enter(name);
        Definition.Read(ref reader, draft);
        file.Leave();
        neighbor.Api.Add(draft);
        if (file.Diagnostics.ErrorCount == errors) WarnOfEmptyHands(draft);
    }

    private static void WarnOfEmptyHands(ApiDraft draft)
    {
        if (draft.Processes.Count > 0) return;
        if (draft.ProcessesMatch.Count == 0)
            draft.File.Diagnostics.Warning(DiagnosticCode.Ignored, draft.Span, "ignored: this api block names no processes");
        else if (draft.WantsEvents)
            draft.File.Diagnostics.Warning(DiagnosticCode.Ignored, draft.Span, "processes of processes-match may command the neighbor but get no events");
    }

    private static Section<ApiMessagesDraft> Messages(string id) => new(id,
    [
        Message("parsed", ApiMessages.Parsed, "messages in words"),
        Message("packets", ApiMessages.Packets, "messages as octets"),
        Message("consolidate", ApiMessages.Consolidate, "words and octets in one event"),
        Message("open", ApiMessages.Open, "OPEN"),
        Message("update", ApiMessages.Update, "UPDATE"),
        Message("notification", ApiMessages.Notification, "NOTIFICATION"),
        Message("keepalive", ApiMessages.Keepalive, "KEEPALIVE"),
        Message("refresh", ApiMessages.Refresh, "ROUTE-REFRESH"),
        Message("operational", ApiMessages.Operational, "OPERATIONAL"),
    ], []);

    private static Leaf<ApiMessagesDraft> Message(string keyword, ApiMessages message, string help) =>
        Leaf.Boolean<ApiMessagesDraft>(keyword, bare: true, help, (draft, value) => draft.Set(message, value.Value));

    private static bool ReadProcesses(ref TokenReader reader, ApiDraft draft)
    {
        if (!ReadNames(ref reader, "processes", out var names)) return false;
        draft.Processes = [.. names.Select(name => name.Text)];
        return true;
    }

    private static bool ReadProcessesMatch(ref TokenReader reader, ApiDraft draft)
    {
        if (!ReadNames(ref reader, "processes-match", out var names)) return false;
        foreach (var (text, span) in names)
            if (!ProcessNamePattern.IsValid(text))
                return reader.Fail(DiagnosticCode.InvalidValue, span, $"\"{text}\" is not a regular expression");
        draft.ProcessesMatch = [.. names.Select(name => name.Text)];
        return true;
    }

    private static bool ReadNames(ref TokenReader reader, string keyword, out List<(string Text, TextSpan Span)> names)
    {
        names = [];
        var first = Values.Take(ref reader);
        if (!Ascii.Equal(first, "[")) return Values.Refuse(reader, first, $"invalid {keyword}, does not start with [");
        while (!reader.TryTake(TokenKind.CloseBracket))
        {
            if (reader.Peek().EndsStatement) return reader.Fail(DiagnosticCode.InvalidValue, $"invalid {keyword}, does not end with ]");
            var token = reader.Next();
            if (token.Kind != TokenKind.Comma) names.Add((reader.Show(token), token.Span));
        }
        return true;
    }
}
