using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests;

public class ReloadPlanTests
{
    private const string Base = "neighbor 10.0.0.2 { router-id 1.1.1.1; local-address 10.0.0.1; local-as 1; peer-as 2; adj-rib-in true; }";

    [Fact]
    public void The_same_file_changes_nothing()
    {
        var plan = Plan(Base, Base);

        Assert.Single(plan.Kept);
        Assert.Empty(plan.Added);
        Assert.Empty(plan.Removed);
        Assert.Empty(plan.Restarted);
    }

    [Theory]
    [InlineData("rfc true;")]
    [InlineData("hold-time 30;")]
    [InlineData("rate-limit 5;")]
    [InlineData("host-name h;")]
    [InlineData("domain-name d;")]
    [InlineData("passive;")]
    [InlineData("connect 1179;")]
    [InlineData("md5-password k;")]
    [InlineData("md5-ip 10.0.0.9;")]
    [InlineData("outgoing-ttl 3;")]
    [InlineData("incoming-ttl 3;")]
    [InlineData("group-updates false;")]
    [InlineData("auto-flush false;")]
    [InlineData("adj-rib-in false;")]
    [InlineData("adj-rib-out false;")]
    [InlineData("listen 1179;")]
    [InlineData("family { ipv4 unicast; }")]
    [InlineData("capability { route-refresh; }")]
    [InlineData("capability { add-path send; }")]
    [InlineData("capability { nexthop; }")]
    public void Other_definitions_restart_the_session(string statement)
    {
        var plan = Plan(Base, With(statement));

        var change = Assert.Single(plan.Restarted);
        Assert.Equal(change.Before.Name, change.After.Name);
        Assert.Empty(plan.Kept);
    }

    [Theory]
    [InlineData("description new;")]
    [InlineData("source-interface eth0;")]
    [InlineData("manual-eor true;")]
    [InlineData("operational { asm afi ipv4 safi unicast advisory x; }")]
    [InlineData("api { neighbor-changes; }")]
    public void What_a_session_does_not_depend_on_keeps_it(string statement)
    {
        var change = Assert.Single(Plan(Base, With(statement)).Kept);

        Assert.NotEqual(change.Before, change.After);
    }

    [Fact]
    public void Md5_base64_and_the_lists_of_add_path_and_nexthop_keep_it()
    {
        Assert.Single(Plan(With("md5-password YQ==;"), With("md5-password YQ==; md5-base64 true;")).Kept);
        Assert.Single(Plan(With("capability { add-path send; nexthop; } add-path { ipv4 unicast; } nexthop { ipv4 unicast ipv6; }"),
            With("capability { add-path send; nexthop; } add-path { ipv6 unicast; } nexthop { ipv4 mpls-vpn ipv6; }")).Kept);
    }

    [Theory]
    [InlineData("local-as 3;")]
    [InlineData("peer-as 3;")]
    [InlineData("router-id 3.3.3.3;")]
    [InlineData("local-address 10.0.0.3;")]
    [InlineData("peer-address 10.0.0.3;")]
    public void Another_identity_is_another_neighbor(string statement)
    {
        var plan = Plan(Base, With(statement));

        Assert.Single(plan.Added);
        Assert.Single(plan.Removed);
        Assert.Empty(plan.Restarted);
        Assert.Empty(plan.Kept);
    }

    [Fact]
    public void Neighbors_come_and_go()
    {
        var other = Base.Replace("10.0.0.2", "10.0.0.7", StringComparison.Ordinal);
        var plan = Plan(Base, Base + other);
        Assert.Equal("10.0.0.7", Assert.Single(plan.Added).Session.PeerAddress.ToString());

        plan = Plan(Base + other, other);
        Assert.Equal("10.0.0.2", Assert.Single(plan.Removed).Session.PeerAddress.ToString());
        Assert.Single(plan.Kept);
    }

    [Fact]
    public void Processes_are_compared_by_name()
    {
        var plan = Plan("process a { run /x; encoder text; } process b { run /x; encoder text; }",
            "process b { run /y; encoder json; } process c { run /x; encoder text; }");

        Assert.Equal("a", Assert.Single(plan.StoppedProcesses).Name);
        Assert.Equal(HelperEncoder.Json, Assert.Single(plan.KeptProcesses).Encoder);
        Assert.Equal("c", Assert.Single(plan.StartedProcesses).Name);
    }

    /// <summary>A field that is added to the settings has to be thought about here.</summary>
    [Fact]
    public void Each_field_of_a_definition_counts_or_is_known_not_to()
    {
        string[] ignored = ["Description", "SourceInterface", "ManualEor", "Operational", "Api", "Routes", "Name", "IsRange", "Session", "Md5"];
        var neighbor = new NeighborSettings { Peer = new IpPrefix(IpAddress.FromIpv4(1), 32), Session = new() { Families = [FamilyId.Ipv4Unicast] } };
        foreach (var property in typeof(NeighborSettings).GetProperties().Where(property => property.CanWrite && !ignored.Contains(property.Name)))
        {
            var other = neighbor with { };
            property.SetValue(other, Another(property.PropertyType, property.GetValue(neighbor)));
            Assert.False(ReloadPlan.HaveSameDefinition(neighbor, other), property.Name);
        }
    }

    private static object Another(Type type, object? value) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        IpPrefix prefix => prefix with { Length = 24 },
        IpAddress => IpAddress.FromIpv4(9),
        null when type == typeof(byte?) => (byte)9,
        null when type == typeof(TcpAoSettings) => new TcpAoSettings(1, TcpAoAlgorithm.HmacSha256, "key", false),
        _ => throw new InvalidOperationException($"no other value of {type} is known"),
    };

    private static string With(string statement) => Base[..^1] + statement + " }";

    private static ReloadPlan Plan(string before, string after)
    {
        var old = Parsed.Text(before).Good;
        return ReloadPlan.Create(old, Parsed.Text(after).Good);
    }
}
