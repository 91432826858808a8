using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>OPERATIONAL messages (draft-ietf-idr-operational-message) of configurations, helpers and peers.</summary>
public sealed class OperationalTests
{
    private const byte OperationalType = 6;

    private const string Section = """
        capability { operational enable; route-refresh enable; }
        operational {
            asm afi ipv4 safi unicast advisory "static";
            adm afi ipv4 safi unicast advisory "once";
        }
        static { route 10.0.0.0/24 next-hop 1.1.1.1; }
        """;

    private static readonly byte[] Capability = [185, 0];

    [Fact]
    public async Task Messages_go_before_routes_and_the_static_ones_again_in_each_session()
    {
        await using var scene = await Start();
        Assert.Equal(["0002 0009 0001 01 737461746963", "0001 0007 0001 01 6F6E6365"], [await Next(scene), await Next(scene)]);
        // Nothing but messages of the session's start came before.
        Assert.DoesNotContain(scene.Peer.Received.TakeWhile(frame => frame.Type != OperationalType), frame => frame.Type == BgpFrame.UpdateType);
        await scene.Command("announce operational asm afi ipv6 safi unicast advisory \"of a helper\"");
        Assert.Equal("0002 000E 0002 01 6F6620612068656C706572", await Next(scene));
        await scene.Peer.Send(BgpFrame.Notification(6, 4));
        await scene.Establish();
        // The last one given comes first, and what was sent once does not come again.
        Assert.Equal(["0002 000E 0002 01 6F6620612068656C706572", "0002 0009 0001 01 737461746963"], [await Next(scene), await Next(scene)]);
        await scene.WaitForUp();
        await scene.Command("announce operational rpcq afi ipv4 safi unicast sequence 9");
        Assert.Equal("0003 000B 0001 01 0A000001 00000009", await Next(scene));
        await scene.AssertStops();
    }

    [Theory]
    [InlineData("asm afi ipv4 safi unicast advisory test", "done", "0002 0007 0001 01 74657374")]
    [InlineData("ADM afi ipv4 safi flow advisory \"two  words\"", "done", "0001 000D 0001 85 74776F2020776F726473")]
    [InlineData("rpcq afi ipv4 safi unicast sequence 0", "done", "0003 000B 0001 01 0A000001 00000001")]
    [InlineData("apcq afi ipv4 safi unicast sequence 1 router-id 1.2.3.4", "done", "0005 000B 0001 01 01020304 00000001")]
    [InlineData("lpcq afi ipv4 safi unicast sequence 1", "done", "0007 000B 0001 01 0A000001 00000001")]
    [InlineData("rpcp afi ipv4 safi unicast sequence 1 counter 2", "done", "0004 000F 0001 01 0A000001 00000001 00000002")]
    [InlineData("apcp afi ipv4 safi unicast sequence 1 counter 2", "done", "0006 000F 0001 01 0A000001 00000001 00000002")]
    [InlineData("lpcp afi ipv4 safi unicast sequence 1 counter 2", "done", "0008 000F 0001 01 0A000001 00000001 00000002")]
    [InlineData("", "done", "")]
    [InlineData("foo", "done", "")]
    [InlineData("asm afi l2vpn safi vpls advisory test", "done", "")]
    [InlineData("asm afi ipv4 safi unicast", "error", "")]
    [InlineData("rpcq afi ipv4 safi unicast sequence x", "error", "")]
    public async Task Each_command_is_answered_and_sent(string command, string answer, string expected)
    {
        await using var scene = await Start("capability { operational enable; }");
        await scene.Command($"announce operational {command}".TrimEnd(), answer);
        await scene.Command("neighbor 127.0.0.9 announce operational asm afi ipv4 safi unicast advisory other", "error");
        await scene.Command($"neighbor {scene.Remote} announce operational adm afi ipv4 safi unicast advisory end");
        if (expected.Length > 0) Assert.Equal(expected, await Next(scene));
        Assert.Equal("0001 0006 0001 01 656E64", await Next(scene));
    }

