using ExaSharp.HealthCheck;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>ExaBGP's table of states, and hold-down. In a script <c>+</c> is a check that succeeds, <c>-</c> one that fails, <c>x</c> a disabled service.</summary>
public sealed class HealthStateMachineTests
{
    [Theory]
    [InlineData(3, 3, "+++", "RISING . UP")]
    [InlineData(3, 3, "---", "FALLING . DOWN")]
    [InlineData(1, 3, "+", "UP")]
    [InlineData(0, 0, "+-+", "UP DOWN UP")]
    [InlineData(-2, -2, "-+-", "DOWN UP DOWN")]
    [InlineData(3, 1, "-", "DOWN")]
    [InlineData(2, 2, "+-+-", "RISING FALLING RISING FALLING")]
    [InlineData(3, 2, "++-+--", "RISING . FALLING RISING FALLING DOWN")]
    [InlineData(2, 2, "+++-+-+++", "RISING UP . FALLING RISING FALLING RISING UP .")]
    [InlineData(2, 3, "+++---++", "RISING UP . FALLING . DOWN RISING UP")]
    [InlineData(2, 1, "++-++", "RISING UP DOWN RISING UP")]
    [InlineData(1, 2, "+-+--+", "UP FALLING UP FALLING DOWN UP")]
    [InlineData(2, 2, "xx+++", "DISABLED . INIT RISING UP")]
    [InlineData(1, 1, "+x--", "UP DISABLED INIT DOWN")]
    [InlineData(3, 3, "++x+++x", "RISING . DISABLED INIT RISING . DISABLED")]
    [InlineData(1, 1, "-x", "DOWN DISABLED")]
    public void A_script_of_checks_makes_these_transitions(int rise, int fall, string checks, string expected)
    {
        var machine = new HealthStateMachine(rise, fall, TimeSpan.Zero);
        Assert.Equal(expected, string.Join(' ', checks.Select((check, second) => Show(machine.Step(check == 'x', check == '+', TimeSpan.FromSeconds(second))))));
    }

    [Theory]
    [InlineData(0, "-+", "DOWN UP")]
    [InlineData(1, "-+", "DOWN UP")]
    [InlineData(3, "-++++", "DOWN . . UP .")]
    [InlineData(3, "-+-++", "DOWN . . UP .")]
    [InlineData(3, "-+++-+++", "DOWN . . UP DOWN . . UP")]
    [InlineData(3, "-+x++", "DOWN . DISABLED INIT UP")]
    public void A_service_that_went_down_is_held_down_for_its_time(int seconds, string checks, string expected)
    {
        var machine = new HealthStateMachine(1, 1, TimeSpan.FromSeconds(seconds));
        Assert.Equal(expected, string.Join(' ', checks.Select((check, second) => Show(machine.Step(check == 'x', check == '+', TimeSpan.FromSeconds(second))))));
    }

    [Fact]
    public void Checks_within_the_hold_down_do_not_count_for_the_rise()
    {
        var machine = new HealthStateMachine(3, 1, TimeSpan.FromSeconds(3));
        Assert.Equal("DOWN . . RISING . UP", string.Join(' ', "-+++++".Select((check, second) => Show(machine.Step(false, check == '+', TimeSpan.FromSeconds(second))))));
    }

    [Fact]
    public void Whatever_comes_a_service_is_up_only_after_so_many_successes_in_a_row_and_down_only_after_so_many_failures()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            int rise = random.Next(1, 5), fall = random.Next(1, 5), good = 0, bad = 0;
            var machine = new HealthStateMachine(rise, fall, TimeSpan.Zero);
            for (var step = 0; step < 60; step++)
            {
                var (disabled, successful) = (random.Next(15) == 0, random.Next(3) > 0);
                var before = machine.State;
                var entered = machine.Step(disabled, successful, TimeSpan.FromSeconds(step));
                Assert.Equal(entered is not null, before != machine.State);
                // What enables a service again is no result of a check.
                (good, bad) = disabled || machine.State == HealthState.Init ? (0, 0) : successful ? (good + 1, 0) : (0, bad + 1);
                if (entered == HealthState.Up) Assert.True(good >= rise, $"up after {good} of {rise}");
                if (entered == HealthState.Down) Assert.True(bad >= fall, $"down after {bad} of {fall}");
                if (good >= rise) Assert.Equal(HealthState.Up, machine.State);
                if (bad >= fall) Assert.Equal(HealthState.Down, machine.State);
            }
        }
    }

    private static string Show(HealthState? state) => state is { } entered ? HealthStates.NameOf(entered) : ".";
}
