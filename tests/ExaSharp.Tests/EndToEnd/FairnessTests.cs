using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>A helper with one thing to say is not held up by what another one has said before.</summary>
public sealed class FairnessTests
{
    /// <summary>131,072 routes, each in an UPDATE of its own: about 7 MB, which no buffer on the way takes.</summary>
    private const string Flood = "announce route 10.0.0.0/8 next-hop 192.0.2.1 split /25";

    private const string Rule = "announce flow route { match { destination 198.51.100.7/32; } then { discard; } }";

    [Theory]
    [InlineData(Rule, "0120C6336407")]
    [InlineData("announce route 198.51.100.0/24 next-hop 192.0.2.1", "18C63364")]
    public async Task A_single_command_does_not_wait_for_the_flood_of_another_helper_that_a_slow_peer_takes(string command, string nlri)
    {
        await using var peer = ScriptedPeer.Listen(prepare: socket => socket.ReceiveBufferSize = 4096);
        await using var flooder = Scene.NewHelper();
        await using var other = Scene.NewHelper();
        await using var daemon = DaemonProcess.Start(flooder.Section("flooder") + other.Section("other") + $$"""
            neighbor {{peer.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{LoopbackAddresses.Next()}}; local-as 65001; peer-as 65002; connect {{peer.EndPoint.Port}};
                family { ipv4 unicast; ipv4 flow; }
                group-updates false;
                api { processes [ flooder other ]; neighbor-changes; }
            }
            """);
        await peer.Accept();
        await peer.Establish(BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1), (1, 133)]));
        await flooder.WaitFor(Scene.IsUp, "up");
        await other.WaitFor(Scene.IsUp, "up");
        peer.Pause();
        Assert.Equal("done", await flooder.Command(Flood));
        Assert.Equal("done", await other.Command(command));
        // Carried out when the session has been given what came before.
        Assert.Equal("done", await other.Command("version"));
        peer.Continue();
        await peer.Next(frame => frame.ToString().Contains(nlri, StringComparison.Ordinal), "what the other helper said");
        Assert.DoesNotContain(peer.Received, frame => frame.ToString().EndsWith("190AFFFF80", StringComparison.Ordinal));
        // Nothing of it waits, though much else may.
        await other.Write("enable-sync", command);
        for (var n = 0; n < 2; n++) await other.WaitFor(line => line == "done", "the answer");
        await peer.Next(frame => frame.ToString().EndsWith("190AFFFF80", StringComparison.Ordinal), "the end of the flood");
        Assert.Equal(0, await daemon.Stop());
    }
}
