using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Configurations of ExaBGP 3.4 with real helpers and peers.</summary>
public class OlderGenerationTests
{
    [Fact]
    public async Task A_process_of_a_group_reaches_its_neighbors_only_and_is_not_answered()
    {
        await using var helper = Scene.NewHelper();
        await using var first = ScriptedPeer.Listen();
        await using var second = ScriptedPeer.Listen();
        await using var other = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start($$"""
            group edge {
                router-id 10.0.0.1;
                local-as 65001;
                peer-as 65002;
                family { inet4 unicast; }
                static { route 10.9.0.0/16 next-hop 192.0.2.1; }
                process test {
                    run {{helper.Run}};
                    neighbor-changes;
                }
                neighbor {{first.EndPoint.Address}} { local-address {{LoopbackAddresses.Next()}}; connect {{first.EndPoint.Port}}; }
                neighbor {{second.EndPoint.Address}} { local-address {{LoopbackAddresses.Next()}}; connect {{second.EndPoint.Port}}; }
            }
            neighbor {{other.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{LoopbackAddresses.Next()}}; local-as 65001; peer-as 65002; connect {{other.EndPoint.Port}};
                family { inet4 unicast; }
            }
            """);
        foreach (var peer in new[] { first, second, other })
        {
            await peer.Accept();
            await peer.Establish(BgpFrame.Open(Scene.PeerAs, 180, System.Net.IPAddress.Parse("10.0.0.2"), [(1, 1)]));
        }
        foreach (var peer in new[] { first, second })
        {
            await peer.Next(frame => frame.ToString().EndsWith("100A09", StringComparison.Ordinal), "the route of the group");
            await Eventually.True(() => Task.FromResult(helper.Lines.Contains($"neighbor {peer.EndPoint.Address} up")), "the neighbour coming up");
        }

        await helper.Write("announce route 10.1.0.0/16 next-hop 192.0.2.1", "no such command", "announce route 10.2.0.0/16 next-hop 192.0.2.1");

        foreach (var peer in new[] { first, second })
            foreach (var octets in new[] { "100A01", "100A02" })
                await Eventually.True(() => Task.FromResult(peer.Transcript().Contains(octets, StringComparison.Ordinal)), octets);
        await helper.Write("version", "version");
        await Eventually.True(() => Task.FromResult(helper.Lines.Count(line => line.StartsWith("exabgp", StringComparison.Ordinal)) == 2), "two answers");
        Assert.DoesNotContain(helper.Lines, line => line is "done" or "error");
        Assert.DoesNotContain(helper.Lines, line => line.Contains(other.EndPoint.Address.ToString(), StringComparison.Ordinal));
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain("0A01", other.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_can_be_turned_on()
    {
        await using var helper = Scene.NewHelper();
        await using var peer = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start($$"""
            neighbor {{peer.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{LoopbackAddresses.Next()}}; local-as 65001; peer-as 65002; connect {{peer.EndPoint.Port}};
                process test { run {{helper.Run}}; }
            }
            """);

        await helper.Write("no such command", "enable-ack", "no such command either");

        await helper.WaitFor(line => line == "error", "the answer");
        Assert.Equal(["error"], helper.Lines.Where(line => line is "error"));
        Assert.Equal(0, await daemon.Stop());
    }
}
