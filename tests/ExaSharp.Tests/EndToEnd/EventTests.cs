using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What a helper is told of a session, for each way to ask for it; in ExaBGP's words, order and spacing.</summary>
public sealed class EventTests
{
    [Theory]
    [InlineData("json", "parsed")]
    [InlineData("json", "packets")]
    [InlineData("json", "parsed; packets")]
    [InlineData("json", "consolidate")]
    [InlineData("json", "packets; consolidate")]
    [InlineData("text", "parsed")]
    [InlineData("text", "packets")]
    [InlineData("text", "consolidate")]
    public async Task A_session_is_told_as_ExaBGP_tells_it(string encoder, string mode)
    {
        var direction = $$"""{ {{mode}}; open; update; notification; keepalive; refresh; }""";
        // A hold time of 0: no KEEPALIVE comes between.
        await using var scene = await Scene.Start(new SceneSettings
        {
            Encoder = encoder,
            Capabilities = [2, 0],
            HoldTime = 0,
            Api = $"neighbor-changes; {(mode == "parsed" ? "negotiated;" : "")} fsm; receive {direction} send {direction}",
        });
        for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        await scene.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4 med 5");
        await scene.NextUpdate();
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("000418C63364" + "0014" + "400101004002060201" + "0000FDEA" + "4003047F00000A" + "180A0100")));
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, new byte[4]));
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 0, 1]));
        await scene.NextUpdate();
        await scene.Peer.Send(BgpFrame.Notification(6, 2, [5, .. "hello"u8]));
        await scene.Helper.WaitFor(line => line.Contains("down", StringComparison.Ordinal), "down");
        // The rest is the next attempt.
        var events = scene.Helper.Lines.Where(line => line is not "done").TakeWhile(line => !line.Contains("down", StringComparison.Ordinal)).ToList();
        events.Add(scene.Helper.Lines.First(line => line.Contains("down", StringComparison.Ordinal)));
        Golden.Check("events.txt", $"{encoder} {mode}", scene, events);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task Received_routes_of_VPNs_are_told_as_ExaBGP_tells_them(string encoder)
    {
        const string Attributes = "4001010040020602010000FDEA4003047F00000A";
        await using var scene = await Scene.Start(new SceneSettings
        {
            Encoder = encoder,
            Families = "ipv4 mcast-vpn; ipv4 mup; l2vpn vpls; l2vpn evpn;",
            PeerFamilies = [(1, 5), (1, 85), (25, 65), (25, 70)],
            HoldTime = 0,
            Api = "neighbor-changes; receive { parsed; update; }",
        });
        foreach (var attributes in new[]
        {
            Attributes + "C0160900060006400A000001" + Reach("001946", "031100010A00000A00640000000A200A000001"),
            Attributes + Reach("001946", "052200010A00000A0064001122334455667788990000000A180A0100000A000001000641"
                + "041700010A00000A006400112233445566778899200A000001" + "0903010203"),
            Unreach("001946", "0903010203" + "080401020304"),
            Attributes + Reach("000105", "05120000FDE80001869F200A63C70120EFFBFFE4"),
            Attributes + Reach("000155", "0100010C0000006400000064180A0001"),
            Attributes + Reach("001941", "00110001C0A8C901007B000500010008029CE1"),
            Unreach("001941", "00110001C0A8C901007B000500010008029CE1"),
        })
        {
            var octets = Convert.FromHexString(attributes);
            await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, [0, 0, 0, (byte)octets.Length, .. octets]));
        }
        await scene.Helper.WaitFor(line => line.Contains("withdraw", StringComparison.Ordinal) && line.Contains("vpls", StringComparison.Ordinal), "the last update");
        var events = scene.Helper.Lines.Where(line => line.Contains("update", StringComparison.Ordinal) && !line.EndsWith("update end", StringComparison.Ordinal)).ToList();
        Golden.Check("events.txt", $"VPNs {encoder}", scene, events);
        if (encoder == "json") Golden.Check("events.txt", "VPNs in show adj-rib in", scene, await scene.Ask("show adj-rib in"));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task Received_link_states_are_told_as_ExaBGP_tells_them_and_kept(string encoder)
    {
        const string Node = "0001001702000000000000000A" + "0100000A02030006000100000001";
        const string Link = "0002003502000000000000000A" + "0100000A02030006000100000001" + "0101000A02030006000100000002" + "010300040A000000" + "010400040A000001";
        const string Malformed = "0001000D02000000000000000A" + "01010000";
        await using var scene = await Scene.Start(new SceneSettings
        {
            Encoder = encoder,
            Families = "bgp-ls bgp-ls;",
            PeerFamilies = [(16388, 71)],
            HoldTime = 0,
            Api = "neighbor-changes; receive { parsed; update; }",
        });
        foreach (var attributes in new[]
        {
            "4001010040020602010000FDEA" + "801D0B" + "04000001C0" + "040200027231" + Reach("400447", Node),
            "4001010040020602010000FDEA" + "801D19" + "0440000400000005" + "044100044CEE6B28" + "0447000300000A" + "0400" + Reach("400447", Malformed + Link),
            "4001010040020602010000FDEA" + "801D17" + "0440000400000005" + "044100044CEE6B28" + "0447000300000A" + Reach("400447", Malformed + Link),
            Unreach("400447", Node),
        })
        {
            var octets = Convert.FromHexString(attributes);
            await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, [0, 0, 0, (byte)octets.Length, .. octets]));
        }
        await scene.Helper.WaitFor(line => line.Contains("withdraw", StringComparison.Ordinal), "the last update");
        var events = scene.Helper.Lines.Where(line => line.Contains("update", StringComparison.Ordinal) && !line.EndsWith("update end", StringComparison.Ordinal)).ToList();
        Golden.Check("events.txt", $"link states {encoder}", scene, events);
        if (encoder == "json") Golden.Check("events.txt", "link states in show adj-rib in", scene, await scene.Ask("show adj-rib in extensive"));
    }

    private static string Reach(string family, string nlri) => $"800E{(nlri.Length + 18) / 2:X2}{family}047F00000A00{nlri}";

    private static string Unreach(string family, string nlri) => $"800F{(nlri.Length + 6) / 2:X2}{family}{nlri}";
}
