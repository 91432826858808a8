using ExaSharp.Testing;
using ExaSharp.Tests.Cli;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>The program itself: signals, a reader that goes away, users, commands at transitions, exit statuses.</summary>
public sealed class HealthCheckProcessTests : IDisposable
{
    private const string Announced = "neighbor * announce route 192.0.2.1/32 next-hop self med 100\n";
    private const string Withdrawn = "neighbor * withdraw route 192.0.2.1/32 next-hop self\n";

    private readonly TemporaryDirectory _directory = new("hc");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_in_the_middle_of_a_check_withdraws_and_ends_what_was_started(string signal)
    {
        var pid = _directory.File("pid");
        // What the check leaves behind has the FIFO open; its end shows that nothing is left.
        var fifo = _directory.File("fifo");
        Assert.Equal(0, (await CapturedProcess.Run("mkfifo", [fifo])).ExitCode);
        var running = Run("--pid", pid, "--cmd", $"exec 3>{fifo}; kill -{signal} $(cat {pid}); sleep 600 & sleep 600", "--timeout", "0");
        using (var reader = new StreamReader(fifo)) Assert.Equal("", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        var result = await running;
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Withdrawn, result.Output);
        Assert.Equal("INFO[healthcheck] send announces for EXIT state to ExaBGP\n", result.Error);
    }

    [Fact]
    public async Task Commands_that_nobody_reads_end_it()
    {
        var program = DaemonProcess.Command[0];
        var result = await CapturedProcess.Run("/bin/sh",
            ["-c", $"{{ \"{program}\" healthcheck --no-syslog --no-ip-setup --no-ack --ip 192.0.2.1 --rise 1 --interval 0.01; echo $? >&2; }} | head -n 1"], TimeSpan.FromSeconds(60));
        Assert.Equal(Announced.TrimEnd(), result.Output);
        Assert.EndsWith("ERROR[healthcheck] Uncaught exception: [Errno 32] Broken pipe\n1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_of_a_state_come_before_those_of_all()
    {
        var file = _directory.File("states");
        string[] Write(string flag) => [flag, $"echo {flag} $STATE >> {file}"];
        var results = _directory.Write("results", "0 1");
        var pid = _directory.File("pid");
        var check = $"set -- $(cat {results}); [ $# = 0 ] && {{ kill -TERM $(cat {pid}); sleep 600; }}; r=$1; shift; echo $* > {results}; exit $r";
        var result = await Run(["--pid", pid, "--cmd", check, "--rise", "1", "--fall", "1", "--interval", "0.01", .. Write("--execute"), .. Write("--down-execute"), .. Write("--up-execute")]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("--up-execute UP\n--execute UP\n--down-execute DOWN\n--execute DOWN\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_runs_as_another_user_and_group()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become somebody else");
        var result = await Run("--rise", "1", "--interval", "0", "--user", "nobody", "--group", "daemon", "--cmd", "id -un; id -gn; id -Gn; exit 1", "--fall", "1");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(@"Output of check command: b'nobody\ndaemon\ndaemon\n'", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "argument --ip: invalid ip_network value: 'x'", "--ip", "x")]
    [InlineData(2, "unrecognized arguments: --bogus", "--bogus")]
    [InlineData(2, "argument --pid/-p: can't open '/nowhere/pid': [Errno 2] No such file or directory: '/nowhere/pid'", "--pid", "/nowhere/pid", "--ip", "192.0.2.1")]
    [InlineData(1, "can't open '/nowhere/file': [Errno 2] No such file or directory: '/nowhere/file'", "--config", "/nowhere/file")]
    [InlineData(1, "No 'ip' parameter has been defined for the ip_ifname pair '192.0.2.1%eth0'", "--ip-ifname", "192.0.2.1%eth0")]
    public void What_is_wrong_with_the_arguments_is_told(int exitCode, string error, params string[] arguments)
    {
        var result = InProcess.Run(["healthcheck", .. arguments]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.EndsWith($"exasharp healthcheck: error: {error}\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_user_is_an_error()
    {
        var result = await Run("--user", "no such user");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("ERROR[healthcheck] Uncaught exception: \"getpwnam(): name not found: 'no such user'\"\n", result.Error);
    }

    [Fact]
    public async Task Once_without_an_interval()
    {
        var result = await Run("--rise", "1", "-i0");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Announced, result.Output);
    }

    private static Task<ProgramRun> Run(params string[] arguments) =>
        ProgramRun.OfAsync(["healthcheck", "--no-syslog", "--no-ip-setup", "--no-ack", "--ip", "192.0.2.1", .. arguments]);
}
