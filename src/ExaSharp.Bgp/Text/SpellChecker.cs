namespace ExaSharp.Bgp.Text;

/// <summary>Finds the known word that was probably meant.</summary>
public static class SpellChecker
{
    /// <summary>
    /// The candidate with the smallest edit distance to <paramref name="word"/> (insertions, deletions, replacements and
    /// swaps of neighbours), when that is at most a third of its length and at least one; null otherwise.
    /// </summary>
    public static string? Suggest(ReadOnlySpan<byte> word, IEnumerable<string> candidates)
    {
        var text = System.Text.Encoding.UTF8.GetString(word);
        string? best = null;
        var bestDistance = Math.Max(1, text.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(text, candidate);
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }
        return best == text ? null : best;
    }

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 3) return int.MaxValue;
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }
}
