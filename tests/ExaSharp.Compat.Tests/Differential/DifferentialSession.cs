using System.Globalization;
using System.Net;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>What a daemon did with a command: its answer and its UPDATEs.</summary>
internal sealed record CommandOutcome(string Answer, IReadOnlyList<string> Updates)
{
    /// <summary>In the place of an answer: commands are not answered any more, or the daemon or its session ended.</summary>
    public const string Failed = "failed";

    /// <summary>In the place of an answer: there was none, but the next command has its own.</summary>
    public const string Unanswered = "none";

    /// <summary>The outcome as text that can be compared.</summary>
    public string Text => Answer + " " + string.Join("\n            ", Updates);
}

/// <summary>
/// A daemon in a session with a scripted peer and with a helper in the test's hand. Each command is followed by one that
/// announces a marker, whose UPDATE ends what belongs to the command.
/// </summary>
internal sealed class DifferentialSession : IAsyncDisposable
{
    private const string Marker = "198.18.0.1/32";
    private const string MarkerOctets = "20C6120001";
    private const string Refused = "announce route 198.18.0.2/32 next-hop";

    /// <summary>How long an answer or an UPDATE may take; ExaBGP is slow on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
    /// <param name="grouped">The neighbour's <c>group-updates</c>.</param>
    /// <param name="families">AFI and SAFI of the families that the peer offers.</param>
    /// <param name="sections">The sections with routes.</param>
    public static async Task<DifferentialSession> Start(
        IReadOnlyList<string> command, SessionKind kind, bool grouped, IReadOnlyList<(ushort, byte)> families, string sections)
    {
        var helper = new HelperChannel(Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py"));
        var peer = ScriptedPeer.Listen(new IPEndPoint(IPAddress.Loopback, LoopbackAddresses.FreePort(IPAddress.Loopback)));
        var directory = new TemporaryDirectory("differential");
        var path = directory.Write("exabgp.conf", $$"""
            {{helper.Section("helper")}}
            neighbor 127.0.0.1 {
                router-id 10.255.0.2;
                local-address 127.0.0.1;
                local-as {{SessionKind.LocalAs}};
                peer-as {{kind.PeerAs}};
                hold-time 180;
                group-updates {{(grouped ? "true" : "false")}};
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
    /// <exception cref="TimeoutException">An answer or the marker's UPDATE did not come.</exception>
    public async Task<CommandOutcome> Send(string command)
    {
        var (marker, sought) = NextMarker();
        await _helper.Write(command, marker);
        var answer = await Answer(command, Patience);
        await Answer(marker, Patience);
        return new CommandOutcome(answer, await Updates(sought, Patience));
    }

    /// <summary>
    /// As <see cref="Send"/>, for a command that may have no answer at all: behind the marker, whose answer is <c>done</c>, comes
    /// one that is refused, so that a missing answer shows.
    /// </summary>
    public async Task<CommandOutcome> Try(string command, TimeSpan patience)
    {
        var (marker, sought) = NextMarker();
        await _helper.Write(command, marker, Refused);
        var first = await Answer(command, patience);
        var second = await Answer(marker, patience);
        if ((first, second) == ("done", "error")) return new CommandOutcome(CommandOutcome.Unanswered, await Updates(sought, patience));
        if (second == "error") throw new InvalidOperationException("the command behind it is refused");
        await Answer(Refused, patience);
        return new CommandOutcome(first, await Updates(sought, patience));
    }

    private (string Command, string Sought) NextMarker()
    {
        var med = 1_000_000_000 + ++_markers;
        return (FormattableString.Invariant($"announce route {Marker} next-hop 192.0.2.254 med {med}"), "800404" + med.ToString("X8", CultureInfo.InvariantCulture));
    }

    /// <summary>The next answer, or the end of the daemon.</summary>
    private async Task<string> Answer(string command, TimeSpan patience)
    {
        var answer = _helper.WaitFor(line => line is "done" or "error", $"{_name}: the answer to: {command}", patience);
        if (await Task.WhenAny(answer, _daemon.Ended) != answer && !answer.IsCompleted) throw new InvalidOperationException("it ended");
        return await answer;
    }

    /// <summary>The UPDATEs before the marker's.</summary>
    private async Task<List<string>> Updates(string marker, TimeSpan patience)
    {
        List<string> updates = [];
        while (true)
        {
            var update = Convert.ToHexString((await _peer.Next(BgpFrame.UpdateType, patience)).Body);
            if (update.EndsWith(MarkerOctets, StringComparison.Ordinal) && update.Contains(marker, StringComparison.Ordinal)) return updates;
            updates.Add(update);
        }
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
