using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>What is said about text that is refused: in ExaBGP's words where it has some.</summary>
public class FlowDiagnosticTests
{
    [Theory]
    [InlineData("source 2001:db8::/32 icmp-type echo-request", "write icmpv6-echo-request or 128")]
    [InlineData("icmp-type [ 5 =echo-reply ] source 2001:db8::/32", "write icmpv6-echo-reply or 129")]
    [InlineData("{ match { icmp-code port_unreachable; source 2001:db8::/32; } }", "write icmpv6-port-unreachable or 4")]
    [InlineData("source 2001:db8::/32 icmp-type timestamp", "write its number")]
    [InlineData("source 2001:db8::/32 icmp-type icmpv6-echo-request", null)]
    [InlineData("source 2001:db8::/32 icmp-type packet-too-big", null)]
    [InlineData("source 2001:db8::/32 icmp-type 8", null)]
    [InlineData("source 10.0.0.0/8 icmp-type echo-request", null)]
    [InlineData("icmp-type echo-request", null)]
    public void A_name_of_icmp_in_an_ipv6_rule_gets_a_warning_that_tells_what_to_write(string text, string? advice)
    {
        var warning = FlowCases.Read(text, TokenizerMode.Configuration).Warning;
        if (advice is null) Assert.Null(warning);
        else Assert.EndsWith("for ICMPv6 " + advice, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port [ >10& ]", "Can not finish an expresion on an &")]
    [InlineData("port >10&", "Can not finish an expresion on an &")]
    [InlineData("port =10|", "Can not finish an expression on an |")]
    [InlineData("port >", "Invalid expression (too short) >")]
    [InlineData("port =80&>=", "Invalid expression (too short) >=")]
    [InlineData("port =80&&=81", "Invalid expression (too short) &=81")]
    [InlineData("tcp-flags !=", "Invalid expression (too short) !=")]
    [InlineData("port \"\"", "Invalid expression (too short) ")]
    [InlineData("port !80", "invalid operator syntax !80")]
    [InlineData("port foo", "you tried to set an invalid port number ..")]
    [InlineData("port 65536", "you tried to set an invalid port number ..")]
    [InlineData("destination-port -1", "you tried to set an invalid port number ..")]
    [InlineData("source-port 0x10000", "you tried to set an invalid port number ..")]
    [InlineData("dscp 64", "you tried to filter a flow using an invalid dscp for a component ..")]
    [InlineData("traffic-class 256", "you tried to filter a flow using an invalid traffic class for a component ..")]
    [InlineData("traffic-class 70000", "you tried to filter a flow using an invalid traffic class for a component ..")]
    [InlineData("flow-label 1048576", "you tried to filter a flow using an invalid traffic label for a component ..")]
    [InlineData("packet-length 65536", "cloudflare already found that invalid max-packet length for for you ..")]
    [InlineData("protocol FOO_bar", "unknown protocol foo-bar")]
    [InlineData("protocol 256", "protocol must be 0 to 255, not 256")]
    [InlineData("protocol 65536", "unknown protocol 65536")]
    [InlineData("protocol tcp+udp", "unknown protocol tcp+udp")]
    [InlineData("icmp-type foo", "unknown icmp type foo")]
    [InlineData("icmp-type 300", "icmp type must be 0 to 255, not 300")]
    [InlineData("icmp-code foo", "unknown icmp code foo")]
    [InlineData("tcp-flags foo", "unknown tcp flag foo")]
    [InlineData("tcp-flags syn+", "unknown tcp flag ")]
    [InlineData("tcp-flags 65536", "unknown tcp flag 65536")]
    [InlineData("fragment not-a-fragment+is-fragment", "unknown fragment not-a-fragment")]
    [InlineData("fragment foo", "unknown fragment foo")]
    [InlineData("port [ =80", "the line ends where a value or \"]\" was expected")]
    [InlineData("port [ =80, =81 ]", "expected a value or \"]\", not \",\"")]
    [InlineData("source", "the line ends where a prefix was expected")]
    [InlineData("source \\", "a quote is not closed, or the text ends with a backslash")]
    [InlineData("source foo", "\"foo\" is not a prefix: ip/length, or for IPv6 ip/length/offset")]
    [InlineData("source 10.0.0.1", "\"10.0.0.1\" is not a prefix: ip/length, or for IPv6 ip/length/offset")]
    [InlineData("source 10.0.0.1/33", "\"10.0.0.1/33\" is not a prefix: ip/length, or for IPv6 ip/length/offset")]
    [InlineData("source 10.0.0.0/8/0", "\"10.0.0.0/8/0\" is not a prefix: ip/length, or for IPv6 ip/length/offset")]
    [InlineData("source ::/129", "\"::/129\" is not a prefix: ip/length, or for IPv6 ip/length/offset")]
    [InlineData("source ::/64/129", "\"::/64/129\" is not a prefix: ip/length, or for IPv6 ip/length/offset")]
    [InlineData("source ::/64/64", "the offset of \"::/64/64\" leaves no bit to compare: it must be less than the length")]
    [InlineData("source 10.0.0.0/8 destination ::/0", "an IPv4 rule can not match the IPv6 prefix ::/0")]
    [InlineData("source ::/0 source 10.0.0.0/8", "an IPv6 rule can not match the IPv4 prefix 10.0.0.0/8")]
    [InlineData("source 10.0.0.0/8 flow-label 5", "flow-label can not be matched in an IPv4 rule")]
    [InlineData("flow-label 5 source 10.0.0.0/8", "an IPv6 rule can not match the IPv4 prefix 10.0.0.0/8")]
    [InlineData("source 10.0.0.0/8 icmp-type packet-too-big", "unknown icmp type packet-too-big")]
    [InlineData("rd foo", "invalid route-distinguisher foo")]
    [InlineData("rd 4294967296:1", "invalid route-distinguisher 4294967296:1")]
    [InlineData("next-hop foo", "can not decode this ip address : foo")]
    [InlineData("redirect foo", "can not decode this ip address : foo")]
    [InlineData("redirect 1.2.3.4:5678", "this format has been deprecated as it does not make sense and it is not supported by other vendors")]
    [InlineData("redirect 4294967296:5", "asn is a 32 bits number, value too large 4294967296")]
    [InlineData("redirect 70000:65536", "asn is a 32 bits number, local administrator field can only be 16 bit 65536")]
    [InlineData("redirect 65000:4294967296", "Local administrator field is a 32 bits number, value too large 4294967296")]
    [InlineData("redirect a:5", "\"a:5\" is neither a route target (asn:number) nor an address")]
    [InlineData("redirect \"[2001:db8::1]:65536\"", "Local administrator field is a 16 bits number, value too large 65536")]
    [InlineData("redirect [10.0.0.1]:5", "can not decode this ip address : 10.0.0.1")]
    [InlineData("redirect [2001:db8::1", "the line ends where \"]\" was expected")]
    [InlineData("redirect-to-nexthop-ietf foo", "can not decode this ip address : foo")]
    [InlineData("copy foo", "can not decode this ip address : foo")]
    [InlineData("mark x", "dscp is not a number")]
    [InlineData("mark 64", "dscp is not a valid number")]
    [InlineData("action foo", "invalid flow action")]
    [InlineData("rate-limit -5", "\"-5\" is not a rate: a whole number of octets per second, 0 to 1000000000000")]
    [InlineData("rate-limit x", "\"x\" is not a rate: a whole number of octets per second, 0 to 1000000000000")]
    [InlineData("interface-set a:b", "not a valid format a:b")]
    [InlineData("interface-set x:input:1:2", "Bad transitivity type x, should be transitive or non-transitive")]
    [InlineData("interface-set transitive:x:1:2", "Bad direction x, should be input, output or input-output")]
    [InlineData("interface-set transitive:input:1.1:1", "a 32 bits number must be used, invalid value 1.1")]
    [InlineData("interface-set transitive:input:4294967296:2", "asn can only be 32 bits, value too large 4294967296")]
    [InlineData("interface-set transitive:input:1:16384", "group-id is a 14 bits number, value too large 16384")]
    [InlineData("foo", "invalid keyword \"foo\"")]
    [InlineData("source 10.0.0.0/8 [", "expected a keyword of a flow route, not \"[\"")]
    [InlineData("{ foo 1; }", "invalid keyword \"foo\"")]
    [InlineData("{ source 10.0.0.0/8; }", "invalid keyword \"source\"")]
    [InlineData("{ foo { } }", "section foo is invalid in flow/route")]
    [InlineData("{ match; }", "expected \"{\", not \";\"")]
    [InlineData("{ match { port =80 { } } }", "expected \";\", not \"{\"")]
    public void Errors(string text, string error)
    {
        var result = FlowCases.Read(text);
        Assert.False(result.Ok);
        Assert.Equal(error, result.Error);
    }

    [Theory]
    [InlineData("sorce 10.0.0.0/8", "source")]
    [InlineData("{ mach { } }", "match")]
    [InlineData("{ then { discrad; } }", "discard")]
    [InlineData("protocol tpc", "tcp")]
    [InlineData("tcp-flags pussh", "push")]
    [InlineData("icmp-type echo-reqest", "echo-request")]
    public void The_word_that_was_probably_meant(string text, string suggestion) =>
        Assert.Equal(suggestion, FlowCases.Read(text).Suggestion);

    [Theory]
    [InlineData(Afi.Ipv4, "source ::/0", "an IPv4 rule can not match the IPv6 prefix ::/0")]
    [InlineData(Afi.Ipv6, "destination 10.0.0.0/8", "an IPv6 rule can not match the IPv4 prefix 10.0.0.0/8")]
    [InlineData(Afi.Ipv4, "flow-label 1", "flow-label can not be matched in an IPv4 rule")]
    public void Behind_a_family_what_is_of_the_other_one_is_refused(Afi afi, string words, string error)
    {
        var result = FlowCases.Read(words, afi: afi);
        Assert.False(result.Ok);
        Assert.Equal(error, result.Error);
    }

    [Fact]
    public void Errors_are_found_without_anybody_to_tell()
    {
        var reader = new TokenReader("protocol foo"u8, TokenizerMode.Api);
        Assert.False(Bgp.Families.Flow.FlowGrammar.TryParse(ref reader, new Bgp.Routes.RouteDraft(), out _));
    }
}
