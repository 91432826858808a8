using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// The octets of our daemon and of Debian's ExaBGP (4.2) side by side, for what both versions of ExaBGP send alike.
/// </summary>
/// <remarks>
/// Differences that are meant, so that no scenario has them:
/// <list type="bullet">
/// <item>Communities, large ones too: ExaBGP 4.2 sends them, and the extended communities of FlowSpec actions, as written; 5.0 sorts them.</item>
/// <item>Extended communities with an AS number of 4 octets: ExaBGP 4.2 has the type 0x02 of RFC 5668, 5.0 has 0x01.</item>
/// <item><c>static { attributes … nlri … }</c>: ExaBGP 4.2 reads it and announces nothing.</item>
/// <item>An IPv6 /32: having read one, ExaBGP 4.2 takes an IPv4 neighbour for a range (its table of masks is one for both).</item>
/// <item>IPv4 multicast: ExaBGP puts it into the field of unicast NLRI, where it is unicast; ours is in MP_REACH_NLRI.</item>
/// <item>FlowSpec IPv6 prefixes with an offset: ExaBGP sends all octets of the prefix; ours are those behind the offset (RFC 8956 section 3.1).</item>
/// <item>FlowSpec rules of 240 octets and more: the length of ExaBGP 4.2 is wrong.</item>
/// <item><c>announce { ipv4 { mpls-vpn … } }</c>: ExaBGP 4.2 and 5.0 send it as unicast; <c>static</c> routes with <c>rd</c> are compared.</item>
/// <item>Capabilities that 4.2 does not have (software-version), and its host name when the configuration has none.</item>
/// <item>The order of routes that the configuration has several times: ExaBGP sends all versions in the order of their attributes.</item>
/// </list>
/// </remarks>
public class DebianExabgpTests
{
    private const string Unicast = "family { ipv4 unicast; }";

    private static readonly (ushort, byte)[] Ipv4 = [(1, 1)];
    private static readonly (ushort, byte)[] Flow = [(1, 133)];

