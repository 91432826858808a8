using System.Text.RegularExpressions;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What the daemon answers to each command, and what the peer then receives.</summary>
public sealed class ApiTranscriptTests
{
    [Fact]
    public async Task Commands_are_answered_line_by_line()
    {
        await using var scene = await Scene.Start();
        foreach (var (command, answer) in new[]
        {
            ("announce route 10.50.0.0/24 next-hop 1.2.3.4 med 5 community [1:1 2:2] as-path [ 1 2 ]", "done"),
            ("announce route 10.50.0.0 255.255.255.0 next-hop 1.2.3.4", "error"),
            ("announce route 10.51.0.1/24 next-hop 1.2.3.4", "error"),
            ("announce route 2001:db8:5::/48", "error"),
            ("announce route 10.53.0.0/24 next-hop 1.2.3.4 origin bogus", "error"),
            ("announce route 10.51.0.0/24 next-hop self", "done"),
            ("announce route 10.52.0.0/16 next-hop 1.2.3.4 split /18", "done"),
            ("withdraw route 10.52.0.0/16", "done"),
            ("announce route 10.60.0.0/24 next-hop 1.2.3.4 ; route 10.61.0.0/24 next-hop 1.2.3.4", "done"),
            ("announce route 10.60.0.0/24 next-hop 1.2.3.4 ;", "done"),
            ("announce route 10.60.0.0/24 next-hop 1.2.3.4 ; announce route 10.61.0.0/24 next-hop 1.2.3.4", "error"),
            ("announce route 10.62.0.0/24 { next-hop 1.2.3.4; med 5; }", "done"),
            ("announce route 10.63.0.0/24 next-hop 1.2.3.4 }", "error"),
            ("announce route 10.63.0.0/24 next-hop 1.2.3.4 #", "error"),
            ("announce attributes next-hop 1.2.3.4 med 7 nlri 10.64.0.0/24 10.65.0.0/24", "done"),
            ("announce attribute next-hop 1.2.3.4 nlri 10.66.0.0/24", "done"),
            ("withdraw attributes next-hop 1.2.3.4 nlri 10.64.0.0/24 10.65.0.0/24", "done"),
            ("announce attributes next-hop 1.2.3.4", "error"),
            ("announce ipv4 unicast 10.67.0.0/24 next-hop 1.2.3.4", "done"),
            ("withdraw ipv4 unicast 10.67.0.0/24", "done"),
            ("announce ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1", "done"),
            ("withdraw ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1", "done"),
            ("announce ipv4 10.0.0.0/8 next-hop 1.2.3.4", "error"),
            ("announce ipv4 flow source 10.0.0.7/32 discard", "done"),
            ("withdraw ipv4 flow source 10.0.0.7/32", "done"),
            ("announce flow route { match { source 10.0.0.3/32; destination-port [ =80 =443 ]; } then { rate-limit 9600; } }", "done"),
            ("withdraw flow route { match { source 10.0.0.3/32; destination-port [ =80 =443 ]; } then { rate-limit 9600; } }", "done"),
            ("announce flow route source 10.0.0.3/32 rate-limit 0", "done"),
            ("announce flow route { match { nonsense 1; } then { discard; } }", "error"),
            ("announce eor", "done"),
            ("announce eor ipv4", "error"),
            ("announce eor ipv4 flow", "done"),
            ("announce eor ipv4 bogus", "error"),
            ("announce route-refresh ipv4 unicast", "done"),
            ("announce route-refresh ipv4", "error"),
            ("announce watchdog nobody", "done"),
            ("withdraw watchdog", "done"),
            ("teardown 4", "done"),
            ("teardown", "error"),
            ("neighbor 127.0.0.9 teardown 4", "done"),
            ("peer * announce route 10.0.0.0/24 next-hop 1.2.3.4", "done"),
            ("peer announce route 10.0.0.0/24 next-hop 1.2.3.4", "error"),
            ("show adj-rib", "error"),
            ("flush adj-rib in", "error"),
            ("flush adj-rib out", "done"),
            ("clear adj-rib in", "done"),
            ("clear adj-rib out", "done"),
            ("neighbor 127.0.0.9 flush adj-rib out", "error"),
            ("neighbor 127.0.0.9 clear adj-rib out", "error"),
            ("neighbor 127.0.0.9 announce eor", "error"),
            ("# note", "done"),
            ("", "error"),
            ("   ", "error"),
            ("bogus", "error"),
            ("versions", "error"),
            ("Announce route 10.0.0.0/24 next-hop 1.2.3.4", "error"),
            ("pong", "error"),
            ("crash", "error"),
        })
        {
            await scene.Command(command, answer);
        }
        await scene.AssertStops();
    }

