using System.Text;
using ExaSharp.Testing;
using ExaSharp.Tests.Cli;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Commands of operators and other programs, over named pipes.</summary>
public sealed class NamedPipeTests : IAsyncDisposable
{
    private const string Neighbor = "neighbor 127.0.0.2 { router-id 1.2.3.4; local-address 127.0.0.1; local-as 1; peer-as 1; passive; api { neighbor-changes; } }";

    private readonly TemporaryDirectory _root = new("pipes");
    private readonly string _name = $"exasharp-{Guid.NewGuid():N}";
    private readonly List<DaemonProcess> _daemons = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons) await daemon.DisposeAsync();
        _root.Dispose();
    }

    [Fact]
    public async Task The_answer_and_the_exit_status_tell_what_became_of_a_command()
    {
        await MakePipes();
        var daemon = await Start();

        var announced = await Cli("announce", "route", "10.0.0.0/24", "next-hop", "1.2.3.4");
        Assert.Equal((0, "command: announce route 10.0.0.0/24 next-hop 1.2.3.4\n", ""), (announced.ExitCode, announced.Output, announced.Error));
        var shown = await Cli("s a o");
        Assert.Equal((0, "command: show adj-rib out\n127.0.0.2 ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4\n"), (shown.ExitCode, shown.Output));
        var refused = await Cli("announce", "route", "10.0.0.0/24");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("ExaBGP returns an error", refused.Error, StringComparison.Ordinal);
        var help = (await Cli()).Output;
        Assert.Contains("command: help\n", help, StringComparison.Ordinal);
        Assert.EndsWith("shutdown \nsilence-ack \nversion \n\n", help, StringComparison.Ordinal);

        Assert.Equal(0, (await Cli("shutdown")).ExitCode);
        Assert.Equal(0, await daemon.WaitForExit());
        Assert.True(File.Exists(InputPath), "pipes that were there stay");
        var alone = await Cli("version");
        Assert.Equal((1, "ExaBGP is not running / using the configured named pipe\n"), (alone.ExitCode, alone.Error));
    }

    /// <summary>As FastNetMon does: opened, written and closed for each command, and no answer ever read.</summary>
    [Fact]
    public async Task Commands_of_writers_that_never_read_are_carried_out_and_the_answers_to_others_come_in_the_end()
    {
        await MakePipes();
        await Start();
        for (var i = 0; i < 300; i++) Write($"announce route 10.0.{i / 256}.{i % 256}/32 next-hop 1.2.3.4\n");
        Write("announce route 10.1.0.0/16 next-hop 1.2.3.4\nannounce route 10.2.0.0/16 next-hop 1.2.3.4\nannounce rou");
        Write("te 10.3.0.0/16 next-hop 1.2.3.4\n");

        // The pipes do not tell whose an answer is: until all have been made, one of those above may be taken for this one's.
        var shown = await Eventually.Last(
            () => Cli("show", "adj-rib", "out"),
            run => run.ExitCode == 0 && run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 304, TimeSpan.FromSeconds(60));

        Assert.Equal(0, shown.ExitCode);
        Assert.Equal(304, shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_endless_command_is_dropped_and_the_next_one_is_understood()
    {
        await MakePipes();
        var daemon = await Start();
        Write(new string('x', 2_000_000));
        await daemon.WaitForLine(line => line.Contains("bytes was dropped", StringComparison.Ordinal), "the long command is dropped");
        Write("\n");
        Assert.Equal("command: version\nexabgp 5.0.13\n", (await Cli("version")).Output);
    }

    [Fact]
    public async Task Pipes_are_made_where_there_are_none_and_removed_at_the_end()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "run"));
        var daemon = await Start(("exabgp_api_pipemode", "0640"));
        var line = await daemon.WaitForLine(line => line.Contains("to send commands", StringComparison.Ordinal), "the pipes are told");
        var path = line[line.IndexOf('/', StringComparison.Ordinal)..];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Equal("command: version\nexabgp 5.0.13\n", (await Cli("version")).Output);

        var second = await Start();
        await second.WaitForLine(line => line.Contains($"another daemon reads {path}", StringComparison.Ordinal), "the second is told");
        await second.Stop();
        Assert.True(File.Exists(path));
        await daemon.Stop();
        Assert.False(File.Exists(path));
        Assert.Equal(1, (await Cli("version")).ExitCode);
    }

    private string InputPath => Path.Combine(_root.Path, "run", _name + ".in");

    private async Task MakePipes()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "run"));
        Assert.Equal(0, (await CapturedProcess.Run("mkfifo", [InputPath, Path.ChangeExtension(InputPath, ".out")])).ExitCode);
    }

    private async Task<DaemonProcess> Start(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string> { ["EXABGP_ROOT"] = _root.Path, ["exabgp_api_cli"] = "true", ["exabgp_cli_socket"] = "", ["exabgp_api_pipename"] = _name };
        foreach (var (name, value) in settings) environment[name] = value;
        var daemon = DaemonProcess.Start(Neighbor, settings: environment);
        _daemons.Add(daemon);
        await daemon.WaitForLine(line => line.Contains("loaded new configuration", StringComparison.Ordinal), "it runs");
        return daemon;
    }

    private async Task<ProgramRun> Cli(params string[] words)
    {
        using var process = ProgramRun.Start(
            ["cli", .. words], redirectInput: true, ("EXABGP_ROOT", _root.Path), ("exabgp_api_pipename", _name));
        process.StandardInput.Close();
        return await ProgramRun.EndAsync(process);
    }

    private void Write(string text)
    {
        using var pipe = new FileStream(InputPath, FileMode.Open, FileAccess.Write);
        pipe.Write(Encoding.ASCII.GetBytes(text));
    }
}
