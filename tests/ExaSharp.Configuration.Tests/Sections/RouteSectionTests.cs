using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class RouteSectionTests
{
    [Fact]
    public void Static_routes_in_a_row_in_a_block_and_with_shared_attributes()
    {
        var neighbor = Parsed.InNeighbor("""
            static {
                route 10.1.0.0/16 next-hop 10.0.0.9 med 5;
                route 10.2.0.0/16 {
                    next-hop 10.0.0.9;
                }
                attributes next-hop 10.0.0.9 nlri 10.3.0.0/16 10.4.0.0/16;
                attribute next-hop 10.0.0.9 nlri 10.5.0.0/16;
            }
            static {
                route 2001:db8::/32 next-hop 2001:db8::1;
            }
            """).Neighbor;

        Assert.Equal(["ipv4 unicast", "ipv4 unicast", "ipv4 unicast", "ipv4 unicast", "ipv4 unicast", "ipv6 unicast"], Families(neighbor));
        Assert.All(Changes(neighbor), change => Assert.Equal(RouteAction.Announce, change.Action));
    }

    [Fact]
    public void Parentheses_need_no_blanks_around_them() =>
        Assert.Single(Changes(Parsed.InNeighbor("static { route 10.1.0.0/16 next-hop 10.0.0.9 as-path [ 1 ] (2 3) aggregator (1:10.0.0.1); } hold-time 9;").Neighbor));

    [Fact]
    public void Announce_by_family() =>
        Assert.Equal(["ipv4 unicast", "ipv4 multicast", "ipv6 unicast"], Families(Parsed.InNeighbor("""
            announce {
                ipv4 {
                    unicast 10.1.0.0/16 next-hop self;
                    multicast 10.2.0.0/16 next-hop 10.0.0.9;
                }
                ipv6 { unicast 2001:db8::/32 next-hop 2001:db8::1; }
            }
            """).Neighbor));

    [Fact]
    public void Flow_routes_in_blocks_and_in_a_row()
    {
        var neighbor = Parsed.InNeighbor("""
            family { ipv4 flowspec; ipv6 flow; }
            flow {
                route { match { destination 10.0.0.0/8; } then { discard; } }
                route named {
                    match {
                        destination 10.0.0.0/8;
                        destination-port [ =80 =443 ];
                    }
                    then {
                        rate-limit 9600;
                    }
                }
                route destination 2001:db8::/32 discard;
            }
            """).Neighbor;

        Assert.Equal(["ipv4 flow", "ipv4 flow", "ipv6 flow"], Families(neighbor));
    }

    [Fact]
    public void Vpls_sites_in_blocks_and_in_a_row_in_both_places()
    {
        const string Site = "endpoint 5 base 10702 offset 1 size 8 rd 192.168.201.1:123 next-hop 192.168.201.1 med 5";
        var neighbor = Parsed.InNeighbor($$"""
            l2vpn {
                vpls {{Site}};
                vpls site5 {
                    endpoint 5;
                    base 10732;
                    offset 1; size 8; # a comment
                    rd 192.168.201.1:124;
                    next-hop 192.168.201.1;
                    as-path [ 1 2 ];
                }
                vpls { rd 1:1; endpoint 5; base 1; offset 1; size 8; next-hop 192.168.201.1; }
            }
            announce { l2vpn { vpls {{Site}}; } }
            """).Neighbor;

        Assert.Equal(["l2vpn vpls", "l2vpn vpls", "l2vpn vpls", "l2vpn vpls"], Families(neighbor));
    }

    [Fact]
    public void What_stands_behind_the_name_of_a_vpls_site_is_ignored_with_a_warning()
    {
        var parsed = Parsed.InNeighbor("l2vpn { vpls site endpoint 7 { endpoint 5; base 1; offset 1; size 8; rd 1:1; next-hop 10.0.0.9; } }");

        Assert.Equal(["l2vpn vpls"], Families(parsed.Neighbor));
        Assert.Equal("\"endpoint\" and what follows it is ignored", Assert.Single(parsed.Warnings));
    }

    [Fact]
    public void Multicast_vpn_routes_with_a_next_hop_of_either_kind() =>
        Assert.Equal(["ipv4 mcast-vpn", "ipv6 mcast-vpn"], Families(Parsed.InNeighbor("""
            announce {
                ipv4 { mcast-vpn shared-join rp 10.99.199.1 group 239.251.255.228 rd 65000:99999 source-as 65000 next-hop self; }
                ipv6 { mcast-vpn source-ad source fd12::4 group ff0e::1 rd 65000:99999 next-hop 10.10.6.4 extended-community [ target:65000:99999 ]; }
            }
            """).Neighbor));

    [Fact]
    public void Routes_of_templates_follow_the_neighbors_own_and_are_shared()
    {
        var configuration = Parsed.Text($$"""
            template {
                neighbor a { static { route 10.1.0.0/16 next-hop self; } }
                neighbor b { static { route 10.2.0.0/16 next-hop self; } }
                neighbor unused { static { route 10.9.0.0/16 next-hop self; } }
            }
            neighbor 10.0.0.2 { {{Parsed.Basics}} inherit [ a b ]; static { route 10.3.0.0/16 next-hop self; } }
            neighbor 10.0.0.3 { {{Parsed.Basics}} inherit b; }
            """);

        var first = configuration.Good.Neighbors[0];
        var second = configuration.Good.Neighbors[1];
        Assert.Equal(3, first.Routes.Count);
        Assert.Same(first.Routes[2], Assert.Single(second.Routes));
        // Those of the template that nobody uses are not kept.
        Assert.Equal(3, configuration.Context.Routes.Count);

        configuration.Good.ReleaseRoutes();
        Assert.Equal(0, configuration.Context.Routes.Count);
        Assert.Equal(0, configuration.Context.Attributes.Count);
    }

    [Fact]
    public void After_an_error_nothing_is_kept()
    {
        var parsed = Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} static {{ route 10.1.0.0/16 next-hop 10.0.0.9; }} }} neighbor 10.0.0.3 {{ bogus; }}");

        Assert.Equal("invalid keyword \"bogus\"", parsed.Error);
        Assert.Equal(0, parsed.Context.Routes.Count);
        Assert.Equal(0, parsed.Context.Attributes.Count);
    }

    [Fact]
    public void Reading_goes_on_behind_a_route_that_is_wrong()
    {
        var parsed = Parsed.InNeighbor("""
            static {
                route 10.1.0.0/16 next-hop foo;
                route 10.2.0.0/16 {
                    next-hop bar;
                }
                route 10.3.0.0/16 next-hop 10.0.0.9
                route 10.4.0.0/16 next-hop 10.0.0.9;
            }
            hold-time 1;
            """);

        Assert.Equal(4, parsed.Diagnostics.ErrorCount);
        Assert.Contains("foo", parsed.Diagnostics.Items[0].Message, StringComparison.Ordinal);
        Assert.Contains("bar", parsed.Diagnostics.Items[1].Message, StringComparison.Ordinal);
        Assert.Equal("invalid syntax: \"route 10.3.0.0/16 next-hop 10.0.0.9\" has no \";\" on its line", parsed.Diagnostics.Items[2].Message);
        Assert.Equal("holdtime must be zero or at least 3 seconds", parsed.Diagnostics.Items[3].Message);
    }

    [Fact]
    public void A_route_that_a_brace_ends_is_ignored_with_a_warning()
    {
        var parsed = Parsed.InNeighbor("static { route 10.1.0.0/16 next-hop 10.0.0.9 }");

        Assert.Empty(parsed.Neighbor.Routes);
        Assert.Equal("ignored, as no \";\" ends it: \"route 10.1.0.0/16 next-hop 10.0.0.9\"", Assert.Single(parsed.Warnings));
        Assert.Equal(0, parsed.Context.Routes.Count);
    }

    [Theory]
    [InlineData("l2vpn { vpls x { } }", "vpls nlri next-hop missing")]
    [InlineData("l2vpn { vpls x { endpoint 5; next-hop 10.0.0.9; base 1; offset 1; size 1; } }", "vpls nlri route-distinguisher missing")]
    [InlineData("l2vpn { vpls rd 1:1 endpoint 5 base 1 offset 1 next-hop 10.0.0.9; }", "vpls nlri size missing")]
    [InlineData("l2vpn { vpls rd 1:1 endpoint 5 base 1 offset 1 size 1 next-hop self; }", "use of \"next-hop self\": the route (l2vpn) does not have the same family as the BGP tcp session (ipv4)")]
    [InlineData("l2vpn { evpn x; }", "invalid keyword \"evpn\"")]
    [InlineData("announce { l2vpn { evpn x; } }", "invalid keyword \"evpn\"")]
    [InlineData("announce { l2vpn { vpls endpoint 1; } }", "vpls nlri next-hop missing")]
    [InlineData("announce { ipv4 { mcast-vpn source-ad source 10.0.0.1; } }", "expected group, not \";\"")]
    [InlineData("announce { ipv6 { mcast-vpn source-ad source 10.0.0.1 group ff0e::1 rd 1:1; } }", "'10.0.0.1' is not an ipv6 address")]
    [InlineData("announce { ipv4 { sr-policy x; } }", "sr-policy is not supported yet")]
    [InlineData("tcp-ao { keyid 1; }", "incomplete tcp-ao, missing algorithm, password")]
    [InlineData("static { rout 10.0.0.0/8 next-hop self; }", "invalid keyword \"rout\"")]
    [InlineData("static { watchdog x { } }", "section watchdog is invalid in static, neighbor/static")]
    [InlineData("flow { match { } }", "section match is invalid in flow, neighbor/flow")]
    [InlineData("announce { ipv4 { inet 10.0.0.0/8; } }", "invalid keyword \"inet\"")]
    public void Refused(string block, string error) => Assert.Equal(error, Parsed.InNeighbor(block).Error);

    [Fact]
    public void Routes_of_a_family_that_is_not_announced()
    {
        var parsed = Parsed.InNeighbor("family { ipv4 unicast; }\n static { route 10.1.0.0/16 next-hop self;\n route 2001:db8::/32 next-hop 2001:db8::1; }");

        Assert.Equal("Trying to announce a route of type ipv6,unicast when we are not announcing the family to our peer", parsed.Error);
        // The place is the route's own.
        Assert.Equal((4, 2), parsed.Source.Position(parsed.Diagnostics.Items[0].Span.Start));
    }

    [Fact]
    public void Routes_of_a_template_whose_family_is_not_announced()
    {
        var parsed = Parsed.InNeighbor("family { ipv4 unicast; } inherit t;", "template { neighbor t { static { route 2001:db8::/32 next-hop 2001:db8::1; } } }");

        Assert.Equal("Trying to announce a route of type ipv6,unicast when we are not announcing the family to our peer", parsed.Error);
        Assert.Equal((2, 10), parsed.Source.Position(parsed.Diagnostics.Items[0].Span.Start));
    }

    [Fact]
    public void Ipv4_unicast_routes_are_tolerated_without_the_family()
    {
        var parsed = Parsed.InNeighbor("family { ipv6 unicast; } static { route 10.1.0.0/16 next-hop self; }");

        Assert.Single(parsed.Neighbor.Routes);
        Assert.Equal("ignored: the family ipv4 unicast is not announced to this peer, its routes are kept back", Assert.Single(parsed.Warnings));
    }

    [Theory]
    [InlineData("10.0.0.2", "local-address 10.0.0.1;", "2001:db8::/32", false)]
    [InlineData("10.0.0.2", "", "2001:db8::/32", false)]
    [InlineData("10.0.0.2", "local-address 10.0.0.1;", "10.1.0.0/16", true)]
    [InlineData("10.0.0.2", "", "10.1.0.0/16", true)]
    [InlineData("2001:db8::2", "local-address 2001:db8::1;", "2001:db8::/32", true)]
    [InlineData("2001:db8::2", "local-address 2001:db8::1;", "10.1.0.0/16", true)]
    public void Next_hop_self_needs_a_route_of_the_sessions_kind_or_of_ipv4(string peer, string local, string prefix, bool isGood)
    {
        var parsed = Parsed.Text($"neighbor {peer} {{ router-id 1.1.1.1; local-as 1; peer-as 1; {local} static {{ route {prefix} next-hop self; }} }}");

        if (isGood) Assert.Single(parsed.Neighbor.Routes);
        else Assert.Equal("use of \"next-hop self\": the route (ipv6) does not have the same family as the BGP tcp session (ipv4)", parsed.Error);
    }

    [Theory]
    [InlineData("static { ", "route 10.{0}.{1}.0/24 next-hop 10.0.0.9 med 5;\n", "}")]
    [InlineData("announce { ipv4 { ", "unicast 10.{0}.{1}.0/24 next-hop self community 1:1;\n", "} }")]
    public void Routes_that_are_known_take_no_memory_but_their_place_in_the_batch(string begin, string route, string end)
    {
        const int count = 20000;
        var routes = Enumerable.Range(0, count).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, route, i / 256, i % 256));
        var first = Parsed.InNeighbor(begin + string.Concat(routes) + end);
        Assert.Equal(count, first.Neighbor.Routes[0].Count);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = ConfigurationParser.Parse(first.Source, first.Context, new Bgp.Text.DiagnosticBag());
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.NotNull(again);
        // The list of changes, which doubles as it grows, and what the file takes whatever its length.
        Assert.InRange(taken, 0, 48L * count + 200_000);
    }

    private static IEnumerable<RouteChange> Changes(NeighborSettings neighbor) => neighbor.Routes.SelectMany(batch => batch.Changes.ToArray());

    private static IEnumerable<string> Families(NeighborSettings neighbor) =>
        neighbor.Routes.SelectMany(batch => batch.Changes.ToArray().Select(change => batch.Routes.Family(change.Route).ToString()));
}
