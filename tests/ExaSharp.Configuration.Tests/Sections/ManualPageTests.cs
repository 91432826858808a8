using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Sections;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

/// <summary>The manual page of the configuration names what there is.</summary>
public sealed class ManualPageTests
{
    private static readonly string Page =
        File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs/man/exasharp.conf.5")).Replace("\\-", "-", StringComparison.Ordinal);

    [Fact]
    public void Every_keyword_of_a_neighbor_is_told()
    {
        var older = OlderLeaves.All.Select(leaf => leaf.Keyword).Append("process").ToHashSet();
        Check(NeighborSection.Definition, keyword => !older.Contains(keyword) && !Unsupported.Contains(keyword));
    }

    [Fact]
    public void Every_keyword_of_a_process_is_told() => Check(ProcessSection.Definition, _ => true);

    [Fact]
    public void Every_keyword_of_TCP_AO_is_told() => Check(TcpAoSection.Definition, _ => true);

    [Fact]
    public void Every_capability_is_told() => Check(CapabilitySection.Definition, keyword => !Unsupported.Contains(keyword));

    /// <summary>Keywords of ExaBGP 6 that are refused.</summary>
    private static readonly HashSet<string> Unsupported = ["local-link-local", "link-local-nexthop", "link-local-prefer"];

    private static void Check<T>(Section<T> section, Func<string, bool> isWanted)
        where T : class, IDraft
    {
        var known = section.Leaves.Select(leaf => leaf.Keyword).Concat(section.Sections.Select(part => part.Keyword)).Where(isWanted);
        Assert.All(known, keyword => Assert.Contains(keyword, Page, StringComparison.Ordinal));
    }
}
