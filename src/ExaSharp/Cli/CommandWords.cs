namespace ExaSharp.Cli;

/// <summary>The short words of <c>cli</c>: <c>s n s</c> is <c>show neighbor summary</c>.</summary>
/// <remarks>
/// ExaBGP completes some of them wherever they stand, so that the value of an attribute can be taken for one; here each is
/// completed only where its command can have it.
/// </remarks>
internal static class CommandWords
{
    private static readonly (string Nick, string Word, Func<List<string>, bool> Fits)[] Words =
    [
        ("a", "announce", IsFirst),
        ("a", "attributes", IsAfter("announce", "withdraw")),
        ("c", "configuration", IsShown),
        ("e", "eor", IsAfter("announce")),
        ("e", "extensive", IsShown),
        ("f", "flow", IsAfter("announce", "withdraw")),
        ("f", "flush", IsFirst),
        ("h", "help", IsFirst),
        ("i", "in", IsAfter("adj-rib")),
        ("n", "neighbor", before => IsFirst(before) || before is ["show"]),
        ("r", "route", IsAfter("announce", "withdraw")),
        ("rr", "route-refresh", IsAfter("announce")),
        ("s", "show", IsFirst),
        ("t", "teardown", IsFirst),
        ("s", "summary", IsShown),
        ("v", "vpls", IsAfter("announce", "withdraw")),
        ("o", "operational", IsAfter("announce")),
        ("o", "out", IsAfter("adj-rib")),
        ("a", "adj-rib", IsAfter("clear", "flush", "show")),
        ("w", "withdraw", IsFirst),
        ("w", "watchdog", IsAfter("announce", "withdraw")),
    ];

    /// <summary>The words with those that were cut short completed, and misspelt neighbors put right.</summary>
    public static string Expand(IEnumerable<string> words)
    {
        var before = new List<string>();
        foreach (var word in words.SelectMany(word => word.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))
            before.Add(Expand(word, before));
        return string.Join(' ', before);
    }

    private static string Expand(string word, List<string> before)
    {
        if (word is "neighbour" or "neigbour" or "neigbor") return "neighbor";
        foreach (var (nick, full, fits) in Words)
            if ((word == nick || full.StartsWith(word, StringComparison.Ordinal)) && fits(before)) return full;
        return word;
    }

    /// <summary>At the beginning, or behind the neighbor that the command is for.</summary>
    private static bool IsFirst(List<string> before) => before.Count == 0 || (before[0] == "neighbor" && before.Count % 2 == 0);

    private static bool IsShown(List<string> before) => before.Count > 1 && before[0] == "show";

    private static Func<List<string>, bool> IsAfter(params string[] words) => before => before.Count > 0 && words.Contains(before[^1]);
}
