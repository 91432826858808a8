using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Answers of <c>ack verbose</c>: one line a command, with what it touched or why it failed.</summary>
public sealed class VerboseAckTests
{
    [Fact]
    public async Task Every_command_is_answered_by_one_line_that_tells_more()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Process = "ack verbose;",
            Neighbor = "}\nneighbor 127.1.2.3 { router-id 10.0.0.1; local-address 127.1.2.4; local-as 65001; peer-as 65003; passive;"
                + " family { ipv4 unicast; } api { processes [ test ]; }",
        });
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1", "done: neighbors 2 routes 1");
        await scene.Command("announce attributes next-hop 192.0.2.1 nlri 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24", "done: neighbors 2 routes 3");
        await scene.Command("announce ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1", "done: neighbors 1 routes 1");
        await scene.Command("neighbor 127.1.2.3 withdraw flow route { match { source 10.0.0.0/24; } then { discard; } }", "done: neighbors 0 routes 1");
        await scene.Command("neighbor 127.9.9.9 announce route 10.0.0.0/24 next-hop 192.0.2.1", "error: no neighbor matching the command");
        await scene.Command("neighbor 127.9.9.9 flush adj-rib out", "error: no neighbor matching the command");
        await scene.Command("announce route 10.0.0.0/24 next-hop bogus", "error: line 1 column 37: can not decode this ip address : bogus");
        await scene.Command("announce rute 10.0.0.0/24", "error: line 1 column 1: there is no such command");
        await scene.Command("", "error: line 1 column 1: there is no such command");
        await scene.Command("crash", "error: this command always fails");
        await scene.Command("flush adj-rib out");
        Assert.Equal(["exabgp 5.0", "done"], (await scene.Ask("version")).Select(line => line[..Math.Min(line.Length, 10)]));
    }

    [Fact]
    public async Task A_helper_turns_them_off_and_on_as_the_short_ones()
    {
        await using var scene = await Scene.Start(new SceneSettings { Process = "ack verbose;" });
        await scene.Command("disable-ack");
        await scene.Helper.Write("announce route 10.0.0.0/24 next-hop 192.0.2.1", "bogus");
        await scene.Command("enable-ack");
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1", "done: neighbors 1 routes 1");
    }

    [Fact]
    public async Task Ack_false_of_a_process_counts_more_than_the_setting()
    {
        await using var scene = await Scene.Start(new SceneSettings { Process = "ack false;", Environment = new() { ["exabgp_api_ack"] = "true" } });
        await scene.Helper.Write("announce route 10.0.0.0/24 next-hop 192.0.2.1");
        await scene.Command("enable-ack");
        Assert.Equal(1, scene.Helper.Lines.Count(line => line == "done"));
    }
}
