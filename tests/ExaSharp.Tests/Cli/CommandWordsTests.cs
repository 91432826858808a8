using ExaSharp.Cli;
using Xunit;

namespace ExaSharp.Tests.Cli;

public class CommandWordsTests
{
    [Theory]
    [InlineData("s n", "show neighbor")]
    [InlineData("sh neigh sum", "show neighbor summary")]
    [InlineData("show neighbour 127.0.0.1 c", "show neighbor 127.0.0.1 configuration")]
    [InlineData("s a i", "show adj-rib in")]
    [InlineData("s a o e", "show adj-rib out extensive")]
    [InlineData("f a o", "flush adj-rib out")]
    [InlineData("a r 10.0.0.0/24 next-hop 1.1.1.1", "announce route 10.0.0.0/24 next-hop 1.1.1.1")]
    [InlineData("w w dnsr", "withdraw watchdog dnsr")]
    [InlineData("a e ipv4 unicast", "announce eor ipv4 unicast")]
    [InlineData("a rr ipv4 unicast", "announce route-refresh ipv4 unicast")]
    [InlineData("n 127.0.0.1 t 6", "neighbor 127.0.0.1 teardown 6")]
    [InlineData("h", "help")]
    public void Short_words_are_completed(string words, string command)
    {
        Assert.Equal(command, CommandWords.Expand([words]));
        Assert.Equal(command, CommandWords.Expand(words.Split(' ')));
    }

    [Theory]
    [InlineData("announce route 10.0.0.0/24 next-hop 1.1.1.1 name s")]
    [InlineData("announce route 10.0.0.0/24 next-hop 1.1.1.1 community c")]
    [InlineData("announce flow route source 10.0.0.1/32 protocol [ =6 ] rate-limit 9600")]
    [InlineData("something e")]
    public void Values_are_left_alone(string command) => Assert.Equal(command, CommandWords.Expand([command]));
}
