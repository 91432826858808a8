using ExaSharp.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ExaSharp.Tests.Logging;

public sealed class LogFormatTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 9, 5, 7, TimeSpan.Zero);

    [Theory]
    [InlineData(true, "reactor", "hello", "reactor         hello")]
    [InlineData(false, "reactor", "hello", "09:05:07 42     reactor         hello")]
    [InlineData(true, "a source of its own", "hello", "a source of its own hello")]
    [InlineData(true, "configuration", "", "configuration   ")]
    public void Lines_are_ExaBGPs(bool isShort, string source, string message, string expected) =>
        Assert.Equal(expected, new LogFormat(isShort, false, 42).Format(new LogLine(Time, LogLevel.Error, source, message)));

    [Theory]
    [InlineData(LogLevel.Critical, "\r\e[00;31mreactor        \e[0m hi")]
    [InlineData(LogLevel.Error, "\r\e[01;31mreactor        \e[0m \e[1mhi      \e[0m")]
    [InlineData(LogLevel.Warning, "\r\e[01;33mreactor        \e[0m \e[1mhi      \e[0m")]
    [InlineData(LogLevel.Information, "\r\e[01;32mreactor        \e[0m \e[1mhi      \e[0m")]
    [InlineData(LogLevel.Debug, "\rreactor         hi")]
    [InlineData(LogLevel.Trace, "\r\e[01;34mreactor        \e[0m hi")]
    public void A_terminal_gets_colours_by_level(LogLevel level, string expected) =>
        Assert.Equal(expected, new LogFormat(true, true, 42).Format(new LogLine(Time, level, "reactor", "hi")));
}
