using System.Runtime.CompilerServices;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ExaSharp.Tests.Logging;

public sealed class LogWriterTests
{
    [Fact]
    public void Loggers_of_connections_that_are_gone_are_not_kept()
    {
        using var writer = new LogWriter(() => new ListSink(), TimeProvider.System);
        using ILoggerFactory loggers = new ExaBgpLoggerProvider(new LogOptions(), writer);
        var logger = Forgotten(loggers);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(logger.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forgotten(ILoggerFactory loggers) => new(loggers.CreateLogger("outgoing-1"));

    [Fact]
    public void Loggers_write_lines_with_their_source()
    {
        var sink = new ListSink();
        using (var writer = new LogWriter(() => sink, TimeProvider.System))
        {
            using var provider = new ExaBgpLoggerProvider(new LogOptions(), writer);
            provider.CreateLogger("reactor").LogInformation("first\nsecond");
            provider.CreateLogger("reactor").LogDebug("too low");
            provider.CreateLogger("rib").LogError("off");
            provider.CreateLogger(LogSource.Switched(LogSource.Statistics, "peer-1")).LogWarning("third");
            provider.CreateLogger("api").LogError(new InvalidOperationException("cause"), "failed");
        }
        Assert.Equal(
            [
                "reactor         first",
                "reactor         second",
                "peer-1          third",
                "api             failed",
                "api             System.InvalidOperationException: cause",
            ],
            sink.Lines);
        Assert.True(sink.IsDisposed);
    }

    [Fact]
    public void A_destination_that_does_not_take_lines_drops_them_and_says_how_many()
    {
        using var gate = new ManualResetEventSlim();
        var sink = new ListSink { OnWrite = gate.Wait };
        using (var writer = new LogWriter(() => sink, TimeProvider.System))
        {
            for (var i = 0; i < LogWriter.Capacity + 1000; i++) writer.Write(LogLevel.Warning, i % 2 == 0 ? "api" : "network", "line");
            // One more than fits can be on its way.
            Assert.InRange(writer.Dropped, 999, 1000);
            gate.Set();
            writer.Flush();
        }
        Assert.Equal($"daemon          {sink.Lines.Count(l => l.EndsWith("line", StringComparison.Ordinal)) switch
        {
            LogWriter.Capacity => 1000,
            _ => 999,
        }} log lines were dropped, they could not be written fast enough", sink.Lines[^1]);
    }

    [Theory]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Warning)]
    public void A_flood_of_one_source_keeps_no_warning_of_another_out(LogLevel level)
    {
        using var gate = new ManualResetEventSlim();
        var sink = new ListSink { OnWrite = gate.Wait };
        using (var writer = new LogWriter(() => sink, TimeProvider.System))
        {
            for (var i = 0; i < 2 * LogWriter.Capacity; i++) writer.Write(level, "api", "flood");
            writer.Write(LogLevel.Information, "peer-1", "connected");
            writer.Write(LogLevel.Warning, "process", "does not read");
            gate.Set();
            writer.Flush();
        }
        Assert.Contains("peer-1          connected", sink.Lines);
        Assert.Contains("process         does not read", sink.Lines);
        // One more than fits can be on its way.
        Assert.InRange(sink.Lines.Count(line => line.EndsWith("flood", StringComparison.Ordinal)), LogWriter.SourceCapacity, LogWriter.SourceCapacity + 1);
    }

    [Fact]
    public void A_flood_of_many_sources_keeps_no_warning_out()
    {
        using var gate = new ManualResetEventSlim();
        var sink = new ListSink { OnWrite = gate.Wait };
        using (var writer = new LogWriter(() => sink, TimeProvider.System))
        {
            for (var i = 0; i < 2 * LogWriter.Capacity; i++) writer.Write(LogLevel.Information, $"peer-{i % 100}", "flood");
            writer.Write(LogLevel.Warning, "process", "does not read");
            Assert.InRange(writer.Dropped, (2 * LogWriter.Capacity) - LogWriter.DetailCapacity - 1, (2 * LogWriter.Capacity) - LogWriter.DetailCapacity);
            gate.Set();
            writer.Flush();
        }
        Assert.Contains("process         does not read", sink.Lines);
    }

    [Fact]
    public void A_destination_that_fails_is_tried_again_for_each_line()
    {
        var fails = true;
        var sink = new ListSink();
        sink.OnWrite = () =>
        {
            if (fails) throw new IOException("full");
        };
        using (var writer = new LogWriter(() => sink, TimeProvider.System))
        {
            writer.Write(LogLevel.Information, "api", "lost");
            writer.Flush();
            fails = false;
            writer.Write(LogLevel.Information, "api", "kept");
        }
        Assert.Equal(["api             kept", "daemon          1 log lines were dropped, they could not be written fast enough"], sink.Lines);
    }

    [Fact]
    public void Opening_anew_replaces_the_destination()
    {
        var sinks = new List<ListSink>();
        ILogSink Open()
        {
            sinks.Add(new ListSink());
            return sinks[^1];
        }
        using (var writer = new LogWriter(Open, TimeProvider.System))
        {
            writer.Write(LogLevel.Information, "api", "old");
            writer.Reopen();
            writer.Write(LogLevel.Information, "api", "new");
        }
        Assert.Equal(["api             old"], sinks[0].Lines);
        Assert.True(sinks[0].IsDisposed);
        Assert.Equal(["api             new"], sinks[1].Lines);
    }

    private sealed class ListSink : ILogSink
    {
        public List<string> Lines { get; } = [];

        public Action OnWrite { get; set; } = () => { };

        public bool IsDisposed { get; private set; }

        public LogFormat Format { get; } = new(true, false, 1);

        public void Write(LogLine line, string text)
        {
            OnWrite();
            Lines.Add(text);
        }

        public void Flush()
        {
        }

        public void Dispose() => IsDisposed = true;
    }
}
