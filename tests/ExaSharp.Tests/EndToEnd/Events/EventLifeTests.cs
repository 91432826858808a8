using ExaSharp.Testing;
using Xunit;
using static ExaSharp.Tests.EndToEnd.Events.EventStage;

namespace ExaSharp.Tests.EndToEnd.Events;

/// <summary>Events of more than one session: NOTIFICATIONs of all kinds, sessions that follow each other, signals, reloads, the end of the daemon.</summary>
public sealed class EventLifeTests
{
    private const string GoldenFile = "event-scenes.txt";

    /// <summary>Code, subcode and data.</summary>
    private static readonly string[] Notifications =
    [
        "0101", "010307D1", "0200", "02020001", "02074104 0000FDEA", "0301FF", "030B", "0400", "0500", "0501", "0600", "0601 00010100000064", "0603",
        "0602", "060200", "060205 68656C6C6F", "060205 225C0A7B5D", "060206 C3A9E29C94", "060202 0A0D", "060402 6F6B", "060402 6F6B6F6B", "0608 74657874", "0609 74657874",
        "0305 225C0A7B7D", "0306 FFFE80", "0701 00010001", "C8C8 2222",
    ];

    /// <summary>Those that ExaBGP can not read: text that is not UTF-8, shorter than its length says.</summary>
    private static readonly string[] Damaged = ["060203 FFFE80", "060209 68656C6C6F", "0602FF", "060403 C3A9C3"];

    [Theory]
    [InlineData("5")]
    [InlineData("6")]
    public Task Notifications_of_all_kinds(string version) => Sessions("notifications", version, Notifications);

    [Theory]
    [InlineData("5")]
    [InlineData("6")]
    public Task Notifications_that_are_damaged(string version) => Sessions("damaged notifications", version, Damaged);

