using System.Globalization;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Helpers that misbehave, beside one that does not.</summary>
public sealed class HelperTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("helper");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task All_of_a_million_commands_of_a_helper_that_never_reads_arrive()
    {
        await using var scene = await Start("""
            import os
            for start in range(0, 1000000, 2000):
                data = ''.join('announce route 10.0.0.0/24 next-hop 192.0.2.1 med %d\n' % n for n in range(start, start + 2000)).encode()
                while data:
                    data = data[os.write(1, data):]
            os.write(1, b'announce route 10.0.1.0/24 next-hop 192.0.2.1\n')
            import time
            while True:
                time.sleep(60)
            """);
        await scene.Peer.Next(frame => frame.ToString().EndsWith("180A0001", StringComparison.Ordinal), "the last route", TimeSpan.FromSeconds(120));
        var last = scene.Peer.Received.Last(frame => frame.ToString().EndsWith("180A0000", StringComparison.Ordinal));
        Assert.Contains("800404000F423F", last.ToString(), StringComparison.Ordinal);
        Assert.InRange(ResidentMegabytes(scene.Daemon.Id), 1, 600);
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_single_command_is_served_while_another_helper_floods()
    {
        await using var scene = await Start("""
            import os
            while True:
                data = ''.join('announce route 10.%d.%d.0/24 next-hop 192.0.2.1 med %d\n' % (n >> 8 & 255, n & 255, n) for n in range(2000)).encode()
                while data:
                    data = data[os.write(1, data):]
            """);
        for (var n = 0; n < 5; n++)
        {
            await scene.Command($"announce route 172.16.{n}.0/24 next-hop 192.0.2.1");
            var octets = FormattableString.Invariant($"18AC10{n:X2}");
            await scene.Peer.Next(frame => frame.ToString().Contains(octets, StringComparison.Ordinal), octets);
        }
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_helper_that_exits_is_started_again_and_its_routes_stay()
    {
        var count = _directory.File("count");
        await using var scene = await Start($$"""
            import os, time
            n = len(open('{{count}}').read()) if os.path.exists('{{count}}') else 0
            open('{{count}}', 'a').write('x')
            os.write(1, b'announce route 10.%d.0.0/24 next-hop 192.0.2.1\nannounce route 10.99' % n)
            if n == 2:
                time.sleep(600)
            """);
        foreach (var octets in new[] { "180A0000", "180A0100", "180A0200" })
            await Eventually.True(() => Task.FromResult(scene.Peer.Transcript().Contains(octets, StringComparison.Ordinal)), octets);
        Assert.Equal(4, (await scene.Ask("show adj-rib out")).Length);
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_helper_that_exits_for_good_harms_nobody()
    {
        await using var scene = await Start("import os; os.write(1, b'announce route 10.0.0.0/24 next-hop 192.0.2.1\\n')", "respawn false;");
        await scene.NextUpdate();
        await scene.Peer.Close();
        await scene.Establish();
        Assert.Single(await scene.NextTable());
        await scene.WaitForUp();
        await scene.Command("announce route 10.1.0.0/24 next-hop 192.0.2.1");
        await scene.AssertStops();
    }

    [Fact]
    public async Task With_api_terminate_a_helper_that_dies_at_once_again_and_again_ends_the_daemon()
    {
        await using var scene = Scene.Create(Settings("raise SystemExit(1)", "") with { Environment = new() { ["exabgp_api_terminate"] = "true" } });
        await scene.Daemon.WaitForLine(line => line.Contains("Too many death", StringComparison.Ordinal), "the log line", TimeSpan.FromSeconds(90));
        await scene.Daemon.WaitForExit();
    }

    [Fact]
    public async Task A_helper_that_dies_at_once_again_and_again_harms_nobody()
    {
        await using var scene = await Start("import os; os.write(1, b'announce route 10.0.0.0/24 next-hop 192.0.2.1\\n')");
        await scene.Daemon.WaitForLine(line => line.Contains("died 5 times in 64 seconds, it is started again in", StringComparison.Ordinal), "the log line", TimeSpan.FromSeconds(90));
        await scene.Command("announce route 10.1.0.0/24 next-hop 192.0.2.1");
        Assert.Equal(3, (await scene.Ask("show adj-rib out")).Length);
        await scene.AssertStops();
    }

    [Theory]
    [InlineData("overflow drop-acks;", "dropping answers first, then new events")]
    [InlineData("overflow drop-oldest;", "dropping answers first, then the oldest events")]
    [InlineData("overflow pause;", "its commands are not read until it does")]
    [InlineData("overflow kill;", "it is ended")]
    public async Task Whatever_its_policy_a_helper_that_does_not_read_holds_up_no_session(string policy, string told)
    {
        // A queue of 1 MiB is full of events after about thirty such UPDATEs, or with pause half full of answers before.
        var settings = Settings("""
            import os, time
            data = b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n' * 100000
            while data:
                data = data[os.write(1, data):]
            while True:
                time.sleep(60)
            """, $"queue 1M; {policy}");
        await using var scene = await Scene.Start(settings with { Api = "neighbor-changes; receive { parsed; update; }" });
        for (var n = 0; n < 100; n++) await scene.Peer.Send(UpdateOf800Routes);
        await scene.Daemon.WaitForLine(line => line.Contains("process other does not read", StringComparison.Ordinal) && line.EndsWith(told, StringComparison.Ordinal), told);
        await scene.Command("announce route 172.16.0.0/24 next-hop 192.0.2.1");
        await scene.Peer.Next(frame => frame.ToString().Contains("18AC1000", StringComparison.Ordinal), "the witness");
        await scene.AssertStops();
    }

    [Fact]
    public async Task Octets_that_are_no_text_are_answered_with_error()
    {
        var heard = _directory.File("heard");
        await using var scene = await Start($$"""
            import os, sys
            os.write(1, b'announce route \xff\xfe next-hop 192.0.2.1\n\x00\x01\x02\nannounce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            out = open('{{heard}}', 'w')
            for line in sys.stdin:
                if line.startswith('{'):
                    continue
                out.write(line)
                out.flush()
            """);
        await scene.NextUpdate();
        await Eventually.True(() => Task.FromResult(File.Exists(heard) && File.ReadAllLines(heard).Length >= 3), "three answers");
        Assert.Equal(["error", "error", "done"], (await File.ReadAllLinesAsync(heard, TestContext.Current.CancellationToken))[..3]);
    }

    [Fact]
    public async Task A_line_without_end_has_the_helper_started_again()
    {
        var count = _directory.File("count");
        await using var scene = await Start($$"""
            import os, time
            first = not os.path.exists('{{count}}')
            open('{{count}}', 'a').write('x')
            if first:
                data = b'a' * (2 * 1024 * 1024)
                while data:
                    data = data[os.write(1, data):]
            os.write(1, b'\nannounce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            time.sleep(600)
            """);
        await scene.NextUpdate();
        await scene.Daemon.WaitForLine(line => line.Contains("oversized command", StringComparison.Ordinal), "the log line");
        Assert.Equal("xx", await File.ReadAllTextAsync(count, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_helper_that_ignores_SIGTERM_is_killed()
    {
        var pid = _directory.File("pid");
        await using var scene = await Start($$"""
            import os, signal, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            open('{{pid}}', 'w').write(str(os.getpid()))
            os.write(1, b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            while True:
                time.sleep(600)
            """);
        await scene.NextUpdate();
        await scene.AssertStops();
        Assert.False(Directory.Exists("/proc/" + await File.ReadAllTextAsync(pid, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_helper_in_two_blocks_is_told_twice()
    {
        await using var scene = Scene.Create(new SceneSettings { Neighbor = "api again { processes [ test ]; neighbor-changes; }" });
        await scene.Establish();
        await scene.WaitForUp();
        await scene.WaitForUp();
    }

    [Fact]
    public async Task A_helper_that_a_pattern_names_may_command_and_is_told_nothing()
    {
        await using var helper = Scene.NewHelper();
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start(helper.Section("test") + $$"""
            neighbor {{peer.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{LoopbackAddresses.Next()}}; local-as 65001; peer-as 65002; connect {{peer.EndPoint.Port}};
                family { ipv4 unicast; }
                api { processes-match [ "te.*" ]; neighbor-changes; }
            }
            """);
        await peer.Accept();
        await peer.Establish(BgpFrame.Open(Scene.PeerAs, 180, System.Net.IPAddress.Parse("10.0.0.2"), [(1, 1)]));
        Assert.Equal("done", await helper.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1"));
        await peer.Next(frame => frame.Type == BgpFrame.UpdateType && !frame.IsEndOfRib, "the route");
        Assert.Equal(["done"], helper.Lines);
    }

    [Fact]
    public async Task Helpers_have_a_process_group_of_their_own()
    {
        await using var scene = await Start("import os; os.write(1, b'# %d\\n' % (os.getpgrp() == os.getpid()))\nimport time; time.sleep(600)");
        await scene.Daemon.WaitForLine(line => line.EndsWith(" 1", StringComparison.Ordinal), "the helper's comment");
    }

    private static BgpFrame UpdateOf800Routes { get; } = BgpFrame.Of(
        BgpFrame.UpdateType,
        [
            0, 0, 0, 20, 0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0xFD, 0xEA, 0x40, 3, 4, 192, 0, 2, 2,
            .. Enumerable.Range(0, 800).SelectMany(n => new byte[] { 24, 100, (byte)(n >> 8), (byte)n }),
        ]);

    private static long ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private SceneSettings Settings(string script, string more) => new()
    {
        Sections = $"process other {{ run /usr/bin/python3 {_directory.Write("other.py", script)}; encoder json; {more} }}",
        Processes = "other",
    };

    private Task<Scene> Start(string script, string more = "") => Scene.Start(Settings(script, more));
}