    [Fact]
    public async Task Selectors_choose_neighbours_by_the_words_of_their_names()
    {
        await using var scene = await Scene.Start();
        const string Route = "announce route 10.0.0.0/24 next-hop 1.2.3.4";
        var (peer, local) = (scene.Remote, scene.Local);
        foreach (var selector in new[]
        {
            $"neighbor {peer}",
            "neighbor *",
            $"neighbor {peer} local-ip {local}",
            $"neighbor {peer} local-as 65001",
            $"neighbor {peer} peer-as 65002",
            $"neighbor {peer} router-id 10.0.0.1",
            $"neighbor {peer} family-allowed in-open",
            $"neighbor {peer} local-ip {local} local-as 65001 peer-as 65002 router-id 10.0.0.1 family-allowed in-open",
            $"neighbor 127.0.0.9, neighbor {peer}",
            $"neighbor 127.0.0.9 , neighbor {peer}",
            "neighbor * peer-as 99",
        })
        {
            await scene.Command($"{selector} {Route}");
        }
        foreach (var selector in new[]
        {
            "neighbor 127.0.0.9",
            "neighbor 127.0.0.",
            $"neighbor {peer} peer-as 65003",
            $"neighbor {peer} peer-as 6500",
            $"neighbor {peer} local-ip 127.0.0.9",
            $"neighbor {peer} router-id 10.0.0.2",
            $"neighbor {peer} neighbor 127.0.0.9",
            "neighbor 127.0.0.8, neighbor 127.0.0.9",
            $"neighbor {peer} peer-as",
            "neighbor",
        })
        {
            await scene.Command($"{selector} {Route}", "error");
        }
    }

    [Fact]
    public async Task Acks_can_be_turned_off_and_on()
    {
        await using var scene = await Scene.Start();
        var version = Assert.Single((await scene.Ask("version"))[..^1]);
        Assert.Matches("^exabgp 5\\.0\\.", version);
        await scene.Helper.Write("silence-ack", "version", "announce route 10.54.0.0/24 next-hop 1.2.3.4", "bogus");
        Assert.Equal([version, "done"], await scene.Ask("enable-ack"));
        await scene.Command("disable-ack");
        await scene.Helper.Write("version", "bogus");
        Assert.Equal([version, "done"], await scene.Ask("enable-ack"));
        await scene.Helper.Write("session ack silence", "version", "bogus");
        Assert.Equal([version, "done"], await scene.Ask("session ack enable"));
        await scene.Command("session ack disable");
        await scene.Helper.Write("version", "bogus");
        Assert.Equal([version, "done"], await scene.Ask("session ack enable"));
        await scene.Command("bogus", "error");
    }

