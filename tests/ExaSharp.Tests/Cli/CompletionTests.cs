using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Cli;

/// <summary>Completion scripts, run by their shells.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("completion");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("exasharp|v", "validate version")]
    [InlineData("exabgp|ser", "server")]
    [InlineData("exasharp|server|--p", "--passive --pdb --profile")]
    [InlineData("exasharp|-", "--env-file --help")]
    [InlineData("exasharp|completion|", "bash fish zsh")]
    [InlineData("exasharp|cli|with", "withdraw")]
    [InlineData("exasharp|cli|announce|route", "route route-refresh")]
    [InlineData("exasharp|cli|--so", "--socket")]
    [InlineData("exasharp|--env-file|x|env|--di", "--diff")]
    [InlineData("exasharp|decode|-c|any", "")]
    [InlineData("exasharp|--env-file|any", "")]
    [InlineData("exasharp|server|any", "")]
    public async Task Bash_completes(string words, string expected)
    {
        var typed = words.Split('|');
        var script = Script("bash") + $"""
            COMP_WORDS=({string.Join(' ', typed.Select(word => $"'{word}'"))}); COMP_CWORD={typed.Length - 1}
            # Without a terminal there is no completion whose options could be set.
            compopt() [[ "$*" == '-o default' ]]
            "$(complete -p {typed[0]} | sed 's/.*-F \([^ ]*\).*/\1/')"
            printf '%s\n' "${"{COMPREPLY[@]}"}"

            """;
        var run = await CapturedProcess.Run("bash", [_directory.Write("run.sh", script)]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(expected, string.Join(' ', run.Output.Split('\n').Distinct().Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Scripts_are_in_the_language_of_their_shell(string shell)
    {
        Assert.SkipUnless(new[] { "/bin", "/usr/bin", "/usr/local/bin" }.Any(folder => File.Exists(Path.Combine(folder, shell))), $"{shell} is not installed");
        var run = await CapturedProcess.Run(shell, ["-n", _directory.Write("script", Script(shell))]);
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("bash", "server) options='--verbose -v --debug -d")]
    [InlineData("zsh", "'validate:validate configuration'")]
    [InlineData("fish", "complete -c exabgp -n '__fish_seen_subcommand_from decode' -s f -r -d 'family expected (format like \"ipv4 unicast\")'\n")]
    public void Scripts_have_all_commands_and_options(string shell, string part)
    {
        var script = Script(shell);
        Assert.Contains(part, script, StringComparison.Ordinal);
        foreach (var word in new[] { "server", "validate", "decode", "encode", "migrate", "env", "version", "cli", "peer", "completion", "env-file", "passive", "plain" })
            Assert.Contains(word, script, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_shells_are_refused()
    {
        var run = InProcess.Run(["completion", "tcsh"]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    private static string Script(string shell)
    {
        var run = InProcess.Run(["completion", shell]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }
}
