using ExaSharp.Configuration.Settings;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ExaSharp.Tests.Logging;

public sealed class LogOptionsTests
{
    [Theory]
    [InlineData(LogThreshold.Info, LogLevel.Information)]
    [InlineData(LogThreshold.Critical, LogLevel.Critical)]
    [InlineData(LogThreshold.NotSet, LogLevel.Trace)]
    public void The_settings_say_what_is_logged(LogThreshold threshold, LogLevel level)
    {
        var settings = EnvironmentSettings.Default with { LogLevel = threshold, LogRib = true, LogReactor = false, LogShort = false };
        var options = LogOptions.From(settings);
        Assert.Equal((level, false, "stdout"), (options.Level, options.Short, options.Destination));
        Assert.True(options.IsOn(LogSource.Rib));
        Assert.False(options.IsOn(LogSource.Reactor));
    }

    [Fact]
    public void The_defaults_are_those_of_the_settings() =>
        Assert.Equal(LogOptions.DefaultSwitches.Order(), LogOptions.From(EnvironmentSettings.Default).Switches.Order());

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
