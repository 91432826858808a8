using System.Buffers.Binary;
using System.Text;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>peer SELECTOR routes [AFI [SAFI]] list|add ROUTE|remove ROUTE|remove index HEX</c>: the Adj-RIB-Out as a list of routes with an index each, by
/// which they can be withdrawn. JSON always.
/// </summary>
internal sealed class PeerRoutesCommand() : ReadCommand("peer routes")
{
    /// <summary>In front of an index's AFI when a path identifier stands behind the SAFI.</summary>
    private const ushort HasPathId = 0x8000;

    public override bool TakesSelector => true;

    /// <summary>6.0 does not list it.</summary>
    public override IReadOnlyList<string> ListedNames => [];

    public override bool TryRead(ApiLineReader reader, ref TokenReader text, PeerSelector? selector, CommandBatch batch)
    {
        var line = Encoding.UTF8.GetString(text.Source[text.Last.End..]);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var verb = Array.FindIndex(words, word => word is "list" or "add" or "remove");
        var request = new Request(verb < 0 ? "" : words[verb], verb < 0 ? [] : words[..verb], string.Join(' ', words[(verb + 1)..]));
        var first = batch.Routes.Count;
        if (request.Verb is "add" or "remove" && request.Text.Length > 0)
            request = request with { Refusal = Parse(reader, request, batch) };
        batch.Items.Add(new CommandItem(this, selector, first, batch.Routes.Count - first, line.Trim()) { Read = request });
        return true;
    }

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var read = (Request)request.Read!;
        if (read.Verb.Length == 0 || read.Refusal is not null)
        {
            request.RefuseInWords(reactor.Log, read.Refusal ?? "routes requires action: list, add, or remove");
            return;
        }
        if (read.Text.Length == 0 && read.Verb != "list")
        {
            request.RefuseInWords(reactor.Log, read.Verb == "add" ? "routes add requires route specification" : "routes remove requires route spec or index");
            return;
        }
        var targets = reactor.Commanded(request);
        if (targets.Count == 0)
        {
            request.Helper.Fail(reactor.Log, "peer routes: no neighbor matches");
            return;
        }
        if (read.Verb == "add")
        {
            Answer(request, Changes(request).Select(change => $"{{\"index\": \"{Index(request.Batch.Routes, change)}\", \"route\": {Show(request.Batch.Routes, change)}, \"success\": true}}"));
            reactor.PostRoutes(request, targets);
            return;
        }
        var index = read.Index;
        var found = new Dictionary<string, RouteBatch>(StringComparer.Ordinal);
        var removed = new HashSet<int>();
        reactor.Inspect(
            request.Helper,
            targets,
            session =>
            {
                var routes = session.AdjRibOut.Snapshot();
                lock (found)
                {
                    found[session.Definition.Name] = routes;
                    if (read.Verb == "list") return;
                    foreach (var change in routes.Changes)
                    {
                        if (index is not null && Index(routes, change) != index) continue;
                        removed.Add(routes.Routes.KeyOf(change.Route));
                        if (index is not null) session.AdjRibOut.Withdraw(change.Route, change.Attributes);
                    }
                }
            },
            () =>
            {
                if (read.Verb == "list")
                {
                    List(request, read, found);
                }
                else if (index is not null)
                {
                    Answer(request, [$"{{\"removed\": {PythonJson.Bool(removed.Count > 0)}, \"index\": \"{index}\"}}"]);
                }
                else
                {
                    var routes = request.Batch.Routes;
                    Answer(request, Changes(request).Select(change =>
                        $"{{\"removed\": {PythonJson.Bool(removed.Contains(routes.Routes.KeyOf(change.Route)))}, \"route\": {Show(routes, change)}, \"index\": \"{Index(routes, change)}\"}}"));
                    reactor.PostRoutes(request, targets);
                }
                foreach (var routes in found.Values) routes.Release();
            });
    }

    private static void Answer(ApiRequest request, IEnumerable<string> results)
    {
        var all = results.ToList();
        request.Helper.AnswerLine(all is [var only] ? only : $"[{string.Join(", ", all)}]");
        request.Helper.Done();
    }

    private static void List(ApiRequest request, Request read, Dictionary<string, RouteBatch> found)
    {
        List<string> entries = [];
        foreach (var (name, routes) in found)
        {
            foreach (var change in routes.Changes)
            {
                var family = routes.Routes.Family(change.Route).ToString().Split(' ');
                if (!read.Families.SequenceEqual(family.Take(read.Families.Length))) continue;
                entries.Add($"{{\"index\": \"{Index(routes, change)}\", \"route\": {Show(routes, change)}, \"neighbor\": {PythonJson.Quote(name)}}}");
            }
        }
        request.Helper.AnswerLine($"[{string.Join(", ", entries)}]");
        request.Helper.Done();
    }

    private static RouteChange[] Changes(ApiRequest request) => request.Batch.Routes.Changes.Slice(request.First, request.Count).ToArray();

    /// <summary>Reads the routes of <c>add</c> and <c>remove</c>; gives what is wrong with them.</summary>
    private static string? Parse(ApiLineReader reader, Request request, CommandBatch batch)
    {
        if (request.Index is { } index)
            return index.Length % 2 == 0 && index.All(char.IsAsciiHexDigit) ? null : $"Invalid hex index: {index}";
        var verb = request.Verb == "add" ? "announce " : "withdraw ";
        var items = batch.Items.Count;
        var result = new GroupResult();
        reader.ReadGrouped(Encoding.UTF8.GetBytes(verb + request.Text), null, result, batch);
        if (result.Errors.Count > 0)
        {
            // With the word route left out, too, which 6.0 refuses.
            result.Errors.Clear();
            var family = request.Families.Length == 2 ? string.Join(' ', request.Families) : "route";
            reader.ReadGrouped(Encoding.UTF8.GetBytes($"{verb}{family} {request.Text}"), null, result, batch);
        }
        batch.Items.RemoveRange(items, batch.Items.Count - items);
        return result.Errors.Count > 0 ? $"Could not parse route: {request.Text}" : null;
    }

    private static string Show(RouteBatch routes, RouteChange change)
    {
        var output = new TextBuffer();
        var family = AddressFamilies.Find(routes.Routes.Family(change.Route))!;
        RouteText.Append(
            output, JsonVersion.Six, family, routes.Routes, change.Route, routes.Attributes.Get(change.Attributes), new NegotiatedSession(), isOwn: true, withAttributes: true);
        return PythonJson.Quote(output.ToString());
    }

    /// <summary>AFI, SAFI, path identifier if there is one, and NLRI, in hexadecimal digits.</summary>
    private static string Index(RouteBatch routes, RouteChange change)
    {
        var family = routes.Routes.Family(change.Route);
        var pathId = routes.Routes.PathId(change.Route);
        var head = new byte[pathId is null ? 3 : 7];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)((ushort)family.Afi | (pathId is null ? 0 : HasPathId)));
        head[2] = (byte)family.Safi;
        if (pathId is { } id) BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(3), id);
        return Convert.ToHexStringLower(head) + Convert.ToHexStringLower(routes.Routes.Nlri(change.Route));
    }

    /// <param name="Verb"><c>list</c>, <c>add</c>, <c>remove</c>; empty for none of them.</param>
    /// <param name="Families">The words before it.</param>
    /// <param name="Text">What follows it.</param>
    private sealed record Request(string Verb, string[] Families, string Text)
    {
        /// <summary>What is wrong with it.</summary>
        public string? Refusal { get; init; }

        /// <summary>The index of the route to remove.</summary>
        public string? Index => Verb == "remove" && Text.Split(' ', 2) is ["index", var index] ? index.Trim() : null;
    }
}
