using ExaSharp.HealthCheck;
using ExaSharp.Testing;
using ExaSharp.Tests.Cli;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>Addresses on interfaces: which <c>ip</c> commands are run, and what they do in a network namespace.</summary>
public sealed class HealthCheckAddressTests : IDisposable
{
    private const string Shown = """
        1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
        1: lo    inet 192.0.2.1/32 scope global lo:web1\       valid_lft forever preferred_lft forever
        1: lo    inet 192.0.2.2/32 scope global lo:web\       valid_lft forever preferred_lft forever
        1: lo    inet 192.0.2.3/32 scope global lo\       valid_lft forever preferred_lft forever
        1: lo    inet 10.1.2.3/24 scope global lo\       valid_lft forever preferred_lft forever
        1: lo    inet 10.9.0.1 peer 10.9.0.2/32 scope global lo\       valid_lft forever preferred_lft forever
        1: lo    inet6 2001:db8::1/128 scope global \       valid_lft forever preferred_lft forever
        1: lo    inet6 ::1/128 scope host \       valid_lft forever preferred_lft forever
        """;

    private readonly TemporaryDirectory _directory = new("ip");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null, false, "192.0.2.1/32 192.0.2.2/32 192.0.2.3/32 2001:db8::1/128")]
    [InlineData("web", false, "192.0.2.1/32 192.0.2.2/32")]
    [InlineData("web", true, "192.0.2.2/32")]
    [InlineData("eb", false, "")]
    public void Hosts_on_the_loopback_interface_are_found_by_label(string? label, bool isExact, string expected) =>
        Assert.Equal(expected, string.Join(' ', HostAddresses.Parse(Shown, ["lo"], label, isExact)));

    [Fact]
    public async Task Missing_addresses_are_added_and_at_the_end_all_are_deleted()
    {
        var result = await Run("--ip 192.0.2.1 --ip 198.51.100.0/31 --ip-ifname 198.51.100.0/31%eth7 --label web --cmd @stop@ --rise 1");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("""
            ip -o address show dev eth7
            ip -o address show dev lo
            ip address add 198.51.100.0/32 dev lo label lo:web
            ip address add 198.51.100.1/32 dev lo label lo:web
            ip -o address show dev eth7
            ip -o address show dev lo
            ip address delete 192.0.2.1/32 dev lo label lo:web
            """, Calls());
        Assert.Equal("""
            neighbor * withdraw route 192.0.2.1/32 next-hop self
            neighbor * withdraw route 198.51.100.0/31 next-hop self

            """, result.Output);
    }

    [Fact]
    public async Task Sudo_and_an_interface_are_part_of_the_commands()
    {
        var result = await Run("--ip 198.51.100.9 --ip-ifname 198.51.100.9%eth7 --sudo --interval 0 --rise 1");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("""
            ip -o address show dev eth7
            ip -o address show dev lo
            sudo ip address add 198.51.100.9/32 dev eth7
            ip address add 198.51.100.9/32 dev eth7
            """, Calls());
    }

    [Theory]
    [InlineData(2, 0, "")]
    [InlineData(1, 1, "ERROR[healthcheck] Uncaught exception: Command '['ip', 'address', 'add', '198.51.100.9/32', 'dev', 'lo']' returned non-zero exit status 1.\n")]
    public async Task An_address_that_is_there_meanwhile_is_fine(int status, int exitCode, string log)
    {
        _directory.Write("status", $"{status}");
        var result = await Run("--ip 198.51.100.9 --interval 0 --rise 1");
        Assert.Equal(exitCode, result.ExitCode);
        if (log.Length > 0) Assert.Equal(log, result.Error);
    }

    [Fact]
    public async Task Dynamic_addresses_go_while_the_service_is_down_and_come_when_it_is_up()
    {
        File.WriteAllText(_directory.File("results"), "1 0\n");
        var result = await Run("--ip 192.0.2.1 --ip 198.51.100.9 --dynamic-ip-setup --no-ip-setup --rise 1 --fall 1 --interval 0.01 --cmd @script@");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("""
            ip -o address show dev lo
            ip address delete 192.0.2.1/32 dev lo
            ip -o address show dev lo
            ip address add 198.51.100.9/32 dev lo
            ip -o address show dev lo
            ip address delete 192.0.2.1/32 dev lo
            """, Calls());
    }

    [Theory]
    [InlineData("--label web", "ip -o address show dev lo\nip -o address show dev lo\nip -o address show dev lo\nip address delete 192.0.2.1/32 dev lo label lo:web\nip address delete 192.0.2.2/32 dev lo label lo:web", "192.0.2.1/32 192.0.2.2/32")]
    [InlineData("", "ip -o address show dev lo", "192.0.2.1/32 192.0.2.2/32 192.0.2.3/32 2001:db8::1/128")]
    public async Task Addresses_that_were_found_are_announced_and_removed_only_when_a_label_marks_them(string options, string calls, string announced)
    {
        var result = await Run($"{options} --cmd @stop@");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(calls, Calls());
        Assert.Equal(announced, string.Join(' ', result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[4])));
    }

    [Fact]
    public async Task Without_any_address_there_is_nothing_to_do()
    {
        var result = await Run("--label nothing");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("ERROR[healthcheck] No IP found\n", result.Error);
    }

    [Fact]
    public async Task In_a_network_namespace_the_address_is_there_while_the_check_runs()
    {
        Assert.SkipUnless(File.Exists("/sbin/ip") && (await CapturedProcess.Run("unshare", ["-n", "true"])).ExitCode == 0, "no network namespace can be made here");
        var pid = _directory.File("pid");
        var stop = $"ip -o address show dev lo >> {_directory.File("seen")}; kill -TERM $(cat {pid}); sleep 600";
        var daemon = DaemonProcess.Command[0];
        var result = await CapturedProcess.Run("unshare",
            ["-n", "/bin/sh", "-c", "\"$@\"; echo \"status $?\"; ip -o address show dev lo", "sh", daemon, "healthcheck", "--no-syslog", "--pid", pid, "--ip", "192.0.2.7", "--label", "hc", "--cmd", stop],
            TimeSpan.FromSeconds(60));
        Assert.Contains("inet 192.0.2.7/32 scope global lo:hc", File.ReadAllText(_directory.File("seen")), StringComparison.Ordinal);
        Assert.StartsWith("neighbor * withdraw route 192.0.2.7/32 next-hop self\nstatus 0", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("inet 192.0.2.7", result.Output, StringComparison.Ordinal);
    }

    private string Calls() => File.ReadAllText(_directory.File("calls")).TrimEnd('\n');

    /// <summary>Runs the health check with an <c>ip</c> and a <c>sudo</c> that write down what they are asked.</summary>
    private async Task<ProgramRun> Run(string options)
    {
        var pid = _directory.File("pid");
        _directory.Write("lo", Shown + "\n");
        Script("ip", $"""
            echo "ip $*" >> {_directory.File("calls")}
            case "$*" in
              "-o address show dev lo") cat {_directory.File("lo")} ;;
              *" add "*) exit $(cat {_directory.File("status")} 2>/dev/null || echo 0) ;;
            esac
            """);
        Script("sudo", $"""
            echo "sudo $*" >> {_directory.File("calls")}
            exec "$@"
            """);
        var stop = Script("stop", $"kill -TERM $(cat {pid}); sleep 600");
        var scripted = Script("scripted", $"""
            read first rest < {_directory.File("results")} || exec {stop}
            echo $rest > {_directory.File("results")}
            [ -n "$first" ] || exec {stop}
            exit $first
            """);
        string[] arguments = [.. options.Replace("@stop@", stop, StringComparison.Ordinal).Replace("@script@", scripted, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return await ProgramRun.OfAsync(["healthcheck", "--no-syslog", "--pid", pid, .. arguments], ("PATH", $"{_directory.Path}:{Environment.GetEnvironmentVariable("PATH")}"));
    }

    private string Script(string name, string text)
    {
        var path = _directory.Write(name, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
