using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class CapabilityTests
{
    [Fact]
    public void Bare_keywords()
    {
        var capabilities = Capabilities("asn4; extended-message; route-refresh; graceful-restart; nexthop; multi-session; operational; aigp; software-version;");

        Assert.Equal(new CapabilitySettings
        {
            Asn4 = true,
            ExtendedMessage = true,
            RouteRefresh = true,
            GracefulRestart = 180,
            ExtendedNextHop = true,
            MultiSession = true,
            Operational = true,
            Aigp = true,
            SoftwareVersion = false,
        }, capabilities);
    }

    [Fact]
    public void Keywords_with_a_value()
    {
        var capabilities = Capabilities("asn4 disable; extended-message false; route-refresh enable; graceful-restart 120; nexthop disable; multi-session disabled; operational enable; aigp disable; software-version enable; add-path send/receive;");

        Assert.Equal(new CapabilitySettings
        {
            Asn4 = false,
            ExtendedMessage = false,
            RouteRefresh = true,
            GracefulRestart = 120,
            ExtendedNextHop = false,
            MultiSession = false,
            Operational = true,
            Aigp = false,
            SoftwareVersion = true,
            AddPath = AddPathMode.SendReceive,
        }, capabilities);
    }

    [Theory]
    [InlineData("disable", AddPathMode.None)]
    [InlineData("Disabled", AddPathMode.None)]
    [InlineData("send", AddPathMode.Send)]
    [InlineData("RECEIVE", AddPathMode.Receive)]
    [InlineData("send/receive", AddPathMode.SendReceive)]
    public void Add_path(string value, AddPathMode mode) => Assert.Equal(mode, Capabilities($"add-path {value};").AddPath);

    [Theory]
    [InlineData("graceful-restart 0;", (ushort)90)]
    [InlineData("graceful-restart;", (ushort)90)]
    [InlineData("graceful-restart 65535;", (ushort)65535)]
    [InlineData("graceful-restart disable;", null)]
    [InlineData("graceful-restart disabled;", null)]
    [InlineData("", null)]
    public void Graceful_restart_of_nothing_or_0_is_the_hold_time(string statement, ushort? seconds) =>
        Assert.Equal(seconds, Parsed.InNeighbor($"hold-time 90; capability {{ {statement} }}").Neighbor.Session.Capabilities.GracefulRestart);

    [Theory]
    [InlineData("graceful-restart x;", "\"x\" is an invalid graceful-restart time")]
    [InlineData("graceful-restart -1;", "graceful-restart can not be negative")]
    [InlineData("graceful-restart 65536;", "graceful-restart must be smaller or equal to 65535")]
    [InlineData("add-path;", "\"\" is an invalid add-path, options are: send, receive, send/receive")]
    [InlineData("add-path Both;", "\"both\" is an invalid add-path, options are: send, receive, send/receive")]
    [InlineData("add-path receive/send;", "the option is send/receive")]
    [InlineData("asn4 no;", "invalid value (no) for a boolean")]
    [InlineData("refresh;", "invalid keyword \"refresh\"")]
    [InlineData("link-local-nexthop;", "link-local-nexthop is not supported yet")]
    public void Refused(string statement, string error) => Assert.Equal(error, Parsed.InNeighbor($"capability {{ {statement} }}").Error);

    [Fact]
    public void A_nexthop_block_turns_the_capability_on()
    {
        var session = Parsed.InNeighbor("nexthop { ipv4 unicast ipv6; ipv4 unicast ipv6; ipv6 unicast IPv4; }").Neighbor.Session;

        Assert.True(session.Capabilities.ExtendedNextHop);
        Assert.Equal([(FamilyId.Ipv4Unicast, Afi.Ipv6), (FamilyId.Ipv6Unicast, Afi.Ipv4)], session.NextHops);
    }

    [Fact]
    public void A_nexthop_block_does_not_turn_on_what_is_turned_off()
    {
        var session = Parsed.InNeighbor("capability { nexthop disable; } nexthop { ipv4 unicast ipv6; }").Neighbor.Session;

        Assert.False(session.Capabilities.ExtendedNextHop);
        Assert.Empty(session.NextHops);
    }

    [Fact]
    public void Nexthop_entries_of_families_that_are_not_announced_are_skipped()
    {
        var parsed = Parsed.InNeighbor("family { ipv4 unicast; ipv6 multicast; } nexthop { ipv4 unicast ipv6; ipv4 multicast ipv6; }");

        Assert.Empty(parsed.Neighbor.Session.NextHops);
        Assert.Equal(["skipping nexthop afi ipv6/unicast as it is not negotiated", "skipping nexthop afi,safi ipv4/multicast as it is not negotiated"], parsed.Warnings);
    }

    [Theory]
    [InlineData("ipv4 foo ipv6;", "invalid afi/safi pair ipv4/foo")]
    [InlineData("ipv4 flow ipv6;", "invalid afi/safi pair ipv4/flow")]
    [InlineData("ipv4 unicast ipv4;", "invalid nexthop afi ipv4")]
    [InlineData("ipv4 unicast;", "invalid nexthop afi ")]
    [InlineData("l2vpn vpls ipv6;", "invalid keyword \"l2vpn\"")]
    public void Nexthop_refused(string statement, string error) => Assert.Equal(error, Parsed.InNeighbor($"nexthop {{ {statement} }}").Error);

    [Fact]
    public void Route_refresh_keeps_the_routes_sent()
    {
        var parsed = Parsed.InNeighbor("adj-rib-out false; capability { route-refresh; }");

        Assert.True(parsed.Neighbor.AdjRibOut);
        Assert.Equal("route-refresh enabled but adj-rib-out disabled for 10.0.0.2, auto-enabling adj-rib-out", Assert.Single(parsed.Warnings));
    }

    private static CapabilitySettings Capabilities(string statements) =>
        Parsed.InNeighbor($"capability {{ {statements} }}").Neighbor.Session.Capabilities;
}
