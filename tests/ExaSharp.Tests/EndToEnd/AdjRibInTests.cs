using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What a peer sent, as <c>show adj-rib in</c> tells it, from announcement to the end of the session.</summary>
public sealed class AdjRibInTests
{
    private const string Origin = "40010100";
    private const string AsPath = "40020602010000FDEA";
    private const string NextHop = "4003047F00000A";
    private const string Last = "10.99.0.0/24";

    private static readonly (string Name, ushort Afi, byte Safi, string NextHop, string Routes)[] Families =
    [
        ("ipv4 multicast", 1, 2, "047F00000A", "180A0300" + "180A0301"),
        ("ipv4 nlri-mpls", 1, 4, "047F00000A", "30000A010A0001"),
        ("ipv4 mpls-vpn", 1, 128, "0C00000000000000007F00000A", "70" + "000A01" + "0000FDE800000064" + "0A0001"),
        ("ipv4 mcast-vpn", 1, 5, "047F00000A", "0512" + "0000FDE800000064" + "200A000001" + "20E8000001"),
        ("ipv4 flow", 1, 133, "00", "060120C0A80001"),
        ("ipv4 flow-vpn", 1, 134, "00", "0E0000FFFF000100000120C0A80001"),
        ("ipv6 unicast", 2, 1, "1020010DB8000000000000000000000002", "2020010DB8"),
        ("ipv6 nlri-mpls", 2, 4, "1020010DB8000000000000000000000002", "38000A0120010DB8"),
        ("ipv6 mpls-vpn", 2, 128, "18000000000000000020010DB8000000000000000000000002", "78" + "000A01" + "0000FDE800000064" + "20010DB8"),
        ("ipv6 flow", 2, 133, "00", "0701200020010DB8"),
        ("ipv6 flow-vpn", 2, 134, "00", "0F" + "0000FFFF00010000" + "01200020010DB8"),
        ("l2vpn vpls", 25, 65, "047F00000A", "00110001C0A8C901007B000500010008029CE1"),
        ("l2vpn evpn", 25, 70, "047F00000A", "031100010A00000A00640000000A200A000001"),
        ("bgp-ls bgp-ls", 16388, 71, "047F00000A", "0001" + "0027" + "02" + "0000000000000000" + "0100" + "001A" + "020000040000FDE8" + "0201000400000000" + "020300060000000000AB"),
    ];

    /// <summary>One route of each family, or two, in each form of the command; what was withdrawn of each; what is left.</summary>
    [Fact]
    public async Task Routes_of_all_families_are_shown_in_each_form_and_go_when_they_are_withdrawn()
    {
        await using var scene = await Scene.Start(Settings);
        foreach (var family in Families)
            await Send(scene, Origin + AsPath + "80040400000007" + Attribute(14, $"{family.Afi:X4}{family.Safi:X2}{family.NextHop}00{family.Routes}"));
        await Told(scene);
        foreach (var command in new[] { "show adj-rib in", "show adj-rib in extensive", "show adj-rib in json", "show adj-rib in flow", "show adj-rib in l2vpn", "show adj-rib in inet" })
        {
            var answer = await scene.Ask(command);
            foreach (var line in answer.Where(line => line.StartsWith('{'))) System.Text.Json.JsonDocument.Parse(line).Dispose();
            Golden.Check("show.txt", command + " of all families", scene, answer);
        }
        foreach (var family in Families) await Send(scene, Attribute(15, $"{family.Afi:X4}{family.Safi:X2}{family.Routes}"));
        await Told(scene);
        Assert.Equal([Last], Prefixes(await scene.Ask("show adj-rib in")));
    }

    /// <summary>RFC 7606 section 2, RFC 7313 section 4.</summary>
    [Fact]
    public async Task Routes_that_are_treated_as_withdrawn_or_not_sent_again_go_and_with_the_session_all()
    {
        await using var scene = await Scene.Start(Settings with { Neighbor = "capability { route-refresh enable; }", Capabilities = [2, 0, 70, 0] });
        await Send(scene, Origin + AsPath + NextHop, "180A0100" + "180A0101" + "180A0102");
        await Told(scene);
        Assert.Equal(["10.1.0.0/24", "10.1.1.0/24", "10.1.2.0/24", Last], Prefixes(await scene.Ask("show adj-rib in")));
        // MED of three octets.
        await Send(scene, Origin + AsPath + NextHop + "800403000001", "180A0101");
        await Told(scene);
        Assert.Equal(["10.1.0.0/24", "10.1.2.0/24", Last], Prefixes(await scene.Ask("show adj-rib in")));
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 1, 1]));
        await Send(scene, Origin + AsPath + NextHop, "180A0102");
        await Told(scene);
        Assert.Equal(["10.1.0.0/24", "10.1.2.0/24", Last], Prefixes(await scene.Ask("show adj-rib in")));
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 2, 1]));
        await Told(scene);
        Assert.Equal(["10.1.2.0/24", Last], Prefixes(await scene.Ask("show adj-rib in")));
        await scene.Peer.Send(BgpFrame.Notification(6, 4));
        await scene.Helper.WaitFor(line => line.Contains("\"down\"", StringComparison.Ordinal), "the end of the session");
        Assert.Equal(["done"], await scene.Ask("show adj-rib in"));
        await scene.Establish();
        await scene.WaitForUp();
        Assert.Equal(["done"], await scene.Ask("show adj-rib in"));
        await Told(scene);
        Assert.Equal([Last], Prefixes(await scene.Ask("show adj-rib in")));
    }

    private static SceneSettings Settings => new()
    {
        Api = "neighbor-changes; receive { parsed; update; }",
        Families = "ipv4 unicast; " + string.Concat(Families.Select(family => family.Name + "; ")),
        PeerFamilies = [(1, 1), .. Families.Select(family => (family.Afi, family.Safi))],
    };

    private static string[] Prefixes(string[] answer) =>
        [.. answer[..^1].Select(line => line.Split(' ').First(word => word.Contains('/', StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    private static string Attribute(int code, string value) => $"80{code:X2}{value.Length / 2:X2}{value}";

    private static Task Send(Scene scene, string attributes, string routes = "") =>
        scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString($"0000{attributes.Length / 2:X4}{attributes}{routes}")));

    /// <summary>Sends one more route and waits until the helper hears of it.</summary>
    private static async Task Told(Scene scene)
    {
        await Send(scene, Origin + AsPath + NextHop, "180A6300");
        await scene.Helper.WaitFor(line => line.Contains(Last, StringComparison.Ordinal), "the last route");
    }
}
