using System.Diagnostics;
using ExaSharp.Interop;
using Xunit;

namespace ExaSharp.Tests.Cli;

/// <summary>The daemon as a process: its log, its signals, its helpers.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("exasharp-server");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(15, "SIGTERM received")]
    [InlineData(1, "SIGHUP received")]
    [InlineData(2, "^C received")]
    public async Task Signals_end_the_daemon_in_good_order(int signal, string line)
    {
        var marker = Path.Combine(_directory.FullName, "helper");
        using var daemon = ProgramRun.Start([Configuration($"read line; echo \"$line\" > {marker}")], ("exabgp_log_level", "DEBUG"));
        await UntilAsync(daemon, "forked process helper");
        Assert.Equal(0, Libc.Kill(daemon.Id, signal));
        var run = await ProgramRun.EndAsync(daemon);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"reactor         {line}\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("reactor         performing shutdown\n", run.Error, StringComparison.Ordinal);
        Assert.StartsWith($"shutdown {daemon.Id} ", await File.ReadAllTextAsync(marker, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pid_file_is_there_while_the_daemon_runs()
    {
        var pidFile = Path.Combine(_directory.FullName, "pid");
        using var daemon = ProgramRun.Start([Configuration("exec cat")], ("exabgp_log_level", "DEBUG"), ("exabgp_daemon_pid", pidFile));
        await UntilAsync(daemon, $"Created PIDfile {pidFile} with value {daemon.Id}");
        Assert.Equal($"{daemon.Id}\n", await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken));
        _ = Libc.Kill(daemon.Id, 15);
        Assert.Equal(0, (await ProgramRun.EndAsync(daemon)).ExitCode);
        Assert.False(File.Exists(pidFile));
    }

    [Fact]
    public async Task With_api_terminate_a_helper_that_dies_too_often_ends_the_daemon()
    {
        var run = await ProgramRun.OfAsync([Configuration("exit 1")], ("exabgp_api_terminate", "true"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Too many death for helper (5) terminating program\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_configuration_is_the_end_of_it()
    {
        var path = Path.Combine(_directory.FullName, "bad.conf");
        await File.WriteAllTextAsync(path, "neighbor {", TestContext.Current.CancellationToken);
        var run = await ProgramRun.OfAsync([path]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("configuration   could not load/reload configuration\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_several_configurations_has_its_daemon_and_signals_reach_all()
    {
        using var daemon = ProgramRun.Start([Configuration("exec cat"), Configuration("exec cat")], ("exabgp_log_level", "DEBUG"));
        await UntilAsync(daemon, "forked process helper");
        await UntilAsync(daemon, "forked process helper");
        _ = Libc.Kill(daemon.Id, 15);
        var run = await ProgramRun.EndAsync(daemon);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Error.Split("SIGTERM received").Length - 1);
    }

    private static async Task UntilAsync(Process daemon, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await daemon.StandardError.ReadLineAsync(limit.Token) is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return;
        Assert.Fail($"the daemon ended without \"{text}\"");
    }

    /// <summary>A file with a helper and a neighbour that nobody answers for.</summary>
    private string Configuration(string script)
    {
        var helper = Path.Combine(_directory.FullName, $"{Guid.NewGuid():N}.sh");
        File.WriteAllText(helper, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(helper, (UnixFileMode)0b111_101_101);
        var path = helper + ".conf";
        File.WriteAllText(path, $$"""
            process helper {
                run {{helper}};
                encoder text;
            }
            neighbor 127.0.0.2 {
                router-id 10.0.0.2;
                local-address 127.0.0.1;
                local-as 65000;
                peer-as 65001;
                passive true;
                api { processes [ helper ]; }
            }
            """);
        return path;
    }
}
