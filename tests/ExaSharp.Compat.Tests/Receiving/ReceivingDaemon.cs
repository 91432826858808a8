using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>What a daemon made of an UPDATE.</summary>
/// <param name="Events">What its helper was told, without what differs from run to run.</param>
/// <param name="Reset">Code and subcode of the NOTIFICATION that ended the session, or <see cref="Crash"/>; null when it went on.</param>
internal sealed record ReceivedOutcome(IReadOnlyList<string> Events, string? Reset)
{
    /// <summary>The session ended without a NOTIFICATION: an exception that ExaBGP 4.2 did not expect.</summary>
    public const string Crash = "without NOTIFICATION";

    /// <summary>The first event; empty for none.</summary>
    public string First => Events.Count == 0 ? "" : Events[0];

    public override string ToString() => string.Join("\n            ", Reset is null ? Events : [.. Events, $"reset {Reset}"]);
}

/// <summary>
/// A daemon in a session with a scripted peer, whose helper's events the test reads. Behind each UPDATE stands a marker. A session that is
/// reset comes up again, and what was sent behind the UPDATE that did it is sent again. The peer connects, as ExaBGP waits longer from one
/// connection that it makes to the next, and not at all for one that it takes.
/// </summary>
internal sealed partial class ReceivingDaemon : IAsyncDisposable
{
    /// <summary>What an event begins with that is not JSON.</summary>
    public const string NoJson = "not JSON: ";

    private const int FirstMarker = 1_000_000_000;

    /// <summary>UPDATEs under way at a time.</summary>
    private const int Window = 40;

    /// <summary>How long nothing may be heard; ExaBGP is slow on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HelperChannel _helper = new(Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py"));
    private readonly IPAddress _peerAddress = LoopbackAddresses.Next();
    private readonly IPEndPoint _endPoint = LoopbackAddresses.NextEndPoint();
    private readonly TemporaryDirectory _directory = new("receiving");
    private readonly ReceivedKind _kind;
    private readonly CapturedProcess _daemon;
    private readonly string _name;
    private ScriptedPeer? _peer;

    public ReceivingDaemon(IReadOnlyList<string> command, ReceivedKind kind, IReadOnlyDictionary<string, string>? settings = null)
    {
        (_kind, _name) = (kind, command[0]);
        var path = _directory.Write("exabgp.conf", $$"""
            {{_helper.Section("helper")}}
            neighbor {{_peerAddress}} {
                router-id 10.255.0.2;
                local-address {{_endPoint.Address}};
                passive;
                local-as 65000;
                peer-as {{kind.PeerAs}};
                hold-time 180;
                {{kind.Settings}}
                api { processes [ helper ]; neighbor-changes; receive { parsed; update; } }
            }
            """);
        var environment = new Dictionary<string, string>
        {
            ["exabgp_tcp_port"] = _endPoint.Port.ToString(CultureInfo.InvariantCulture),
            ["exabgp_tcp_bind"] = _endPoint.Address.ToString(),
            ["exabgp_daemon_user"] = Environment.UserName,
            ["exabgp_log_destination"] = "stdout",
            ["exabgp_api_cli"] = "false",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) environment[name] = value;
        _daemon = CapturedProcess.Start(command[0], [.. command.Skip(1), path], _directory.Path, environment);
    }

    /// <summary>Plays UPDATEs and gives what became of each.</summary>
    public async Task<List<ReceivedOutcome>> Play(IReadOnlyList<RandomUpdate> updates, IReadOnlyList<(ushort, byte)> families)
    {
        List<ReceivedOutcome> outcomes = [];
        while (outcomes.Count < updates.Count)
        {
            await Establish(families);
            while (outcomes.Count < updates.Count)
            {
                var end = Math.Min(outcomes.Count + Window, updates.Count);
                await Send(updates, outcomes.Count, end);
                if (!await Read(outcomes, end)) break;
            }
        }
        return outcomes;
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _helper.DisposeAsync();
        if (_peer is not null) await _peer.DisposeAsync();
        _directory.Dispose();
    }

