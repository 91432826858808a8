using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Generations;

/// <summary><c>group</c> of ExaBGP 3.4, and the processes in it.</summary>
public class GroupTests
{
    private const string Common = "local-address 10.0.0.1; local-as 65000; peer-as 65001;";

    [Fact]
    public void Neighbors_have_what_the_group_says()
    {
        var good = Parsed.Text(
            $$"""
            group edge {
                {{Common}}
                hold-time 30;
                md5 'secret';
                graceful-restart 60;
                family { ipv4 unicast; ipv4 flow; }
                neighbor 10.0.0.2 { }
                neighbor 10.0.0.3 { }
            }
            """).Good;

        Assert.Equal(ConfigurationGeneration.ExaBgp34, good.Generation);
        Assert.Equal(["10.0.0.2", "10.0.0.3"], good.Neighbors.Select(neighbor => neighbor.Peer.Address.ToString()));
        foreach (var neighbor in good.Neighbors)
        {
            Assert.Equal(65000u, neighbor.Session.LocalAs);
            Assert.Equal(30, neighbor.Session.HoldTime);
            Assert.Equal("secret", neighbor.Md5?.Password);
            Assert.Equal((ushort)60, neighbor.Session.Capabilities.GracefulRestart);
            Assert.Equal([new FamilyId(Afi.Ipv4, Safi.Unicast), new FamilyId(Afi.Ipv4, Safi.Flow)], neighbor.Session.Families);
        }
    }

    [Fact]
    public void What_a_neighbor_says_itself_counts()
    {
        var good = Parsed.Text(
            $$"""
            group edge {
                {{Common}} router-id 1.1.1.1;
                hold-time 30;
                capability { route-refresh; graceful-restart 60; }
                family { ipv4 unicast; }
                neighbor 10.0.0.2 { hold-time 90; peer-as 65002; graceful-restart disable; family { ipv6 unicast; } }
                neighbor 10.0.0.3 { router-id 3.3.3.3; }
            }
            """).Good;
        var (first, second) = (good.Neighbors[0], good.Neighbors[1]);

        Assert.Equal((90, 65002u), (first.Session.HoldTime, first.Session.PeerAs!.Value));
        Assert.Null(first.Session.Capabilities.GracefulRestart);
        Assert.True(first.Session.Capabilities.RouteRefresh);
        Assert.Equal([new FamilyId(Afi.Ipv6, Safi.Unicast)], first.Session.Families);
        Assert.Equal((30, 65001u, "3.3.3.3"), (second.Session.HoldTime, second.Session.PeerAs!.Value, second.Session.RouterId.ToString()));
        Assert.Equal((ushort)60, second.Session.Capabilities.GracefulRestart);
    }

    [Fact]
    public void A_neighbor_has_what_stands_before_it_in_the_group()
    {
        var parsed = Parsed.Text(
            $$"""
            group edge {
                {{Common}}
                static { route 10.1.0.0/16 next-hop 10.9.9.9; }
                neighbor 10.0.0.2 { static { route 10.2.0.0/16 next-hop 10.9.9.9; } }
                hold-time 30;
                static { route 10.3.0.0/16 next-hop 10.9.9.9; }
                neighbor 10.0.0.3 { }
            }
            """);
        var neighbors = parsed.Good.Neighbors;

        Assert.Equal(["10.2.0.0/16", "10.1.0.0/16"], Routes(parsed, neighbors[0]));
        Assert.Equal(["10.1.0.0/16", "10.3.0.0/16"], Routes(parsed, neighbors[1]));
        Assert.Equal([180, 30], neighbors.Select(neighbor => (int)neighbor.Session.HoldTime));
        // The routes of a group are kept once.
        Assert.Contains(neighbors[1].Routes[0], neighbors[0].Routes);
    }

    [Fact]
    public void Groups_have_nothing_in_common()
    {
        var good = Parsed.Text(
            $$"""
            group a { {{Common}} hold-time 30; process p { run /bin/cat; } neighbor 10.0.0.2 { } neighbor 10.0.0.3 { } }
            group b { {{Common}} process q { run /bin/cat; } neighbor 10.0.0.4 { } }
            neighbor 10.0.0.5 { {{Common}} }
            """).Good;

        Assert.Equal([30, 30, 180, 180], good.Neighbors.Select(neighbor => (int)neighbor.Session.HoldTime));
        Assert.Equal([true, true, false, false], good.Neighbors.Select(neighbor => neighbor.TakesCommandsFrom("p")));
        Assert.Equal([false, false, true, false], good.Neighbors.Select(neighbor => neighbor.TakesCommandsFrom("q")));
    }

    [Fact]
    public void A_process_behind_the_neighbors_is_theirs_too()
    {
        var good = Parsed.Text($"group a {{ {Common} neighbor 10.0.0.2 {{ }} process p {{ run /bin/cat; receive-routes; }} }}").Good;

        Assert.True(good.Neighbors[0].TakesCommandsFrom("p"));
        Assert.Equal(ApiMessages.Parsed | ApiMessages.Update | ApiMessages.Refresh, Assert.Single(good.Neighbors[0].Api).Receive);
    }

    [Theory]
    [InlineData("group { neighbor 10.0.0.2 { } }", "syntax: group <name> { <options> }")]
    [InlineData("group a { neighbor 10.0.0.2 { } }", "incomplete neighbor, missing local-as, peer-as")]
    [InlineData("group a { hold-tme 3; neighbor 10.0.0.2 { } }", "invalid keyword \"hold-tme\"")]
    [InlineData("group a { group b { } }", "section group is invalid in group, group")]
    [InlineData("group a { process p { } }", "unset process sections: run")]
    [InlineData("group a { process { run /bin/cat; } }", "a process that runs a program needs a name")]
    [InlineData("group a { process p { run /bin/cat; receive { foo; } } }", "invalid keyword \"foo\"")]
    [InlineData("group a { process p { run /bin/cat; send { parsed; } } }", "invalid keyword \"parsed\"")]
    public void Refused(string text, string error) => Assert.Contains(error, Parsed.Text(text).Errors);

    [Fact]
    public void An_error_of_a_group_shows_its_place()
    {
        var parsed = Parsed.Text(
            """
            group edge {
                neighbor 10.0.0.2 {
                    procss p { run /bin/cat; }
                }
            }
            """);

        Assert.Equal(
            """
            test.conf:3:9: error: section procss is invalid in neighbor, group/neighbor [unknown-keyword]
                        procss p { run /bin/cat; }
                        ^~~~~~
                did you mean "process"?
            """,
            parsed.Rendered);
    }

    private static IEnumerable<string> Routes(Parsed parsed, NeighborSettings neighbor)
    {
        foreach (var batch in neighbor.Routes)
            for (var i = 0; i < batch.Count; i++)
                yield return Text(parsed.Context.Routes, batch.Changes[i].Route);
    }

    private static string Text(RouteStore routes, int route)
    {
        var nlri = routes.Nlri(route);
        Span<byte> octets = stackalloc byte[4];
        nlri[1..].CopyTo(octets);
        return $"{octets[0]}.{octets[1]}.{octets[2]}.{octets[3]}/{nlri[0]}";
    }
}
