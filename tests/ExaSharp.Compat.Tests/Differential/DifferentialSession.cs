using System.Globalization;
using System.Net;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>What a daemon did with a command: its answer and its UPDATEs.</summary>
internal sealed record CommandOutcome(string Answer, IReadOnlyList<string> Updates);

/// <summary>
/// A daemon in a session with a scripted peer and with a helper in the test's hand. Each command is followed by one that
/// announces a marker, whose UPDATE ends what belongs to the command.
/// </summary>
internal sealed class DifferentialSession : IAsyncDisposable
{
    private const string Marker = "198.18.0.1/32";
    private const string MarkerOctets = "20C6120001";

    /// <summary>How long an answer or an UPDATE may take; ExaBGP is slow on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HelperChannel _helper;
    private readonly ScriptedPeer _peer;
    private readonly TemporaryDirectory _directory;
    private readonly CapturedProcess _daemon;
    private readonly string _name;
    private int _markers;

    private DifferentialSession(HelperChannel helper, ScriptedPeer peer, TemporaryDirectory directory, CapturedProcess daemon, string name) =>
        (_helper, _peer, _directory, _daemon, _name) = (helper, peer, directory, daemon, name);

    /// <summary>The UPDATEs up to the last End-of-RIB marker: what the routes of the file became.</summary>
    public IReadOnlyList<string> FromFile { get; private set; } = [];

    /// <summary>Starts a daemon and waits until it has sent the routes of its file.</summary>
    /// <param name="command">The words that start it.</param>
    /// <param name="kind">The session.</param>
    /// <param name="families">AFI and SAFI of the families that the peer offers.</param>
    /// <param name="sections">The sections with routes.</param>
    public static async Task<DifferentialSession> Start(
        IReadOnlyList<string> command, SessionKind kind, IReadOnlyList<(ushort, byte)> families, string sections)
    {
        var helper = new HelperChannel(Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py"));
        var peer = ScriptedPeer.Listen(new IPEndPoint(IPAddress.Loopback, LoopbackAddresses.FreePort(IPAddress.Loopback)));
        var directory = new TemporaryDirectory("differential");
        var path = directory.Write("exabgp.conf", $$"""
            {{helper.Section("helper")}}
            neighbor 127.0.0.1 {
                router-id 10.255.0.2;
                local-address 127.0.0.1;
                local-as 65000;
                peer-as {{kind.PeerAs}};
                hold-time 180;
                {{kind.Settings}}
                api { processes [ helper ]; }
            {{sections}}
            }
            """);
        var daemon = CapturedProcess.Start(command[0], [.. command.Skip(1), path], directory.Path, new Dictionary<string, string>
        {
            ["exabgp_tcp_port"] = peer.EndPoint.Port.ToString(CultureInfo.InvariantCulture),
            ["exabgp_tcp_bind"] = "",
            ["exabgp_daemon_user"] = Environment.UserName,
            ["exabgp_log_destination"] = "stdout",
            ["exabgp_api_cli"] = "false",
        });
        var session = new DifferentialSession(helper, peer, directory, daemon, command[0]);
        try
        {
            await session.ReadFile(kind, families);
            return session;
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            var transcript = daemon.Transcript();
            await session.DisposeAsync();
            throw new InvalidOperationException($"{command[0]}: {error.Message}\n{transcript}", error);
        }
    }

    /// <summary>Gives one command and waits for its answer and its UPDATEs.</summary>
    /// <exception cref="InvalidOperationException">The session ended.</exception>
    public async Task<CommandOutcome> Send(string command)
    {
        var med = (1_000_000_000 + ++_markers).ToString(CultureInfo.InvariantCulture);
        var sought = "800404" + (1_000_000_000 + _markers).ToString("X8", CultureInfo.InvariantCulture);
        await _helper.Write(command, $"announce route {Marker} next-hop 192.0.2.254 med {med}");
        var answer = await _helper.WaitFor(line => line is "done" or "error", $"{_name}: the answer to: {command}", Patience);
        await _helper.WaitFor(line => line is "done" or "error", $"{_name}: the answer to the marker behind: {command}", Patience);
        List<string> updates = [];
        while (true)
        {
            var update = Convert.ToHexString((await _peer.Next(BgpFrame.UpdateType, Patience)).Body);
            if (update.EndsWith(MarkerOctets, StringComparison.Ordinal) && update.Contains(sought, StringComparison.Ordinal)) break;
            updates.Add(update);
        }
        return new CommandOutcome(answer, updates);
    }

    /// <summary>The last that the daemon wrote.</summary>
    public string Transcript() => string.Join('\n', _daemon.Lines.TakeLast(40));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _helper.DisposeAsync();
        await _peer.DisposeAsync();
        _directory.Dispose();
    }

    private async Task ReadFile(SessionKind kind, IReadOnlyList<(ushort Afi, byte Safi)> families)
    {
        var accepted = _peer.Accept(Patience);
        if (await Task.WhenAny(accepted, _daemon.Ended) != accepted) throw new InvalidOperationException("it ended");
        await accepted;
        await _peer.Establish(BgpFrame.Open(kind.PeerAs, 180, IPAddress.Parse("10.255.0.1"), families, kind.Capabilities));
        List<string> updates = [];
        for (var left = families.Count; left > 0;)
        {
            var update = await _peer.Next(BgpFrame.UpdateType, Patience);
            if (families.Any(family => update.IsEndOfRibOf(family.Afi, family.Safi))) left--;
            else updates.Add(Convert.ToHexString(update.Body));
        }
        FromFile = updates;
    }
}
