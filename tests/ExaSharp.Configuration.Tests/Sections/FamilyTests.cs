using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class FamilyTests
{
    [Theory]
    [InlineData("ipv4", "unicast multicast nlri-mpls mpls-vpn mcast-vpn flow flow-vpn mup")]
    [InlineData("ipv6", "unicast multicast nlri-mpls mpls-vpn mcast-vpn flow flow-vpn mup")]
    [InlineData("l2vpn", "vpls evpn")]
    [InlineData("bgp-ls", "bgp-ls bgp-ls-vpn")]
    public void All_words(string afi, string safis)
    {
        foreach (var safi in safis.Split(' '))
        {
            var family = Assert.Single(Families($"{afi} {safi};"));
            Assert.Equal($"{afi} {safi}", family.ToString());
        }
    }

    [Theory]
    [InlineData("ipv4 UNICAST;", "ipv4 unicast")]
    [InlineData("ipv4 flowspec;", "ipv4 flow")]
    [InlineData("ipv6 flowspec-vpn;", "ipv6 flow-vpn")]
    [InlineData("ipv4 labeled-unicast;", "ipv4 nlri-mpls")]
    public void Other_spellings(string statement, string family) => Assert.Equal(family, Assert.Single(Families(statement)).ToString());

    [Fact]
    public void Families_are_sorted_by_afi_then_safi() =>
        Assert.Equal("ipv4/unicast ipv4/flow ipv6/unicast bgp-ls/bgp-ls",
            string.Join(' ', Families("bgp-ls bgp-ls; ipv6 unicast; ipv4 flow; ipv4 unicast;").Select(family => family.ToSlashString())));

    [Theory]
    [InlineData("all;")]
    [InlineData("")]
    public void All_and_nothing_stand_for_all_known(string statements) => Assert.Equal(AddressFamilies.Known, Families(statements));

    [Fact]
    public void An_empty_block_is_told() =>
        Assert.Equal("an empty family block stands for all families", Assert.Single(Parsed.InNeighbor("family { }").Warnings));

    [Fact]
    public void All_behind_others_is_ignored_with_a_warning()
    {
        var parsed = Parsed.InNeighbor("family { ipv4 unicast; all; }");

        Assert.Equal(FamilyId.Ipv4Unicast, Assert.Single(parsed.Neighbor.Session.Families));
        Assert.Equal("ignored: \"all\" stands alone in its block", Assert.Single(parsed.Warnings));
    }

    [Theory]
    [InlineData("all; ipv4 unicast;", "can not add any family once family all is set")]
    [InlineData("ipv4 foo;", "invalid afi/safi pair ipv4/foo")]
    [InlineData("ipv4;", "invalid afi/safi pair ipv4/")]
    [InlineData("ipv4 Vpls;", "invalid afi/safi pair ipv4/vpls")]
    [InlineData("ipv4 rtc;", "invalid afi/safi pair ipv4/rtc")]
    [InlineData("l2vpn unicast;", "invalid afi/safi pair l2vpn/unicast")]
    [InlineData("ipv4 unicast; ipv4 UNICAST;", "duplicate afi/safi pair ipv4/unicast")]
    [InlineData("ipv4 flow; ipv4 flowspec;", "duplicate afi/safi pair ipv4/flowspec")]
    [InlineData("IPv4 unicast;", "invalid keyword \"IPv4\"")]
    [InlineData("ipv4 sr-policy;", "the family ipv4/sr-policy is not supported yet")]
    [InlineData("inet foo;", "invalid afi/safi pair ipv4/foo")]
    [InlineData("ipv4 unicast; minimal;", "minimal can not be used with any other options")]
    [InlineData("minimal; ipv4 unicast;", "can not add any family once family minimal is set")]
    public void Refused(string statements, string error) => Assert.Equal(error, Parsed.InNeighbor($"family {{ {statements} }}").Error);

    [Fact]
    public void Two_blocks_add_up_and_duplicates_are_harmless() =>
        Assert.Equal([FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast],
            Parsed.InNeighbor("family { ipv6 unicast; } family { ipv4 unicast; ipv6 unicast; }").Neighbor.Session.Families);

    [Fact]
    public void Add_path_without_a_block_means_all_families() =>
        Assert.Null(Parsed.InNeighbor("capability { add-path send; }").Neighbor.Session.AddPathFamilies);

    [Fact]
    public void Add_path_families_that_are_not_announced_are_skipped()
    {
        var parsed = Parsed.InNeighbor("capability { add-path send; } family { ipv4 unicast; } add-path { ipv6 unicast; ipv4 unicast; }");

        Assert.Equal([FamilyId.Ipv4Unicast], parsed.Neighbor.Session.AddPathFamilies);
        Assert.Equal("skipping add-path family ipv6 unicast as it is not negotiated", Assert.Single(parsed.Warnings));
    }

    [Fact]
    public void Add_path_all_names_no_family()
    {
        var parsed = Parsed.InNeighbor("capability { add-path send; } add-path { all; }");

        Assert.Empty(parsed.Neighbor.Session.AddPathFamilies!);
        Assert.Single(parsed.Warnings);
    }

    [Fact]
    public void Add_path_has_its_own_duplicates()
    {
        Assert.Equal("duplicate afi/safi pair ipv4/unicast", Parsed.InNeighbor("add-path { ipv4 unicast; ipv4 unicast; }").Error);
        Assert.Null(Parsed.InNeighbor("family { ipv4 unicast; } add-path { ipv4 unicast; }").Neighbor.Session.AddPathFamilies);
    }

    private static IReadOnlyList<FamilyId> Families(string statements) => Parsed.InNeighbor($"family {{ {statements} }}").Neighbor.Session.Families;
}
