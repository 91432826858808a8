using ExaSharp.Cli.Prompt;
using Xunit;

namespace ExaSharp.Tests.Cli.Prompt;

/// <summary>What can stand next in a command, from what the daemon says of itself.</summary>
public sealed class CommandCompletionTests
{
    private static readonly string[] Help =
    [
        "", "available API commands are listed here:", "=======================================", "",
        "filter can be: [local-ip <ip>][local-as <asn>][peer-as <asn>][router-id <router-id>]", "", "command are:", "------------", "",
        "[neighbor <ip> [filters]] announce route", "[neighbor <ip> [filters]] announce route-refresh", "[neighbor <ip> [filters]] teardown",
        "reload ", "show adj-rib out [ extensive | json ]", "show neighbor [ summary | extensive | configuration | json ]", "shutdown ", "",
    ];

    private const string JsonHelp =
        """{"description": "x", "commands": [{"command": "rib show out", "neighbor_support": true, "json_support": true, "options": ["extensive"]}, {"command": "ping", "neighbor_support": false}]}""";

    private static readonly string[] Summary = ["Peer            AS        up/down state       |     #sent     #recvd", "127.0.0.2       1  down", "2001:db8::1     1  down"];

    [Theory]
    [InlineData("", "announce exit help neighbor reload show shutdown teardown")]
    [InlineData("re", "reload")]
    [InlineData("show ", "adj-rib neighbor")]
    [InlineData("show adj-rib ", "out")]
    [InlineData("show adj-rib out ", "extensive json")]
    [InlineData("show adj-rib out json ", "extensive")]
    [InlineData("show neighbor 1", "127.0.0.2")]
    [InlineData("show neighbor s", "summary")]
    [InlineData("announce route", "route route-refresh")]
    [InlineData("neighbor ", "127.0.0.2 2001:db8::1")]
    [InlineData("neighbor 127.0.0.2 ", "announce local-as local-ip peer-as router-id teardown")]
    [InlineData("neighbor 127.0.0.2 local-as ", "")]
    [InlineData("neighbor 127.0.0.2 local-as 1 t", "teardown")]
    [InlineData("neighbor 127.0.0.2 announce route-", "route-refresh")]
    [InlineData("nonsense ", "")]
    internal void The_next_word_is_one_that_the_daemon_knows(string text, string words) =>
        Assert.Equal(words, string.Join(' ', new CommandCompletion(Help, CommandCompletion.Neighbors(Summary)).Complete(text)));

    [Theory]
    [InlineData("", "exit help neighbor ping rib")]
    [InlineData("rib show out ", "extensive")]
    internal void Help_as_JSON_says_the_same(string text, string words) =>
        Assert.Equal(words, string.Join(' ', new CommandCompletion([JsonHelp], []).Complete(text)));

    [Theory]
    [InlineData("{")]
    [InlineData("{\"commands\": 1}")]
    [InlineData("{\"commands\": [{}]}")]
    [InlineData("{\"commands\": [{\"command\": null}]}")]
    internal void A_daemon_that_says_something_else_completes_nothing_of_its_own(string help) =>
        Assert.Equal(["exit", "help", "neighbor"], new CommandCompletion([help], []).Complete(""));

    [Fact]
    internal void Neighbors_are_read_from_JSON_too() =>
        Assert.Equal(["127.0.0.2", "2001:db8::1"], CommandCompletion.Neighbors(["""[{"peer-address": "127.0.0.2", "peer-as": 65000}, {"peer-address": "2001:db8::1"}]"""]));
}
