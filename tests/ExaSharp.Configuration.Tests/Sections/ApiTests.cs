using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class ApiTests
{
    private const string Processes = "process a { run /bin/cat; encoder json; } process b { run /bin/cat; encoder text; }";

    [Fact]
    public void A_named_block_with_everything()
    {
        var api = Api("api speaking { processes [ a b ]; neighbor-changes; negotiated; fsm; signal; send { packets; update; } receive { parsed; update; refresh; } }");

        Assert.Equal("speaking", api.Name);
        Assert.Equal(["a", "b"], api.Processes);
        Assert.Empty(api.ProcessesMatch);
        Assert.True(api.NeighborChanges);
        Assert.True(api.Negotiated);
        Assert.True(api.Fsm);
        Assert.True(api.Signal);
        Assert.Equal(ApiMessages.Packets | ApiMessages.Update, api.Send);
        Assert.Equal(ApiMessages.Parsed | ApiMessages.Update | ApiMessages.Refresh, api.Receive);
    }

    [Fact]
    public void The_block_of_a_common_example()
    {
        // A statement behind the closing brace of a section, on the same line.
        var api = Api("api speaking {\n processes [ a ];\n receive { parsed; update; } neighbor-changes;\n}");

        Assert.True(api.NeighborChanges);
        Assert.Equal(ApiMessages.Parsed | ApiMessages.Update, api.Receive);
    }

    [Theory]
    [InlineData("parsed", ApiMessages.Parsed)]
    [InlineData("packets", ApiMessages.Packets)]
    [InlineData("consolidate", ApiMessages.Consolidate)]
    [InlineData("open", ApiMessages.Open)]
    [InlineData("update", ApiMessages.Update)]
    [InlineData("notification", ApiMessages.Notification)]
    [InlineData("keepalive", ApiMessages.Keepalive)]
    [InlineData("refresh", ApiMessages.Refresh)]
    [InlineData("operational", ApiMessages.Operational)]
    public void Words_of_send_and_receive(string word, ApiMessages message)
    {
        Assert.Equal(message, Api($"api {{ processes [ a ]; send {{ {word}; }} }}").Send);
        Assert.Equal(message, Api($"api {{ processes [ a ]; receive {{ {word} enable; }} }}").Receive);
        Assert.Equal(ApiMessages.None, Api($"api {{ processes [ a ]; receive {{ {word}; {word} false; }} }}").Receive);
    }

    [Fact]
    public void There_is_no_word_for_all_messages() => Assert.Equal("invalid keyword \"all\"", Error("api { processes [ a ]; receive { all; } }"));

    [Fact]
    public void Several_blocks_with_and_without_a_name()
    {
        var neighbor = Parsed.InNeighbor("api { processes [ a ]; } api one { processes [ a, b ]; } api { processes [ b ]; }", Processes).Neighbor;

        Assert.Equal(3, neighbor.Api.Select(api => api.Name).Distinct().Count());
        Assert.StartsWith("auto-named-", neighbor.Api[0].Name, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], neighbor.Api[1].Processes);
    }

    [Fact]
    public void A_name_made_up_is_never_one_that_is_written() =>
        Assert.Equal(2, Parsed.InNeighbor("api auto-named-1 { processes [ a ]; } api { processes [ b ]; }", Processes).Neighbor.Api.Select(api => api.Name).Distinct().Count());

    [Fact]
    public void Names_are_unique_in_the_whole_file()
    {
        var parsed = Parsed.InNeighbor("api one { processes [ a ]; }", Processes + " template { neighbor t { api one { processes [ b ]; } } }");

        Assert.Equal("the name \"one\" already exists in api", parsed.Error);
    }

    [Theory]
    [InlineData("api { processes a; }", "invalid processes, does not start with [")]
    [InlineData("api { processes; }", "invalid processes, does not start with [")]
    [InlineData("api { processes [ a; }", "invalid processes, does not end with ]")]
    [InlineData("api { processes-match a; }", "invalid processes-match, does not start with [")]
    [InlineData("api { processes-match [ a; }", "invalid processes-match, does not end with ]")]
    [InlineData("api { processes-match [ \"(\" ]; }", "\"(\" is not a regular expression")]
    [InlineData("api { processes [ c ]; }", "an api called 'c' is used by neighbor '10.0.0.2' but not defined")]
    [InlineData("api { processes-match [ ^c ]; }", "no process matches the regex '^c' for neighbor '10.0.0.2'")]
    [InlineData("api { processes-match [ c d ]; }", "no process matches the regex 'c' or 'd' for neighbor '10.0.0.2'")]
    [InlineData("api x { processes [ a ]; } api y { processes-match [ b ]; }", "processes and processes-match are mutually exclusive, verify neighbor '10.0.0.2' configuration.")]
    [InlineData("api a/b { processes [ a ]; }", "invalid character in name for api: \"a/b\" may have letters, digits, \".\", \"-\" and \"_\"")]
    [InlineData("api { processes [ a ]; sent { } }", "section sent is invalid in api, neighbor/api/auto-named-1")]
    public void Refused(string block, string error) => Assert.Equal(error, Error(block));

    [Fact]
    public void One_matching_expression_is_enough()
    {
        var neighbor = Parsed.InNeighbor("api { processes-match [ ^c \"[ab]$\" ]; }", Processes).Neighbor;

        Assert.Equal(["^c", "[ab]$"], Assert.Single(neighbor.Api).ProcessesMatch);
    }

    [Fact]
    public void Processes_may_be_declared_behind_the_neighbor() =>
        Assert.Single(Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} api {{ processes [ a b ]; }} }} {Processes}").Good.Neighbors);

    [Fact]
    public void Blocks_that_do_nothing_are_told()
    {
        Assert.Contains("ignored: this api block names no processes", Parsed.InNeighbor("api { neighbor-changes; }").Warnings);
        Assert.Contains("processes of processes-match may command the neighbor but get no events",
            Parsed.InNeighbor("api { processes-match [ a ]; receive { update; } }", Processes).Warnings);
        Assert.Contains("no neighbor names the process \"b\": its commands reach only neighbors without an api block",
            Parsed.InNeighbor("api { processes [ a ]; }", Processes).Warnings);
    }

    [Fact]
    public void Helpers_command_only_the_neighbors_that_name_them()
    {
        var named = Parsed.InNeighbor("api { processes [ a ]; }", Processes).Neighbor;
        var matched = Parsed.InNeighbor("api { processes-match [ \"^[ab]$\" ]; }", Processes).Neighbor;

        Assert.True(named.TakesCommandsFrom("a"));
        Assert.False(named.TakesCommandsFrom("b"));
        Assert.True(matched.TakesCommandsFrom("b"));
        Assert.False(matched.TakesCommandsFrom("ab"));
        Assert.False(Parsed.InNeighbor("").Neighbor.TakesCommandsFrom("a"));
    }

    [Theory]
    [InlineData("ann", "announce", true)]
    [InlineData("noun", "announce", false)]
    [InlineData(".*ce$", "announce", true)]
    [InlineData("x|ann", "announce", true)]
    [InlineData("(?P<n>a)(?P=n)?", "announce", false)]
    [InlineData("(?P<n>a)", "announce", true)]
    public void Expressions_match_from_the_start_as_in_Python(string pattern, string name, bool matches) =>
        Assert.Equal(matches, ProcessNamePattern.IsMatch(pattern, name));

    [Fact]
    public void An_expression_that_runs_away_matches_nothing() =>
        Assert.False(ProcessNamePattern.IsMatch("(a+)+$", new string('a', 40) + "!"));

    private static ApiSettings Api(string block) => Assert.Single(Parsed.InNeighbor(block, Processes).Neighbor.Api);

    private static string Error(string block) => Parsed.InNeighbor(block, Processes).Error;
}