    [Fact]
    public async Task Acks_start_as_the_setting_says()
    {
        await using var scene = await Scene.Start(new SceneSettings { Environment = new() { ["exabgp_api_ack"] = "false" } });
        await scene.Helper.Write("announce route 10.54.0.0/24 next-hop 1.2.3.4", "bogus", "version");
        var answer = await scene.Ask("enable-ack");
        Assert.Equal(2, answer.Length);
        Assert.StartsWith("exabgp ", answer[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debug_line_is_logged_and_not_answered()
    {
        await using var scene = await Scene.Start();
        await scene.Helper.Write("debug all is well");
        await scene.Command("# a note");
        await scene.Daemon.WaitForLine(line => line.Contains("debug info from test : all is well", StringComparison.Ordinal), "the helper's words");
    }

    [Fact]
    public async Task Show_neighbor_summary_shows_a_line_a_neighbour()
    {
        await using var scene = await Scene.Start();
        Assert.Equal(
            ["please specify summary, extensive or configuration", "you can filter by peer ip address adding it after the word neighbor", "done"],
            await scene.Ask("show neighbor"));
        // Before the first second is over ExaBGP says "down".
        var summary = await Eventually.Last(() => scene.Ask("show neighbor summary"), lines => !lines[1].Contains("down", StringComparison.Ordinal));
        Assert.Equal(3, summary.Length);
        Assert.Equal("Peer            AS        up/down state       |     #sent     #recvd", summary[0]);
        Assert.Matches($"^{Regex.Escape(scene.Remote.ToString().PadRight(15))} 65002     0:00:[0-9][0-9] established           [0-9]          0$", summary[1]);
        Assert.Equal(2, (await scene.Ask("show neighbor summary 127.0.0.9")).Length);
        Assert.Equal(3, (await scene.Ask($"show neighbor {scene.Remote} summary")).Length);
        Assert.Equal(["done"], await scene.Ask("show neighbor 127.0.0.9 extensive"));
    }

    [Fact]
    public async Task Reset_is_not_answered()
    {
        await using var scene = await Scene.Start();
        await scene.Helper.Write("reset");
        Assert.Equal(2, (await scene.Ask("version")).Length);
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("daemon restart")]
    public async Task Restart_restarts_sessions_and_helpers(string command)
    {
        using var directory = new TemporaryDirectory();
        var script = directory.Write("restart.py", "import os, time\nos.write(1, b'debug I am %d\\n' % os.getpid())\ntime.sleep(600)\n");
        await using var scene = Scene.Create(new SceneSettings { Sections = $"process other {{ run /usr/bin/python3 {script}; encoder text; }}" });
        await scene.Establish();
        Assert.Equal(["restart in progress", "done"], await scene.Ask(command));
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 3], notification.Body[..2].ToArray());
        await scene.Establish();
        await Eventually.True(
            () => Task.FromResult(scene.Daemon.Lines.Count(line => line.Contains("I am", StringComparison.Ordinal)) == 2), "the helper, started twice");
    }

    [Theory]
    [InlineData("shutdown")]
    [InlineData("daemon shutdown")]
    public async Task Shutdown_is_answered_and_then_done(string command)
    {
        await using var scene = await Scene.Start(new SceneSettings { Api = "neighbor-changes; signal;" });
        Assert.Equal(["shutdown in progress", "done"], await scene.Ask(command));
        var signal = await scene.Helper.WaitForEvent(e => e.GetProperty("type").GetString() == "signal", "the signal event");
        Assert.Equal("0", signal.GetProperty("neighbor").GetProperty("code").GetString());
        Assert.Equal("none", signal.GetProperty("neighbor").GetProperty("name").GetString());
        var down = await scene.Helper.WaitForEvent(e => e.GetProperty("type").GetString() == "state", "down");
        Assert.Equal("stop, message [shutting down]", down.GetProperty("neighbor").GetProperty("reason").GetString());
        await scene.Helper.WaitForEvent(
            e => e.GetProperty("type").GetString() == "notification" && e.GetProperty("notification").ToString() == "shutdown", "shutdown");
        Assert.Equal(0, await scene.Daemon.WaitForExit());
    }

    [Fact]
    public async Task Teardown_tells_the_peer_which_subcode()
    {
        await using var scene = await Scene.Start();
        await scene.Command($"neighbor {scene.Remote} teardown x", "error");
        await scene.Command($"neighbor {scene.Remote} teardown 4");
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal("060414" + Convert.ToHexString("Administrative Reset"u8), Convert.ToHexString(notification.Body));
        var down = await scene.Helper.WaitForEvent(e => e.GetProperty("type").GetString() == "state", "down");
        Assert.Equal("notification sent (6,4)", down.GetProperty("neighbor").GetProperty("reason").GetString());
        await scene.Establish();
        await scene.WaitForUp();
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        await using var scene = await Scene.Start();
        var help = await scene.Ask("help");
        Assert.Equal(
            [
                "", "available API commands are listed here:", "=======================================", "",
                "filter can be: [local-ip <ip>][local-as <asn>][peer-as <asn>][router-id <router-id>]", "", "command are:", "------------", "",
            ],
            help[..9]);
        Assert.Equal(["", "done"], help[^2..]);
        foreach (var line in new[]
        {
            "# ", "[neighbor <ip> [filters]] announce route", "[neighbor <ip> [filters]] withdraw route", "enable-ack ", "help ",
            "show adj-rib out [ extensive ] ", "show neighbor [ summary | extensive | configuration ] ", "version ",
            "[neighbor <ip> [filters]] teardown", "[neighbor <ip> [filters]] flush adj-rib out", "reload ", "shutdown ",
        })
        {
            Assert.Contains(line, help);
        }
        Assert.Equal(help[9..^2].Order(StringComparer.Ordinal), help[9..^2]);
    }
}