    /// <summary>Neither is a message sent, nor does one end the session.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_the_capability_on_both_sides_nothing_is_sent(bool ours, bool theirs)
    {
        await using var scene = await Start(ours ? Section : Section.Replace("operational enable;", "", StringComparison.Ordinal), theirs);
        await scene.Command("announce operational adm afi ipv4 safi unicast advisory test");
        await scene.Command("announce route 10.1.0.0/24 next-hop 1.1.1.1");
        var last = await scene.Peer.Next(frame => frame.Type == BgpFrame.UpdateType && Convert.ToHexString(frame.Body).EndsWith("180A0100", StringComparison.Ordinal), "the route");
        Assert.NotNull(last);
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == OperationalType);
    }

    [Fact]
    public async Task Received_and_sent_ones_are_told_and_the_session_stays()
    {
        await using var scene = await Start("capability { operational enable; }", encoder: "json", api: "receive { parsed; operational; } send { parsed; operational; }");
        await scene.Peer.Send(Operational("0002 0007 0001 01 74657374"));
        await Hears(scene, "receive", """{ "name": "ASM", "afi": "ipv4", "safi": "unicast", "advisory": "test" }""");
        await scene.Peer.Send(Operational("0003 000B 0001 01 0A000002 00000007"));
        await Hears(scene, "receive", """{ "name": "RPCQ", "afi": "ipv4", "safi": "unicast" }""");
        // Of an unknown kind: passed over.
        await scene.Peer.Send(Operational("FFFF 0000"));
        await scene.Peer.Send(Operational("0004 000F 0001 01 0A000002 00000007 00000008"));
        await Hears(scene, "receive", """{ "name": "RPCP", "afi": "ipv4", "safi": "unicast", "router-id": "10.0.0.2", "sequence": 7, "counter": 8 }""");
        await scene.Command("announce operational adm afi ipv4 safi unicast advisory out");
        await Hears(scene, "send", """{ "name": "ADM", "afi": "ipv4", "safi": "unicast", "advisory": "out" }""");
        var report = string.Join('\n', await scene.Ask("show neighbor extensive"));
        Assert.Contains("operational:                 enabled         enabled", report, StringComparison.Ordinal);
        await scene.AssertStops();
    }

    [Fact]
    public async Task Text_events_have_their_line()
    {
        await using var scene = await Start("capability { operational enable; }", encoder: "text", api: "neighbor-changes; receive { parsed; operational; }");
        await scene.Peer.Send(Operational("0001 0007 0001 01 74657374"));
        await scene.Helper.WaitFor(line => line == $"neighbor {scene.Remote} receive operational ADM afi ipv4 safi unicast advisory \"test\"", "the event");
    }

    [Fact]
    public async Task A_short_one_ends_the_session()
    {
        await using var scene = await Start("capability { operational enable; }");
        await scene.Peer.Send(Operational("0003 0000 0001"));
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal("0500", Convert.ToHexString(notification.Body[..2]));
    }

    [Fact]
    public async Task A_reload_sends_what_is_new()
    {
        await using var scene = await Start();
        Assert.Equal("0002 0009 0001 01 737461746963", await Next(scene));
        Assert.Equal("0001 0007 0001 01 6F6E6365", await Next(scene));
        scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings { Neighbor = Section.Replace("\"static\"", "\"changed\"", StringComparison.Ordinal) }));
        Assert.Equal("0002 000A 0001 01 6368616E676564", await Next(scene));
        await scene.Command("announce operational adm afi ipv4 safi unicast advisory end");
        Assert.Equal("0001 0006 0001 01 656E64", await Next(scene));
    }

    private static Task<Scene> Start(string? neighbor = null, bool theirs = true, string encoder = "json", string api = "neighbor-changes;") => Scene.Start(new SceneSettings
    {
        Neighbor = neighbor ?? Section,
        Capabilities = theirs ? Capability : [],
        Encoder = encoder,
        Api = api,
    });

    private static async Task Hears(Scene scene, string direction, string json) => await scene.Helper.WaitFor(
        line => line.Contains("\"type\": \"operational\"", StringComparison.Ordinal)
            && line.Contains($"\"direction\": \"{direction}\", \"operational\": {json}", StringComparison.Ordinal),
        $"an event with {json}");

    private static BgpFrame Operational(string body) => BgpFrame.Of(OperationalType, Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal)));

    /// <summary>The body of the next OPERATIONAL message in hexadecimal: kind, length, AFI, SAFI and what is left, in fours where there are numbers.</summary>
    private static async Task<string> Next(Scene scene)
    {
        var body = Convert.ToHexString((await scene.Peer.Next(OperationalType)).Body);
        var rest = body[14..];
        var isAdvisory = body[..4] is "0001" or "0002";
        return $"{body[..4]} {body[4..8]} {body[8..12]} {body[12..14]} " + (isAdvisory ? rest : string.Join(' ', rest.Chunk(8).Select(chunk => new string(chunk))));
    }
}
