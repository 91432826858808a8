using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests.Commands;

/// <summary>
/// A daemon in a session with a scripted peer, to which a helper in the test's hand writes commands. What differs from run to run is not told: times,
/// versions, counters, identifiers.
/// </summary>
internal sealed partial class CommandedDaemon : IAsyncDisposable
{
    /// <summary>How long nothing may be heard; ExaBGP is slow on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (ushort, byte)[] Families = [(1, 1), (2, 1), (1, 133), (25, 65), (1, 4), (1, 128)];

    private readonly HelperChannel _helper = new(Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py")) { KeepsEmptyLines = true };
    private readonly ScriptedPeer _peer = ScriptedPeer.Listen(new IPEndPoint(IPAddress.Loopback, LoopbackAddresses.FreePort(IPAddress.Loopback)));
    private readonly TemporaryDirectory _directory = new("commands");
    private readonly CapturedProcess _daemon;

    public CommandedDaemon(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> settings)
    {
        var path = _directory.Write("exabgp.conf", $$"""
            {{_helper.Section("helper")}}
            neighbor 127.0.0.1 {
                router-id 10.0.0.1; local-address 127.0.0.1; local-as 65001; peer-as 65002; hold-time 180;
                description "peer two"; host-name exa; domain-name example; adj-rib-out true;
                family { ipv4 unicast; ipv6 unicast; ipv4 flow; l2vpn vpls; ipv4 nlri-mpls; ipv4 mpls-vpn; }
                capability { route-refresh enable; }
                api { processes [ helper ]; neighbor-changes; }
            }
            """);
        var environment = new Dictionary<string, string>
        {
            ["exabgp_tcp_port"] = _peer.EndPoint.Port.ToString(CultureInfo.InvariantCulture),
            ["exabgp_tcp_bind"] = "",
            ["exabgp_daemon_user"] = Environment.UserName,
            ["exabgp_log_destination"] = "stdout",
            ["exabgp_api_cli"] = "false",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        _daemon = CapturedProcess.Start(command[0], [.. command.Skip(1), path], _directory.Path, environment);
    }

    /// <summary>Brings the session up, and waits until the daemon calls it up: in its first second ExaBGP calls it down.</summary>
    public async Task Establish()
    {
        var accepted = _peer.Accept(Patience);
        if (await Task.WhenAny(accepted, _daemon.Ended) != accepted) throw new InvalidOperationException($"it ended\n{_daemon.Transcript()}");
        await accepted;
        await _peer.Establish(BgpFrame.Open(65002, 180, IPAddress.Parse("10.0.0.2"), Families, [2, 0]));
        await _helper.WaitFor(line => line.Contains("\"state\": \"up\"", StringComparison.Ordinal), "the session is up", Patience);
        await Eventually.True(
            async () => (await Raw("show neighbor summary") is var old and not ["error"] ? old : await Raw("peer show"))
                .Any(line => line.Contains("0:00:", StringComparison.Ordinal) || line.Contains("\"state\": \"up\"", StringComparison.Ordinal)),
            "the neighbour is called up",
            Patience);
    }

    /// <summary>Writes a command and gives the lines of its answer, the last one <c>done</c> or <c>error</c>.</summary>
    public async Task<string[]> Ask(string command) => [.. (await Raw(command)).Select(Normal)];

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _helper.DisposeAsync();
        await _peer.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<List<string>> Raw(string command)
    {
        await _helper.Write(command);
        List<string> lines = [];
        await _helper.WaitFor(line =>
        {
            if (!line.StartsWith("{ \"exabgp\"", StringComparison.Ordinal) && !line.StartsWith("{\"exabgp\"", StringComparison.Ordinal)) lines.Add(line);
            return line is "done" or "error";
        }, $"the answer to: {command}\n{string.Join('\n', _daemon.Lines.TakeLast(20))}", Patience);
        return lines;
    }

    private static string Normal(string line)
    {
        line = Clock().Replace(line, "0:00:00");
        line = Version().Replace(line, "${before}VERSION");
        line = Duration().Replace(line, "\"${name}\": N");
        line = Counters().Replace(line, "${name} N N");
        line = Summary().Replace(line, " established N N");
        return Identifier().Replace(line, "UUID");
    }

    [GeneratedRegex("0:00:[0-9][0-9]")]
    private static partial Regex Clock();

    [GeneratedRegex("(?<before>exabgp |\"version\": \")[0-9]+\\.[0-9]+\\.[0-9]+[^\"]*")]
    private static partial Regex Version();

    [GeneratedRegex("\"(?<name>duration|update|keepalive|total|uptime|start_time|pid|prefixes)\": [0-9.]+")]
    private static partial Regex Duration();

    [GeneratedRegex("(?<name>   (update|keepalive|total):) +[0-9]+ +[0-9]+")]
    private static partial Regex Counters();

    [GeneratedRegex(" established +[0-9]+ +[0-9]+$")]
    private static partial Regex Summary();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifier();
}
