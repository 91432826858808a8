using System.Net;
using ExaSharp.Bgp.Families;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What a <see cref="Scene"/> is made of, where it differs from the usual.</summary>
internal sealed record SceneSettings
{
    /// <summary>The form of the helper's events.</summary>
    public string Encoder { get; init; } = "json";

    /// <summary>More of the helper's <c>process</c> block.</summary>
    public string Process { get; init; } = "";

    public string Families { get; init; } = "ipv4 unicast; ipv6 unicast; ipv4 flow;";

    /// <summary>What stands in the neighbour's <c>api</c> block beside the helper's name.</summary>
    public string Api { get; init; } = "neighbor-changes;";

    /// <summary>More of the neighbour's section.</summary>
    public string Neighbor { get; init; } = "";

    /// <summary>More sections, before the neighbour. <c>@dir@</c> is the daemon's directory.</summary>
    public string Sections { get; init; } = "";

    /// <summary>More names in the neighbour's <c>processes</c>.</summary>
    public string Processes { get; init; } = "";

    /// <summary>Hold time in the peer's OPEN, seconds.</summary>
    public ushort HoldTime { get; init; } = 180;

    /// <summary>More capabilities in the peer's OPEN, each as code, length and value.</summary>
    public byte[] Capabilities { get; init; } = [];

    /// <summary>The families in the peer's OPEN.</summary>
    public (ushort Afi, byte Safi)[] PeerFamilies { get; init; } = [(1, 1), (2, 1), (1, 133)];

    /// <summary>Whether both ends are at <c>::1</c>.</summary>
    public bool IsIpv6 { get; init; }

    /// <summary>Settings of the daemon, as environment variables.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];
}

