using ExaSharp.Configuration.Settings;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Cli;

/// <summary><c>env</c> as <c>exasharp</c>: all settings with what they mean.</summary>
public sealed class EnvTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("env");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_public_setting_has_meaning_default_and_value()
    {
        var lines = InProcess.Run(["env"]).Output.Split('\n');
        foreach (var setting in EnvironmentCatalog.All.Where(setting => setting.IsPublic))
        {
            var section = Array.IndexOf(lines, $"[exabgp.{setting.Section}]");
            var place = Array.IndexOf(lines, $"{setting.Option} = {setting.Default}", section);
            Assert.True(section >= 0 && place > section, setting.Name);
            Assert.Equal($"; {setting.Expected}; default {setting.Default}", lines[place - 1]);
            var effect = setting.WithoutEffect is { } reason ? $"; no effect: {reason}" : null;
            if (effect is not null) Assert.Equal(effect, lines[place - 2]);
            Assert.StartsWith($"; {setting.Help}", lines[place - (effect is null ? 2 : 3)], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_it_prints_can_be_read_again()
    {
        var first = _directory.Write("first.env", "[exabgp.daemon]\npid = '/run/50%%.pid'\n[exabgp.tcp]\nbind = '127.0.0.1 ::1'\nport = 1790\n[exabgp.api]\npipemode = 660\n");
        foreach (var plain in new[] { Array.Empty<string>(), ["--plain"] })
        {
            var printed = InProcess.Run([.. plain.Prepend("env"), "--env-file", first]);
            Assert.Equal((0, ""), (printed.ExitCode, printed.Error));
            var second = _directory.Write("second.env", printed.Output);
            Assert.Equal(printed.Output, InProcess.Run([.. plain.Prepend("env"), "--env-file", second]).Output);
            Assert.Contains("pid = '/run/50%%.pid'\n", printed.Output, StringComparison.Ordinal);
            Assert.Contains("pipemode = '0o660'\n", printed.Output, StringComparison.Ordinal);
        }
        var run = await ProgramRun.OfAsync(["env", "-e", "-d", "--env-file", first], ("exabgp_daemon_user", "nobody"));
        Assert.Equal(
            "exabgp.daemon.pid='/run/50%.pid'\nexabgp.tcp.bind='127.0.0.1 ::1'\nexabgp.tcp.port=1790\nexabgp.api.pipemode='0o660'\n", run.Output);
    }

    [Fact]
    public async Task What_changes_nothing_is_told_on_standard_error()
    {
        var file = _directory.Write("x.env", "[exabgp.tcp]\nprot = 1\n");
        var run = await ProgramRun.OfAsync(["env", "-d", "--env-file", file], ("exabgp_daemon_user", "nobody"), ("exabgp_api_chunk", "9"), ("exabgp_log_lvel", "DEBUG"));
        Assert.Equal("\n[exabgp.api]\nchunk = 9\n", run.Output);
        Assert.Equal(
            [
                "warning: api.chunk has no effect: answers hold nothing up, whatever their length",
                $"warning: {file} line 2: tcp.prot is no setting (did you mean tcp.port?)",
                "warning: variable exabgp_log_lvel is no setting (did you mean log.level?)",
            ],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Validation_logs_it_once()
    {
        var file = _directory.Write("x.conf", "");
        var run = await ProgramRun.OfAsync(["validate", file], ("exabgp_pdb_enable", "true"));
        Assert.Equal(1, run.Error.Split("configuration   pdb.enable has no effect: it is for Python's debugger\n").Length - 1);
    }
}
