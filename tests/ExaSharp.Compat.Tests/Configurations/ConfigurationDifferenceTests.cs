using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>
/// What ExaBGP 5.0's own parser takes, and with which values, our parser takes with the same values; what it refuses we
/// refuse. Runs where <c>EXABGP_SOURCE</c> names a checkout.
/// </summary>
public class ConfigurationDifferenceTests
{
    private const int Mutations = 3000;
    private const int Values = 8000;

    private static string? Checkout { get; } =
        Environment.GetEnvironmentVariable("EXABGP_SOURCE") is { Length: > 0 } path && File.Exists(Path.Combine(path, "src/exabgp/configuration/configuration.py"))
            ? Path.GetFullPath(path)
            : null;

    [Fact]
    public async Task Every_keyword_is_taken_or_refused_as_by_ExaBGP()
    {
        Assert.SkipWhen(Checkout is null, "EXABGP_SOURCE does not name a checkout of ExaBGP 5.0");
        await Compare(ConfigurationSnippets.Choose(ComparisonSeed.Get(), Values));
    }

    [Fact]
    public async Task Configurations_changed_at_random_are_taken_or_refused_as_by_ExaBGP()
    {
        Assert.SkipWhen(Checkout is null, "EXABGP_SOURCE does not name a checkout of ExaBGP 5.0");
        string[] folders = [Path.Combine(Checkout, "etc/exabgp"), Path.Combine(RepositoryPaths.Root, "etc/exasharp")];
        var texts = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.conf")).Order(StringComparer.Ordinal).Select(Runnable);
        var mutator = new ConfigurationMutator(ComparisonSeed.Get(), texts);
        await Compare([.. Enumerable.Range(0, Mutations).Select(_ => mutator.Next())]);
    }

    /// <summary>Where the programs of <c>run</c> are is not what is compared.</summary>
    private static string Runnable(string path) =>
        string.Join('\n', File.ReadAllLines(path).Select(line => line.TrimStart().StartsWith("run ", StringComparison.Ordinal) ? "run /bin/cat;" : line));

    private static async Task Compare(IReadOnlyList<string> texts)
    {
        var reference = await ReferenceParser.Read(Checkout!, texts);
        List<string> wrong = [];
        foreach (var (text, theirs) in texts.Zip(reference))
        {
            var ours = OurParser.Read(text);
            if (ours.IsOfOlderGeneration && !theirs.Ok) continue;
            var difference = ours.Ok == theirs.Ok ? theirs.DifferenceTo(ours)
                : theirs.Ok ? $"refused: {ours.Error}"
                : $"accepted, which ExaBGP refuses: {theirs.Error.Trim().Replace('\n', '|')}";
            if (difference.Length > 0 && !IntendedDifferences.Has(text, difference)) wrong.Add($"{difference}\n    {text.ReplaceLineEndings("\n    ")}");
        }
        if (wrong.Count > 0) Assert.Fail($"{wrong.Count} of {texts.Count} configurations:\n{string.Join('\n', wrong.Take(100))}");
    }
}
