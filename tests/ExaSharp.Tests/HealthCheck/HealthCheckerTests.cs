using System.IO.Pipes;
using System.Text;
using System.Threading.Channels;
using ExaSharp.Bgp.Primitives;
using ExaSharp.HealthCheck;
using ExaSharp.HealthCheck.Probes;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>The loop of a health check, with a clock, checks, addresses and a daemon of the test's own.</summary>
public sealed class HealthCheckerTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new();
    private readonly World _world = new();
    private readonly StringWriter _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AnonymousPipeServerStream _answers = new(PipeDirection.Out);

    public void Dispose()
    {
        _answers.Dispose();
        _stop.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task The_service_is_announced_again_after_each_check_without_an_answer()
    {
        var running = Start(Options(options => options.Rise = 1));
        for (var check = 0; check < 5; check++)
        {
            _world.Results.Writer.TryWrite(true);
            Assert.Equal("check", await _world.Next());
            Assert.Equal("neighbor * announce route 192.0.2.1/32 next-hop self med 100", await _world.Next());
            await Wait(TimeSpan.FromSeconds(5));
        }
        await Stop(running);
    }

    [Fact]
    public async Task With_debounce_it_is_announced_when_its_state_changes()
    {
        var running = Start(Options(options => (options.Rise, options.Fall, options.Debounce) = (1, 1, true)));
        foreach (var (result, line) in new[] { (true, "med 100"), (true, null), (false, "med 1000"), (false, null), (true, "med 100") })
        {
            _world.Results.Writer.TryWrite(result);
            Assert.Equal("check", await _world.Next());
            if (line is not null) Assert.EndsWith(line, await _world.Next(), StringComparison.Ordinal);
            await Wait(TimeSpan.FromSeconds(5));
        }
        await Stop(running);
    }

    [Fact]
    public async Task While_the_state_may_change_checks_come_at_the_fast_interval()
    {
        var running = Start(Options(options => options.FastInterval = TimeSpan.FromSeconds(2)));
        foreach (var pause in new[] { 2, 2, 5, 5 })
        {
            _world.Results.Writer.TryWrite(true);
            Assert.Equal("check", await _world.Next());
            if (pause == 5) Assert.Contains("announce", await _world.Next(), StringComparison.Ordinal);
            await Wait(TimeSpan.FromSeconds(pause));
        }
        await Stop(running);
    }

    [Fact]
    public async Task The_hold_down_is_of_the_clock()
    {
        var running = Start(Options(options => (options.Rise, options.Fall, options.HoldDown) = (1, 1, TimeSpan.FromSeconds(10))));
        foreach (var (result, line) in new[] { (false, "med 1000"), (true, "med 1000"), (true, "med 100"), (true, "med 100") })
        {
            _world.Results.Writer.TryWrite(result);
            Assert.Equal("check", await _world.Next());
            Assert.EndsWith(line, await _world.Next(), StringComparison.Ordinal);
            await Wait(TimeSpan.FromSeconds(5));
        }
        await Stop(running);
    }

    [Fact]
    public async Task At_the_end_the_address_is_removed_after_the_withdraw_is_answered()
    {
        var running = Start(Options(options => options.Rise = 1));
        _world.Results.Writer.TryWrite(true);
        Assert.Equal("check", await _world.Next());
        Assert.Contains("announce", await _world.Next(), StringComparison.Ordinal);
        await Answer("done\n");
        await Wait(TimeSpan.Zero);
        await _stop.CancelAsync();
        Assert.Equal("neighbor * withdraw route 192.0.2.1/32 next-hop self", await _world.Next());
        await _time.WaitForTimerAsync();
        Assert.False(_world.HasNext, "removed before the answer");
        await Answer("done\n");
        Assert.Equal("remove", await _world.Next());
        await running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("error\n")]
    [InlineData("{ \"exabgp\": \"5.0\", \"answer\": \"done\", \"message\": \"\" }\n")]
    [InlineData("{ \"type\": \"state\" }\nsomething else\nshutdown\n")]
    public async Task Any_answer_is_one(string answer)
    {
        var running = Start(Options(_ => { }));
        await _stop.CancelAsync();
        Assert.Contains("withdraw", await _world.Next(), StringComparison.Ordinal);
        await Answer(answer);
        Assert.Equal("remove", await _world.Next());
        await running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_daemon_that_does_not_answer_delays_the_end_no_longer_than_its_time()
    {
        var running = Start(Options(options => options.AckTimeout = TimeSpan.FromSeconds(3)));
        await _stop.CancelAsync();
        Assert.Contains("withdraw", await _world.Next(), StringComparison.Ordinal);
        await Wait(TimeSpan.FromSeconds(3));
        Assert.Equal("remove", await _world.Next());
        await running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.Contains("the daemon has not answered all commands in time", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_is_gone_delays_the_end_not_at_all()
    {
        var running = Start(Options(_ => { }));
        _answers.Dispose();
        await _stop.CancelAsync();
        Assert.Contains("withdraw", await _world.Next(), StringComparison.Ordinal);
        Assert.Equal("remove", await _world.Next());
        await running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_dynamic_address_is_there_before_the_announcement_and_goes_after_the_answer_to_the_withdraw()
    {
        var running = Start(Options(options => (options.Rise, options.Fall, options.IpDynamic, options.WithdrawOnDown) = (1, 1, true, true)));
        _world.Results.Writer.TryWrite(true);
        Assert.Equal("check", await _world.Next());
        Assert.Equal("add", await _world.Next());
        Assert.Contains("announce", await _world.Next(), StringComparison.Ordinal);
        await Answer("done\n");
        await Wait(TimeSpan.FromSeconds(5));
        _world.Results.Writer.TryWrite(false);
        Assert.Equal("check", await _world.Next());
        Assert.Contains("withdraw", await _world.Next(), StringComparison.Ordinal);
        await _time.WaitForTimerAsync();
        Assert.False(_world.HasNext, "removed before the answer");
        await Answer("done\n");
        Assert.Equal("remove", await _world.Next());
        await Stop(running);
    }

    [Fact]
    public async Task Nobody_who_reads_the_commands_ends_it()
    {
        _world.IsBroken = true;
        var running = Start(Options(options => options.Rise = 1));
        _world.Results.Writer.TryWrite(true);
        var error = await Assert.ThrowsAsync<HealthCheckException>(() => running.WaitAsync(Deadline, TestContext.Current.CancellationToken));
        Assert.Equal("[Errno 32] Broken pipe", error.Message);
    }

    private static HealthCheckOptions Options(Action<HealthCheckOptions> set)
    {
        var options = new HealthCheckOptions { NoSyslog = true };
        options.Ips.Add(new IpPrefix(IpAddress.FromIpv4(0xc0000201), 32));
        set(options);
        return options;
    }

    private Task Start(HealthCheckOptions options)
    {
        var log = new HealthCheckLog(options, TextWriter.Synchronized(_log), 7);
        var input = new AnonymousPipeClientStream(PipeDirection.In, _answers.ClientSafePipeHandle);
        var checker = new HealthChecker(options, _world, _world, new CommandChannel(_world, input, log), log, _time);
        return Task.Run(() => checker.RunAsync(_stop.Token));
    }

    /// <summary>Waits until the check waits for the clock, and lets that go on.</summary>
    private async Task Wait(TimeSpan time)
    {
        await _time.WaitForTimerAsync();
        _time.Advance(time);
    }

    private async Task Answer(string text) => await _answers.WriteAsync(Encoding.UTF8.GetBytes(text));

    private async Task Stop(Task running)
    {
        _answers.Dispose();
        await _stop.CancelAsync();
        await running.WaitAsync(Deadline);
    }

    /// <summary>What the check does to the world, in order.</summary>
    private sealed class World : IHealthProbe, IHostAddresses, ICommandOutput, IDisposable
    {
        private readonly Channel<string> _deeds = Channel.CreateUnbounded<string>();
        private readonly CancellationTokenSource _patience = new(Deadline);

        public Channel<bool> Results { get; } = Channel.CreateUnbounded<bool>();

        public bool IsBroken { get; set; }

        public bool HasNext => _deeds.Reader.TryPeek(out _);

        public async Task<string> Next() => await _deeds.Reader.ReadAsync(_patience.Token);

        public async Task<bool> CheckAsync(CancellationToken stop)
        {
            var result = await Results.Reader.ReadAsync(stop);
            _deeds.Writer.TryWrite("check");
            return result;
        }

        public Task AddAsync(CancellationToken cancel) => Do("add");

        public Task RemoveAsync(CancellationToken cancel) => Do("remove");

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (IsBroken) throw new HealthCheckException("[Errno 32] Broken pipe");
            foreach (var line in Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n')) Do(line);
        }

        public void Dispose() => _patience.Dispose();

        private Task Do(string deed)
        {
            _deeds.Writer.TryWrite(deed);
            return Task.CompletedTask;
        }
    }
}
