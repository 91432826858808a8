using ExaSharp.Daemon;
using Xunit;

namespace ExaSharp.Tests.Daemon;

public class ConnectDelayTests
{
    [Theory]
    [InlineData(0, 1, 60)]
    [InlineData(1, 1, 59)]
    [InlineData(59, 1, 1)]
    [InlineData(60, 1, 60)]
    [InlineData(61, 5, 239)]
    [InlineData(1700000000, 10, 400)]
    [InlineData(0, int.MaxValue, int.MaxValue * 60L)]
    public void Until_the_minutes_are_a_multiple(long now, int minutes, long seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ConnectDelay.From(DateTimeOffset.FromUnixTimeSeconds(now), minutes));

    [Fact]
    public void A_step_is_never_too_long_for_a_timer()
    {
        using var timer = TimeProvider.System.CreateTimer(_ => { }, null, ConnectDelay.Step(TimeSpan.FromDays(1_000_000)), Timeout.InfiniteTimeSpan);
        Assert.Equal(TimeSpan.FromSeconds(5), ConnectDelay.Step(TimeSpan.FromSeconds(5)));
    }
}
