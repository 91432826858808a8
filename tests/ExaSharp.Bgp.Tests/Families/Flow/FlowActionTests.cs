using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>Actions and scopes as extended communities, with the octets that ExaBGP 5.0.13 sends.</summary>
public class FlowActionTests
{
    [Theory]
    [InlineData("discard", "8006000000000000")]
    [InlineData("rate-limit 0", "8006000000000000")]
    [InlineData("rate-limit 9600", "8006000046160000")]
    [InlineData("rate-limit 65535", "80060000477fff00")]
    [InlineData("rate-limit 1250000000", "800600004e9502f9")]
    [InlineData("rate-limit 1000000000000", "800600005368d4a5")]
    [InlineData("redirect 65500:12345", "8008ffdc00003039")]
    [InlineData("redirect 258:33756718", "800801020203162e")]
    [InlineData("redirect 70000:5", "8208000111700005")]
    [InlineData("redirect-to-nexthop", "0800000000000000")]
    [InlineData("redirect-next-hop", "0800000000000000")]
    [InlineData("redirect-to-nexthop-ietf 1.2.3.4", "010c010203040000")]
    [InlineData("mark 10", "800900000000000a")]
    [InlineData("action sample", "8007000000000002")]
    [InlineData("action terminal", "8007000000000001")]
    [InlineData("action sample-terminal", "8007000000000003")]
    [InlineData("interface-set transitive:input:1234:10", "0702000004d2400a")]
    [InlineData("interface-set non-transitive:input:3405770241:1", "4702caffee014001")]
    [InlineData("interface-set [ transitive:input-output:1234:10 transitive:input:1234:10 transitive:output:0:0]",
        "07020000000080000702000004d2400a0702000004d2c00a")]
    [InlineData("discard interface-set [ transitive:output:254:254 ] redirect 1:2", "0702000000fe80fe80060000000000008008000100000002")]
    public void Octets(string words, string communities) =>
        Assert.Equal(communities, FlowCases.Communities("source 10.0.0.0/8 " + words));

    [Theory]
    [InlineData("redirect 1.2.3.4", "1.2.3.4", "10c000080800000000000000")]
    [InlineData("redirect 2001:db8::1", "2001:db8::1", "10c000080800000000000000")]
    [InlineData("redirect \"[2001:db8::1]\"", "2001:db8::1", "10c000080800000000000000")]
    [InlineData("redirect [2001:db8::1]", "2001:db8::1", "10c000080800000000000000")]
    [InlineData("redirect [ 2001:db8::1 ]", "2001:db8::1", "10c000080800000000000000")]
    [InlineData("copy 1.2.3.4", "1.2.3.4", "10c000080800000000000001")]
    [InlineData("next-hop 5.6.7.8 redirect-to-nexthop", "5.6.7.8", "10c000080800000000000000")]
    [InlineData("next-hop 5.6.7.8 redirect 65000:1", "", "10c000088008fde800000001")]
    [InlineData("copy 5.6.7.8 redirect 70000:1", "", "10c0001008000000000000018208000111700001")]
    [InlineData("redirect 65000:1 redirect 1.2.3.4", "1.2.3.4", "10c0001008000000000000008008fde800000001")]
    [InlineData("next-hop 5.6.7.8 redirect 1.2.3.4", "1.2.3.4", "10c000080800000000000000")]
    [InlineData("redirect-to-nexthop-ietf 2a02:b80:0:1::1", "", "19c00014000c2a020b800000000100000000000000010000")]
    [InlineData("redirect \"[2001:db8::1]:100\"", "", "19c00014000d20010db80000000000000000000000010064")]
    [InlineData("redirect [2001:db8::1]:100", "", "19c00014000d20010db80000000000000000000000010064")]
    [InlineData("redirect-to-nexthop-ietf ::2 redirect-to-nexthop-ietf ::1", "",
        "19c00028000c000000000000000000000000000000010000000c000000000000000000000000000000020000")]
    [InlineData("accept", "", "")]
    public void Next_hop_and_attributes(string words, string nextHop, string attributes)
    {
        var result = FlowCases.Read("source 10.0.0.0/8 " + words);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(nextHop, result.NextHop);
        Assert.Equal(attributes, result.Attributes);
    }

    [Theory]
    [InlineData("rate-limit 1", "rate-limiting flow under 9600 bytes per seconds may not work", "800600003f800000")]
    [InlineData("rate-limit 10000000000000", "rate-limiting changed for 1000000000000 bytes from 10000000000000", "800600005368d4a5")]
    [InlineData("rate-limit 99999999999999999999999", "rate-limiting changed for 1000000000000 bytes from 99999999999999999999999", "800600005368d4a5")]
    public void Rates_that_are_used_with_a_warning(string words, string warning, string communities)
    {
        var result = FlowCases.Read(words);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(warning, result.Warning);
        Assert.Equal("10c00008" + communities, result.Attributes);
    }
}
