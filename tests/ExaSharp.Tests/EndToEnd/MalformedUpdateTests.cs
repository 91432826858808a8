using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>UPDATEs that RFC 7606 survives: the session stays, the helper and the Adj-RIB-In lose the routes, the log tells why, once.</summary>
public sealed class MalformedUpdateTests
{
    private const string Mandatory = "400101004002060201" + "0000FDEA" + "4003047F00000A";

    [Theory]
    [InlineData("json", "\"withdraw\": { \"ipv4 unicast\": [ { \"nlri\": \"10.1.0.0/24\" } ] }", "\"error\": \"treat-as-withdraw\"", "\"error\": \"discard\" }, \"announce\"")]
    [InlineData("text", "update withdrawn 10.1.0.0/24", "", "update announced 10.3.0.0/24 next-hop 127.0.0.10 origin igp as-path ( 65002 ) error discard")]
    public async Task They_are_told_as_withdrawn_logged_and_counted(string encoder, string withdrawn, string error, string discarded)
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Encoder = encoder,
            HoldTime = 0,
            Api = "neighbor-changes; receive { parsed; update; }",
        });
        await scene.Peer.Send(Update(Mandatory, "180A0100" + "180A0200"));
        await scene.Helper.WaitFor(line => line.Contains("10.1.0.0/24", StringComparison.Ordinal), "the routes");
        Assert.DoesNotContain(await scene.Ask("show neighbor extensive"), line => line.Contains("malformed", StringComparison.Ordinal));
        // MED of three octets.
        await scene.Peer.Send(Update(Mandatory + "80040300000A", "180A0100"));
        var told = await scene.Helper.WaitFor(line => line.Contains(withdrawn, StringComparison.Ordinal), "the withdraw");
        Assert.Contains(error, told, StringComparison.Ordinal);
        // ATOMIC_AGGREGATE with a value.
        await scene.Peer.Send(Update(Mandatory + "40060100", "180A0300"));
        await scene.Helper.WaitFor(line => line.Contains(discarded, StringComparison.Ordinal), "the announcement without it");
        // MED twice, of which no event tells.
        await scene.Peer.Send(Update(Mandatory + "80040400000007" + "80040300000A", "180A0400"));
        await scene.Helper.WaitFor(line => line.Contains("10.4.0.0/24", StringComparison.Ordinal) && !line.Contains("error", StringComparison.Ordinal), "the route with the first");
        var routes = await scene.Ask("show adj-rib in");
        Assert.Equal(["10.2.0.0/24", "10.3.0.0/24", "10.4.0.0/24"], routes.SkipLast(1).Select(line => line.Split(' ').First(word => word.Contains("/24", StringComparison.Ordinal))).Order());
        var counted = Assert.Single(await scene.Ask("show neighbor extensive"), line => line.Contains("malformed:", StringComparison.Ordinal));
        Assert.Equal("3", counted.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
        await scene.AssertStops();
        AssertLogged(scene, "treat-as-withdraw", "80040300000A180A0100");
        AssertLogged(scene, "discard", "40060100180A0300");
        AssertLogged(scene, "multiple attribute for med", "80040300000A180A0400");
    }

    /// <summary>RFC 7606 section 5.4, RFC 9552 section 8.2.2.</summary>
    [Fact]
    public async Task Routes_that_are_passed_over_are_logged_and_counted()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Families = "bgp-ls bgp-ls;",
            PeerFamilies = [(16388, 71)],
            HoldTime = 0,
            Api = "neighbor-changes; receive { parsed; update; }",
        });
        await scene.Peer.Send(Update(Mandatory + "800E13" + "400447" + "04" + "7F00000A" + "00" + "00010001FF" + "000900010A", ""));
        var told = await scene.Helper.WaitFor(line => line.Contains("bgp-ls", StringComparison.Ordinal), "the route");
        Assert.Contains("""[ { "code": 9, "parsed": false, "raw": "000900010A" } ]""", told, StringComparison.Ordinal);
        var counted = Assert.Single(await scene.Ask("show neighbor extensive"), line => line.Contains("malformed:", StringComparison.Ordinal));
        Assert.Equal("1", counted.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
        await scene.AssertStops();
        AssertLogged(scene, "1 malformed NLRI passed over", "00010001FF000900010A");
    }

    /// <summary>RFC 7606 section 5.3: whose routes can not be found may still be in the table.</summary>
    [Fact]
    public async Task Routes_that_can_not_be_found_reset_the_session()
    {
        await using var scene = await Scene.Start(new SceneSettings { HoldTime = 0 });
        await scene.Peer.Send(Update(Mandatory, "210A010000"));
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal("030A", Convert.ToHexString(notification.Body[..2]));
    }

    private static void AssertLogged(Scene scene, string treatment, string octets)
    {
        var line = Assert.Single(scene.Daemon.Lines, line => line.Contains(octets, StringComparison.Ordinal));
        Assert.Contains("malformed UPDATE, ", line, StringComparison.Ordinal);
        Assert.Contains(treatment, line, StringComparison.Ordinal);
    }

    private static BgpFrame Update(string attributes, string routes)
    {
        var octets = Convert.FromHexString(attributes + routes);
        return BgpFrame.Of(BgpFrame.UpdateType, [0, 0, 0, (byte)(attributes.Length / 2), .. octets]);
    }
}
