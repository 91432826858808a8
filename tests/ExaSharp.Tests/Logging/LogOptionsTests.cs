using ExaSharp.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ExaSharp.Tests.Logging;

public sealed class LogOptionsTests
{
    [Theory]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("NOTICE", LogLevel.Information)]
    [InlineData("err", LogLevel.Error)]
    [InlineData("CRIT", LogLevel.Critical)]
    [InlineData("FATAL", LogLevel.None)]
    [InlineData("NotSet", LogLevel.Trace)]
    public void Levels_have_the_names_of_both_generations(string name, LogLevel expected)
    {
        Assert.True(LogOptions.TryParseLevel(name, out var level));
        Assert.Equal(expected, level);
    }

    [Fact]
    public void Other_levels_are_none() => Assert.False(LogOptions.TryParseLevel("LOUD", out _));

    [Theory]
    [InlineData("reactor", true)]
    [InlineData("rib", false)]
    [InlineData("routes", false)]
    [InlineData("parser", false)]
    [InlineData("process", true)]
    [InlineData("outgoing-1", true)]
    [InlineData("welcome", true)]
    [InlineData("ka-outgoing-1", false)]
    public void By_default_the_chatty_switches_are_off(string category, bool expected) => Assert.Equal(expected, new LogOptions().IsOn(category));

    [Theory]
    [InlineData("reactor", false)]
    [InlineData("process", false)]
    [InlineData("welcome", true)]
    [InlineData("peer-1", true)]
    public void Disabling_the_log_silences_what_has_a_switch(string category, bool expected) =>
        Assert.Equal(expected, new LogOptions { Enable = false }.IsOn(category));

    [Fact]
    public void All_is_all()
    {
        var options = new LogOptions().Verbose();
        Assert.True(options.IsOn(LogSource.Rib));
        Assert.True(options.IsOn(LogSource.Switched(LogSource.Packets, "outgoing-1")));
        Assert.Equal((LogLevel.Debug, false), (options.Level, options.Short));
    }

    [Fact]
    public void A_source_can_have_the_switch_of_another()
    {
        var category = LogSource.Switched(LogSource.Packets, "outgoing-1");
        Assert.Equal("outgoing-1", LogSource.Name(category));
        Assert.False(new LogOptions().IsOn(category));
        Assert.True((new LogOptions { Switches = new HashSet<string> { LogSource.Packets } }).IsOn(category));
        Assert.Equal("outgoing-1", LogSource.Name("outgoing-1"));
    }
}
