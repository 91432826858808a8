using ExaSharp.Bgp.Messages;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class OperationalTests
{
    private const string On = "capability { operational enable; } ";

    [Fact]
    public void Messages_are_kept_in_order()
    {
        var neighbor = Parsed.InNeighbor(On + """
            operational {
                asm afi ipv4 safi unicast advisory "maintenance; tonight";
                rpcq afi ipv6 safi unicast sequence 3;
            }
            operational { lpcp afi ipv4 safi flow sequence 3 counter 4; }
            """).Neighbor;
        Assert.Equal(
            [OperationalKind.AdvisoryStatic, OperationalKind.ReachableCountRequest, OperationalKind.LocRibCountReply],
            neighbor.Operational.Select(message => message.Kind));
        Assert.Equal("maintenance; tonight"u8, neighbor.Operational[0].AdvisoryText);
    }

    [Fact]
    public void Those_of_a_template_follow()
    {
        var neighbor = Parsed.InNeighbor(On + "inherit t; operational { adm afi ipv4 safi unicast advisory own; }",
            "template { neighbor t { operational { adm afi ipv4 safi unicast advisory inherited; } } }").Neighbor;
        Assert.Equal(["own", "inherited"], neighbor.Operational.Select(message => System.Text.Encoding.UTF8.GetString(message.AdvisoryText)));
    }

    [Theory]
    [InlineData("operational { asm afi ipv4 safi unicast; }", "invalid advisory syntax, missing argument(s) advisory")]
    [InlineData("operational { asm safi unicast afi ipv4 advisory x; }", "invalid operational syntax, unknown argument safi")]
    [InlineData("operational { rpcq afi ipv4 safi unicast sequence x; }", "invalid operational value for sequence")]
    [InlineData("operational { ssq afi ipv4 safi unicast sequence 1; }", "invalid keyword \"ssq\"")]
    public void What_is_wrong_is_told(string section, string error) => Assert.Equal(error, Parsed.InNeighbor(On + section).Error);

    [Theory]
    [InlineData("family { ipv6 unicast; } capability { operational; }", 0, "ignored: the family ipv4 unicast is not announced to this peer")]
    [InlineData("", 1, "ignored: the capability operational is not announced to this peer")]
    public void What_can_not_be_sent_is_warned_of(string statements, int count, string warning)
    {
        var parsed = Parsed.InNeighbor(statements + " operational { asm afi ipv4 safi unicast advisory x; }");
        Assert.Equal(count, parsed.Neighbor.Operational.Count);
        Assert.Equal([warning], parsed.Warnings);
    }
}
