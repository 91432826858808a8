using System.Text.Json;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What a peer may send that ends ExaBGP's session, or of which it tells its helpers something wrong.</summary>
public sealed class ReceiveDefectTests
{
    private const string Origin = "400101 00 ";
    private const string Path = "400206 02010000FDEA ";
    private const string NextHop = "400304 7F00000A ";
    private const string Mandatory = Origin + Path + NextHop;
    private const string Route = "180A0100";

    private static readonly SceneSettings Receiving = new() { HoldTime = 0, Api = "neighbor-changes; receive { parsed; update; }" };

    /// <summary>ExaBGP ends the session at the two together.</summary>
    [Fact]
    public async Task As_path_and_as4_path_are_merged()
    {
        await using var scene = await Scene.Start(Receiving with { Neighbor = "capability { asn4 disable; }" });
        var update = await Told(scene, Origin + NextHop + "400208 0203 FDEA 5BA0 FDE8 C0110A 0202 FA56EA00 0000FDE8", Route);
        var path = update.GetProperty("attribute").GetProperty("as-path").GetProperty("0").GetProperty("value");
        Assert.Equal([65002u, 4200000000u, 65000u], path.EnumerateArray().Select(number => number.GetUInt32()));
        await scene.AssertStops();
    }

    /// <summary>ExaBGP wants AS4_AGGREGATOR as short as AGGREGATOR, and shows both under one key.</summary>
    [Fact]
    public async Task As4_aggregator_takes_the_place_of_aggregator()
    {
        await using var scene = await Scene.Start(Receiving with { Neighbor = "capability { asn4 disable; }" });
        var update = await Told(scene, Origin + NextHop + "400204 0201 FDEA C00706 5BA0 01020304 C01208 FA56EA00 05060708", Route);
        var aggregator = Assert.Single(update.GetProperty("attribute").EnumerateObject(), member => member.Name == "aggregator");
        Assert.Equal("4200000000:5.6.7.8", aggregator.Value.GetString());
        await scene.AssertStops();
    }

    /// <summary>ExaBGP reads the length of rules from 256 octets on wrongly and ends the session.</summary>
    [Theory]
    [InlineData(239)]
    [InlineData(240)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(3000)]
    public async Task Flow_rules_of_any_length_are_read(int length)
    {
        await using var scene = await Scene.Start(Receiving);
        // A port is an operator and a value, of one octet or, for the rest of an even length, of two.
        var ports = (length - 1) / 2;
        var conditions = string.Concat(Enumerable.Range(1, ports - 1).Select(_ => "0150")) + (length % 2 == 1 ? "8150" : "911F90");
        var rule = (length < 240 ? $"{length:X2}" : $"F{length:X3}") + "04" + conditions;
        var reach = $"0001 85 00 00 {rule}".Replace(" ", "", StringComparison.Ordinal);
        var update = await Told(scene, $"{Origin}{Path}900E{reach.Length / 2:X4}{reach}", "");
        var shown = update.GetProperty("announce").GetProperty("ipv4 flow").GetProperty("no-nexthop")[0].GetProperty("port");
        Assert.Equal(ports, shown.GetArrayLength());
        await scene.AssertStops();
    }

    /// <summary>ExaBGP ends the session at the second.</summary>
    [Fact]
    public async Task Several_VPLS_routes_stand_in_one_attribute()
    {
        await using var scene = await Scene.Start(Receiving with { Families = "ipv4 unicast; l2vpn vpls;", PeerFamilies = [(1, 1), (25, 65)] });
        var update = await Told(scene, Origin + Path + "800E2F 0019 41 04 7F00000A 00 00110001C0A8C901007B000500010008029CE1 00110001C0A8C901007B000600010008029CE1", "");
        var routes = update.GetProperty("announce").GetProperty("l2vpn vpls").GetProperty("127.0.0.10");
        Assert.Equal([5, 6], routes.EnumerateArray().Select(route => route.GetProperty("endpoint").GetInt32()));
        await scene.AssertStops();
    }

