using ExaSharp.Bgp.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Configuration.Tests;

/// <summary>
/// The configuration files that ExaBGP is tested with, where they are at hand: in the checkout of ExaBGP 5.0 that the
/// environment variable <c>EXABGP_SOURCE</c> names, or beside this repository.
/// </summary>
public class ExaBgpFilesTests
{
    [Fact]
    public void ExaBGPs_own_files_are_read()
    {
        var folder = Environment.GetEnvironmentVariable("EXABGP_SOURCE") is { Length: > 0 } given
            ? Path.Combine(given, "etc", "exabgp")
            : Path.GetFullPath(Path.Combine(RepositoryPaths.Root, "..", "shared", "exabgp-qa", "5.0", "etc"));
        if (!Directory.Exists(folder)) Assert.Skip("ExaBGP's configuration files are not here; set EXABGP_SOURCE to a checkout.");

        List<string> wrong = [];
        var read = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.conf").Order(StringComparer.Ordinal))
        {
            read++;
            var parsed = Parsed.Bytes(File.ReadAllBytes(path), Path.GetFileName(path));
            wrong.AddRange(parsed.Diagnostics.Items
                .Where(item => item.Severity == Severity.Error)
                .Select(item => DiagnosticRenderer.Render(parsed.Source, item)));
        }
        if (wrong.Count > 0) Assert.Fail(string.Join("\n", wrong));
        Assert.NotEqual(0, read);
    }
}
