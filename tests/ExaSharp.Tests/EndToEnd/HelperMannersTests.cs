using System.Globalization;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>
/// Helpers with each bad manner that users tell of, beside a good one, on a session with a hold time of 3 s: the session stays up, KEEPALIVEs go
/// on, and the good helper is answered and its routes are sent.
/// </summary>
public sealed class HelperMannersTests : IDisposable
{
    private const string Write = """
        import os, signal, subprocess, sys, time
        def write(data):
            while data:
                data = data[os.write(1, data):]
        def rest():
            while True:
                time.sleep(60)

        """;

    private readonly TemporaryDirectory _directory = new("manners");

    /// <summary>By name: what the helper does, and what tells that it has done it: a route of its own, or a line of the log.</summary>
    public static TheoryData<string, string, string, string> Manners => new()
    {
        {
            "stops itself, as by SIGSTOP", """
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            os.kill(os.getpid(), signal.SIGSTOP)
            """, "180A0000", ""
        },
        {
            "writes by way of another process, and reads nothing, as socat between a program and a pipe", """
            subprocess.Popen(['/bin/sh', '-c', 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo "announce route 10.0.1.0/24 next-hop 192.0.2.1 med $i"; done;'
                ' echo "announce route 10.0.0.0/24 next-hop 192.0.2.1"; sleep 600'], stdin=subprocess.DEVNULL)
            rest()
            """, "180A0000", ""
        },
        {
            "writes half a line and no more", """
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\nannounce route 10.0.0.0/24 next')
            rest()
            """, "180A0000", ""
        },
        {
            "writes 10 MB without a line end", """
            write(b'x' * 10000000)
            rest()
            """, "", "oversized command from process other"
        },
        {
            "closes what it should read", """
            os.close(0)
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            rest()
            """, "180A0000", "process other closed its input"
        },
        {
            "closes what it should write to", """
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            os.close(1)
            rest()
            """, "180A0000", "process other ended"
        },
        {
            "dies in the middle of a line", """
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\nwithdraw route 10.0.0.0/24 next')
            os.kill(os.getpid(), signal.SIGKILL)
            """, "180A0000", "process other ended inside a line"
        },
        {
            "talks nonsense", """
            write(bytes(n * n % 251 for n in range(200000)) + b'\n')
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            rest()
            """, "180A0000", ""
        },
        {
            "leaves a process behind that keeps its pipes", """
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            subprocess.Popen(['/bin/sleep', '30'])
            sys.exit(3)
            """, "180A0000", "process other ended"
        },
        {
            "shouts on its standard error", """
            for n in range(20000):
                os.write(2, b'x' * 100 + b'\n')
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            rest()
            """, "180A0000", "stderr of other : xxx"
        },
        {
            "comments without end", """
            for n in range(20000):
                write(b'# a comment\ndebug something\n')
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            rest()
            """, "180A0000", ""
        },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task A_session_with_a_hold_time_of_3_s_lives_beside_a_helper_that(string manner, string script, string route, string log)
    {
        await using var scene = await Start(script);
        if (route.Length > 0) await scene.Peer.Next(frame => frame.ToString().EndsWith(route, StringComparison.Ordinal), manner);
        if (log.Length > 0) await scene.Daemon.WaitForLine(line => line.Contains(log, StringComparison.Ordinal), manner);
        await AssertServed(scene);
        await scene.AssertStops();
    }

    /// <summary>As many answers as do not fit into its queue: they are dropped, and every command is carried out all the same.</summary>
    [Fact]
    public async Task More_answers_than_a_queue_takes_are_dropped_and_counted()
    {
        await using var scene = await Start("""
            write(b'announce route 10.0.1.0/24 next-hop 192.0.2.1\nwithdraw route 10.0.1.0/24 next-hop 192.0.2.1\n' * 100000)
            write(b'announce route 10.0.0.0/24 next-hop 192.0.2.1\n')
            rest()
            """, "queue 1M;");
        await scene.Peer.Next(frame => frame.ToString().EndsWith("180A0000", StringComparison.Ordinal), "the last command");
        await scene.Daemon.WaitForLine(line => line.Contains("process other does not read", StringComparison.Ordinal), "the log line");
        var status = (await scene.Ask("queue-status")).Single(line => line.StartsWith("other: ", StringComparison.Ordinal));
        var words = status.Split(' ');
        var (waiting, dropped) = (Number(words[1]), Number(words[5]));
        Assert.Equal($"other: {waiting} items ({words[3][1..]} bytes), {dropped} answers and 0 events dropped", status);
        // What its pipe took is neither.
        Assert.InRange(waiting + dropped, 200_001 - 65536, 200_001);
        await AssertServed(scene);
        await scene.AssertStops();
    }

    /// <summary>A table's events do not fit into the queue of a helper that reads a line now and then: the oldest are dropped.</summary>
    [Fact]
    public async Task A_slow_reader_of_a_large_table_costs_nobody_anything()
    {
        var script = """
            while True:
                os.read(0, 100)
                time.sleep(0.1)
            """;
        await using var scene = await Start(script, "queue 1M;", "receive { parsed; update; }");
        for (var n = 0; n < 60; n++) await scene.Peer.Send(Table(n));
        await scene.Daemon.WaitForLine(line => line.Contains("process other does not read", StringComparison.Ordinal), "the log line");
        await AssertServed(scene);
        await scene.AssertStops();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static BgpFrame Table(int number) => BgpFrame.Of(
        BgpFrame.UpdateType,
        [
            0, 0, 0, 20, 0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0xFD, 0xEA, 0x40, 3, 4, 192, 0, 2, 2,
            .. Enumerable.Range(0, 800).SelectMany(n => new byte[] { 24, (byte)(100 + number), (byte)(n >> 8), (byte)n }),
        ]);

    /// <summary>A command is carried out, a KEEPALIVE comes, and the session is up.</summary>
    private static async Task AssertServed(Scene scene)
    {
        await scene.Command("announce route 172.16.0.0/24 next-hop 192.0.2.1");
        await scene.Peer.Next(frame => frame.ToString().EndsWith("18AC1000", StringComparison.Ordinal), "the witness");
        await scene.Peer.Next(BgpFrame.KeepaliveType);
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    private Task<Scene> Start(string script, string process = "", string events = "") => Scene.Start(new SceneSettings
    {
        HoldTime = 3,
        Sections = $"process other {{ run /usr/bin/python3 {_directory.Write("other.py", Write + script)}; encoder json; {process} }}",
        Processes = "other",
        Api = $"neighbor-changes; {events}",
        Environment = new() { ["exabgp_log_level"] = "DEBUG" },
    });
}