    /// <summary>ExaBGP writes <c>%s</c> and <c>%d</c> for a SID and its behaviour, and no comma before the source of a MUP route.</summary>
    [Fact]
    public async Task Segments_and_MUP_routes_are_valid_JSON()
    {
        await using var scene = await Scene.Start(Receiving with { Families = "ipv4 unicast; ipv4 mup;", PeerFamilies = [(1, 1), (1, 85)] });
        var update = await Told(scene, Mandatory + "C0281C 05 0019 00 01 0015 00 20010DB8000000000000000000000001 00 0048 00"
            + "800E29 0001 55 04 7F00000A 00 01 0003 1C 0000006400000064 20 C0A80001 00003039 09 20 0A000001 20 0A000101", "");
        var service = update.GetProperty("attribute").GetProperty("bgp-prefix-sid").GetProperty("l3-service")[0];
        Assert.Equal(("2001:db8::1", 0x48), (service.GetProperty("sid").GetString(), service.GetProperty("endpoint_behavior").GetInt32()));
        var route = update.GetProperty("announce").GetProperty("ipv4 mup").GetProperty("127.0.0.10")[0];
        Assert.Equal((32, "10.0.1.1"), (route.GetProperty("source_ip_len").GetInt32(), route.GetProperty("source_ip").GetString()));
        await scene.AssertStops();
    }

    /// <summary>ExaBGP keeps the attributes of the last UPDATE for all sessions, so that the first one's settings count in the second.</summary>
    [Fact]
    public async Task The_same_octets_are_read_by_the_settings_of_each_session()
    {
        await using var second = ScriptedPeer.Listen();
        await using var scene = await Scene.Start(Receiving with
        {
            Sections = $$"""
                neighbor {{second.EndPoint.Address}} {
                    router-id 10.0.0.1;
                    local-address 127.0.0.1;
                    local-as {{Scene.LocalAs}};
                    peer-as {{Scene.PeerAs}};
                    connect {{second.EndPoint.Port}};
                    capability { aigp enable; }
                    api { processes [ test ]; receive { parsed; update; } }
                }
                """,
        });
        await second.Accept();
        await second.Establish(scene.Open(routerId: "10.0.0.3"));
        const string attributes = Mandatory + "801A0B 01000B 000000000000000A";
        Assert.False((await Told(scene, attributes, Route)).GetProperty("attribute").TryGetProperty("aigp", out _));
        Assert.True((await Told(scene, attributes, Route, second)).GetProperty("attribute").TryGetProperty("aigp", out _));
        Assert.False((await Told(scene, attributes, Route)).GetProperty("attribute").TryGetProperty("aigp", out _));
        await scene.AssertStops();
    }

    /// <summary>ExaBGP takes the markers of RFC 7313 for requests and sends its routes again.</summary>
    [Fact]
    public async Task Markers_of_route_refresh_ask_for_nothing()
    {
        await using var scene = await Scene.Start(new SceneSettings { HoldTime = 0, Neighbor = "capability { route-refresh enable; }", Capabilities = [2, 0, 70, 0] });
        await scene.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4");
        await scene.NextUpdate();
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 1, 1]));
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 2, 1]));
        // A request behind them is answered once: markers and the route.
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 1, 0, 1]));
        await scene.Command("announce route 10.51.0.0/24 next-hop 1.2.3.4");
        Assert.EndsWith("180A3200", await scene.NextUpdate(), StringComparison.Ordinal);
        Assert.EndsWith("180A3300", await scene.NextUpdate(), StringComparison.Ordinal);
        Assert.Equal([1, 2], scene.Peer.Received.Where(frame => frame.Type == BgpFrame.RouteRefreshType).Select(frame => frame.Body[2]));
        await scene.AssertStops();
    }

    /// <summary>ExaBGP passes over a message of type 0, and with events of NOTIFICATIONs ends a session of a damaged header without a word.</summary>
    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 0013 00", "0103")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 0013 2A", "0103")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00 0013 04", "0101")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 0014 04", "0102")]
    public async Task A_damaged_header_is_answered(string header, string notification)
    {
        await using var scene = await Scene.Start(new SceneSettings { HoldTime = 0, Api = "neighbor-changes; receive { parsed; notification; }" });
        await scene.Peer.Send(Convert.FromHexString(header.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(notification, Convert.ToHexString((await scene.Peer.Next(BgpFrame.NotificationType)).Body[..2]));
    }

    /// <summary>What the helper is told of an UPDATE.</summary>
    private static async Task<JsonElement> Told(Scene scene, string attributes, string routes, ScriptedPeer? peer = null)
    {
        var octets = Convert.FromHexString(attributes.Replace(" ", "", StringComparison.Ordinal));
        await (peer ?? scene.Peer).Send(BgpFrame.Of(BgpFrame.UpdateType, [0, 0, (byte)(octets.Length >> 8), (byte)octets.Length, .. octets, .. Convert.FromHexString(routes)]));
        var told = await scene.Helper.WaitForEvent(one => one.GetProperty("type").GetString() == "update"
            && one.GetProperty("neighbor").GetProperty("message").TryGetProperty("update", out _), "the update");
        return told.GetProperty("neighbor").GetProperty("message").GetProperty("update");
    }
}
