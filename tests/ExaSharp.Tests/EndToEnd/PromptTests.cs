using System.Diagnostics;
using System.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary><c>cli</c> on a terminal, beside a running daemon.</summary>
public sealed class PromptTests : IDisposable
{
    private const string Prompt = "exabgp> ";

    private readonly TemporaryDirectory _root = new("prompt");
    private readonly StringBuilder _shown = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Commands_are_typed_completed_and_repeated_on_a_terminal()
    {
        var environment = new Dictionary<string, string>
        {
            ["EXABGP_ROOT"] = _root.Path,
            ["HOME"] = _root.Path,
            ["XDG_STATE_HOME"] = "",
            ["TERM"] = "xterm",
            ["exabgp_api_cli"] = "true",
            ["exabgp_api_pipename"] = $"exasharp-{Guid.NewGuid():N}",
            ["exabgp_api_socketpath"] = Path.Combine(_root.Path, "made", "x.sock"),
        };
        await using var daemon = DaemonProcess.Start(
            "neighbor 127.0.0.2 { router-id 1.2.3.4; local-address 127.0.0.1; local-as 1; peer-as 1; passive; }", settings: environment);
        await daemon.WaitForLine(line => line.Contains("loaded new configuration", StringComparison.Ordinal), "it runs");
        using var terminal = OnTerminal(environment);

        await Shows(terminal, Prompt);
        await Types(terminal, "neighbor 1\tann\troute 10.0.0.0/24 next-hop 1.2.3.4\r", $"next-hop 1.2.3.4\e[K\r\n\r{Prompt}");
        await Types(terminal, "sho\tadj\tou\t\r", "127.0.0.2 ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4\r\n");
        await Types(terminal, "nonsense\x03", "^C\r\n");
        await Types(terminal, "nonsense\r", "use help for a list of available commands\r\n");
        await Types(terminal, "\e[A\e[A\r", "127.0.0.2 ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4\r\n");
        await terminal.StandardInput.WriteAsync("\x04");
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await terminal.WaitForExitAsync(patience.Token);

        Assert.Equal(0, terminal.ExitCode);
        Assert.Equal(
            ["neighbor 127.0.0.2 announce route 10.0.0.0/24 next-hop 1.2.3.4", "show adj-rib out", "nonsense", "show adj-rib out"],
            File.ReadAllLines(Path.Combine(_root.Path, ".local/state/exasharp/history")));
    }

    /// <summary>util-linux's script(1) gives a program a terminal of its own, and passes on what is typed and shown.</summary>
    private static Process OnTerminal(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("script", ["-qefc", $"{string.Join(' ', DaemonProcess.Command)} cli", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task Types(Process terminal, string keys, string shown)
    {
        _shown.Clear();
        await terminal.StandardInput.WriteAsync(keys);
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await Shows(terminal, shown);
        if (!shown.EndsWith(Prompt, StringComparison.Ordinal)) await Shows(terminal, $"\n\r{Prompt}");
    }

    private async Task Shows(Process terminal, string expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var buffer = new char[4096];
        while (!_shown.ToString().Contains(expected, StringComparison.Ordinal))
        {
            var count = await terminal.StandardOutput.ReadAsync(buffer, patience.Token);
            Assert.True(count > 0, $"expected {expected}, shown:\n{_shown}");
            _shown.Append(buffer, 0, count);
        }
    }
}
