using Xunit;

namespace ExaSharp.Configuration.Tests.Checks;

public class NeighborCheckTests
{
    [Theory]
    [InlineData("neighbor 10.0.0.2 { peer-as 1; router-id 1.1.1.1; }", "incomplete neighbor, missing local-as")]
    [InlineData("neighbor 10.0.0.2 { local-as 1; router-id 1.1.1.1; }", "incomplete neighbor, missing peer-as")]
    [InlineData("neighbor 10.0.0.2 { router-id 1.1.1.1; }", "incomplete neighbor, missing local-as, peer-as")]
    [InlineData("neighbor 10.0.0.2 { local-as 1; peer-as 1; }", "incomplete neighbor, missing router-id")]
    [InlineData("neighbor 10.0.0.2 { local-as 1; peer-as 1; local-address auto; }", "incomplete neighbor, missing router-id")]
    [InlineData("neighbor ::2 { local-as 1; peer-as 1; local-address ::1; }", "incomplete neighbor, missing router-id")]
    [InlineData("neighbor 10.0.0.2 { local-as 1; peer-as 1; router-id 1.1.1.1; listen 1179; }", "incomplete neighbor, missing local-address")]
    [InlineData("neighbor 10.0.0.2 { local-as 1; peer-as 1; local-address ::1; }", "local-address and peer-address must be of the same family")]
    [InlineData("neighbor ::2 { local-as 1; peer-as 1; router-id 1.1.1.1; local-address 10.0.0.1; }", "local-address and peer-address must be of the same family")]
    [InlineData("neighbor 10.0.0.0/24 { local-as 1; peer-as 1; router-id 1.1.1.1; }", "can only use ip ranges for the peer address with passive neighbors")]
    [InlineData("neighbor 2001:db8::/64 { local-as 1; peer-as 1; router-id 1.1.1.1; }", "can only use ip ranges for the peer address with passive neighbors")]
    public void Refused(string text, string error) => Assert.Equal(error, Parsed.Text(text).Error);

    [Fact]
    public void Independent_faults_are_told_together() =>
        Assert.Equal(["incomplete neighbor, missing local-as, peer-as", "incomplete neighbor, missing router-id", "can only use ip ranges for the peer address with passive neighbors"],
            Parsed.Text("neighbor 10.0.0.0/8 { }").Errors);

    [Fact]
    public void The_router_id_of_an_ipv4_session_is_its_local_address_unless_given()
    {
        Assert.Equal("10.0.0.1", Parsed.Text("neighbor 10.0.0.2 { local-as 1; peer-as 1; local-address 10.0.0.1; }").Neighbor.Session.RouterId.ToString());
        Assert.Equal("1.1.1.1", Parsed.InNeighbor("").Neighbor.Session.RouterId.ToString());
    }

    [Fact]
    public void A_range_needs_passive_of_its_own_or_for_all()
    {
        const string text = "neighbor 10.0.0.7/24 { local-as 1; peer-as 1; router-id 1.1.1.1; }";

        var neighbor = Parsed.Text(text.Replace("local-as 1;", "local-as 1; passive;", StringComparison.Ordinal)).Neighbor;
        Assert.True(neighbor.IsRange);
        Assert.Equal("10.0.0.7/24", neighbor.Peer.ToString());
        Assert.Equal("neighbor 10.0.0.7/24 local-ip None local-as 1 peer-as 1 router-id 1.1.1.1 family-allowed in-open", neighbor.Name);
        Assert.False(Parsed.Text(text, allPassive: true).Neighbor.Passive);
    }

    [Fact]
    public void An_ipv4_neighbor_is_no_range_because_of_an_ipv6_prefix_of_32_bits()
    {
        // ExaBGP keeps masks without their family.
        var configuration = Parsed.Text("""
            neighbor 2001:db8::/32 { local-as 1; peer-as 1; router-id 1.1.1.1; passive; }
            neighbor 10.0.0.2/32 { local-as 1; peer-as 1; router-id 1.1.1.1; }
            """).Good;

        Assert.True(configuration.Neighbors[0].IsRange);
        Assert.False(configuration.Neighbors[1].IsRange);
    }

    [Theory]
    [InlineData("neighbor 10.0.0.2 { local-as auto; peer-as auto; router-id 1.1.1.1; }",
        "neighbor 10.0.0.2 local-ip None local-as auto peer-as auto router-id 1.1.1.1 family-allowed in-open")]
    [InlineData("neighbor 10.0.0.2/32 { local-as 1.1; peer-as 0; local-address 10.0.0.1; }",
        "neighbor 10.0.0.2 local-ip 10.0.0.1 local-as 65537 peer-as 0 router-id 10.0.0.1 family-allowed in-open")]
    [InlineData("neighbor 2001:DB8::2 { local-as 1; peer-as 2; router-id 1.1.1.1; local-address 2001:db8:0::1; }",
        "neighbor 2001:DB8::2 local-ip 2001:db8:0::1 local-as 1 peer-as 2 router-id 1.1.1.1 family-allowed in-open")]
    [InlineData("neighbor 10.0.0.2 { local-as 1; peer-as 2; router-id 1.1.1.1; capability { multi-session; } family { ipv6 mpls-vpn; ipv4 unicast; } }",
        "neighbor 10.0.0.2 local-ip None local-as 1 peer-as 2 router-id 1.1.1.1 family-allowed ipv4-unicast/ipv6-mpls-vpn")]
    public void Name(string text, string name) => Assert.Equal(name, Parsed.Text(text).Neighbor.Name);

    [Fact]
    public void The_same_peer_may_be_there_twice_when_the_name_differs()
    {
        var configuration = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} }} neighbor 10.0.0.2 {{ {Parsed.Basics} peer-as 65002; }}").Good;

        Assert.Equal(2, configuration.Neighbors.Count);
    }

    [Fact]
    public void The_same_identity_twice_is_refused()
    {
        Assert.Equal("duplicate peer definition 10.0.0.2",
            Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} }} neighbor 10.0.0.2 {{ {Parsed.Basics} hold-time 9; }}").Error);
        Assert.Equal("duplicate peer definition 10.0.0.2",
            Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} listen 5; }} neighbor 10.0.0.2 {{ {Parsed.Basics} listen 5; peer-as 7; }}").Error);
    }

    [Fact]
    public void Of_neighbors_that_differ_in_listen_alone_the_last_is_kept()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} listen 5; }} neighbor 10.0.0.2 {{ {Parsed.Basics} listen 6; }}");

        Assert.Equal(6, parsed.Neighbor.Listen);
        Assert.Single(parsed.Warnings);
    }

    [Fact]
    public void Neighbors_stay_in_the_order_of_the_file() =>
        Assert.Equal(["10.0.0.9", "10.0.0.2", "::1"],
            Parsed.Text($"neighbor 10.0.0.9 {{ {Parsed.Basics} }} neighbor 10.0.0.2 {{ {Parsed.Basics} }} neighbor ::1 {{ local-as 1; peer-as 1; router-id 1.1.1.1; }}")
                .Good.Neighbors.Select(neighbor => neighbor.Session.PeerAddress.ToString()));
}
