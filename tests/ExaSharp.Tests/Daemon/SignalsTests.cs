using System.Threading.Channels;
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
        var arrived = Channel.CreateUnbounded<int>();
        using var signals = new Signals(n => arrived.Writer.TryWrite(n));
        Assert.Equal(0, Libc.Kill(Environment.ProcessId, number));
        var signal = DaemonSignal.Find(await NextAsync(arrived))!;
        Assert.Equal(new DaemonSignal(number, name, action), signal);
        Assert.Equal(text, signal.ReceivedText);
    }

    /// <summary>Not sent here: a test runner takes these two as its own.</summary>
    [Theory]
    [InlineData(2, "SIGINT", "^C received")]
    [InlineData(15, "SIGTERM", "SIGTERM received")]
    public void Interrupt_and_terminate_end_the_daemon(int number, string name, string text)
    {
        var signal = DaemonSignal.Find(number)!;
        Assert.Equal((name, SignalAction.Shutdown, text), (signal.Name, signal.Action, signal.ReceivedText));
    }

    [Fact]
    public async Task Signals_sent_together_all_arrive()
    {
        var arrived = Channel.CreateUnbounded<int>();
        using var signals = new Signals(n => arrived.Writer.TryWrite(n));
        foreach (var number in new[] { 10, 12, 14 }) _ = Libc.Kill(Environment.ProcessId, number);
        int[] together = [await NextAsync(arrived), await NextAsync(arrived), await NextAsync(arrived)];
        Assert.Equal([10, 12, 14], together.Order());
    }

    private static async Task<int> NextAsync(Channel<int> arrived)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await arrived.Reader.ReadAsync(limit.Token);
    }
}
