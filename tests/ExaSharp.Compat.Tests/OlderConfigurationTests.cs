using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Migration;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// The sample configurations of ExaBGP 4.2, from Debian's package or, where the variable <c>EXABGP_42_SOURCE</c> names one, from
/// a checkout; and those of 3.4 that the variable <c>EXABGP_34_SOURCE</c> names. All are read, and mean the same migrated.
/// </summary>
public class OlderConfigurationTests
{
    /// <summary>Debian's package has all samples but those that were added behind 4.2.21.</summary>
    private const int Samples = 64;

    /// <summary>
    /// ExaBGP 3.4 itself refuses the first, whose VPLS statement has no semicolon; the others announce routes of families that
    /// the neighbour does not have, and nothing in them tells that they are not of 5.0, which refuses that.
    /// </summary>
    private static readonly string[] NotOf34 = ["l2vpn.conf", "ipv46routes4family.conf", "parity.conf"];

    [Fact]
    public void The_samples_of_4_2_are_read()
    {
        var folder = Environment.GetEnvironmentVariable("EXABGP_42_SOURCE") is { Length: > 0 } source
            ? Path.Combine(source, "etc", "exabgp")
            : "/usr/share/doc/exabgp/examples";
        if (!Directory.Exists(folder)) Assert.Skip("The samples of ExaBGP 4.2 are not here: install Debian's exabgp, or set EXABGP_42_SOURCE.");

        Assert.True(ReadAll(folder, []) >= Samples);
    }

    [Fact]
    public void The_samples_of_3_4_are_read()
    {
        var source = Environment.GetEnvironmentVariable("EXABGP_34_SOURCE");
        if (string.IsNullOrEmpty(source)) Assert.Skip("Set EXABGP_34_SOURCE to a checkout of ExaBGP 3.4.");

        Assert.NotEqual(0, ReadAll(Path.Combine(source, "qa", "conf"), NotOf34));
    }

    private static int ReadAll(string folder, string[] refused)
    {
        List<string> wrong = [];
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.conf").Where(path => !refused.Contains(Path.GetFileName(path))))
        {
            count++;
            var source = new SourceText(Path.GetFileName(path), File.ReadAllBytes(path));
            var migrated = ConfigurationMigration.Migrate(source, Context(), out var diagnostics);
            if (migrated is null) wrong.Add(Errors(source, diagnostics));
            else if (Parse(migrated, path) is { } problem) wrong.Add($"{problem}\nin\n{migrated}");
        }
        if (wrong.Count > 0) Assert.Fail(string.Join('\n', wrong));
        return count;
    }

    private static string? Parse(string text, string path)
    {
        var source = new SourceText(Path.GetFileName(path) + ", migrated", System.Text.Encoding.UTF8.GetBytes(text));
        var diagnostics = new DiagnosticBag();
        var configuration = ConfigurationParser.Parse(source, Context(), diagnostics);
        return configuration is null ? Errors(source, diagnostics)
            : configuration.Generation == ConfigurationGeneration.ExaBgp50 ? null
            : $"{source.Name} is of {configuration.Generation}";
    }

    private static string Errors(SourceText source, DiagnosticBag diagnostics) =>
        string.Join('\n', diagnostics.Items.Where(item => item.Severity == Severity.Error).Select(item => DiagnosticRenderer.Render(source, item)));

    private static ConfigurationContext Context() => new(new RouteStore(), new AttributeInterner());
}
