using ExaSharp.Configuration.Drafts;

namespace ExaSharp.Configuration.Checks;

/// <summary>Gives the neighbours of a file the api blocks that stand for processes inside neighbours and groups (ExaBGP 3.4).</summary>
internal static class EmbeddedProcesses
{
    /// <summary>For the whole file, as a process may stand behind neighbours that it commands.</summary>
    public static void Apply(FileDraft file)
    {
        if (file.Embedded.Count == 0) return;
        for (var i = 0; i < file.Neighbors.Count; i++)
        {
            var (draft, settings) = file.Neighbors[i];
            if (settings is null) continue;
            file.Neighbors[i] = (draft, settings with { Api = [.. settings.Api, .. For(file, draft).Select(api => api with { Name = file.NextApiName() })] });
        }
    }

    /// <summary>The blocks of a neighbour, those without events at the end.</summary>
    public static IReadOnlyList<Settings.ApiSettings> For(FileDraft file, NeighborDraft neighbor)
    {
        List<Settings.ApiSettings> blocks = [];
        // A process of the same name in several neighbours is one process.
        foreach (var embedded in file.Embedded.Where(embedded => embedded.Observes(neighbor))) blocks.AddRange(embedded.ApiFor(neighbor));
        foreach (var embedded in file.Embedded.Where(embedded => !embedded.Observes(neighbor)))
            if (!blocks.Exists(block => block.Processes.Contains(embedded.Process.Name))) blocks.AddRange(embedded.ApiFor(neighbor));
        return blocks;
    }
}
