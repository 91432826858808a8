using System.Text;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Migration;
using Xunit;

namespace ExaSharp.Configuration.Tests.Generations;

public class OlderCaseTests
{
    private const string Old = """
        GROUP Edge {
            Local-AS 65000;
            peer-as 65001;
            router-id 1.2.3.4;
            local-address 127.0.0.1;
            static { Route 10.0.0.0/8 NEXT-HOP 1.2.3.4 Origin IGP; }
            neighbor 127.0.0.2 {
                md5 "Some Key";
            }
        }

        """;

    [Fact]
    public void A_file_of_3_4_is_read_in_lower_case_but_for_its_keys()
    {
        var parsed = Parsed.Text(Old);

        Assert.Equal(ConfigurationGeneration.ExaBgp34, parsed.Good.Generation);
        var neighbor = Assert.Single(parsed.Good.Neighbors);
        Assert.Equal((65000u, "Some Key"), (neighbor.Session.LocalAs, neighbor.Md5!.Password));
        Assert.Equal(1, Assert.Single(neighbor.Routes).Count);
        Assert.Contains(parsed.Diagnostics.Items, item => item.Message.StartsWith("upper case is read as lower case", StringComparison.Ordinal));
        Assert.False(parsed.Diagnostics.HasErrors);
    }

    [Fact]
    public void Migrated_it_is_in_lower_case()
    {
        var context = Parsed.Text("neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 1; peer-as 1; }").Context;
        var text = ConfigurationMigration.Migrate(new SourceText("old.conf", Encoding.UTF8.GetBytes(Old)), context, out _)!;

        Assert.Contains("# - ExaBGP 3.4 reads upper case as lower case", text, StringComparison.Ordinal);
        var again = Parsed.Text(text);
        Assert.Equal(ConfigurationGeneration.ExaBgp50, again.Good.Generation);
        Assert.Equal("Some Key", Assert.Single(again.Good.Neighbors).Md5!.Password);
        Assert.DoesNotContain("NEXT-HOP", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_forms_of_3_4_is_refused_as_it_is_by_newer_ones()
    {
        var parsed = Parsed.Text("neighbor 127.0.0.2 { Router-id 1.2.3.4; local-address 127.0.0.1; local-as 65000; peer-as 65001; }");

        Assert.True(parsed.Diagnostics.HasErrors);
        Assert.Contains("Router-id", parsed.Diagnostics.Items[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, parsed.Context.Routes.Count);
    }

    [Fact]
    public void Errors_of_a_file_of_3_4_are_those_of_what_is_written()
    {
        var parsed = Parsed.Text("group A { neighbor 127.0.0.2 { Router-id 1.2.3.4; bogus; } }");

        Assert.Contains(parsed.Diagnostics.Items, item => item.Message.Contains("Router-id", StringComparison.Ordinal));
        Assert.Equal(0, parsed.Context.Routes.Count);
    }
}
