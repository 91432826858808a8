using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Generations;

/// <summary>Keywords and values that only older generations of ExaBGP have, and what they mean.</summary>
public class OlderFormTests
{
    [Theory]
    [InlineData("hold-time 30;", ConfigurationGeneration.ExaBgp50)]
    [InlineData("capability { graceful-restart; }", ConfigurationGeneration.ExaBgp50)]
    [InlineData("static { route 10.0.0.0/8 next-hop self as-path [ 1 ] ( 2 ); }", ConfigurationGeneration.ExaBgp50)]
    [InlineData("static { route 10.0.0.0/8 next-hop self as-path 1; }", ConfigurationGeneration.ExaBgp50)]
    [InlineData("static { route 10.0.0.0/8 next-hop self as-path [ 1 ( 2 ) ]; }", ConfigurationGeneration.ExaBgp42)]
    [InlineData("static { route 10.0.0.0/8 rd 1:1 label 3 next-hop ::1 bgp-prefix-sid-srv6 ( vpn 2001:1::10 ); }", ConfigurationGeneration.ExaBgp42)]
    [InlineData("static { route 10.0.0.0/8 next-hop self as-sequence [ 1 ]; }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("static { route 10.0.0.0/8 next-hop self watchdog a withdrawn; }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("static { route 10.0.0.0/8 { next-hop self; aggregator; } }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("static { route 10.0.0.0/8 next-hop self as-path [ 1 ( 2 ) ] watchdog a withdrawn; }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("graceful-restart;", ConfigurationGeneration.ExaBgp34)]
    [InlineData("md5 abc;", ConfigurationGeneration.ExaBgp34)]
    [InlineData("ttl-security;", ConfigurationGeneration.ExaBgp34)]
    [InlineData("family { inet4 unicast; }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("family { minimal; }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("capability { add-path send-receive; }", ConfigurationGeneration.ExaBgp34)]
    [InlineData("group-updates unset;", ConfigurationGeneration.ExaBgp34)]
    [InlineData("process p { run /bin/cat; }", ConfigurationGeneration.ExaBgp34)]
    public void Generation(string statements, ConfigurationGeneration generation) =>
        Assert.Equal(generation, Parsed.InNeighbor(statements).Good.Generation);

    [Theory]
    [InlineData("md5 abc;", "abc")]
    [InlineData("md5 \"my key of the day\";", "my key of the day")]
    [InlineData("md5 'another one';", "another one")]
    [InlineData("md5 no quotes at all;", "no quotes at all")]
    [InlineData("md5 \"a\\b\";", "a\\b")]
    public void Md5(string statement, string key) => Assert.Equal(new Md5Settings(key, false), Parsed.InNeighbor(statement).Neighbor.Md5);

    [Theory]
    [InlineData("ttl-security;", 255)]
    [InlineData("ttl-security 1;", 1)]
    public void Ttl_security_is_the_ttl_of_what_is_sent(string statement, int ttl)
    {
        var neighbor = Parsed.InNeighbor(statement).Neighbor;

        Assert.Equal((byte)ttl, neighbor.OutgoingTtl);
        Assert.Null(neighbor.IncomingTtl);
    }

    [Fact]
    public void Capabilities_stand_in_the_neighbor()
    {
        var capabilities = Parsed.InNeighbor("hold-time 90; graceful-restart; add-path send; asn4 disable; aigp enable; route-refresh; multi-session false;")
            .Neighbor.Session.Capabilities;

        Assert.Equal((ushort)90, capabilities.GracefulRestart);
        Assert.Equal(AddPathMode.Send, capabilities.AddPath);
        Assert.False(capabilities.Asn4);
        Assert.True(capabilities.Aigp);
        Assert.True(capabilities.RouteRefresh);
        Assert.False(capabilities.MultiSession);
    }

    [Fact]
    public void Family_names()
    {
        var families = Parsed.InNeighbor("family { inet unicast; inet4 flow; inet6 unicast; inet4 flow; }").Neighbor.Session.Families;

        Assert.Equal([new(Afi.Ipv4, Safi.Unicast), new(Afi.Ipv4, Safi.Flow), new FamilyId(Afi.Ipv6, Safi.Unicast)], families);
    }

    [Theory]
    [InlineData("static { route 2001:db8::/32 next-hop ::1; route 10.0.0.0/8 rd 1:1 label 5 next-hop 1.1.1.1; }", "ipv4 mpls-vpn,ipv6 unicast")]
    [InlineData("", "ipv4 unicast")]
    public void Minimal_families_are_those_of_the_routes(string routes, string families) =>
        Assert.Equal(families, string.Join(',', Parsed.InNeighbor($"family {{ minimal; }} {routes}").Neighbor.Session.Families));

    [Fact]
    public void Routes_of_a_family_that_is_not_announced_are_kept_back()
    {
        var parsed = Parsed.InNeighbor("family { inet unicast; } static { route 2001:db8::/32 next-hop ::1; }");

        Assert.NotNull(parsed.Configuration);
        Assert.Equal(["ignored: the family ipv6 unicast is not announced to this peer, its routes are kept back"], parsed.Warnings);
    }

    [Fact]
    public void Unset_is_as_good_as_no_statement() => Assert.True(Parsed.InNeighbor("group-updates false; group-updates unset;").Neighbor.GroupUpdates);

    [Fact]
    public void Settings_of_before_3_0_are_told_once()
    {
        var parsed = Parsed.InNeighbor("peer-updates; peer-updates;");

        Assert.Equal(["ignored: peer-updates has no meaning in a neighbor any more, a process says which events it wants"], parsed.Warnings);
        Assert.NotNull(parsed.Configuration);
    }

    [Theory]
    [InlineData("md5;", "md5 requires the md5 password as an argument (quoted or unquoted).  FreeBSD users should use \"kernel\" as the argument.")]
    [InlineData("ttl-security 256;", "\"256\" is an invalid ttl-security (1-254)")]
    [InlineData("ttl-security 0;", "\"0\" is an invalid ttl-security (1-254)")]
    [InlineData("graceful-restart x;", "\"x\" is an invalid graceful-restart time")]
    [InlineData("add-path both;", "\"both\" is an invalid add-path, options are: send, receive, send/receive")]
    [InlineData("static { route 10.0.0.0/8 next-hop self bgp-prefix-sid-srv6 ( vpn 1.2.3.4 ); }", "'1.2.3.4' is not an IPv6 address")]
    [InlineData("static { route 10.0.0.0/8 next-hop self as-path [ 1 ( x ) ]; }", "could not parse as-path")]
    public void Refused(string statements, string error) => Assert.Equal(error, Parsed.InNeighbor(statements).Error);
}
