using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>The answers of the <c>show</c> commands, as ExaBGP's to the octet.</summary>
public sealed class ShowTests
{
    private static readonly SceneSettings Settings = new()
    {
        Families = "ipv4 unicast; ipv6 unicast; ipv4 flow;",
        Capabilities = [2, 0, 70, 0],
        Neighbor = "hold-time 90; description \"peer two\"; host-name exa; capability { graceful-restart 120; route-refresh enable; }",
        Sections = "process other { run /bin/cat; encoder text; }",
        Processes = "other",
        Api = "neighbor-changes; receive { parsed; update; notification; } send { packets; }",
    };

    [Fact]
    public async Task Routes_are_shown_family_by_family()
    {
        await using var scene = await Prepared();
        foreach (var command in new[]
        {
            "show adj-rib out", "show adj-rib out extensive", "show adj-rib out flow", "show adj-rib out inet", "show adj-rib out routes",
            "show adj-rib out 127.9.9.9", "show adj-rib out json", "show adj-rib out json extensive", "show adj-rib out extensive json", "show adj-rib in",
        })
        {
            Golden.Check("show.txt", command, scene, await scene.Ask(command));
        }
        Assert.Equal(await scene.Ask("show adj-rib out"), await scene.Ask($"show adj-rib out {scene.Remote}"));
        await scene.Command($"neighbor {scene.Remote} show adj-rib out", "error");
    }

    [Fact]
    public async Task Routes_of_all_kinds_are_shown_as_ExaBGP_shows_them()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Families = "ipv4 nlri-mpls; ipv4 mpls-vpn; ipv4 mcast-vpn; ipv4 mup; ipv4 flow; ipv4 flow-vpn; l2vpn vpls;",
            PeerFamilies = [(1, 4), (1, 128), (1, 5), (1, 85), (1, 133), (1, 134), (25, 65)],
        });
        foreach (var command in new[]
        {
            "announce route 10.50.0.0/24 next-hop 1.2.3.4 label 160",
            "announce route 10.51.0.0/24 next-hop 1.2.3.4 label [ 160 170 ] rd 65000:1",
            "announce ipv4 mcast-vpn source-join source 10.99.12.2 group 239.251.255.228 rd 65000:99999 source-as 65000 next-hop 10.10.6.3",
            "announce ipv4 mup mup-isd 10.0.1.0/24 rd 100:100 next-hop 10.10.6.3",
            "announce flow route { match { source 10.0.0.3/32; destination-port [ =80 >8080&<8088 ]; } then { rate-limit 0; } }",
            "announce flow route { rd 65000:1; match { source 10.0.0.3/32; } then { redirect 65000:2; } }",
            "announce vpls rd 192.168.201.1:123 endpoint 5 base 10702 offset 1 size 8 next-hop 1.2.3.4 med 5",
        })
        {
            await scene.Command(command);
            await scene.NextUpdate();
        }
        foreach (var command in new[] { "show adj-rib out", "show adj-rib out extensive", "show adj-rib out l2vpn" })
            Golden.Check("show.txt", command + " of all kinds", scene, await scene.Ask(command));
    }

    [Fact]
    public async Task Received_routes_are_shown()
    {
        await using var scene = await Scene.Start(Settings with { Api = "neighbor-changes; receive { parsed; update; }", Neighbor = "" });
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("0000" + "0014" + "400101004002060201" + "0000FDEA" + "4003047F00000A" + "180A0100" + "180A0200")));
        await scene.Helper.WaitFor(line => line.Contains("10.2.0.0/24", StringComparison.Ordinal), "the update");
        foreach (var command in new[] { "show adj-rib in", "show adj-rib in extensive", "show adj-rib in json" })
            Golden.Check("show.txt", command + " with routes", scene, await scene.Ask(command));
        await scene.Command("clear adj-rib in");
        Assert.Equal(["done"], await scene.Ask("show adj-rib in"));
    }

    [Fact]
    public async Task A_neighbour_that_is_up_is_shown_in_all_forms()
    {
        await using var scene = await Prepared();
        foreach (var command in new[]
        {
            "show neighbor summary", "show neighbor extensive", "show neighbor configuration", "show neighbor json", "show neighbor extensive json",
        })
        {
            Golden.Check("show.txt", command, scene, await scene.Ask(command));
        }
    }

    [Fact]
    public async Task A_neighbour_that_is_not_up_is_shown_without_what_the_peer_said()
    {
        await using var scene = Scene.Create(Settings);
        await scene.Peer.Accept();
        await scene.Peer.Next(BgpFrame.OpenType);
        foreach (var command in new[] { "show neighbor summary", "show neighbor extensive", "show neighbor json" })
            Golden.Check("show.txt", command + " while connecting", scene, await scene.Ask(command));
    }

    /// <summary>A session with routes that is up for at least a second: before, ExaBGP calls it down.</summary>
    private static async Task<Scene> Prepared()
    {
        var scene = await Scene.Start(Settings);
        await scene.NextTable();
        await scene.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4 med 5 community [1:1 2:2] as-path [ 1 2 ] name x");
        await scene.Command("announce flow route source 10.0.0.3/32 rate-limit 0");
        await scene.Command("announce route 2001:db8::/32 next-hop 2001:db8::1 large-community [ 1:2:3 ]");
        await scene.Command("announce attributes next-hop 1.2.3.4 nlri 10.64.0.0/24 10.65.0.0/24");
        for (var received = 0; received < 4; received++) await scene.NextUpdate();
        await Eventually.True(
            async () => !(await scene.Ask("show neighbor json"))[0].Contains("\"duration\": 0", StringComparison.Ordinal), "the session is up for a second");
        return scene;
    }
}
