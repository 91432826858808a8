using ExaSharp.Api.Helpers;
using Xunit;

namespace ExaSharp.Tests.Api.Helpers;

public sealed class RespawnPolicyTests
{
    private static readonly DateTimeOffset WindowStart = DateTimeOffset.FromUnixTimeSeconds(64L * 1_000_000);

    [Fact]
    public void The_sixth_start_in_one_window_is_one_too_many()
    {
        var policy = new RespawnPolicy();
        for (var i = 0; i < 5; i++) Assert.True(policy.TryStart(WindowStart.AddSeconds(12 * i), out _));
        Assert.False(policy.TryStart(WindowStart.AddSeconds(63.9), out _));
    }

    [Fact]
    public void After_too_many_starts_it_is_time_again_in_the_next_window()
    {
        var policy = new RespawnPolicy();
        for (var i = 0; i < 5; i++) policy.TryStart(WindowStart.AddSeconds(10), out _);
        Assert.False(policy.TryStart(WindowStart.AddSeconds(10), out var delay));
        Assert.Equal(TimeSpan.FromSeconds(54), delay);
        Assert.True(policy.TryStart(WindowStart.AddSeconds(10) + delay, out delay));
        Assert.Equal(TimeSpan.Zero, delay);
    }

    [Fact]
    public void Windows_are_aligned_and_do_not_slide()
    {
        var policy = new RespawnPolicy();
        for (var i = 0; i < 5; i++) Assert.True(policy.TryStart(WindowStart.AddSeconds(60), out _));
        for (var i = 0; i < 5; i++) Assert.True(policy.TryStart(WindowStart.AddSeconds(64), out _));
        Assert.False(policy.TryStart(WindowStart.AddSeconds(127), out _));
        Assert.True(policy.TryStart(WindowStart.AddSeconds(128), out _));
    }

    [Fact]
    public void Restarts_wait_longer_each_time_but_less_than_a_window_in_all()
    {
        var policy = new RespawnPolicy();
        var delays = new List<TimeSpan>();
        while (policy.TryStart(WindowStart, out var delay)) delays.Add(delay);
        Assert.Equal([0, 0, 50, 100, 200], delays.Select(d => d.TotalMilliseconds));
    }
}
