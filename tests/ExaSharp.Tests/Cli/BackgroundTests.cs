using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExaSharp.Interop;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Cli;

/// <summary>The daemon in the background, and before it connects.</summary>
public sealed class BackgroundTests : IDisposable
{
    private const string Good = "neighbor 127.0.0.2 { router-id 10.0.0.2; local-address 127.0.0.1; local-as 1; peer-as 1; passive true; }";

    private readonly TemporaryDirectory _directory = new("background");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_start_returns_once_the_daemon_is_ready_without_a_terminal()
    {
        var run = await RunAsync(_directory.Write("good.conf", Good));
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
        var pid = int.Parse(await File.ReadAllTextAsync(_directory.File("pid"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        try
        {
            // Behind the program's name, which may have blanks: state, parent, process group, session, terminal.
            var status = (await File.ReadAllTextAsync($"/proc/{pid}/stat", TestContext.Current.CancellationToken)).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(($"{pid}", $"{pid}", "0"), (status[2], status[3], status[4]));
            Assert.All([0, 1, 2], descriptor => Assert.Equal("/dev/null", new FileInfo($"/proc/{pid}/fd/{descriptor}").LinkTarget));
            Assert.Equal("/", new DirectoryInfo($"/proc/{pid}/cwd").LinkTarget);
            Assert.Contains("Umask:\t0137\n", await File.ReadAllTextAsync($"/proc/{pid}/status", TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("loaded new configuration successfully", await File.ReadAllTextAsync(_directory.File("log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal(0, Libc.Kill(pid, Libc.SignalTerminate));
        }
        await Eventually.True(() => Task.FromResult(!File.Exists(_directory.File("pid"))), "the daemon has removed its file");
    }

    [Theory]
    [InlineData("neighbor {", "", "error: could not load/reload configuration\n")]
    [InlineData(Good, "/nowhere/pid", "error: issue accessing PID file /nowhere/pid")]
    public async Task What_is_wrong_with_the_start_is_told_where_it_was_started(string configuration, string pid, string error)
    {
        var run = await RunAsync(_directory.Write("x.conf", configuration), ("exabgp_daemon_pid", pid));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_log_on_the_terminal_the_daemon_stays_in_front()
    {
        using var daemon = ProgramRun.Start(
            [_directory.Write("x.conf", Good)], redirectInput: true, ("exabgp_daemon_daemonize", "true"), ("exabgp_log_destination", "stderr"), ("exabgp_log_level", "DEBUG"), ("exabgp_api_cli", "false"));
        Assert.NotEmpty(await UntilAsync(daemon, "ExaBGP can not fork when logs are going to stderr"));
        await UntilAsync(daemon, "loaded new configuration successfully");
        _ = Libc.Kill(daemon.Id, Libc.SignalTerminate);
        Assert.Equal(0, (await ProgramRun.EndAsync(daemon)).ExitCode);
    }

    [Fact]
    public async Task With_tcp_delay_nobody_is_connected_to_and_a_signal_ends_the_daemon_nevertheless()
    {
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var port = ((IPEndPoint)peer.LocalEndpoint).Port;
        var file = _directory.Write("x.conf", $"neighbor 127.0.0.1 {{ router-id 10.0.0.2; local-address 127.0.0.1; local-as 1; peer-as 1; connect {port}; }}");
        // More minutes than a timer takes.
        using var daemon = ProgramRun.Start([file], ("exabgp_tcp_delay", "2000000000"), ("exabgp_log_level", "DEBUG"), ("exabgp_api_cli", "false"));
        Assert.Matches(@"waiting for \d{10,} seconds before connecting", await UntilAsync(daemon, "before connecting"));
        _ = Libc.Kill(daemon.Id, Libc.SignalTerminate);
        var run = await ProgramRun.EndAsync(daemon);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("performing shutdown", run.Error, StringComparison.Ordinal);
        Assert.False(peer.Pending());
    }

    /// <summary>Runs the daemon with the background asked for, until the process that was started ends and nobody has its output open.</summary>
    private async Task<ProgramRun> RunAsync(string file, params (string Name, string Value)[] variables)
    {
        using var process = ProgramRun.Start(
            [file], redirectInput: true,
            [
                ("exabgp_daemon_daemonize", "true"), ("exabgp_log_destination", _directory.File("log")), ("exabgp_daemon_pid", _directory.File("pid")),
                ("exabgp_api_cli", "false"), .. variables,
            ]);
        return await ProgramRun.EndAsync(process);
    }

    private static async Task<string> UntilAsync(System.Diagnostics.Process daemon, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await daemon.StandardError.ReadLineAsync(limit.Token) is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        Assert.Fail($"the daemon ended without \"{text}\"");
        return "";
    }
}
