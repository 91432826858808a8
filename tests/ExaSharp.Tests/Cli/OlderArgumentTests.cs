using ExaSharp.Cli;
using Xunit;

namespace ExaSharp.Tests.Cli;

/// <summary>Command lines of ExaBGP 3.4 and 4.2.</summary>
public sealed class OlderArgumentTests
{
    [Theory]
    [InlineData("--version", "version")]
    [InlineData("-v", "version")]
    [InlineData("bgp --version", "version")]
    [InlineData("-v x.conf", "-v x.conf")]
    [InlineData("--fi", "env --older")]
    [InlineData("--full-ini", "env --older")]
    [InlineData("--di", "env --older --diff")]
    [InlineData("--diff-ini x.conf", "env --older --diff")]
    [InlineData("--fe", "env --older --env")]
    [InlineData("--full-env", "env --older --env")]
    [InlineData("--de", "env --older --diff --env")]
    [InlineData("--diff-env", "env --older --diff --env")]
    [InlineData("--validate x.conf", "validate --neighbor -- x.conf")]
    [InlineData("--valid -d x.conf y.conf", "validate --neighbor --verbose -- x.conf y.conf")]
    [InlineData("-t x.conf", "validate --route -- x.conf")]
    [InlineData("--test --debug x.conf", "validate --route --verbose -- x.conf")]
    [InlineData("-x 00:01 --decode 02 x.conf", "decode -c x.conf -- 00:0102")]
    [InlineData("--decode=0001", "decode -- 0001")]
    [InlineData("-x=0001 x.conf", "decode -c x.conf -- 0001")]
    [InlineData("-d -p -1 --env F x.conf", "server --debug --pdb --once -- x.conf")]
    [InlineData("-dp1 --signal 5 --root=/opt x.conf", "server --debug --pdb --once --signal=5 -- x.conf")]
    [InlineData("-s -f / x.conf", "server --memory -- x.conf")]
    [InlineData("-s 5 -f / x.conf", "server --signal=5 -- x.conf")]
    [InlineData("-s5 -f / -- -x.conf", "server --signal=5 -- -x.conf")]
    [InlineData("-P --profile F -e F x.conf", "server --passive --profile=F -- x.conf")]
    [InlineData("-d -p -1 x.conf", "-d -p -1 x.conf")]
    [InlineData("-s 5 x.conf", "-s 5 x.conf")]
    [InlineData("bgp -d x.conf", "-d x.conf")]
    [InlineData("--no-such --fi", "--no-such --fi")]
    [InlineData("--validate=1 x.conf", "--validate=1 x.conf")]
    [InlineData("-t -?", "-t -?")]
    [InlineData("-x", "-x")]
    [InlineData("validate --version", "validate --version")]
    [InlineData("--fi --help", "--fi --help")]
    [InlineData("--run healthcheck --cmd true", "healthcheck --cmd true")]
    [InlineData("-d --run=cli show neighbor", "cli show neighbor")]
    [InlineData("--run healthcheck --help", "healthcheck --help")]
    public void Are_told_in_words_of_today(string line, string expected)
    {
        var words = line.Split(' ').ToList();
        Assert.Null(OlderArguments.Rewrite(words, Root(), Context()));
        Assert.Equal(expected, string.Join(' ', words));
    }

    [Theory]
    [InlineData("--validate", OlderArguments.Lack.File)]
    [InlineData("-t -d", OlderArguments.Lack.File)]
    [InlineData("--env F", OlderArguments.Lack.File)]
    [InlineData("--run", OlderArguments.Lack.Program)]
    [InlineData("--run something", OlderArguments.Lack.Program)]
    public void Lack_something(string line, object lack) => Assert.Equal(lack, OlderArguments.Rewrite([.. line.Split(' ')], Root(), Context()));

    [Theory]
    [InlineData("--fi", "/opt/exabgp/etc/exabgp/exabgp.env")]
    [InlineData("--fi --env x/y.env", "/opt/exabgp/etc/exabgp/x/y.env")]
    [InlineData("--fi -e /y.env", "/y.env")]
    [InlineData("--fi --root /srv/", "/srv/etc/exabgp/exabgp.env")]
    [InlineData("--fi --root /srv --env y.env", "/srv/etc/exabgp/y.env")]
    [InlineData("--fi -f srv", "/home/srv/etc/exabgp/exabgp.env")]
    [InlineData("--fi --folder /etc/bgp", "/etc/bgp/exabgp.env")]
    public void Say_where_the_settings_are(string line, string path)
    {
        var context = Context();
        OlderArguments.Rewrite([.. line.Split(' ')], Root(), context);
        Assert.Equal(path, context.EnvFile);
    }

    [Fact]
    public void Without_a_file_end_as_those_of_4_2()
    {
        var run = InProcess.Run(["--validate"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Environment values are:\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n\nno configuration file provided\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, InProcess.Run(["--run", "something"]).ExitCode);
    }

    [Fact]
    public void Old_forms_of_the_settings_have_those_of_4_2()
    {
        var (full, variables) = (InProcess.Run(["--fi"]).Output, InProcess.Run(["--fe"]).Output);
        Assert.StartsWith("\n[exabgp.api]\nack = true\nchunk = 1\n", full, StringComparison.Ordinal);
        Assert.StartsWith("\nexabgp.profile.enable=false\n", variables, StringComparison.Ordinal);
        Assert.DoesNotContain("attempts", full + variables, StringComparison.Ordinal);
        Assert.Contains("\nattempts = 0\n", InProcess.Run(["env", "--plain"]).Output, StringComparison.Ordinal);
        Assert.Equal("", InProcess.Run(["--de"]).Output + InProcess.Run(["--di"]).Output);
    }

    private static System.CommandLine.RootCommand Root() =>
        [.. new[] { "server", "validate", "decode", "env", "version", "cli", "healthcheck" }.Select(name => new System.CommandLine.Command(name))];

    private static CliContext Context() => new()
    {
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = _ => null,
        Directory = "/home",
        ProgramDirectory = "/opt/exabgp/sbin",
    };
}
