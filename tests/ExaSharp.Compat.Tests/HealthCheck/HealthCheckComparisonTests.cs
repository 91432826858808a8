using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests.HealthCheck;

/// <summary>
/// ExaBGP's own health check and ours, given the same options and the same results of the check: the same commands line by line, the
/// same transitions, the same exit status, and of 5.0 the same log lines.
/// </summary>
/// <remarks>
/// Debian's (4.2) says <c>announce</c> where 5.0 says <c>neighbor * announce</c>; it knows no <c>--debounce</c>, and logs in other words.
/// </remarks>
public sealed class HealthCheckComparisonTests : IDisposable
{
    private const string DebianPackage = "/usr/lib/python3/dist-packages/exabgp/application/healthcheck.py";
    private const string Check = "/bin/sh @check@ @dir@";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new("health");

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string> Runs => new()
    {
        { "0 0 0 0", "" },
        { "1 1 1 1", "" },
        { "0 0 0 1 0 1 1 0 1 1 1 1 0 0 1 0 0 0 0", "--rise 3 --fall 3" },
        { "0 1 0 1 1", "--rise 1 --fall 1" },
        { "1 0 1 0 0", "--rise 0 --fall 0" },
        { "0 0 1 1 1 0 0 0", "--rise 2 --fall 2 --withdraw-on-down" },
        { "0 0 1 1 0", "--rise 1 --fall 2 --ip 198.51.100.0/30 --ip 2001:DB8::1 --increase 10" },
        { "0 1 1", "--rise 1 --fall 1 --ip 198.51.100.0/30 --deaggregate-networks --start-ip 2 --increase -5" },
        { "0 1", "--rise 1 --fall 1 --ip 198.51.100.7 --start-ip -1 --up-metric 5 --down-metric 6" },
        { "0 disable 0 0 1 1 disable 1 1", "--rise 2 --fall 2 --disabled-metric 77" },
        { "0 disable 1 disable", "--rise 1 --fall 1 --withdraw-on-down" },
        { "0 1 disable 0", "--rise 1 --fall 1 --community '65000:1 65000:2' --disabled-community no-export" },
        { "0 1 disable 0", "--rise 1 --fall 1 --disabled-community 65000:9" },
        { "0 1", "--rise 1 --fall 1 --extended-community target:1:2 --large-community 1:2:3 --local-preference 0 --path-id 7 --next-hop 2001:db8:0::1" },
        { "0 1 disable 0", "--rise 1 --fall 1 --as-path '65000 65001' --up-as-path '' --down-as-path '65002'" },
        { "0 1 disable 0", "--rise 1 --fall 1 --disabled-as-path 65003 --as-path 65000 --path-id 0" },
        { "0 1", "--rise 1 --fall 1 --neighbor 192.0.2.9 --neighbor 2001:DB8::9" },
        { "0 slow 0 slow slow", "--rise 1 --fall 2 --timeout 1" },
        { "0 0", "--rise 2 --fall 1 --interval 0" },
        { "3", "--rise 2 --fall 1 --interval 0 --withdraw-on-down" },
        { "0 1 0 1", "--config @dir@/options --fall 1" },
    };

    public static TheoryData<string, string> NewRuns => new()
    {
        { "0 0 1 0 0 1 1 1 1 0 0 0", "--rise 2 --fall 2 --debounce" },
        { "0 disable 0 0 1 1", "--rise 2 --fall 2 --debounce --withdraw-on-down" },
        { "0 1", "--rise 1 --fall 1 --neighbor '*' --neighbor 192.0.2.9" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    [MemberData(nameof(NewRuns))]
    public async Task What_ExaBGP_5_writes_and_logs_is_what_ours_does(string results, string options)
    {
        var source = Environment.GetEnvironmentVariable("EXABGP_SOURCE");
        Assert.SkipUnless(Directory.Exists(source), "EXABGP_SOURCE does not name the source of ExaBGP 5.0");
        var theirs = Run("theirs", results, options + " --debug", ["/usr/bin/env", $"PYTHONPATH={source}/src", "python3", "-m", "exabgp", "healthcheck"]);
        var ours = Run("ours", results, options + " --debug", [.. DaemonProcess.Command, "healthcheck"]);
        AssertSame(await theirs, await ours);
        Assert.Equal((await theirs).Log, (await ours).Log);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_the_health_check_of_Debian_writes_is_what_ours_does(string results, string options)
    {
        Assert.SkipUnless(File.Exists(DebianPackage), "Debian's exabgp is not installed");
        var theirs = Run("theirs", results, options, ["/usr/bin/python3", "-m", "exabgp", "healthcheck"]);
        var ours = Run("ours", results, options, [.. DaemonProcess.Command, "healthcheck"]);
        AssertSame(await theirs, await ours);
    }

    private static void AssertSame(Outcome theirs, Outcome ours)
    {
        Assert.NotEmpty(theirs.Commands);
        Assert.Equal(theirs.Commands, ours.Commands);
        Assert.Equal(theirs.States, ours.States);
        Assert.Equal(theirs.ExitCode, ours.ExitCode);
    }

    private async Task<Outcome> Run(string name, string results, string options, IReadOnlyList<string> program)
    {
        var directory = Directory.CreateDirectory(_directory.File(name)).FullName;
        File.WriteAllText(Path.Combine(directory, "results"), results);
        File.WriteAllText(Path.Combine(directory, "options"), "# a file\n\nrise = 1\nfall=2\n up-metric =  7 \ncommunity = 1:2\nip = 203.0.113.0/24\nwithdraw-on-down\n");
        var script = Path.Combine(RepositoryPaths.Root, "tests", "ExaSharp.Compat.Tests", "helpers", "scripted_check.sh");
        string[] arguments =
        [
            .. program.Skip(1), "--no-syslog", "--no-ip-setup", "--pid", $"{directory}/pid", "--cmd", Check.Replace("@check@", script).Replace("@dir@", directory),
            "--ip", "192.0.2.1", "--interval", "0.01", "--fast-interval", "0.01", "--disable", $"{directory}/disabled",
            "--disabled-execute", $"rm {directory}/disabled", "--execute", $"echo $STATE >> {directory}/states",
            .. Words(options.Replace("@dir@", directory, StringComparison.Ordinal)),
        ];
        var result = await CapturedProcess.Run(program[0], arguments, Deadline);
        return new Outcome(result.ExitCode, [.. Lines(result.Output).Select(AsFive)],
            [.. Lines(result.Error).Select(line => line.Replace(directory, "@dir@", StringComparison.Ordinal))], File.ReadAllText(Path.Combine(directory, "states")));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string AsFive(string line) => line.StartsWith("neighbor", StringComparison.Ordinal) ? line : $"neighbor * {line}";

    /// <summary>Words between blanks, but for what stands in single quotes.</summary>
    private static IEnumerable<string> Words(string options) => options.Split('\'')
        .SelectMany((part, index) => index % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed record Outcome(int ExitCode, List<string> Commands, List<string> Log, string States);
}
