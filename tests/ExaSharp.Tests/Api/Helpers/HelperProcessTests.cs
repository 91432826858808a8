using System.Text;
using ExaSharp.Api.Helpers;
using ExaSharp.Configuration.Settings;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Api.Helpers;

/// <summary>Real child processes. Alone, for descriptors of the whole test process are counted.</summary>
[Collection(nameof(AloneCollection))]
public sealed class HelperProcessTests
{
    private readonly RecordingLogger _logger = new();

    [Fact]
    public async Task Lines_go_to_the_helper_and_come_back()
    {
        var owner = new RecordingOwner();
        await using var helper = Start(owner, "while read line; do echo \"got $line \"; done");
        Assert.Equal("started", await owner.NextAsync());
        Assert.True(helper.TryWriteEvent("one"u8));
        Assert.True(helper.TryWriteAnswer("zwölf"u8));
        Assert.Equal(["line got one", "line got zwölf"], await owner.NextAsync(2));
        Assert.NotEqual(0, helper.Pid);
    }

    [Fact]
    public async Task A_helper_leads_its_own_process_group_with_signals_as_new()
    {
        var owner = new RecordingOwner();
        await using var helper = Start(owner, """
            read -r pid comm state parent group rest < /proc/self/stat
            echo "$((group == $$))"
            exec grep -E 'SigBlk|SigIgn' /proc/self/status
            """);
        Assert.Equal(["started", "line 1"], await owner.NextAsync(2));
        foreach (var name in new[] { "SigBlk", "SigIgn" })
        {
            var line = await owner.NextAsync();
            Assert.StartsWith($"line {name}:\t", line, StringComparison.Ordinal);
            // Signals above 31 belong to the C library, which touches none of its own.
            Assert.Equal(0UL, Convert.ToUInt64(line[13..], 16) & 0x7fff_ffff);
        }
    }

    [Fact]
    public async Task A_helper_has_no_descriptors_but_the_standard_three()
    {
        // Not marked close-on-exec, as what a daemon inherits from a careless parent.
        var leaked = Interop.Libc.FileControl(0, 0, 50);
        Assert.True(leaked >= 50);
        try
        {
            var owner = new RecordingOwner();
            await using var helper = Start(owner, "for f in /proc/$$/fd/*; do echo ${f##*/}; done; echo end");
            var descriptors = new List<string>();
            Assert.Equal("started", await owner.NextAsync());
            for (var line = await owner.NextAsync(); line != "line end"; line = await owner.NextAsync()) descriptors.Add(line);
            // The shell itself opens one to look.
            Assert.Equal(["line 0", "line 1", "line 2"], descriptors.Take(3));
            Assert.True(descriptors.Count <= 4, string.Join(' ', descriptors));
        }
        finally
        {
            _ = Interop.Libc.Close(leaked);
        }
    }

    [Fact]
    public async Task The_environment_is_the_daemons_with_a_dumb_terminal_and_without_the_cli_pipe()
    {
        var owner = new RecordingOwner();
        var inherited = new Dictionary<string, string> { ["TERM"] = "xterm", ["exabgp_cli_pipe"] = "/run/", ["exabgp_api_pipename"] = "exabgp" };
        await using var helper = Create(owner, "env | sort", o => o with { Respawn = false, Environment = HelperOptions.BuildEnvironment(inherited) });
        helper.Start();
        Assert.Equal("started", await owner.NextAsync());
        var lines = new List<string>();
        for (var line = await owner.NextAsync(); line.StartsWith("line ", StringComparison.Ordinal); line = await owner.NextAsync()) lines.Add(line[5..]);
        Assert.Contains("TERM=dumb", lines);
        Assert.Contains("exabgp_api_pipename=exabgp", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("exabgp_cli_pipe", StringComparison.Ordinal));
        Assert.DoesNotContain("TERM=xterm", lines);
    }

