using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Generations;

/// <summary><c>process</c> inside a neighbour (ExaBGP 3.4): the api blocks and the process that it stands for.</summary>
public class EmbeddedProcessTests
{
    private const ApiMessages All = ApiMessages.Open | ApiMessages.Update | ApiMessages.Notification | ApiMessages.Keepalive
        | ApiMessages.Refresh | ApiMessages.Operational;

    [Fact]
    public void It_is_a_process_of_3_4_whose_commands_are_not_answered()
    {
        var good = Parsed.InNeighbor("process p { run /bin/cat a b; }").Good;
        var process = Assert.Single(good.Processes);

        Assert.Equal(("p", HelperEncoder.Text), (process.Name, process.Encoder));
        Assert.Equal(["/bin/cat", "a", "b"], process.Run);
        Assert.Equal(ConfigurationGeneration.ExaBgp34, process.Generation);
        Assert.Equal(AckMode.Off, process.AckOr(ofSettings: true));
    }

    [Fact]
    public void A_process_of_today_is_answered()
    {
        var process = Assert.Single(Parsed.Text("process p { run /bin/cat; encoder json; }").Good.Processes);

        Assert.Equal(ConfigurationGeneration.ExaBgp50, process.Generation);
        Assert.Equal(AckMode.On, process.AckOr(ofSettings: true));
    }

    [Theory]
    [InlineData("parse-routes;", true, ApiMessages.Parsed | ApiMessages.Update)]
    [InlineData("peer-updates;", true, ApiMessages.Parsed | ApiMessages.Update)]
    [InlineData("neighbor-changes;", true, ApiMessages.None)]
    [InlineData("receive-routes;", false, ApiMessages.Parsed | ApiMessages.Update | ApiMessages.Refresh)]
    [InlineData("receive-operational;", false, ApiMessages.Parsed | ApiMessages.Operational)]
    [InlineData("receive-parsed; receive-updates; receive-refresh;", false, ApiMessages.Parsed | ApiMessages.Update | ApiMessages.Refresh)]
    [InlineData("receive { parsed; update; neighbor-changes; }", true, ApiMessages.Parsed | ApiMessages.Update)]
    [InlineData("receive { parsed; updates; notification; keepalive; refresh; operational; }", false, ApiMessages.Parsed | All & ~ApiMessages.Open)]
    [InlineData("receive { parsed; packets; consolidate; update; }", false, ApiMessages.Parsed | ApiMessages.Packets | ApiMessages.Consolidate | ApiMessages.Update)]
    [InlineData("neighbor-changes true; receive { update off; }", true, ApiMessages.Update)]
    public void Events(string statements, bool neighborChanges, ApiMessages receive)
    {
        var neighbor = Parsed.InNeighbor($"process p {{ {statements} run /bin/cat; encoder json; }}").Neighbor;
        var api = neighbor.Api[0];

        Assert.Equal(["p"], api.Processes);
        Assert.Equal((neighborChanges, receive), (api.NeighborChanges, api.Receive));
    }

    [Fact]
    public void Raw_messages_are_of_every_kind()
    {
        var api = Parsed.InNeighbor("process p { run /bin/cat; receive { packets; parsed; update; } send { packets; } }").Neighbor.Api;

        Assert.Equal(2, api.Count);
        Assert.Equal((ApiMessages.Parsed | ApiMessages.Update, ApiMessages.Packets | All), (api[0].Receive, api[0].Send));
        Assert.Equal((ApiMessages.Packets | All, ApiMessages.None), (api[1].Receive, api[1].Send));
    }

    [Fact]
    public void Who_asks_for_open_gets_ours_too() =>
        Assert.Equal(ApiMessages.Parsed | ApiMessages.Open, Parsed.InNeighbor("process p { run /bin/cat; receive { parsed; open; } }").Neighbor.Api[0].Send);

    [Fact]
    public void Every_process_commands_all_neighbors_outside_of_groups_and_sees_its_own()
    {
        var good = Parsed.Text(
            $$"""
            neighbor 10.0.0.2 { {{Parsed.Basics}} process p { run /bin/cat; receive-routes; } }
            neighbor 10.0.0.3 { {{Parsed.Basics}} }
            """).Good;

        Assert.All(good.Neighbors, neighbor => Assert.True(neighbor.TakesCommandsFrom("p")));
        Assert.NotEqual(ApiMessages.None, good.Neighbors[0].Api[0].Receive);
        Assert.Equal(ApiMessages.None, Assert.Single(good.Neighbors[1].Api).Receive);
    }

    [Fact]
    public void The_same_process_in_two_neighbors_is_one()
    {
        var good = Parsed.Text(
            $$"""
            neighbor 10.0.0.2 { {{Parsed.Basics}} process p { run /bin/cat; receive-routes; } }
            neighbor 10.0.0.3 { {{Parsed.Basics}} process p { run /bin/cat; receive-routes; } }
            """).Good;

        Assert.Single(good.Processes);
        Assert.All(good.Neighbors, neighbor => Assert.Single(neighbor.Api));
    }

    [Fact]
    public void Of_two_programs_the_last_runs()
    {
        var parsed = Parsed.Text(
            $$"""
            neighbor 10.0.0.2 { {{Parsed.Basics}} process p { run /bin/cat 1; } }
            neighbor 10.0.0.3 { {{Parsed.Basics}} process p { run /bin/cat 2; } }
            """);

        Assert.Equal(["/bin/cat", "2"], Assert.Single(parsed.Good.Processes).Run);
        Assert.Equal(["this replaces an earlier process called \"p\""], parsed.Warnings);
    }

    [Theory]
    [InlineData("\"/bin/cat a 'b c'\"", new[] { "/bin/cat", "a", "b c" })]
    [InlineData("'/bin/cat \"a b\" c\\\\ d'", new[] { "/bin/cat", "a b", "c d" })]
    [InlineData("/bin/cat \"a b\"", new[] { "/bin/cat", "a b" })]
    [InlineData("/bin/cat", new[] { "/bin/cat" })]
    public void A_command_in_quotes_is_taken_apart(string run, string[] words) =>
        Assert.Equal(words, Assert.Single(Parsed.InNeighbor($"process p {{ run {run}; }}").Good.Processes).Run);

    [Fact]
    public void A_process_without_name_and_program_has_no_effect()
    {
        var parsed = Parsed.InNeighbor("process { receive { parsed; update; } } hold-time 30;");

        Assert.Empty(parsed.Neighbor.Api);
        Assert.Equal(30, parsed.Neighbor.Session.HoldTime);
        Assert.Equal(["ignored: a process without a name and a program gets no events"], parsed.Warnings);
    }

    [Fact]
    public void The_name_of_a_process_outside_is_taken() => Assert.Equal(
        "a process section called \"p\" already exists",
        Parsed.InNeighbor("process p { run /bin/cat; }", before: "process p { run /bin/cat; encoder text; }").Error);
}