    private async Task Establish(IReadOnlyList<(ushort, byte)> families)
    {
        try
        {
            if (_peer is not null) await _peer.DisposeAsync();
            var connected = ScriptedPeer.Connect(_peerAddress, _endPoint, Patience);
            if (await Task.WhenAny(connected, _daemon.Ended) != connected) throw new InvalidOperationException("it ended");
            _peer = await connected;
            await _peer.Establish(BgpFrame.Open(_kind.PeerAs, 180, IPAddress.Parse("10.255.0.1"), families, _kind.Capabilities));
            await _helper.WaitFor(line => line.Contains("\"state\": \"up\"", StringComparison.Ordinal), "the session is up", Patience);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{_name}: {error.Message}\n{string.Join('\n', _daemon.Lines.TakeLast(60))}", error);
        }
    }

    private async Task Send(IReadOnlyList<RandomUpdate> updates, int from, int to)
    {
        List<byte> octets = [];
        for (var i = from; i < to; i++)
        {
            octets.AddRange(BgpFrame.Of(BgpFrame.UpdateType, updates[i].Body).Bytes);
            octets.AddRange(BgpFrame.Of(BgpFrame.UpdateType, RandomUpdate.Marker(_kind, FirstMarker + i)).Bytes);
        }
        try
        {
            await _peer!.Send(octets.ToArray());
        }
        catch (SocketException)
        {
            // The session was reset meanwhile, as the helper tells.
        }
    }

    /// <summary>Reads up to the marker of the last UPDATE; false when the session was reset.</summary>
    private async Task<bool> Read(List<ReceivedOutcome> outcomes, int end)
    {
        List<string> events = [];
        while (outcomes.Count < end)
        {
            var line = await Line();
            if (DownLine().Match(line) is { Success: true } down)
            {
                outcomes.Add(new ReceivedOutcome(events, down.Groups["reason"] is { Success: true } reason ? reason.Value : ReceivedOutcome.Crash));
                return false;
            }
            if (line.Contains($"\"med\": {FirstMarker + outcomes.Count}", StringComparison.Ordinal) && line.Contains("\"198.18.0.1/32\"", StringComparison.Ordinal))
            {
                outcomes.Add(new ReceivedOutcome(events, null));
                events = [];
            }
            else if (line.Contains("\"type\": \"update\"", StringComparison.Ordinal))
            {
                events.Add(Told(line));
            }
        }
        return true;
    }

    private async Task<string> Line()
    {
        try
        {
            return await _helper.WaitFor(_ => true, "an event", Patience);
        }
        catch (TimeoutException error)
        {
            throw new InvalidOperationException($"{_name}: no event in time\n{string.Join('\n', _daemon.Lines.TakeLast(60))}", error);
        }
    }

    /// <summary>The event from <c>message</c> on, its members in their order, in one spacing; marked when it is not JSON.</summary>
    private static string Told(string line)
    {
        var message = "{ " + line[line.IndexOf("\"message\"", StringComparison.Ordinal)..];
        return TryCompact(message, out var compact) ? compact : NoJson + message;
    }

    /// <summary>The value of <c>message</c>; what stands behind it closes the event.</summary>
    internal static bool TryCompact(string text, out string compact)
    {
        compact = "";
        try
        {
            // Two braces close the neighbour and the event, one is that of our own.
            using var document = JsonDocument.Parse(text.TrimEnd()[..^2]);
            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                document.RootElement.GetProperty("message").WriteTo(writer);
            compact = Encoding.UTF8.GetString(output.ToArray());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex("\"state\": \"down\", \"reason\": \"([^\"]*?notification sent \\((?<reason>[0-9,]+)\\))?")]
    private static partial Regex DownLine();
}
