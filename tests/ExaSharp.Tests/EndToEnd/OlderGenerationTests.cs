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

    [Fact]
    public async Task Events_of_a_3_4_file_are_in_the_JSON_of_3_4()
    {
        await using var helper = Scene.NewHelper();
        await using var peer = ScriptedPeer.Listen();
        var local = LoopbackAddresses.Next();
        await using var daemon = DaemonProcess.Start($$"""
            group edge {
                router-id 10.0.0.1; local-as 65001; peer-as 65002;
                process test { run {{helper.Run}}; encoder json; neighbor-changes; receive-routes; }
                neighbor {{peer.EndPoint.Address}} { local-address {{local}}; connect {{peer.EndPoint.Port}}; }
            }
            """);
        await peer.Accept();
        await peer.Establish(BgpFrame.Open(Scene.PeerAs, 180, System.Net.IPAddress.Parse("10.0.0.2"), [(1, 1)]));
        var attributes = "4001010040020602010000FDEA4003047F00000A";

        await peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("000418C63364" + "0014" + attributes + "180A0100180A0101")));
        await peer.Send(BgpFrame.Of(BgpFrame.UpdateType, new byte[4]));

        await helper.WaitFor(line => line.Contains("eor", StringComparison.Ordinal), "End-of-RIB");
        var neighbor = $$"""
            "neighbor": { "ip": "{{peer.EndPoint.Address}}", "address": { "local": "{{local}}", "peer": "{{peer.EndPoint.Address}}"}, "asn": { "local": "65001", "peer": "65002"}, 
            """;
        const string Update = """
            "message": { "update": { "attribute": { "origin": "igp", "as-path": [ 65002 ], "confederation-path": [] }, "announce": { "ipv4 unicast": { "127.0.0.10": { "10.1.0.0/24": {  }, "10.1.1.0/24": {  } } } }, "withdraw": { "ipv4 unicast": { "198.51.100.0/24": {  } } } } }} }
            """;
        const string EndOfRib = """
            "message": { "update": { "announce": { "ipv4 unicast": { "null": { "eor": { "afi" : "ipv4", "safi" : "unicast" } } } } } }} }
            """;
        Assert.Equal(
            [
                "\"counter\": 1, \"type\": \"state\", " + neighbor + "\"state\": \"connected\"} }",
                "\"counter\": 2, \"type\": \"state\", " + neighbor + "\"state\": \"up\"} }",
                "\"counter\": 3, \"type\": \"update\", " + neighbor + Update,
                "\"counter\": 4, \"type\": \"update\", " + neighbor + EndOfRib,
            ],
            helper.Lines.Select(line => line[line.IndexOf("\"counter\"", StringComparison.Ordinal)..]));
        Assert.All(helper.Lines, line => Assert.Matches("^{ \"exabgp\": \"3\\.4\\.8\", \"time\": [0-9]+, \"host\" : \"[^\"]+\", \"pid\" : \"[0-9]+\", \"ppid\" : \"[0-9]+\", ", line));
        Assert.Equal(0, await daemon.Stop());
    }
}