/// <summary>
/// The daemon, a peer that it connects to, and a helper named <c>test</c>, both in the test's hand. AS 65001 to AS 65002, router-ids 10.0.0.1 and
/// 10.0.0.2.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    public const uint LocalAs = 65001, PeerAs = 65002;

    private readonly SceneSettings _settings;

    private Scene(SceneSettings settings, ScriptedPeer peer, HelperChannel helper)
    {
        _settings = settings;
        Peer = peer;
        Helper = helper;
        Local = settings.IsIpv6 ? IPAddress.IPv6Loopback : LoopbackAddresses.Next();
        Daemon = DaemonProcess.Start(Configuration(), settings: settings.Environment);
    }

    public ScriptedPeer Peer { get; }

    public HelperChannel Helper { get; }

    public DaemonProcess Daemon { get; }

    /// <summary>The daemon's address.</summary>
    public IPAddress Local { get; }

    public IPAddress Remote => Peer.EndPoint.Address;

    /// <summary>Starts the daemon and brings the session up; the helper has seen <c>up</c> when its events tell.</summary>
    public static async Task<Scene> Start(SceneSettings? settings = null)
    {
        var scene = Create(settings);
        try
        {
            await scene.Establish();
            if (scene._settings.Api.Contains("neighbor-changes", StringComparison.Ordinal)) await scene.WaitForUp();
            return scene;
        }
        catch (Exception problem) when (problem is TimeoutException or InvalidOperationException)
        {
            var text = scene.Daemon.Transcript();
            await scene.DisposeAsync();
            throw new InvalidOperationException($"{problem.Message}\nThe daemon wrote:\n{text}", problem);
        }
    }

    /// <summary>Starts the daemon; its first connection waits to be accepted.</summary>
    public static Scene Create(SceneSettings? settings = null) =>
        new(settings ?? new SceneSettings(), ScriptedPeer.Listen(settings is { IsIpv6: true } ? Ipv6EndPoint() : null), NewHelper());

    /// <summary>A helper that the test speaks for.</summary>
    public static HelperChannel NewHelper() => new(Path.Combine(AppContext.BaseDirectory, "helpers", "bridge.py")) { KeepsEmptyLines = true };

    /// <summary>The configuration, or another one around the same peer and helper.</summary>
    public string Configuration(SceneSettings? changed = null)
    {
        var settings = changed ?? _settings;
        return $$"""
            {{Helper.Section("test", settings.Encoder, settings.Process)}}
            {{settings.Sections}}
            neighbor {{Remote}} {
                router-id 10.0.0.1;
                local-address {{Local}};
                local-as {{LocalAs}};
                peer-as {{PeerAs}};
                connect {{Peer.EndPoint.Port}};
                family { {{settings.Families}} }
                api { processes [ test {{settings.Processes}} ]; {{settings.Api}} }
                {{settings.Neighbor}}
            }
            """;
    }

    /// <summary>Takes the daemon's next connection and brings a session up.</summary>
    public async Task<BgpFrame> Establish()
    {
        await Peer.Accept();
        return await Peer.Establish(Open());
    }

    /// <summary>The peer's OPEN.</summary>
    public BgpFrame Open(uint asn = PeerAs, string routerId = "10.0.0.2") =>
        BgpFrame.Open(asn, _settings.HoldTime, IPAddress.Parse(routerId), _settings.PeerFamilies, _settings.Capabilities);

    /// <summary>Waits until the helper hears that the session is up.</summary>
    public Task WaitForUp() => Helper.WaitFor(IsUp, "the session is up");

    /// <summary>Writes a command and gives the lines of its answer, events left out, the last one <c>done</c> or <c>error</c>.</summary>
    public async Task<string[]> Ask(string command)
    {
        await Helper.Write(command);
        return await Answer($"the answer to: {command}");
    }

    /// <summary>The lines up to the next <c>done</c> or <c>error</c>.</summary>
    public async Task<string[]> Answer(string what)
    {
        List<string> lines = [];
        await Helper.WaitFor(line =>
        {
            if (!IsEvent(line)) lines.Add(line);
            return line is "done" or "error"
                || (_settings.Process.Contains("ack verbose", StringComparison.Ordinal)
                    && (line.StartsWith("done: ", StringComparison.Ordinal) || line.StartsWith("error: ", StringComparison.Ordinal)));
        }, what);
        return [.. lines];
    }

    /// <summary>Asserts that a command is answered by one word.</summary>
    public async Task Command(string command, string answer = "done") => Assert.Equal($"{command}: {answer}", $"{command}: {string.Join('|', await Ask(command))}");

    /// <summary>The body of the next UPDATE that is no End-of-RIB, in hexadecimal digits.</summary>
    public async Task<string> NextUpdate()
    {
        var update = await Peer.Next(frame => frame.Type == BgpFrame.UpdateType && !IsEndOfRib(frame), "an UPDATE");
        return Convert.ToHexString(update.Body);
    }

    /// <summary>The next UPDATE bodies, sorted, up to the End-of-RIB of IPv4 unicast.</summary>
    public async Task<string[]> NextTable()
    {
        List<string> bodies = [];
        while (true)
        {
            var frame = await Peer.Next(BgpFrame.UpdateType);
            if (frame.IsEndOfRib) break;
            if (!IsEndOfRib(frame)) bodies.Add(Convert.ToHexString(frame.Body));
        }
        return [.. bodies.Order(StringComparer.Ordinal)];
    }

    /// <summary>Sends SIGTERM and asserts that the daemon ends well.</summary>
    public async Task AssertStops()
    {
        Assert.False(Daemon.HasExited, Daemon.Transcript());
        Assert.Equal(0, await Daemon.Stop());
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Helper.DisposeAsync();
        await Peer.DisposeAsync();
    }

    /// <summary>Whether a line is an event, and not a part of an answer.</summary>
    private bool IsEvent(string line) => _settings.Encoder == "text"
        ? line.Length == 0 || line.StartsWith("neighbor ", StringComparison.Ordinal) || line.StartsWith(" header", StringComparison.Ordinal)
        : line.StartsWith("{ \"exabgp\"", StringComparison.Ordinal);

    private static IPEndPoint Ipv6EndPoint() => new(IPAddress.IPv6Loopback, LoopbackAddresses.FreePort(IPAddress.IPv6Loopback));

    public static bool IsUp(string line) =>
        line.EndsWith(" up", StringComparison.Ordinal) || line.Contains("\"state\": \"up\"", StringComparison.Ordinal);

    public static bool IsEndOfRib(BgpFrame frame) =>
        frame.IsEndOfRib || AddressFamilies.Known.Any(family => frame.IsEndOfRibOf((ushort)family.Afi, (byte)family.Safi));
}
