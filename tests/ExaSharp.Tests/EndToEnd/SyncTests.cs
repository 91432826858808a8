using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary><c>enable-sync</c>: a route is answered for when it is on the wire.</summary>
public sealed class SyncTests
{
    private const string Stuck = "announce route 10.0.0.0/8 next-hop 192.0.2.1 split /24";

    [Fact]
    public async Task Answers_wait_for_a_peer_that_does_not_read_and_no_other_helper_does()
    {
        await using var peer = ScriptedPeer.Listen(prepare: socket => socket.ReceiveBufferSize = 4096);
        await using var first = Scene.NewHelper();
        await using var second = Scene.NewHelper();
        await using var daemon = DaemonProcess.Start(first.Section("first") + second.Section("second") + $$"""
            neighbor {{peer.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{LoopbackAddresses.Next()}}; local-as 65001; peer-as 65002; connect {{peer.EndPoint.Port}};
                family { ipv4 unicast; }
                group-updates false;
                api { processes [ first second ]; neighbor-changes; }
            }
            """);
        await peer.Accept();
        await peer.Establish(BgpFrame.Open(Scene.PeerAs, 180, System.Net.IPAddress.Parse("10.0.0.2"), [(1, 1)]));
        await first.WaitFor(Scene.IsUp, "up");
        Assert.Equal("done", await first.Command("enable-sync"));
        Assert.Equal("done", await first.Command("announce route 172.16.0.0/24 next-hop 192.0.2.1"));
        await peer.Next(frame => frame.ToString().EndsWith("18AC1000", StringComparison.Ordinal), "the first route");
        peer.Pause();
        await first.Write(Stuck, "announce route 10.255.0.0/17 next-hop 192.0.2.1");
        for (var n = 0; n < 20; n++) Assert.Equal("done", await second.Command($"announce route 172.17.{n}.0/24 next-hop 192.0.2.1"));
        Assert.Equal(2, first.Lines.Count(line => line == "done"));
        peer.Continue();
        await first.WaitFor(line => line == "done", "the first answer");
        await first.WaitFor(line => line == "done", "the second answer");
        await peer.Next(frame => frame.ToString().EndsWith("110AFF00", StringComparison.Ordinal), "the last route");
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task Without_a_session_and_after_disable_sync_answers_do_not_wait()
    {
        await using var scene = Scene.Create();
        await scene.Command("enable-sync");
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1");
        await scene.Establish();
        await scene.WaitForUp();
        await scene.Command("disable-sync");
        await scene.Command("announce route 10.0.1.0/24 next-hop 192.0.2.1");
        await scene.Command("announce ipv6 unicast 2001:db8::/32 next-hop self", "error");
        await scene.Command("enable-sync");
        await scene.Helper.Write(
            "announce route 10.0.2.0/24 next-hop 192.0.2.1", "announce ipv6 unicast 2001:db8::/32 next-hop self", "bogus", "withdraw route 10.0.2.0/24");
        foreach (var answer in new[] { "done", "error", "error", "done" }) Assert.Equal([answer], await scene.Answer(answer));
        await scene.AssertStops();
    }

    [Fact]
    public async Task The_end_of_a_session_answers_who_waits_for_it()
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = "group-updates false;" });
        await scene.Command("enable-sync");
        scene.Peer.Pause();
        await scene.Helper.Write(Stuck);
        await scene.Helper.Write("version");
        await scene.Peer.Close();
        Assert.Equal(["done"], await scene.Answer("the end"));
        Assert.Equal(2, (await scene.Answer("the version")).Length);
    }

    [Fact]
    public async Task Helpers_of_6_0_ask_for_it_by_command_or_for_one_route()
    {
        await using var scene = await Scene.Start(new SceneSettings { Process = "version 6;" });
        await scene.Command("session sync enable");
        await scene.Command("peer * announce route 10.0.0.0/24 next-hop 192.0.2.1 async json");
        await scene.Command("session sync disable");
        await scene.Command("peer * announce route 10.0.1.0/24 next-hop 192.0.2.1 json sync");
        await scene.Command("peer * withdraw route 10.0.1.0/24 sync");
    }
}
