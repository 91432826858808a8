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
}
