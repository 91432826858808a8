using ExaSharp.Api;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Families;
using ExaSharp.Configuration.Settings;
using ExaSharp.HealthCheck;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests;

/// <summary>exabgp-compat.md names everything that there is, promises nothing that there is not, and says which tests show it.</summary>
public sealed class CompatTableTests
{
    private static readonly string[] States = ["same", "better:", "differs:", "absent"];

    private static readonly List<(string Section, string Feature, string State, string Tests)> Rows = Read();

    [Fact]
    public void Every_API_command_has_a_row() => Check("API commands", ApiCommands.All.Select(command => command.Name));

    [Fact]
    public void The_versions_of_each_API_command_are_told()
    {
        static string Cell(ApiCommand command, ApiVersions version) => command.Versions.HasFlag(version) ? "yes" : "-";
        var told = File.ReadLines(Path.Combine(RepositoryPaths.Root, "exabgp-compat.md"))
            .Where(line => line.Split(" | ") is [_, "yes" or "-", "yes" or "-", "yes |" or "- |"]);
        var known = ApiCommands.All.Select(command =>
            $"| `{command.Name}` | {Cell(command, ApiVersions.Four)} | {Cell(command, ApiVersions.Five)} | {Cell(command, ApiVersions.Six)} |");
        Assert.Equal(known.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_attribute_has_a_row() => Check("Attributes", AttributeTypes.All.Select(type => type.Name));

    [Fact]
    public void Every_capability_has_a_row() => Check("Capabilities", CapabilityTypes.All.Select(type => type.Name));

    [Fact]
    public void Every_flag_of_the_health_check_has_a_row() => Check("Health check", HealthCheckFlags.All.Select(flag => flag.Name).Append("--config"));

    [Fact]
    public void Every_setting_has_a_row()
    {
        var known = Rows.Where(row => row.Section == "Settings").Select(row => row.Feature).ToList();
        Assert.Equal(EnvironmentCatalog.All.Select(setting => $"`{setting.Name}`").Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_family_has_a_row_and_those_without_code_are_absent()
    {
        Check("Families", AddressFamilies.All.Select(family => family.Id.ToString()));
        foreach (var family in AddressFamilies.Known)
        {
            var row = Assert.Single(Rows, row => row.Section == "Families" && row.Feature == $"`{family}`");
            Assert.Equal($"{family}: {AddressFamilies.Find(family) is null}", $"{family}: {row.State.StartsWith("absent", StringComparison.Ordinal)}");
        }
    }

    [Fact]
    public void Every_row_has_a_state_and_what_is_there_has_a_test()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        foreach (var row in Rows)
        {
            Assert.True(States.Any(state => row.State.StartsWith(state, StringComparison.Ordinal)), $"{row.Feature}: {row.State}");
            if (row.State.StartsWith("absent", StringComparison.Ordinal)) continue;
            foreach (var name in row.Tests.Split(", ")) Assert.True(tests.Contains(name.Trim('`')), $"{row.Feature}: no test {name}");
        }
    }

    private static void Check(string section, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var row = Assert.Single(Rows, row => row.Section == section && row.Feature == $"`{name}`");
            Assert.False(row.State.StartsWith("absent", StringComparison.Ordinal), $"{section}: {name} is there");
        }
    }

    private static List<(string Section, string Feature, string State, string Tests)> Read()
    {
        var section = "";
        List<(string, string, string, string)> rows = [];
        foreach (var line in File.ReadLines(Path.Combine(RepositoryPaths.Root, "exabgp-compat.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = line[3..];
            if (line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|') is not [_, var feature, var state, var tests, _]) continue;
            if (feature.Trim() is "Feature" or "---") continue;
            rows.Add((section, feature.Trim(), state.Trim(), tests.Trim()));
        }
        return rows;
    }
}
