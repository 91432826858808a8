using Xunit;

namespace ExaSharp.Tests.Cli;

public sealed class ArgumentTests
{
    [Fact]
    public async Task Version_begins_with_the_line_that_scripts_read()
    {
        var run = await ProgramRun.OfAsync(["version"]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("ExaBGP : 5.0.13\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        Assert.Equal(run.Output, (await ProgramRun.OfAsync(["--version"])).Output);
        run = await ProgramRun.OfAsync(["version"], ("exabgp_version", "5.0.13-20261120+main-abcdef"));
        Assert.StartsWith("ExaBGP : 5.0.13-20261120+main-abcdef\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-r x.conf", "exasharp server: error: unrecognized arguments: -r")]
    [InlineData("server --no-such x.conf", "exasharp server: error: unrecognized arguments: --no-such")]
    [InlineData("server", "exasharp server: error: the following arguments are required: configuration")]
    [InlineData("decode", "exasharp decode: error: the following arguments are required: payload")]
    [InlineData("version @now", "exasharp version: error: unrecognized arguments: @now")]
    [InlineData("version now", "exasharp version: error: unrecognized arguments: now")]
    public async Task Wrong_arguments_show_the_usage(string arguments, string error)
    {
        var run = await ProgramRun.OfAsync(arguments.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("usage: exasharp ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(error + "\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_there_is_help_and_the_list_of_settings()
    {
        var run = await ProgramRun.OfAsync([]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Commands:", run.Output, StringComparison.Ordinal);
        Assert.Contains("Environment values are:\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("exabgp.tcp.port", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nofile.conf")]
    [InlineData("server nofile.conf")]
    [InlineData("-d -p -P -1 -v -m nofile.conf")]
    [InlineData("server --verb --pass nofile.conf")]
    [InlineData("validate nofile.conf")]
    public async Task A_file_that_is_not_there_is_named(string arguments)
    {
        var run = await ProgramRun.OfAsync(arguments.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.EndsWith("error: nofile.conf is not an exabgp config file (file not found)\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("configuration   nofile.conf is not an exabgp config file (file not found)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_settings_are_told_in_a_line_each()
    {
        var run = await ProgramRun.OfAsync(["env"], ("exabgp_tcp_bind", "foo"), ("exabgp_tcp_port", "abc"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("error: invalid value for tcp.bind : foo (variable exabgp_tcp_bind; expected: IP addresses with blanks between)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Env_shows_what_is_not_default_and_reads_the_file_of_settings()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "[exabgp.api]\nack = false\n", TestContext.Current.CancellationToken);
            foreach (var words in new[] { new[] { "env", "-d", "--env-file", file }, ["--env-file=" + file, "env", "--diff"] })
            {
                var run = await ProgramRun.OfAsync(words, ("exabgp_tcp_port", "1790"), ("exabgp_daemon_user", "nobody"));
                Assert.Equal("\n[exabgp.api]\nack = false\n\n[exabgp.tcp]\nport = 1790\n", run.Output);
            }
            var variables = await ProgramRun.OfAsync(["env", "-e", "-d"], ("exabgp_tcp_port", "1790"), ("exabgp_daemon_user", "nobody"), ("EXABGP_ENVFILE", file));
            Assert.Equal(["exabgp.api.ack=false", "exabgp.tcp.port=1790"], variables.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
