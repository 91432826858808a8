using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd.Events;

/// <summary>
/// Every type of message, in each direction, with each combination of modes, as JSON and as text. One helper listens for
/// each, all on one neighbour, so that the counters that they share are compared too.
/// </summary>
public sealed class EventMatrixTests
{
    private static readonly string[] Types = ["open", "update", "notification", "keepalive", "refresh"];

    [Theory]
    [InlineData("")]
    [InlineData("parsed")]
    [InlineData("packets")]
    [InlineData("consolidate")]
    [InlineData("parsed packets")]
    [InlineData("parsed consolidate")]
    [InlineData("packets consolidate")]
    [InlineData("parsed packets consolidate")]
    public async Task Each_helper_hears_what_it_asks_for_as_ExaBGP_tells_it(string mode)
    {
        var modes = string.Concat(mode.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{word}; "));
        var recorders =
            from direction in new[] { "receive", "send" }
            from type in Types
            from recorder in EventRecorder.Both($"{direction}-{type}", $"neighbor-changes; {direction} {{ {modes}{type}; }}")
            select recorder;
        await Play(mode.Length == 0 ? "no mode" : mode, [.. recorders], scene => scene.Peer.Send(BgpFrame.Notification(6, 2, [5, .. "hello"u8])));
    }

    /// <summary>One helper for everything: the order of the events, and the end of a session by us.</summary>
    [Theory]
    [InlineData("parsed")]
    [InlineData("packets")]
    [InlineData("parsed packets")]
    [InlineData("consolidate")]
    [InlineData("packets consolidate")]
    public async Task A_helper_that_asks_for_all_hears_it_in_order(string mode)
    {
        var modes = string.Concat(mode.Split(' ').Select(word => $"{word}; "));
        var all = $"{{ {modes}{string.Concat(Types.Select(type => $"{type}; "))} }}";
        await Play($"all {mode}", EventRecorder.Both("all", $"neighbor-changes; receive {all} send {all}"), scene => scene.Command($"neighbor {scene.Remote} teardown 3"));
    }

    private static async Task Play(string part, EventRecorder[] recorders, Func<Scene, Task> end)
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Capabilities = [2, 0],
            HoldTime = 0,
            Sections = string.Concat(recorders.Select(recorder => recorder.Section)),
            Neighbor = "capability { route-refresh enable; }\n" + string.Concat(recorders.Select(recorder => recorder.Block)),
        });
        for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        await scene.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4 med 5");
        await scene.NextUpdate();
        await scene.Command("announce ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1 community [ 1:2 ]");
        await scene.NextUpdate();
        await scene.Command("announce flow route source 10.0.0.3/32 rate-limit 0");
        await scene.NextUpdate();
        await scene.Command("withdraw ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1");
        await scene.NextUpdate();
        await scene.Command("announce route-refresh ipv4 unicast");
        await scene.Peer.Next(BgpFrame.RouteRefreshType);
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("000418C63364" + "0014" + "400101004002060201" + "0000FDEA" + "4003047F00000A" + "180A0100")));
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, new byte[4]));
        await scene.Peer.Send(BgpFrame.Keepalive());
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 0, 1]));
        await scene.NextUpdate();
        await end(scene);
        foreach (var recorder in recorders)
            recorder.Check(part, scene, await recorder.Until(scene, EventRecorder.IsDown));
    }
}
