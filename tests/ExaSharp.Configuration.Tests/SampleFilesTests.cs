using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Configuration.Tests;

/// <summary>The samples that are installed with the program.</summary>
public class SampleFilesTests
{
    private static string Folder => Path.Combine(RepositoryPaths.Root, "etc", "exasharp");

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Folder, "*.conf").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_is_read_without_a_word(string name)
    {
        var parsed = Parsed.Bytes(File.ReadAllBytes(Path.Combine(Folder, name)), name, programs: DiskFiles.LocatorFor(Folder));

        Assert.Equal("", parsed.Rendered);
        Assert.NotEmpty(parsed.Good.Neighbors);
        Assert.All(parsed.Good.Processes, process => Assert.StartsWith(Folder, process.Run[0], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_says_what_it_shows(string name) =>
        Assert.StartsWith("# ", File.ReadAllText(Path.Combine(Folder, name)), StringComparison.Ordinal);

    [Fact]
    public void Every_helper_script_belongs_to_a_sample()
    {
        var text = string.Concat(Directory.EnumerateFiles(Folder, "*.conf").Select(File.ReadAllText));

        foreach (var script in Directory.EnumerateFiles(Path.Combine(Folder, "run")))
            Assert.Contains("./run/" + Path.GetFileName(script), text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_enough_samples() => Assert.True(Samples.Count >= 12);
}
