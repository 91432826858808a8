using System.Text.Json;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Events in the versions of other generations of ExaBGP, over real sessions.</summary>
public sealed class VersionTests
{
    private const string Attributes = "4001010040020602010000FDEA4003047F00000A";

    /// <summary>The goldens are what Debian's ExaBGP 4.2 writes.</summary>
    [Theory]
    [InlineData("json", "parsed")]
    [InlineData("json", "packets")]
    [InlineData("json", "consolidate")]
    [InlineData("text", "parsed")]
    public async Task With_version_4_a_session_is_told_as_ExaBGP_4_2_tells_it(string encoder, string mode)
    {
        var direction = $$"""{ {{mode}}; open; update; notification; keepalive; }""";
        await using var scene = await Scene.Start(new SceneSettings
        {
            Encoder = encoder,
            HoldTime = 0,
            Families = "ipv4 unicast; ipv4 flow;",
            PeerFamilies = [(1, 1), (1, 133)],
            Api = $"neighbor-changes; {(mode == "parsed" ? "negotiated;" : "")} receive {direction} send {direction}",
            Environment = { ["exabgp.api.version"] = "4" },
        });
        for (var families = 0; families < 2; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        await scene.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4 med 5");
        await scene.NextUpdate();
        foreach (var update in new[]
        {
            "0000" + "002A" + Attributes + "C00808FFFFFF0100010001" + "C010080002FDE800000064" + "180A0100",
            "000418C63364" + "0000",
            "0000" + "0022" + "40010100" + "40020C02010000FDEA010100000002" + "800E0C0001850000060120C0A80001",
            "00000000",
        })
            await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(update)));
        await scene.Peer.Send(BgpFrame.Notification(6, 4, []));
        await scene.Helper.WaitFor(line => line.Contains("down", StringComparison.Ordinal), "down");
        // What our OPEN has to say is not of 4.2.
        var events = scene.Helper.Lines.Where(line => line is not "done" && !IsSentOpen(line)).TakeWhile(line => !line.Contains("down", StringComparison.Ordinal)).ToList();
        events.Add(scene.Helper.Lines.First(line => line.Contains("down", StringComparison.Ordinal)));
        Golden.Check("versions.txt", $"{encoder} {mode}", scene, events);
    }

    [Fact]
    public async Task Helpers_of_all_versions_are_told_of_one_session()
    {
        var versions = new[] { ("3.4", "3.4.8"), ("4", "4.0.1"), ("5", "5.0.0"), ("6", "6.0.0") };
        await using var first = Scene.NewHelper();
        await using var second = Scene.NewHelper();
        await using var third = Scene.NewHelper();
        await using var fourth = Scene.NewHelper();
        var helpers = new[] { first, second, third, fourth };
        await using var scene = await Scene.Start(new SceneSettings
        {
            HoldTime = 0,
            Sections = string.Join('\n', versions.Select((version, i) => WithVersion(helpers[i].Section($"v{i}", "json"), version.Item1))),
            Processes = "v0 v1 v2 v3",
            Api = "neighbor-changes; receive { parsed; update; }",
        });

        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("0000" + "0014" + Attributes + "180A0100")));

        for (var i = 0; i < helpers.Length; i++)
        {
            await helpers[i].WaitFor(line => line.Contains("10.1.0.0/24", StringComparison.Ordinal), $"the route in {versions[i]}");
            using var document = JsonDocument.Parse(helpers[i].Lines.Single(line => line.Contains("10.1.0.0/24", StringComparison.Ordinal)));
            Assert.Equal(versions[i].Item2, document.RootElement.GetProperty("exabgp").GetString());
            var update = document.RootElement.GetProperty("neighbor").GetProperty("message").GetProperty("update");
            var routes = update.GetProperty("announce").GetProperty("ipv4 unicast").GetProperty("127.0.0.10");
            Assert.Equal(i == 0 ? JsonValueKind.Object : JsonValueKind.Array, routes.ValueKind);
            Assert.Equal(i < 2 ? JsonValueKind.Array : JsonValueKind.Object, update.GetProperty("attribute").GetProperty("as-path").ValueKind);
        }
    }

    private static bool IsSentOpen(string line) => line.Contains("send open", StringComparison.Ordinal)
        || (line.Contains("\"type\": \"open\"", StringComparison.Ordinal) && line.Contains("\"direction\": \"send\"", StringComparison.Ordinal));

    private static string WithVersion(string section, string version) =>
        section[..section.LastIndexOf('}')] + $"version {version}; }}";
}
