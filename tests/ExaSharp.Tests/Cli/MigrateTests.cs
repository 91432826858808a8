using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Cli;

/// <summary><c>exasharp migrate</c> as an operator meets it.</summary>
public sealed class MigrateTests : IDisposable
{
    private const string Old = "group edge {\n    local-as 1;\n    neighbor 127.0.0.1 { router-id 1.1.1.1; local-address 127.0.0.1; peer-as 1; }\n}\n";

    private readonly TemporaryDirectory _directory = new("migrate");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_is_printed_in_the_form_of_5_0_and_not_touched()
    {
        var path = _directory.Write("old.conf", Old);
        var run = await ProgramRun.OfAsync(["migrate", path]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("# Brought into the form of ExaBGP 5.0 from that of 3.4:\n# - the group edge is now a template\ntemplate { neighbor edge {\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(Old, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        var again = await ProgramRun.OfAsync(["validate", _directory.Write("new.conf", run.Output)]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("✓ written for ExaBGP 5.0\n", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_for_a_hyphen()
    {
        var fromFile = await ProgramRun.OfAsync(["migrate", _directory.Write("old.conf", Old)]);
        using var process = ProgramRun.Start(["migrate", "-"], redirectInput: true);
        await process.StandardInput.WriteAsync(Old);
        process.StandardInput.Close();
        var run = await ProgramRun.EndAsync(process);

        Assert.Equal((0, fromFile.Output, ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task A_file_with_errors_is_not_printed()
    {
        var run = await ProgramRun.OfAsync(["migrate", _directory.Write("old.conf", "group edge {\n    foo;\n}\n")]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("old.conf:2:5: error: invalid keyword \"foo\" [unknown-keyword]\n        foo;\n        ^~~\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("is not a valid config file\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await ProgramRun.OfAsync(["migrate", _directory.File("none.conf")]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("none.conf can not be read: ", run.Error, StringComparison.Ordinal);
    }
}