    private static readonly Dictionary<string, Scenario> Scenarios = new()
    {
        ["routes that share attributes"] = new(Unicast + """
            static {
                route 10.3.0.0/24 next-hop 192.0.2.1;
                route 10.1.0.0/24 next-hop 192.0.2.1;
                route 10.2.0.0/16 next-hop 192.0.2.1;
                route 10.4.0.0/24 next-hop 192.0.2.2;
                route 0.0.0.0/0 next-hop 192.0.2.1;
            }
            """, Ipv4),
        ["every attribute"] = new(Unicast + """
            static {
                route 10.0.0.0/24 next-hop 192.0.2.1 origin egp as-path [ 65000 65001 4200000000 ] med 5 local-preference 300
                    atomic-aggregate aggregator ( 65000:192.0.2.9 ) community [ 65000:1 65000:2 no-export ]
                    originator-id 192.0.2.7 cluster-list [ 192.0.2.8 192.0.2.9 ] large-community [ 1:2:3 4:5:6 ]
                    extended-community [ target:65000:1 origin:65000:2 ] aigp 100;
            }
            """.ReplaceLineEndings(" "), Ipv4),
        ["an external peer"] = new(Unicast + """
            static {
                route 10.0.0.0/24 next-hop 192.0.2.1 local-preference 300 med 7;
                route 10.0.1.0/24 next-hop self as-path [ 1 2 ( 3 4 ) ];
            }
            """, Ipv4, 65001),
        ["an external peer of two-octet AS numbers"] = new("capability { asn4 disable; } " + Unicast + """
            static { route 10.0.0.0/24 next-hop 192.0.2.1 as-path [ 4200000000 65001 ] aggregator ( 65000:192.0.2.9 ); }
            """, Ipv4, 65001),
        ["no grouping"] = new("group-updates false; " + Unicast + """
            static { route 10.0.0.0/23 next-hop 192.0.2.1 split /25; route 10.9.0.0/24 next-hop 192.0.2.1; }
            """, Ipv4),
        ["a full message"] = new(Unicast + "static { route 10.0.0.0/12 next-hop 192.0.2.1 split /24; }", Ipv4),
        ["a generic attribute"] = new(Unicast + """
            static { route 10.0.0.0/24 next-hop 192.0.2.1 attribute [ 0x63 0xe0 0x010203 ] attribute [ 0x62 0xf0 0x04 ]; }
            """, Ipv4),
        ["IPv6"] = new("family { ipv4 unicast; ipv6 unicast; } " + """
            static {
                route 2001:db8::/33 next-hop 2001:db8::1;
                route 2001:db8:1::/48 next-hop 2001:db8::1;
                route 10.0.0.0/24 next-hop 192.0.2.1;
            }
            """, [(1, 1), (2, 1)]),
        ["labels and VPN"] = new("family { ipv4 nlri-mpls; ipv4 mpls-vpn; ipv6 mpls-vpn; } " + """
            static {
                route 10.0.0.0/24 next-hop 192.0.2.1 label 100;
                route 10.0.1.0/24 next-hop 192.0.2.1 label [ 100 200 ];
                route 10.0.0.0/24 next-hop 192.0.2.1 rd 65000:1 label 100;
                route 10.0.2.0/24 next-hop 192.0.2.1 rd 192.0.2.1:7 label 100 extended-community target:65000:1;
                route 2001:db8::/33 next-hop 2001:db8::1 rd 70000:2 label 100;
            }
            """, [(1, 4), (1, 128), (2, 128)]),
        ["path identifiers"] = new("capability { add-path send/receive; } family { ipv4 unicast; } " + """
            static {
                route 10.0.0.0/24 next-hop 192.0.2.1 path-information 1.2.3.4;
                route 10.0.0.0/24 next-hop 192.0.2.2 path-information 5;
                route 10.0.1.0/24 next-hop 192.0.2.1;
            }
            """, Ipv4, 65000, 69, 4, 0, 1, 1, 3),
        ["FlowSpec matches"] = new("family { ipv4 flow; } " + """
            flow {
                route a {
                    match {
                        source 10.0.0.0/24; destination 192.0.2.0/25; protocol [ tcp udp ]; port [ =80 >1024&<2000 ];
                        source-port 53; destination-port [ =443 !=22 ]; icmp-type echo-request; icmp-code 0;
                        tcp-flags [ syn !ack =fin+psh ]; packet-length [ >200&<300 ]; dscp 10; fragment [ first-fragment last-fragment ];
                    }
                    then { discard; }
                }
            }
            """.Replace("psh", "push", StringComparison.Ordinal), Flow),
        ["FlowSpec actions"] = new("family { ipv4 flow; ipv4 flow-vpn; } " + """
            flow {
                route a { match { source 10.0.0.1/32; } then { rate-limit 9600; } }
                route b { match { source 10.0.0.2/32; } then { redirect 65000:12; } }
                route c { match { source 10.0.0.3/32; } then { redirect 70000:12; community [ 65000:1 ]; } }
                route d { match { source 10.0.0.4/32; } then { redirect 192.0.2.1; } }
                route e { match { source 10.0.0.5/32; } then { copy 192.0.2.1; } }
                route f { match { source 10.0.0.6/32; } then { mark 10; } }
                route g { match { source 10.0.0.7/32; } then { action sample-terminal; extended-community [ l2info:1:2:3:4 ]; } }
                route h { match { source 10.0.0.8/32; } then { accept; } }
                route i { rd 65000:7; match { source 10.0.0.9/32; } then { discard; } }
            }
            """, [(1, 133), (1, 134)]),
        ["FlowSpec IPv6"] = new("family { ipv6 flow; } " + """
            flow {
                route a { match { source 2001:db8::/32/0; next-header udp; flow-label 2013; traffic-class 101; } then { discard; } }
                route b { match { destination 2001:db8:1::1/128/0; port =80; } then { rate-limit 10000; } }
            }
            """, [(2, 133)]),
        ["no End-of-RIB but the family's"] = new("hold-time 30; family { ipv4 unicast; ipv4 flow; } capability { route-refresh; graceful-restart 30; }",
            [(1, 1), (1, 133)]),
    };

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Both_send_the_same_octets(string name)
    {
        Assert.SkipUnless(File.Exists(Told.Reference[0]), $"{Told.Reference[0]} is not installed");
        var scenario = Scenarios[name];
        var both = await Task.WhenAll(Told.By(Told.Reference, scenario), Told.By(DaemonProcess.Command, scenario));
        Assert.Equal(both[0].Open.ToString(), both[1].Open.ToString());
        Assert.Equal(both[0].Updates, both[1].Updates);
    }
}