    [Fact]
    public async Task A_helper_that_never_reads_costs_bounded_memory_and_nobodys_time()
    {
        const int limit = 1024 * 1024;
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "echo up; exec sleep 1000", o => o with { QueueLimit = limit });
        helper.Start();
        Assert.Equal(["started", "line up"], await owner.NextAsync(2));
        var most = 0L;
        for (var i = 0; i < 1_000_000; i++)
        {
            helper.TryWriteAnswer("done"u8);
            if (i % 1000 == 0) most = Math.Max(most, helper.QueuedBytes);
        }
        Assert.InRange(most, limit / 2, limit);
        // 64 KiB in the pipe, one batch on its way, the rest in the queue or dropped.
        var kept = limit / (LineFifo.Overhead + 4) + 2 * HelperQueue.BatchSize / 5;
        Assert.InRange(helper.DroppedAnswers, 1_000_000 - kept - 1000, 1_000_000);
        Assert.Contains(_logger.Lines, l => l.Contains("does not read what it is sent", StringComparison.Ordinal));
        Assert.True(helper.TryWriteEvent("event"u8));
        Assert.Equal(0, helper.DroppedEvents);
    }

    [Fact]
    public async Task A_helper_that_reads_late_gets_all_that_was_kept_in_order()
    {
        var owner = new RecordingOwner();
        await using var helper = Start(owner, """
            import sys
            print("up", flush=True)
            sys.stdin.readline()
            last, count = -1, 0
            for line in sys.stdin:
                if line == "end\n": break
                number = int(line)
                assert number > last
                last, count = number, count + 1
            print(last, count, flush=True)
            """, "/usr/bin/python3");
        Assert.Equal(["started", "line up"], await owner.NextAsync(2));
        for (var i = 0; i < 100_000; i++) helper.TryWriteEvent(Encoding.ASCII.GetBytes(i.ToString(null, null)));
        helper.TryWriteEvent("end"u8);
        Assert.Equal("line 99999 99999", await owner.NextAsync());
        Assert.Equal(0, helper.DroppedEvents);
        await helper.WaitForRoomAsync();
    }

    [Fact]
    public async Task A_helper_that_ends_is_started_again_until_it_does_so_too_often()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "exit 3", o => o with { EndsForGood = true });
        helper.Start();
        for (var i = 0; i < RespawnPolicy.MaxStarts; i++)
            Assert.Equal(["started", "ended, exit code 3, restarts"], await owner.NextAsync(2));
        Assert.Equal("gave up", await owner.NextAsync());
        Assert.Contains("Critical: Too many death for helper (5) terminating program", _logger.Lines);
        await helper.StopAsync();
        Assert.False(helper.IsAlive);
    }

    [Fact]
    public async Task A_helper_that_dies_too_often_is_started_again_later()
    {
        var owner = new RecordingOwner();
        await using var helper = Start(owner, "exit 3");
        for (var i = 0; i < RespawnPolicy.MaxStarts; i++)
            Assert.Equal(["started", "ended, exit code 3, restarts"], await owner.NextAsync(2));
        await Eventually.True(
            () => Task.FromResult(_logger.Lines.Any(line => line.StartsWith("Error: process helper died 5 times in 64 seconds, it is started again in ", StringComparison.Ordinal))),
            "the log line");
        Assert.True(helper.IsAlive);
        // What happens meanwhile is not kept: as with a helper that does not run at all.
        Assert.False(helper.TryWriteEvent("lost"u8));
        await helper.StopAsync();
        Assert.False(helper.IsAlive);
    }

    [Fact]
    public async Task With_overflow_kill_a_helper_that_does_not_read_is_started_again()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "echo up; exec sleep 1000", o => o with { QueueLimit = 64 * 1024, Overflow = OverflowPolicy.Kill });
        helper.Start();
        Assert.Equal(["started", "line up"], await owner.NextAsync(2));
        var line = new byte[1000];
        while (helper.TryWriteEvent(line)) await Task.Yield();
        Assert.Equal(["ended, killed by signal 15, restarts", "started", "line up"], await owner.NextAsync(3));
        Assert.True(helper.TryWriteEvent(line));
        Assert.Single(_logger.Lines, l => l.EndsWith("bytes wait, it is ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_overflow_pause_a_helper_that_reads_late_loses_no_answer()
    {
        const int commands = 100_000;
        using var directory = new TemporaryDirectory("pause");
        var go = directory.File("go");
        HelperProcess? self = null;
        var answered = 0;
        var owner = new RecordingOwner { RecordsLines = false };
        owner.OnLines = _ =>
        {
            for (; answered < owner.LineCount; answered++) self!.TryWriteAnswer("done"u8);
            return ValueTask.CompletedTask;
        };
        var script = $"""
            import os, sys, threading, time
            def write():
                data = b'announce\n' * {commands}
                while data:
                    data = data[os.write(1, data[:65536]):]
            threading.Thread(target=write).start()
            while not os.path.exists('{go}'):
                time.sleep(0.01)
            os._exit(7 if all(sys.stdin.readline() == 'done\n' for n in range({commands})) else 1)
            """;
        await using var helper = self = Create(
            owner, script, o => o with { Run = ["/usr/bin/python3", "-c", script], QueueLimit = 1024 * 1024, Overflow = OverflowPolicy.Pause, Respawn = false });
        helper.Start();
        Assert.Equal("started", await owner.NextAsync());
        await Eventually.True(
            () => Task.FromResult(_logger.Lines.Any(l => l.EndsWith("bytes wait, its commands are not read until it does", StringComparison.Ordinal))), "the log line");
        Assert.True(answered < commands);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        Assert.Equal("ended, exit code 7", await owner.NextAsync());
        Assert.Equal((commands, 0), (answered, helper.DroppedAnswers));
        Assert.Contains("Information: process helper reads again, its commands are read", _logger.Lines);
    }

    [Fact]
    public async Task A_helper_without_respawn_is_not_started_again_but_can_be()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "echo hello", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal(["started", "line hello", "ended, exit code 0"], await owner.NextAsync(3));
        Assert.False(helper.TryWriteEvent("lost"u8));
        await helper.StopAsync();
        helper.Start();
        Assert.Equal(["started", "line hello", "ended, exit code 0"], await owner.NextAsync(3));
    }

    [Fact]
    public async Task Half_a_line_at_the_end_is_dropped_and_logged()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "printf 'whole\\nhalf'", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal(["started", "line whole", "ended, exit code 0"], await owner.NextAsync(3));
        Assert.Contains("Warning: process helper ended inside a line, its last 4 bytes are dropped", _logger.Lines);
    }

    [Fact]
    public async Task What_a_helper_writes_to_its_standard_error_is_logged_with_its_name()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "echo oops >&2; echo up; printf last >&2", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal(["started", "line up", "ended, exit code 0"], await owner.NextAsync(3));
        Assert.Contains("Warning: stderr of helper : oops", _logger.Lines);
        Assert.Contains("Warning: stderr of helper : last", _logger.Lines);
    }

    [Fact]
    public async Task A_flood_of_standard_error_holds_no_helper_up_and_is_counted()
    {
        var owner = new RecordingOwner();
        // Far more than fits into a pipe.
        await using var helper = Create(owner, "yes | head -c 2000000 >&2; echo up", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal(["started", "line up", "ended, exit code 0"], await owner.NextAsync(3));
        Assert.InRange(_logger.Lines.Count, HelperErrors.MaxLines, 100 * HelperErrors.MaxLines);
        Assert.Contains(_logger.Lines, line => line.EndsWith(" more lines, too many to be logged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_left_behind_with_the_standard_error_does_not_keep_a_dead_helper_alive()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "sleep 600 >/dev/null </dev/null & echo $!; echo before >&2", o => o with { Respawn = false });
        helper.Start();
        var lines = await owner.NextAsync(3);
        Assert.Equal("ended, exit code 0", lines[2]);
        Assert.Contains("Warning: stderr of helper : before", _logger.Lines);
        using var left = System.Diagnostics.Process.GetProcessById(int.Parse(lines[1]["line ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        left.Kill();
    }

    [Fact]
    public async Task A_helper_that_writes_too_fast_is_slowed_by_its_own_pipe()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"exasharp-{Guid.NewGuid():N}");
        try
        {
            var release = new TaskCompletionSource();
            var called = new TaskCompletionSource();
            var owner = new RecordingOwner
            {
                RecordsLines = false,
                OnLines = async _ =>
                {
                    called.TrySetResult();
                    await release.Task;
                },
            };
            await using var helper = Create(
                owner, $"yes announce | head -n 200000; : > {marker}", o => o with { Respawn = false });
            helper.Start();
            Assert.Equal("started", await owner.NextAsync());
            await called.Task;
            Assert.False(File.Exists(marker));
            release.SetResult();
            Assert.Equal("ended, exit code 0", await owner.NextAsync());
            Assert.True(File.Exists(marker));
            Assert.Equal(200_000, owner.LineCount);
        }
        finally
        {
            File.Delete(marker);
        }
    }

    [Fact]
    public async Task A_line_without_end_ends_the_helper()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "head -c 1300000 /dev/zero; echo; exec sleep 1000", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal(["started", "ended, killed by signal 15"], await owner.NextAsync(2));
        Assert.Contains(_logger.Lines, l => l.StartsWith("Error: oversized command from process helper : ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_line_with_an_end_is_taken()
    {
        var length = 0;
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "head -c 1000000 /dev/zero | tr '\\0' x; echo", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal("started", await owner.NextAsync());
        length = (await owner.NextAsync()).Length;
        Assert.Equal(1_000_000 + "line ".Length, length);
    }

    [Fact]
    public async Task A_helper_that_ignores_sigterm_is_killed()
    {
        var owner = new RecordingOwner();
        await using var helper = Start(owner, "trap '' TERM; echo up; while :; do sleep 1; done");
        Assert.Equal(["started", "line up"], await owner.NextAsync(2));
        await helper.StopAsync();
        Assert.Equal("ended, killed by signal 9", await owner.NextAsync());
        Assert.Contains("Debug: force kill unresponsive helper", _logger.Lines);
    }

    [Fact]
    public async Task A_helper_that_is_stopped_reads_what_was_sent_last()
    {
        var owner = new RecordingOwner();
        var marker = Path.Combine(Path.GetTempPath(), $"exasharp-{Guid.NewGuid():N}");
        try
        {
            await using var helper = Start(owner, $"echo up; read line; echo \"$line\" > {marker}; exit 7");
            Assert.Equal(["started", "line up"], await owner.NextAsync(2));
            helper.TryWriteEvent("shutdown 1 2"u8);
            await helper.StopAsync();
            Assert.Equal("ended, exit code 7", await owner.NextAsync());
            Assert.Equal("shutdown 1 2\n", await File.ReadAllTextAsync(marker, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(marker);
        }
    }

    [Fact]
    public async Task A_helper_that_closes_its_input_goes_on_without_events()
    {
        var owner = new RecordingOwner();
        await using var helper = Start(owner, "trap 'echo bye' USR1; exec 0<&-; echo closed; while :; do sleep 0.01; done");
        Assert.Equal(["started", "line closed"], await owner.NextAsync(2));
        helper.TryWriteEvent("event"u8);
        // The write fails in the writer's own time; from then on nothing is taken.
        while (helper.TryWriteEvent("event"u8)) await Task.Yield();
        Assert.Contains("Warning: process helper closed its input, it gets no events and no answers any more", _logger.Lines);
        _ = Interop.Libc.Kill(helper.Pid, 10);
        Assert.Equal("line bye", await owner.NextAsync());
    }

    [Fact]
    public async Task A_helper_that_closes_its_output_is_ended()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "echo up; exec 1>&-; exec sleep 1000", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal(["started", "line up", "ended, killed by signal 15"], await owner.NextAsync(3));
    }

    [Fact]
    public async Task What_a_dead_helper_left_behind_does_not_keep_it_alive()
    {
        var owner = new RecordingOwner();
        await using var helper = Create(owner, "sleep 1000 & echo $!", o => o with { Respawn = false });
        helper.Start();
        Assert.Equal("started", await owner.NextAsync());
        var orphan = int.Parse((await owner.NextAsync())[5..], null);
        try
        {
            Assert.Equal("ended, exit code 0", await owner.NextAsync());
        }
        finally
        {
            _ = Interop.Libc.Kill(orphan, Interop.Libc.SignalKill);
        }
    }

    [Theory]
    [InlineData("/nonexistent/program", "No such file or directory")]
    [InlineData("/etc/passwd", "Permission denied")]
    public async Task A_program_that_can_not_be_run_is_reported(string program, string reason)
    {
        var owner = new RecordingOwner();
        await using var helper = new HelperProcess(new HelperOptions { Name = "helper", Run = [program] }, owner, _logger, TimeProvider.System);
        helper.Start();
        Assert.Equal($"not started, {reason}", await owner.NextAsync());
        await helper.StopAsync();
        Assert.False(helper.IsAlive);
    }

    [Fact]
    public async Task An_owner_that_throws_loses_the_batch_not_the_helper()
    {
        var owner = new RecordingOwner { OnLines = _ => throw new InvalidOperationException("bug") };
        await using var helper = Start(owner, "while read line; do echo $line; done");
        Assert.Equal("started", await owner.NextAsync());
        helper.TryWriteEvent("one"u8);
        Assert.Equal("line one", await owner.NextAsync());
        helper.TryWriteEvent("two"u8);
        Assert.Equal("line two", await owner.NextAsync());
        Assert.Contains("Critical: problem with the commands of process helper", _logger.Lines);
    }

    [Fact]
    public async Task Nothing_is_left_of_helpers_that_were_stopped()
    {
        // The first one makes .NET open what it keeps for all.
        await StartAndStopAsync(1);
        var before = OpenDescriptors();
        var pids = await StartAndStopAsync(10);
        // Fewer is possible: what earlier tests left to the collector is closed meanwhile.
        Assert.True(OpenDescriptors() <= before, $"{OpenDescriptors()} descriptors are open, {before} were");
        Assert.All(pids, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
    }

    private static int OpenDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private async Task<List<int>> StartAndStopAsync(int count)
    {
        var pids = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var owner = new RecordingOwner();
            await using var helper = Start(owner, "echo up; exec cat");
            Assert.Equal(["started", "line up"], await owner.NextAsync(2));
            pids.Add(helper.Pid);
        }
        return pids;
    }

    private HelperProcess Start(RecordingOwner owner, string script, string shell = "/bin/sh")
    {
        var helper = Create(owner, script, o => o with { Run = [shell, "-c", script] });
        helper.Start();
        return helper;
    }

    private HelperProcess Create(RecordingOwner owner, string script, Func<HelperOptions, HelperOptions> change)
    {
        var options = new HelperOptions
        {
            Name = "helper",
            Run = ["/bin/sh", "-c", script],
            Environment = HelperOptions.BuildEnvironment(Environment.GetEnvironmentVariables()),
        };
        return new HelperProcess(change(options), owner, _logger, TimeProvider.System);
    }
}

/// <summary>Tests that look at the whole process run while no others do.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