    /// <summary>The counter goes on from session to session.</summary>
    [Theory]
    [InlineData("5")]
    [InlineData("4")]
    public Task Sessions_that_follow_each_other(string version) => Sessions("sessions", version, ["0603", "0604", "0603"], "receive { parsed; update; open; } send { parsed; update; }",
        async scene =>
        {
            await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(Update("", Attributes, "180A0100"))));
            for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        });

    [Theory]
    [InlineData("5", "10 15")]
    [InlineData("5", "10 1")]
    [InlineData("6", "15")]
    public async Task Signals(string version, string numbers)
    {
        if (IsOther(version)) return;
        var recorders = EventRecorder.Both("all", "neighbor-changes; signal;");
        await using var scene = await Start(version, recorders);
        foreach (var number in numbers.Split(' '))
        {
            scene.Daemon.Signal(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            await recorders[0].Until(scene, line => line.Contains($"\"code\": \"{number}\"", StringComparison.Ordinal));
        }
        foreach (var recorder in recorders) recorder.Check($"signals {numbers}, {version}", scene, await recorder.Until(scene, EventRecorder.IsShutdown), GoldenFile);
    }

    [Theory]
    [InlineData("5", "reload")]
    [InlineData("5", "shutdown")]
    public async Task Commands_that_do_as_a_signal(string version, string command)
    {
        if (IsOther(version)) return;
        var recorders = EventRecorder.Both("all", "neighbor-changes; signal;");
        await using var scene = await Start(version, recorders);
        await scene.Helper.Write(command);
        await recorders[0].Until(scene, line => line.Contains("\"type\": \"signal\"", StringComparison.Ordinal));
        if (command != "shutdown")
        {
            await scene.Helper.WaitFor(line => line == "done", "the answer");
            scene.Daemon.Signal(15);
        }
        foreach (var recorder in recorders) recorder.Check($"command {command}, {version}", scene, await recorder.Until(scene, EventRecorder.IsShutdown), GoldenFile);
    }

    /// <summary>SIGUSR2 starts the helpers again and leaves the session; SIGALRM and <c>restart</c> end both, and a new session comes.</summary>
    [Theory]
    [InlineData("SIGUSR2")]
    [InlineData("SIGALRM")]
    [InlineData("restart")]
    public async Task A_new_start(string how)
    {
        if (IsOther("5")) return;
        EventRecorder[] recorders = [.. EventRecorder.Both("all", "neighbor-changes; signal; receive { parsed; update; }").Select(recorder => recorder with { ComesBack = true })];
        await using var scene = await Start("5", recorders);
        // A helper that is stopped before it reads has heard nothing.
        foreach (var recorder in recorders) await recorder.Until(scene, Scene.IsUp);
        if (how == "restart") await scene.Helper.Write("restart");
        else scene.Daemon.Signal(how == "SIGUSR2" ? 12 : 14);
        if (how == "SIGUSR2")
        {
            await Eventually.True(() => Task.FromResult(scene.Daemon.Lines.Count(line => line.Contains("loaded new configuration", StringComparison.Ordinal)) == 2), "the reload");
        }
        else
        {
            await scene.Peer.Next(BgpFrame.NotificationType);
            await scene.Establish();
            foreach (var recorder in recorders) await recorder.Until(scene, Scene.IsUp, 2);
        }
        await scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(Update("", Attributes, "180A0100"))));
        foreach (var recorder in recorders) await recorder.Until(scene, line => line.Contains("10.1.0.0/24", StringComparison.Ordinal));
        await scene.Peer.Send(BgpFrame.Notification(6, 3));
        var downs = how == "SIGUSR2" ? 1 : 2;
        foreach (var recorder in recorders) recorder.Check($"new start {how}, 5", scene, await recorder.Until(scene, EventRecorder.IsDown, downs), GoldenFile);
    }

    /// <summary>One helper hears of two neighbours; each has its own counter.</summary>
    [Theory]
    [InlineData("5", "parsed")]
    [InlineData("5", "consolidate")]
    [InlineData("4", "parsed")]
    public async Task Several_neighbours(string version, string mode)
    {
        if (IsOther(version)) return;
        var recorders = EventRecorder.Both("all", $"neighbor-changes; receive {{ {mode}; update; notification; }}");
        await using var second = ScriptedPeer.Listen();
        var local = LoopbackAddresses.Next();
        var settings = Settings(version, recorders);
        await using var scene = Scene.Create(settings with
        {
            Sections = $$"""
                {{settings.Sections}}
                neighbor {{second.EndPoint.Address}} {
                    router-id 10.0.0.9; local-address {{local}}; local-as 65009; peer-as 65010; connect {{second.EndPoint.Port}};
                    family { ipv4 unicast; }
                    {{settings.Neighbor.Replace("api ", "api second-", StringComparison.Ordinal)}}
                }
                """,
        });
        await scene.Establish();
        await second.Accept();
        await second.Establish(BgpFrame.Open(65010, 0, System.Net.IPAddress.Parse("10.0.0.10"), [(1, 1)]));
        foreach (var recorder in recorders) await recorder.Until(scene, Scene.IsUp, 2);
        var routes = 0;
        foreach (var peer in new[] { scene.Peer, second, scene.Peer, scene.Peer, second })
            await peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(Update("", Attributes, $"180A02{routes++:X2}"))));
        foreach (var recorder in recorders)
        {
            foreach (var route in new[] { 3, 4 }) await recorder.Until(scene, line => line.Contains($"10.2.{route}.0/24", StringComparison.Ordinal));
        }
        await second.Send(BgpFrame.Notification(6, 4));
        foreach (var recorder in recorders) await recorder.Until(scene, EventRecorder.IsDown);
        await scene.Peer.Send(BgpFrame.Notification(6, 3));
        foreach (var recorder in recorders)
        {
            var lines = await recorder.Until(scene, EventRecorder.IsDown, 2);
            // Connections are made side by side, and the second neighbour's is made again: the order counts for each by itself.
            recorder.Check($"neighbours first {mode}, {version}", scene, Of(lines, $"{scene.Remote}"), GoldenFile);
            recorder.Check($"neighbours second {mode}, {version}", scene,
                [.. Of(lines, $"{second.EndPoint.Address}").Select(line => Replace(Replace(line, $"{second.EndPoint.Address}", "SECOND"), $"{local}", "OURS"))], GoldenFile);
        }
    }

    /// <summary>What is told of a neighbour up to the end of its session.</summary>
    private static List<string> Of(IReadOnlyList<string> lines, string address)
    {
        var all = lines.Where(line => Replace(line, address, "") != line).ToList();
        return all[..(all.FindIndex(EventRecorder.IsDown) + 1)];
    }

    /// <summary>Not where it is only the beginning of another address.</summary>
    private static string Replace(string line, string address, string word) =>
        System.Text.RegularExpressions.Regex.Replace(line, $"(?<![0-9.]){System.Text.RegularExpressions.Regex.Escape(address)}(?![0-9.])", word);

    [Theory]
    [InlineData("changed")]
    [InlineData("removed")]
    [InlineData("routes")]
    public async Task A_reload(string what)
    {
        if (IsOther("5")) return;
        var recorders = EventRecorder.Both("all", "neighbor-changes; signal; send { parsed; update; notification; }");
        await using var scene = await Start("5", recorders);
        for (var families = 0; families < 3; families++) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
        var sections = string.Concat(recorders.Select(recorder => recorder.Section));
        var blocks = string.Concat(recorders.Select(recorder => recorder.Block));
        var configuration = scene.Configuration(new SceneSettings
        {
            Sections = sections,
            Neighbor = what switch { "changed" => $"hold-time 77;\n{blocks}", "routes" => $"{blocks} static {{ route 10.1.0.0/24 next-hop 1.2.3.4; }}", _ => blocks },
        });
        if (what == "removed") configuration = configuration.Replace($"neighbor {scene.Remote} ", "neighbor 127.0.0.99 ", StringComparison.Ordinal);
        scene.Daemon.ReloadWith(configuration);
        foreach (var recorder in recorders)
        {
            Predicate<string> last = what == "routes" ? line => line.Contains("10.1.0.0/24", StringComparison.Ordinal) : EventRecorder.IsDown;
            recorder.Check($"reload {what}, 5", scene, await recorder.Until(scene, last), GoldenFile);
        }
    }

    private static bool IsOther(string version) => Environment.GetEnvironmentVariable("EXASHARP_TEST_GENERATION") is { } only && only != version;

    private static Task<Scene> Start(string version, EventRecorder[] recorders) => Scene.Start(Settings(version, recorders));

    private static SceneSettings Settings(string version, EventRecorder[] recorders)
    {
        var settings = new SceneSettings
        {
            HoldTime = 0,
            Sections = string.Concat(recorders.Select(recorder => recorder.Section)),
            Neighbor = string.Concat(recorders.Select(recorder => recorder.Block)),
        };
        if (version != "5") settings.Environment["exabgp_api_version"] = version;
        return settings;
    }

    /// <summary>A session for each NOTIFICATION, which ends it.</summary>
    private static async Task Sessions(string part, string version, string[] ends, string switches = "receive { parsed; notification; }", Func<Scene, Task>? steps = null)
    {
        if (IsOther(version)) return;
        var recorders = EventRecorder.Both("all", $"neighbor-changes; {switches}");
        await using var scene = Scene.Create(Settings(version, recorders));
        for (var i = 0; i < ends.Length; i++)
        {
            await scene.Establish();
            await recorders[0].Until(scene, Scene.IsUp, i + 1);
            if (steps is not null) await steps(scene);
            await scene.Peer.Send(BgpFrame.Of(BgpFrame.NotificationType, Convert.FromHexString(ends[i].Replace(" ", "", StringComparison.Ordinal))));
            await recorders[0].Until(scene, EventRecorder.IsDown, i + 1);
        }
        foreach (var recorder in recorders) recorder.Check($"{part}, {version}", scene, await recorder.Until(scene, EventRecorder.IsDown, ends.Length), GoldenFile);
    }
}
