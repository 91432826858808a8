using ExaSharp.Daemon;
using ExaSharp.Interop;
using ExaSharp.Tests.Api.Helpers;
using Xunit;

namespace ExaSharp.Tests.Daemon;

/// <summary>Alone: signals are for the whole process.</summary>
[Collection(nameof(AloneCollection))]
public sealed class SignalsTests
{
    [Theory]
    [InlineData(1, "SIGHUP", SignalAction.Shutdown, "SIGHUP received")]
    [InlineData(10, "SIGUSR1", SignalAction.Reload, "SIGUSR1 received")]
    [InlineData(12, "SIGUSR2", SignalAction.FullReload, "SIGUSR2 received")]
    [InlineData(14, "SIGALRM", SignalAction.Restart, "SIGALRM received")]
    internal async Task Signals_are_handed_over_and_do_nothing_else(int number, string name, SignalAction action, string text)
    {
        using var signals = new Signals();
        Assert.Equal(0, Libc.Kill(Environment.ProcessId, number));
        var signal = await NextAsync(signals);
        Assert.Equal(new DaemonSignal(number, name, action), signal);
        Assert.Equal(text, signal.ReceivedText);
    }

    /// <summary>Not sent here: a test runner takes these two as its own.</summary>
    [Theory]
    [InlineData(2, "SIGINT", "^C received")]
    [InlineData(15, "SIGTERM", "SIGTERM received")]
    public void Interrupt_and_terminate_end_the_daemon(int number, string name, string text)
    {
        var signal = DaemonSignal.All.Single(s => s.Number == number);
        Assert.Equal((name, SignalAction.Shutdown, text), (signal.Name, signal.Action, signal.ReceivedText));
    }

    [Fact]
    public async Task Signals_that_arrive_while_one_is_handled_wait()
    {
        using var signals = new Signals();
        int[] numbers = [10, 12, 10, 14];
        var seen = new List<int>();
        foreach (var number in numbers)
        {
            _ = Libc.Kill(Environment.ProcessId, number);
            seen.Add((await NextAsync(signals)).Number);
        }
        Assert.Equal(numbers, seen);
        // Different ones sent together may arrive in any order, and all arrive.
        foreach (var number in new[] { 10, 12, 14 }) _ = Libc.Kill(Environment.ProcessId, number);
        var together = new[] { await NextAsync(signals), await NextAsync(signals), await NextAsync(signals) };
        Assert.Equal([10, 12, 14], together.Select(s => s.Number).Order());
    }

    private static async Task<DaemonSignal> NextAsync(Signals signals)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await signals.NextAsync(limit.Token);
    }
}
