using ExaSharp.Bgp.Iana;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class TemplateTests
{
    [Fact]
    public void Values_are_inherited()
    {
        var neighbor = Parsed.Text("""
            template { neighbor t { local-as 1; peer-as 2; hold-time 30; passive; router-id 9.9.9.9; capability { route-refresh; } family { ipv4 flow; } } }
            neighbor 10.0.0.2 { inherit t; local-address 10.0.0.1; }
            """).Neighbor;

        Assert.Equal(1u, neighbor.Session.LocalAs);
        Assert.Equal(2u, neighbor.Session.PeerAs);
        Assert.Equal(30, neighbor.Session.HoldTime);
        Assert.True(neighbor.Passive);
        Assert.True(neighbor.Session.Capabilities.RouteRefresh);
        Assert.Equal([FamilyId.Ipv4Flow], neighbor.Session.Families);
        Assert.Equal("neighbor 10.0.0.2 local-ip 10.0.0.1 local-as 1 peer-as 2 router-id 9.9.9.9 family-allowed in-open", neighbor.Name);
    }

    [Fact]
    public void A_templates_scalars_replace_the_neighbors_own()
    {
        var parsed = Parsed.InNeighbor("hold-time 60; inherit t; capability { asn4 enable; }",
            "template { neighbor t { hold-time 30; capability { asn4 disable; } } }");

        Assert.Equal(30, parsed.Neighbor.Session.HoldTime);
        Assert.False(parsed.Neighbor.Session.Capabilities.Asn4);
        Assert.Equal(["ignored: hold-time of the template \"t\" replaces this value", "ignored: asn4 of the template \"t\" replaces this value"], parsed.Warnings);
    }

    [Fact]
    public void Every_scalar_is_inherited()
    {
        const string scalars = """
            description d; host-name h; domain-name n; router-id 9.9.9.9; hold-time 30; rate-limit 7; local-address 10.0.0.8;
            source-interface eth7; peer-address 10.0.0.7; local-as 7; peer-as 8; passive false; listen 17; connect 18;
            outgoing-ttl 19; incoming-ttl 20; md5-password pw; md5-base64 false; md5-ip 10.0.0.6; group-updates false;
            auto-flush false; adj-rib-in false; adj-rib-out false; manual-eor true; rfc true;
            capability { asn4 false; extended-message false; graceful-restart 9; add-path send; nexthop true; multi-session true; operational true; aigp true; software-version true; }
            """;
        var direct = Parsed.Text($"neighbor 10.0.0.7 {{ {scalars} }}").Neighbor;
        var inherited = Parsed.Text($"template {{ neighbor t {{ {scalars} }} }}\nneighbor 10.0.0.2 {{ inherit t; }}");

        // One list each is compared apart: records compare lists by reference.
        var expected = direct with { Session = direct.Session with { Families = [], NextHops = [] } };
        var found = inherited.Neighbor with { Session = inherited.Neighbor.Session with { Families = [], NextHops = [] }, Api = direct.Api, Operational = direct.Operational, Routes = direct.Routes };
        Assert.Equal(expected, found);
        Assert.Equal(direct.Session.Families, inherited.Neighbor.Session.Families);
        Assert.Equal(["ignored: peer-address of the template \"t\" replaces this value"], inherited.Warnings);
    }

    [Fact]
    public void Of_several_templates_the_last_wins() =>
        Assert.Equal(9, Parsed.InNeighbor("inherit [ a, b ];", "template { neighbor a { hold-time 30; } neighbor b { hold-time 9; } }").Neighbor.Session.HoldTime);

    [Theory]
    [InlineData("inherit a; inherit b;")]
    [InlineData("inherit [ a b ];")]
    [InlineData("inherit [ a , b ];")]
    public void Lists_are_put_behind_the_neighbors_own(string inherit)
    {
        const string processes = "process p { run /bin/cat; encoder json; } process q { run /bin/cat; encoder json; }";
        var neighbor = Parsed.InNeighbor($"api own {{ processes [ p ]; }} family {{ ipv4 unicast; }} {inherit}",
            processes + " template { neighbor a { api first { processes [ q ]; } family { ipv6 unicast; } } neighbor b { api second { processes [ q ]; } family { ipv4 flow; } } }").Neighbor;

        Assert.Equal(["own", "first", "second"], neighbor.Api.Select(api => api.Name));
        Assert.Equal([FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow, FamilyId.Ipv6Unicast], neighbor.Session.Families);
    }

    [Fact]
    public void Templates_are_not_changed_by_those_who_inherit()
    {
        // ExaBGP shares the first template's list and adds the second's entries to it.
        var configuration = Parsed.Text($$"""
            template {
                neighbor a { family { ipv4 unicast; } }
                neighbor b { family { ipv6 unicast; } }
            }
            neighbor 10.0.0.2 { {{Parsed.Basics}} inherit [ a b ]; }
            neighbor 10.0.0.3 { {{Parsed.Basics}} inherit a; }
            """).Good;

        Assert.Equal(2, configuration.Neighbors[0].Session.Families.Count);
        Assert.Equal([FamilyId.Ipv4Unicast], configuration.Neighbors[1].Session.Families);
    }

    [Fact]
    public void A_template_named_twice_is_joined_once()
    {
        var neighbor = Parsed.InNeighbor("inherit [ t t ]; inherit t;",
            "process p { run /bin/cat; encoder json; } template { neighbor t { api x { processes [ p ]; } } }").Neighbor;

        Assert.Single(neighbor.Api);
    }

    [Fact]
    public void Unknown_templates_and_later_ones_are_ignored_with_a_warning()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} inherit [ later nowhere ]; }} template {{ neighbor later {{ hold-time 9; }} }}");

        Assert.Equal(180, parsed.Neighbor.Session.HoldTime);
        Assert.Equal(["ignored: there is no template \"later\" before this neighbor", "ignored: there is no template \"nowhere\" before this neighbor"], parsed.Warnings);
    }

    [Theory]
    [InlineData("inherit b; inherit a;", 30)]
    [InlineData("inherit a; hold-time 60; inherit b;", 9)]
    [InlineData("hold-time 60; inherit [ b a ];", 30)]
    public void The_last_template_named_wins_wherever_the_neighbors_own_value_stands(string statements, int holdTime) =>
        Assert.Equal(holdTime, Parsed.InNeighbor(statements, "template { neighbor a { hold-time 30; } neighbor b { hold-time 9; } }").Neighbor.Session.HoldTime);

    [Fact]
    public void Auto_and_disable_are_values_that_replace_the_neighbors_own()
    {
        // ExaBGP refuses the file.
        var neighbor = Parsed.InNeighbor("outgoing-ttl 5; inherit t;",
            "template { neighbor t { local-address auto; local-as auto; peer-as auto; outgoing-ttl disable; capability { graceful-restart disable; } } }").Neighbor;

        Assert.False(neighbor.Session.LocalAddress.IsDefined);
        Assert.Null(neighbor.Session.LocalAs);
        Assert.Null(neighbor.Session.PeerAs);
        Assert.Null(neighbor.OutgoingTtl);
        Assert.Null(neighbor.Session.Capabilities.GracefulRestart);
    }

    [Fact]
    public void Blocks_are_merged_value_by_value()
    {
        var session = Parsed.InNeighbor("capability { asn4 disable; add-path send; } add-path { ipv4 unicast; } nexthop { ipv4 unicast ipv6; } inherit [ a b ];",
            "template { neighbor a { capability { route-refresh; } add-path { ipv6 unicast; } } neighbor b { capability { aigp; } nexthop { ipv4 mpls-vpn ipv6; } } }").Neighbor.Session;

        Assert.Equal((false, true, true), (session.Capabilities.Asn4, session.Capabilities.RouteRefresh, session.Capabilities.Aigp));
        Assert.Equal([FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast], session.AddPathFamilies);
        Assert.Equal([(FamilyId.Ipv4Unicast, Afi.Ipv6), (new FamilyId(Afi.Ipv4, Safi.MplsVpn), Afi.Ipv6)], session.NextHops);
    }

    [Fact]
    public void Routes_of_a_template_are_announced_by_each_neighbor_behind_its_own()
    {
        var neighbors = Parsed.Text($$"""
            template { neighbor t { static { route 10.0.0.0/24 next-hop self; } } }
            neighbor 10.0.0.2 { {{Parsed.Basics}} inherit t; static { route 10.1.0.0/24 next-hop 10.0.0.9; } }
            neighbor 10.0.0.3 { {{Parsed.Basics}} inherit t; }
            """).Good.Neighbors;

        Assert.Equal(2, neighbors[0].Routes.Count);
        Assert.Same(neighbors[1].Routes[0], neighbors[0].Routes[1]);
        var batch = Assert.Single(neighbors[1].Routes);
        Assert.True(batch.Attributes.Get(batch.Changes[0].Attributes).NextHop.IsSelf);
    }

    [Fact]
    public void Templates_do_not_inherit()
    {
        var parsed = Parsed.InNeighbor("inherit b;", "template { neighbor a { hold-time 9; } neighbor b { inherit a; } }");

        Assert.Equal(180, parsed.Neighbor.Session.HoldTime);
        Assert.Equal("ignored: a template does not inherit", Assert.Single(parsed.Warnings));
    }

    [Theory]
    [InlineData("template { neighbor a/b { } }", "invalid character in name for template-neighbor: \"a/b\" may have letters, digits, \".\", \"-\" and \"_\"")]
    [InlineData("template { neighbor { } }", "a template needs a name")]
    [InlineData("template { neighbor a { } neighbor a { } }", "the name \"a\" already exists in template-neighbor")]
    [InlineData("template { neighbor a { } } template { neighbor a { } }", "the name \"a\" already exists in template-neighbor")]
    [InlineData("template { hold-time 9; }", "invalid keyword \"hold-time\"")]
    [InlineData("template { neighbor a { bogus { } } }", "section bogus is invalid in template-neighbor, template/neighbor/a")]
    [InlineData("template { process p { } }", "section process is invalid in template, template")]
    public void Refused(string text, string error) => Assert.Equal(error, Parsed.Text(text).Error);

    [Fact]
    public void An_error_in_a_template_is_told_once()
    {
        var parsed = Parsed.Text("template { neighbor t { local-as foo; peer-as 1; } } neighbor 10.0.0.2 { inherit t; router-id 1.1.1.1; } neighbor 10.0.0.3 { inherit t; router-id 1.1.1.1; }");

        Assert.Equal("\"foo\" is an invalid ASN, expecting a number or <high>.<low>", parsed.Error);
    }
}
