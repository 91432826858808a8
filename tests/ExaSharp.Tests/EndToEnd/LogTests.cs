using System.Text.RegularExpressions;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Log lines that people and programs read.</summary>
public sealed partial class LogTests
{
    private const int Reload = 10;

    [Fact]
    public async Task Programs_find_the_lines_of_updates_that_they_look_for()
    {
        // faucet's tests read these out of a log of level DEBUG.
        await using var scene = await Scene.Start(new SceneSettings
        {
            Neighbor = "static { route 10.1.0.0/24 next-hop 192.0.2.1; }",
            Environment = new() { ["exabgp_log_level"] = "DEBUG" },
        });
        var sent = await scene.Daemon.WaitForLine(line => SentUpdates().IsMatch(line), "the UPDATE sent");
        Assert.Matches("^outgoing-[0-9]+ +>> 1 UPDATE\\(s\\)$", sent);
        await scene.Peer.Send(Announcement());
        await scene.Daemon.WaitForLine(line => line.Contains("<< UPDATE #1", StringComparison.Ordinal), "the UPDATE received");
        var route = await scene.Daemon.WaitForLine(line => line.Contains("UPDATE", StringComparison.Ordinal) && NextHop().IsMatch(line), "its route");
        Assert.Equal("10.9.0.0/24 next-hop 192.0.2.9", NextHop().Match(route).Value);
        Assert.Matches("^peer-1 +   UPDATE #1 nlri  \\(   4\\) 10\\.9\\.0\\.0/24 next-hop 192\\.0\\.2\\.9$", route);
        Assert.DoesNotContain(scene.Daemon.Lines, line => line.Contains("TCP payload", StringComparison.Ordinal) || line.StartsWith("routes ", StringComparison.Ordinal));
        await scene.AssertStops();
    }

    [Fact]
    public async Task Messages_are_told_in_ExaBGPs_words_and_octets_and_routes_when_they_are_switched_on()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Environment = new() { ["exabgp_log_level"] = "DEBUG", ["exabgp_log_packets"] = "true", ["exabgp_log_routes"] = "true" },
        });
        await scene.Peer.Send(Announcement());
        foreach (var expected in new[]
        {
            "^outgoing-[0-9]+ +>> OPEN version=4 asn=65001 hold_time=180 router_id=10\\.0\\.0\\.1 capabilities=\\[.+\\]$",
            "^outgoing-[0-9]+ +<< message of type OPEN$",
            "^outgoing-[0-9]+ +<< OPEN version=4 asn=65002 ",
            "^outgoing-[0-9]+ +>> KEEPALIVE \\(OPENCONFIRM\\)$",
            "^peer-1 +>> all EOR\\(s\\) sent$",
            "^outgoing-[0-9]+ +sending TCP payload \\(  19\\) FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0013 04$",
            "^outgoing-[0-9]+ +received TCP payload \\(  19\\) FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0013 04$",
            "^routes +announced NLRI 10\\.9\\.0\\.0/24 next-hop 192\\.0\\.2\\.9$",
        })
        {
            await scene.Daemon.WaitForLine(line => Regex.IsMatch(line, expected), expected);
        }
        await scene.AssertStops();
    }

    [Fact]
    public async Task Why_a_session_went_down_is_told_in_words_at_the_default_level()
    {
        await using var scene = await Scene.Start();
        await scene.Peer.Send(BgpFrame.Notification(6, 4));
        await scene.Daemon.WaitForLine(
            line => line.EndsWith($"session with {scene.Remote} is down, peer reset, message [notification received (6,4)] error[Cease / Administrative Reset]", StringComparison.Ordinal),
            "the NOTIFICATION's meaning");
        await scene.Establish();
        await scene.Peer.Close();
        await scene.Daemon.WaitForLine(
            line => line.EndsWith($"session with {scene.Remote} is down, peer reset, message [closing connection] error[the TCP connection was closed by the remote end]", StringComparison.Ordinal),
            "the end of the connection");
        await scene.Establish();
        await scene.Peer.Send(new byte[19]);
        await scene.Daemon.WaitForLine(
            line => line.Contains("message [notification sent (1,1)] error[Message header error / Connection Not Synchronized", StringComparison.Ordinal), "what was sent");
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_log_file_that_was_moved_away_is_made_anew_by_a_reload()
    {
        using var directory = new TemporaryDirectory("log");
        var (log, old) = (directory.File("log"), directory.File("log.old"));
        await using var scene = await Scene.Start(new SceneSettings { Environment = new() { ["exabgp_log_destination"] = log } });
        await Eventually.True(() => Task.FromResult(File.ReadAllText(log).Contains("connected to peer-1", StringComparison.Ordinal)), "the session's line", TimeSpan.FromSeconds(60));
        File.Move(log, old);
        scene.Daemon.Signal(Reload);
        await Eventually.True(
            () => Task.FromResult(File.Exists(log) && File.ReadAllText(log).Contains("loaded new configuration successfully", StringComparison.Ordinal)), "the new file", TimeSpan.FromSeconds(60));
        Assert.Contains("SIGUSR1 received", File.ReadAllText(old), StringComparison.Ordinal);
        await scene.AssertStops();
        Assert.Contains("performing shutdown", File.ReadAllText(log), StringComparison.Ordinal);
        Assert.DoesNotContain("performing shutdown", File.ReadAllText(old), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$(stat -Lc %d:%i /dev/stderr)", "<6>welcome         Thank you for using ExaBGP", "<3>configuration   could not load/reload configuration")]
    [InlineData("8:12345", "welcome         Thank you for using ExaBGP", "configuration   could not load/reload configuration")]
    public async Task Lines_for_the_journal_begin_with_their_priority(string stream, string welcome, string error)
    {
        using var directory = new TemporaryDirectory("journal");
        var (file, configuration) = (directory.File("stderr"), directory.Write("exabgp.conf", "neighbor 127.0.0.1 { hold-tme 3; }"));
        var result = await CapturedProcess.Run("/bin/sh",
        [
            "-c", $"exec 2>{file}; export exabgp_daemon_user={Environment.UserName}; JOURNAL_STREAM={stream} exec \"$@\"", "sh", .. DaemonProcess.Command, configuration,
        ], TimeSpan.FromSeconds(60));
        Assert.Equal(1, result.ExitCode);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(welcome, lines);
        Assert.Contains(error, lines);
    }

    private static BgpFrame Announcement() => BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("0000" + "0014" + "400101004002060201" + "0000FDEA" + "400304C0000209" + "180A0900"));

    [GeneratedRegex(@".+>> [1-9]+[0-9]* UPDATE.+")]
    private static partial Regex SentUpdates();

    [GeneratedRegex(@"\S+ next-hop \S+")]
    private static partial Regex NextHop();
}
