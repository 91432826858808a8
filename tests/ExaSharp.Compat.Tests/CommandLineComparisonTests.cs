using ExaSharp.Compat.Tests.Differential;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>The same command lines for our program under the name of ExaBGP and for the real ones: exit status, and output where it is an interface.</summary>
public sealed class CommandLineComparisonTests : IDisposable
{
    private const string Good = """
        neighbor 127.0.0.1 {
            router-id 10.0.0.2;
            local-address 127.0.0.1;
            local-as 65000;
            peer-as 65000;
            static { route 10.0.0.0/24 next-hop 192.0.2.1; }
        }
        """;

    private const string Update = "0017020000000C40010100400200400304C00002011800000A";

    private readonly TemporaryDirectory _directory = new("command-line");

    public CommandLineComparisonTests()
    {
        _directory.Write("good.conf", Good);
        _directory.Write("bad.conf", "neighbor 127.0.0.1 { nonsense; }\n");
        _directory.Write("empty.env", "");
        _directory.Write("some.env", "[exabgp.tcp]\nport = 1790\nbind = '127.0.0.1 ::1'\n[exabgp.api]\nack = off\n[exabgp.log]\nlevel = DEBUG\n");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--fi", true)]
    [InlineData("--full-ini", true)]
    [InlineData("--fe", true)]
    [InlineData("--di", true)]
    [InlineData("--diff-env", true)]
    [InlineData("--de --env @/some.env", true)]
    [InlineData("--di -e @/some.env", true)]
    [InlineData("--fi --env @/some.env", true)]
    [InlineData("--version", false)]
    [InlineData("--help", false)]
    [InlineData("", false)]
    [InlineData("--validate good.conf", false)]
    [InlineData("--validate bad.conf", false)]
    [InlineData("--validate none.conf", false)]
    [InlineData("--validate", false)]
    [InlineData("--test good.conf", false)]
    [InlineData("-t bad.conf", false)]
    [InlineData("bad.conf", false)]
    [InlineData("none.conf", false)]
    [InlineData("--decode ZZ good.conf", false)]
    [InlineData("--run nothing", false)]
    public async Task Of_4_2(string line, bool hasSameOutput)
    {
        Assert.SkipUnless(ExaBgpProgram.Four.IsInstalled, $"{ExaBgpProgram.Four.Path} is not installed");
        await Compare(ExaBgpProgram.Four, line, hasSameOutput);
    }

    [Theory]
    [InlineData("env", true)]
    [InlineData("env -d", true)]
    [InlineData("env -e", true)]
    [InlineData("env -d --env-file @/some.env", true)]
    [InlineData("--env-file=@/some.env env --diff --env", true)]
    [InlineData("env --env-file @/some.env", true)]
    [InlineData("version", false)]
    [InlineData("-h", false)]
    [InlineData("server --help", false)]
    [InlineData("", false)]
    [InlineData("validate good.conf", true)]
    [InlineData("validate -n -r good.conf", true)]
    [InlineData("validate bad.conf", true)]
    [InlineData("validate none.conf", true)]
    [InlineData("validate", true)]
    [InlineData("validate --nosuch good.conf", true)]
    [InlineData("server bad.conf", true)]
    [InlineData("bad.conf", true)]
    [InlineData("none.conf", true)]
    [InlineData("server", true)]
    [InlineData("-z good.conf", true)]
    [InlineData("version now", true)]
    [InlineData("decode", true)]
    [InlineData("decode 0", true)]
    [InlineData("decode " + Update, false)]
    [InlineData("decode ZZ", false)]
    [InlineData("decode -f ipv4 00", true)]
    [InlineData("decode --nosuch 00", true)]
    public async Task Of_5_0(string line, bool hasSameOutput)
    {
        Assert.SkipUnless(ExaBgpProgram.Five.IsInstalled, "EXABGP_SOURCE names no checkout of ExaBGP 5.0");
        await Compare(ExaBgpProgram.Five, line, hasSameOutput);
    }

    /// <summary>Whatever the program, the first line of its version is what scripts read.</summary>
    [Fact]
    public async Task The_version_begins_in_the_same_form()
    {
        var program = ExaBgpProgram.Four;
        Assert.SkipUnless(program.IsInstalled, $"{program.Path} is not installed");
        var both = await Task.WhenAll(Run(program.Path!, ["--version"]), Run(Link(), ["--version"]));
        Assert.All(both, run => Assert.Matches(@"^ExaBGP : \d+\.\d+\.\d+\n", run.Output));
    }

    private async Task Compare(ExaBgpProgram program, string line, bool hasSameOutput)
    {
        var words = line.Replace("@", _directory.Path, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var both = await Task.WhenAll(Run(program.Path!, words), Run(Link(), words));
        Assert.True(both[0].ExitCode == both[1].ExitCode, $"{both[0].ExitCode} and {both[1].ExitCode}\n{both[0].Error}\n{both[1].Error}");
        if (hasSameOutput) Assert.Equal(WithoutShort(both[0].Output), WithoutShort(both[1].Output));
    }

    /// <summary>The only setting whose default 5.0 changed.</summary>
    private static string WithoutShort(string output) => string.Join('\n', output.Split('\n').Where(line => !line.Contains("short =", StringComparison.Ordinal) && !line.Contains("log.short=", StringComparison.Ordinal)));

    private Task<CommandResult> Run(string program, string[] words)
    {
        string[] environment =
        [
            "-C", _directory.Path, $"EXABGP_ENVFILE={_directory.File("empty.env")}", "exabgp_daemon_user=nobody", "exabgp_api_cli=false",
        ];
        return CapturedProcess.Run("env", [.. environment, program, .. words]);
    }

    /// <summary>Our program by the name of ExaBGP.</summary>
    private string Link()
    {
        Assert.SkipUnless(DaemonProcess.Command is [_], "the program has no file of its own");
        var link = _directory.File("exabgp");
        if (!File.Exists(link)) File.CreateSymbolicLink(link, DaemonProcess.Command[0]);
        return link;
    }
}
