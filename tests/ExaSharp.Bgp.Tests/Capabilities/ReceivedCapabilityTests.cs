using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Capabilities;

/// <summary>Capabilities that are read and never announced.</summary>
public class ReceivedCapabilityTests
{
    [Theory]
    [InlineData("0001010005", "{ \"name\": \"paths-limit\", \"ipv4/unicast\": 5 }", "PathsLimit(ipv4 unicast 5)")]
    [InlineData("00010100050002010000000101000700028000FF", "{ \"name\": \"paths-limit\", \"ipv4/unicast\": 5, \"ipv6/mpls-vpn\": 255 }", "PathsLimit(ipv4 unicast 5, ipv6 mpls-vpn 255)")]
    [InlineData("", "{ \"name\": \"paths-limit\" }", "PathsLimit()")]
    [InlineData("000101", "{ \"name\": \"paths-limit\" }", "PathsLimit()")]
    public void Limits_of_paths_are_read(string octets, string json, string text) => Check(PathsLimitCapability.Type, octets, json, text);

    [Fact]
    public void Limits_in_several_values_are_one_list()
    {
        Assert.True(PathsLimitCapability.Type.TryRead(Convert.FromHexString("0001010005"), null, out var first, out _));
        Assert.True(PathsLimitCapability.Type.TryRead(Convert.FromHexString("00010100060002010007"), first, out var all, out _));
        Assert.Equal([5, 7], ((PathsLimitCapability)all).Limits.Select(limit => (int)limit.Limit));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0102")]
    public void Link_local_next_hops_have_no_value_that_counts(string octets) =>
        Check(LinkLocalNextHopCapability.Type, octets, "{ \"name\": \"link-local-nexthop\" }", "Link-Local NextHop");

    private static void Check(CapabilityType type, string octets, string json, string text)
    {
        Assert.True(type.TryRead(Convert.FromHexString(octets), null, out var capability, out _));
        var output = new TextBuffer();
        capability.AppendJson(output);
        Assert.Equal(json, output.ToString());
        output.Clear();
        capability.AppendText(output);
        Assert.Equal(text, output.ToString());
        var writer = new WireWriter(new byte[255]);
        capability.WriteValue(0, ref writer);
        Assert.Equal(octets, Convert.ToHexString(writer.Written));
    }
}
