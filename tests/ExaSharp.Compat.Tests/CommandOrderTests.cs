using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>What of a burst of commands is seen on the wire, as ExaBGP's cases api-rib and api-fast have it.</summary>
public class CommandOrderTests
{
    private const string Announced = "0000001540010100400200400304C00002014005040000006420";
    private const string AnnouncedLast = "0000001540010100400200400304C000020240050400000064200A000002";

    [Fact]
    public async Task What_is_announced_and_cleared_in_one_breath_is_not_sent()
    {
        var updates = await UpdatesAfter(
            "announce route 10.0.0.1/32 next-hop 192.0.2.1", "clear adj-rib out", "announce route 10.0.0.2/32 next-hop 192.0.2.2");
        Assert.Equal([AnnouncedLast], updates);
    }

    [Fact]
    public async Task What_is_flushed_and_then_cleared_is_sent_again_before_it_is_withdrawn()
    {
        var updates = await UpdatesAfter(
            "announce route 10.0.0.1/32 next-hop 192.0.2.1", "flush adj-rib out", "clear adj-rib out",
            "announce route 10.0.0.2/32 next-hop 192.0.2.2");
        Assert.Equal([Announced + "0A000001", Announced + "0A000001", "0005200A0000010000", AnnouncedLast], updates);
    }

    /// <summary>The UPDATEs behind the End-of-RIB marker, up to the one that announces 10.0.0.2/32.</summary>
    private static async Task<List<string>> UpdatesAfter(params string[] commands)
    {
        await using var channel = new HelperChannel(Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py"));
        await using var peer = ScriptedPeer.Listen(new IPEndPoint(IPAddress.Loopback, LoopbackAddresses.FreePort(IPAddress.Loopback)));
        await using var daemon = DaemonProcess.Start($$"""
            {{channel.Section("helper")}}
            neighbor 127.0.0.1 {
                router-id 10.255.0.2; local-address 127.0.0.1; local-as 65000; peer-as 65000; connect {{peer.EndPoint.Port}};
                family { ipv4 unicast; }
                api { processes [ helper ]; }
            }
            """);
        await peer.Accept();
        await peer.Establish(BgpFrame.Open(65000, 180, IPAddress.Parse("10.255.0.1"), [(1, 1)]));
        await peer.Next(frame => frame.IsEndOfRib, "the End-of-RIB marker");
        await channel.Write(commands);
        List<string> updates = [];
        while (updates.Count == 0 || updates[^1] != AnnouncedLast)
            updates.Add(Convert.ToHexString((await peer.Next(BgpFrame.UpdateType)).Body));
        return updates;
    }
}
