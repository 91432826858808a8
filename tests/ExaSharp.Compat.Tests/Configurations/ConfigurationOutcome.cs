namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>What a program makes of a configuration.</summary>
/// <param name="Ok">Whether it takes it.</param>
/// <param name="Error">What it says when it does not.</param>
/// <param name="Neighbors">The values of each neighbour, one a line.</param>
internal sealed record ConfigurationOutcome(bool Ok, string Error, IReadOnlyList<IReadOnlyList<string>> Neighbors)
{
    /// <summary>Whether something in it is of ExaBGP 3.4 or 4.2, which 5.0 refuses.</summary>
    public bool IsOfOlderGeneration { get; init; }

    /// <summary>The outcome of a configuration that is refused.</summary>
    public static ConfigurationOutcome Refused(string error) => new(false, error, []);

    /// <summary>The first difference between the values of the same configuration; empty when there is none.</summary>
    public string DifferenceTo(ConfigurationOutcome other)
    {
        if (Ok != other.Ok) return "";
        if (Neighbors.Count != other.Neighbors.Count) return $"{Neighbors.Count} neighbors, and {other.Neighbors.Count}";
        foreach (var (first, second) in Neighbors.Zip(other.Neighbors))
            foreach (var (one, two) in first.Zip(second))
                if (one != two) return $"{one} != {two}";
        return "";
    }
}
