using ExaSharp.Bgp.Session;
using Xunit;

namespace ExaSharp.Bgp.Tests.Session;

public class TimersAndCollisionTests
{
    [Fact]
    public void Retry_delays_are_those_of_ExaBGP()
    {
        var delay = new RetryDelay();
        int[] expected = [0, 1, 2, 3, 4, 5, 7, 9, 11, 14, 17, 21, 26, 32, 39, 47, 57, 60, 60, 60];
        Assert.Equal(expected, expected.Select(_ => (int)delay.Next().TotalSeconds));
        delay.Reset();
        Assert.Equal(TimeSpan.Zero, delay.Next());
        Assert.Equal(TimeSpan.FromSeconds(1), delay.Next());
    }

    [Fact]
    public void Timers_expire_in_the_order_of_their_deadlines_and_once()
    {
        var timers = new SessionTimers();
        Assert.Equal(SessionTimers.Never, timers.NextDue);
        Assert.False(timers.TryTakeExpired(long.MaxValue, out _));
        timers.Set(TimerKind.Hold, 30);
        timers.Set(TimerKind.Keepalive, 10);
        timers.Set(TimerKind.ConnectRetry, 20);
        Assert.Equal(10, timers.NextDue);
        Assert.False(timers.TryTakeExpired(9, out _));
        Assert.True(timers.TryTakeExpired(25, out var kind));
        Assert.Equal(TimerKind.Keepalive, kind);
        Assert.True(timers.TryTakeExpired(25, out kind));
        Assert.Equal(TimerKind.ConnectRetry, kind);
        Assert.False(timers.TryTakeExpired(25, out _));
        Assert.True(timers.IsRunning(TimerKind.Hold));
        Assert.Equal(30, timers.NextDue);
    }

    [Fact]
    public void A_timer_can_be_set_again_and_cancelled()
    {
        var timers = new SessionTimers();
        timers.Set(TimerKind.Hold, 10);
        timers.Set(TimerKind.Hold, 20);
        Assert.False(timers.TryTakeExpired(19, out _));
        timers.Cancel(TimerKind.Hold);
        Assert.False(timers.TryTakeExpired(20, out _));
        timers.Set(TimerKind.Hold, 10);
        timers.Set(TimerKind.OpenWait, 10);
        timers.CancelAll();
        Assert.Equal(SessionTimers.Never, timers.NextDue);
    }

    [Fact]
    public void Of_a_hold_and_a_keepalive_timer_due_together_the_hold_timer_goes_first()
    {
        var timers = new SessionTimers();
        timers.Set(TimerKind.Keepalive, 5);
        timers.Set(TimerKind.Hold, 5);
        Assert.True(timers.TryTakeExpired(5, out var kind));
        Assert.Equal(TimerKind.Hold, kind);
    }

    [Theory]
    [InlineData(FsmState.Idle, "9.9.9.9", null, CollisionVerdict.UseNew)]
    [InlineData(FsmState.Active, "9.9.9.9", null, CollisionVerdict.UseNew)]
    [InlineData(FsmState.Connect, "9.9.9.9", null, CollisionVerdict.UseNew)]
    [InlineData(FsmState.OpenSent, "9.9.9.9", null, CollisionVerdict.UseNew)]
    [InlineData(FsmState.OpenSent, "9.9.9.9", "1.1.1.1", CollisionVerdict.UseNew)]
    [InlineData(FsmState.OpenConfirm, "9.9.9.9", "1.1.1.1", CollisionVerdict.KeepCurrent)]
    [InlineData(FsmState.OpenConfirm, "1.1.1.1", "9.9.9.9", CollisionVerdict.UseNew)]
    [InlineData(FsmState.OpenConfirm, "1.1.1.1", "1.1.1.1", CollisionVerdict.UseNew)]
    // The comparison is numeric: 9 is less than 10, and the first octet weighs most.
    [InlineData(FsmState.OpenConfirm, "10.0.0.1", "9.255.255.255", CollisionVerdict.KeepCurrent)]
    [InlineData(FsmState.OpenConfirm, "9.255.255.255", "200.0.0.1", CollisionVerdict.UseNew)]
    [InlineData(FsmState.Established, "1.1.1.1", "9.9.9.9", CollisionVerdict.KeepCurrent)]
    [InlineData(FsmState.Established, "9.9.9.9", "1.1.1.1", CollisionVerdict.KeepCurrent)]
    public void Which_of_two_connections_goes_on(FsmState state, string local, string? remote, CollisionVerdict verdict) =>
        Assert.Equal(
            verdict,
            CollisionRule.Judge(state, SessionTesting.Ip(local), remote is null ? default : SessionTesting.Ip(remote)));
}
