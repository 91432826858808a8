using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;

namespace ExaSharp.Configuration.Migration;

/// <summary>Statements that come to stand in neighbours' blocks: at the top, or routes at the end, behind the neighbour's own.</summary>
internal sealed class NeighborLines
{
    private readonly Dictionary<NeighborDraft, (List<string> Top, List<string> End)> _lines = [];

    public void Add(NeighborDraft neighbor, string line) => Of(neighbor).Top.Add(line);

    public void AddFirst(NeighborDraft neighbor, string line) => Of(neighbor).Top.Insert(0, line);

    public void AddLast(NeighborDraft neighbor, string line) => Of(neighbor).End.Add(line);

    public void Write(TextEdits edits, Layout layout)
    {
        foreach (var (neighbor, (top, end)) in _lines)
        {
            var margin = layout.Indent(neighbor.Section.Keyword.Start);
            var indent = "\n" + margin + layout.Step;
            var place = neighbor.Section.Open.End;
            if (top.Count > 0) edits.Insert(place, string.Concat(top.Select(line => indent + line)) + (layout.HasRestOfLine(place) ? indent : ""));
            if (end.Count == 0) continue;
            // The brace may be missing at the end of the file: then a line may be too.
            var close = layout.IsCloseBrace(neighbor.Section.Close) ? neighbor.Section.Close.Start : neighbor.Section.Close.End;
            var isAlone = layout.IsFirstOfLine(close);
            edits.Insert(close, string.Concat(end.Select((line, i) => (i == 0 && isAlone ? layout.Step : indent) + line)) + "\n" + margin);
        }
    }

    private (List<string> Top, List<string> End) Of(NeighborDraft neighbor)
    {
        if (!_lines.TryGetValue(neighbor, out var lines)) _lines[neighbor] = lines = ([], []);
        return lines;
    }
}
