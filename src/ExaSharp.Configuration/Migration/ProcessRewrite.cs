using System.Text;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Checks;
using ExaSharp.Configuration.Drafts;

namespace ExaSharp.Configuration.Migration;

/// <summary>Takes processes out of neighbours and groups, and gives the neighbours the api blocks that stand for that.</summary>
internal static class ProcessRewrite
{
    public static void Run(FileDraft file, TextEdits edits, Layout layout, NeighborLines lines)
    {
        foreach (var section in file.EmptyProcesses)
            edits.Replace(layout.WholeLines(section), "", "a process without a program is left out");
        if (file.Embedded.Count == 0) return;
        foreach (var embedded in file.Embedded)
        {
            var section = embedded.Section;
            if (file.Processes.Contains(embedded.Process))
            {
                var place = embedded.Outermost.Section.Keyword.Start;
                edits.Insert(place, Text(embedded, edits, layout) + "\n" + layout.Indent(place), "processes stand outside of neighbors, which name them in api");
            }
            edits.Replace(layout.WholeLines(section), "");
        }
        foreach (var (draft, settings) in file.Neighbors)
            if (settings is not null)
                foreach (var api in EmbeddedProcesses.For(file, draft)) lines.Add(draft, BlockText.Api(api));
    }

    /// <summary>The section without what it says about events, at the margin of the block that it stood in.</summary>
    private static string Text(EmbeddedProcess embedded, TextEdits edits, Layout layout)
    {
        var section = embedded.Section;
        foreach (var statement in embedded.EventStatements) edits.Replace(layout.WholeLines(statement), "");
        if (!embedded.Process.Encoder.IsSet)
        {
            var open = embedded.Process.Open.End;
            edits.Insert(open, layout.HasRestOfLine(open) ? " encoder text;" : $"\n{layout.Indent(section.Start)}{layout.Step}encoder text;", "a process names its encoder");
        }
        var from = layout.Indent(section.Start);
        var to = layout.Indent(embedded.Outermost.Section.Keyword.Start);
        var written = edits.Apply(section).Split('\n');
        var result = new StringBuilder(written[0]);
        foreach (var line in written[1..])
            result.Append('\n').Append(line.StartsWith(from, StringComparison.Ordinal) ? to + line[from.Length..] : line);
        return result.ToString();
    }
}
