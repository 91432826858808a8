using System.Net;
using System.Net.NetworkInformation;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests;

/// <summary>How a case of the functional suite ended, and what both sides wrote.</summary>
internal sealed record CaseOutcome(bool Passed, string Transcript);

/// <summary>
/// Runs cases of ExaBGP's functional suite against our daemon as its own runner does: the checkout's scripted peer
/// (<c>qa/sbin/bgp</c>) plays one side and judges, the checkout's configurations and helper programs drive the other.
/// </summary>
public sealed class EncodingSuite
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _places = new(Math.Clamp(Environment.ProcessorCount, 2, 4));
    private readonly Dictionary<string, Task<CaseOutcome>> _runs = [];

    /// <summary>The checkout of ExaBGP 5.0; null when none was named.</summary>
    public static string? Source { get; } =
        Environment.GetEnvironmentVariable("EXABGP_SOURCE") is { Length: > 0 } path && File.Exists(Path.Combine(path, "qa/sbin/bgp"))
            ? Path.GetFullPath(path)
            : null;

    /// <summary>What a case gave; the first to ask starts all, a few at a time.</summary>
    internal Task<CaseOutcome> Outcome(string name, IEnumerable<string> all)
    {
        lock (_runs)
        {
            if (_runs.Count == 0)
                foreach (var one in all) _runs[one] = Task.Run(() => RunInTurn(one));
            return _runs[name];
        }
    }

    private async Task<CaseOutcome> RunInTurn(string name)
    {
        await _places.WaitAsync();
        try
        {
            return await Run(name);
        }
        finally
        {
            _places.Release();
        }
    }

    private static async Task<CaseOutcome> Run(string name)
    {
        var messages = Path.Combine(Source!, "qa/encoding", name + ".msg");
        var configurations = (await File.ReadAllLinesAsync(Path.Combine(Source!, "qa/encoding", name + ".ci")))[0]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(file => Path.Combine(Source!, "etc/exabgp", file));
        var port = LoopbackAddresses.FreePort(IPAddress.Loopback);
        var environment = EnvironmentOf(port);
        await using var peer = CapturedProcess.Start("python3", ["-u", Path.Combine(Source!, "qa/sbin/bgp"), "--view", messages], Source!, environment);
        await Eventually.True(() => Task.FromResult(peer.HasExited || IsListening(port)), $"the scripted peer of {name} listens");
        foreach (var (setting, value) in DaemonSettings(messages)) environment[setting] = value;
        await using var daemon = CapturedProcess.Start(
            DaemonProcess.Command[0], [.. DaemonProcess.Command.Skip(1), "-d", "-p", .. configurations], Source!, environment);
        var ended = await Task.WhenAny(peer.Ended, Task.Delay(Deadline)) == peer.Ended;
        var code = ended ? await peer.WaitForExit() : -1;
        var passed = code == 0 && peer.Lines.Contains("successful");
        return new CaseOutcome(passed, $"peer ({(ended ? $"exit {code}" : "too late")}):\n{peer.Transcript()}\ndaemon:\n{daemon.Transcript()}");
    }

    private static Dictionary<string, string> EnvironmentOf(int port) => new()
    {
        ["exabgp_tcp_port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["INTERPRETER"] = "python3",
        ["PYTHONPATH"] = Path.Combine(Source!, "src"),
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        // What a helper writes before it flushes must arrive together, as where the suite was made.
        ["PYTHONUNBUFFERED"] = "",
    };

    private static IEnumerable<(string, string)> DaemonSettings(string messages)
    {
        const string connections = "option:tcp_connections:";
        var option = File.ReadLines(messages).LastOrDefault(line => line.Trim().StartsWith(connections, StringComparison.Ordinal));
        return
        [
            ("exabgp_version", "5.0.0-0+test"),
            ("exabgp_tcp_connections", option is null ? "1" : option.Trim()[connections.Length..]),
            ("exabgp_api_cli", "false"),
            ("exabgp_debug_rotate", "true"),
            ("exabgp_debug_configuration", "true"),
            ("exabgp_tcp_bind", ""),
            ("exabgp_daemon_user", Environment.UserName),
        ];
    }

    private static bool IsListening(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(endPoint => endPoint.Port == port);
}
