using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Checks;

/// <summary>What can only be checked when the whole file was read: identities, and the processes that neighbours name.</summary>
internal static class FileChecks
{
    /// <summary>The neighbours of the file, each identity once.</summary>
    public static List<NeighborSettings> Neighbors(FileDraft file)
    {
        HashSet<string> identities = new(StringComparer.Ordinal);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<NeighborSettings?> result = [];
        foreach (var (draft, settings) in file.Neighbors)
        {
            if (settings is null) continue;
            var identity = settings.Listen == 0 ? settings.Name : $"peer-ip {NeighborName.Peer(draft.Peer.Value)} listen {settings.Listen}";
            if (!identities.Add(identity))
            {
                file.Diagnostics.Error(DiagnosticCode.Duplicate, draft.Span, $"duplicate peer definition {draft.Peer.Value.Text}");
                continue;
            }
            // Of neighbours that differ in "listen" alone ExaBGP keeps the last: the name is the key.
            if (places.TryGetValue(settings.Name, out var other))
            {
                result[other] = null;
                file.Diagnostics.Warning(DiagnosticCode.Duplicate, draft.Span, "this neighbor replaces an earlier one: they differ in \"listen\" alone");
            }
            places[settings.Name] = result.Count;
            result.Add(settings);
        }
        return [.. result.OfType<NeighborSettings>()];
    }

    /// <summary>Checks the api blocks of all neighbours against the processes, and warns of processes that nobody names.</summary>
    public static void Processes(FileDraft file)
    {
        var names = file.Processes.Select(process => process.Name).ToHashSet(StringComparer.Ordinal);
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (var (draft, _) in file.Neighbors) CheckApi(draft, names, used, file.Diagnostics);
        if (file.Diagnostics.HasErrors) return;
        if (file.Neighbors.Count > 0) used.UnionWith(file.Embedded.Select(embedded => embedded.Process.Name));
        foreach (var process in file.Processes)
            if (!used.Contains(process.Name))
                file.Diagnostics.Warning(DiagnosticCode.Ignored, process.Span, $"no neighbor names the process \"{process.Name}\": its commands reach only neighbors without an api block");
    }

    private static void CheckApi(NeighborDraft draft, HashSet<string> names, HashSet<string> used, DiagnosticBag diagnostics)
    {
        var peer = draft.Peer.IsSet ? NeighborName.Peer(draft.Peer.Value) : "";
        foreach (var name in draft.Api.SelectMany(api => api.Processes)) used.Add(name);
        if (draft.Api.Find(api => api.ProcessesMatch.Count > 0) is { } matching && draft.Api.Exists(api => api.Processes.Count > 0))
        {
            diagnostics.Error(DiagnosticCode.Conflict, matching.Span, $"processes and processes-match are mutually exclusive, verify neighbor '{peer}' configuration.");
            return;
        }
        foreach (var api in draft.Api)
            foreach (var name in api.Processes)
                if (!names.Contains(name))
                    diagnostics.Error(DiagnosticCode.InvalidValue, api.Span, $"an api called '{name}' is used by neighbor '{peer}' but not defined",
                        SpellChecker.Suggest(System.Text.Encoding.UTF8.GetBytes(name), names));
        CheckPatterns(draft, peer, names, used, diagnostics);
    }

    /// <summary>One of the expressions of a neighbour has to match a process.</summary>
    private static void CheckPatterns(NeighborDraft draft, string peer, HashSet<string> names, HashSet<string> used, DiagnosticBag diagnostics)
    {
        List<string> patterns = [];
        var matched = false;
        foreach (var pattern in draft.Api.SelectMany(api => api.ProcessesMatch))
        {
            var matches = names.Where(name => ProcessNamePattern.IsMatch(pattern, name)).ToList();
            used.UnionWith(matches);
            matched |= matches.Count > 0;
            patterns.Add($"'{pattern}'");
        }
        if (patterns.Count > 0 && !matched)
        {
            diagnostics.Error(DiagnosticCode.InvalidValue, draft.Api.First(api => api.ProcessesMatch.Count > 0).Span,
                $"no process matches the regex {string.Join(" or ", patterns)} for neighbor '{peer}'");
        }
    }
}
