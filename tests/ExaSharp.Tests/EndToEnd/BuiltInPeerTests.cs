using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary><c>exasharp peer</c>, and the demonstration that <c>make run</c> starts.</summary>
public sealed class BuiltInPeerTests
{
    private static string Program { get; } = Path.Combine(RepositoryPaths.Root, "src", "ExaSharp", "bin", RepositoryPaths.BuildConfiguration, "net10.0", "exasharp");

    [Fact]
    public async Task It_mirrors_the_capabilities_and_shows_updates_as_words()
    {
        var address = LoopbackAddresses.NextEndPoint();
        await using var peer = Start(address, "--updates", "1");
        await peer.WaitForLine(line => line.Contains("listening", StringComparison.OrdinalIgnoreCase), "that it listens");
        await using var scripted = await Speak(address, [2, 0, 69, 4, 0, 1, 1, 3]);
        var open = Convert.ToHexString(scripted.Received.First(frame => frame.Type == BgpFrame.OpenType).Body);
        Assert.Contains("4504000101", open, StringComparison.Ordinal);
        Assert.Contains("4104" + "0000FDEA", open, StringComparison.Ordinal);
        // Path identifiers were agreed on.
        await scripted.Send(Update("00000001"));
        await peer.WaitForLine(line => line.Contains("10.1.0.0/24", StringComparison.Ordinal), "the route");
        Assert.Equal(0, await peer.WaitForExit());
    }

    [Fact]
    public async Task It_shows_updates_as_JSON_and_announces_the_routes_of_a_file()
    {
        using var directory = new TemporaryDirectory("peer");
        var routes = directory.Write("routes", "# a comment\n\nannounce route 10.7.0.0/24 next-hop 192.0.2.7\nannounce ipv4 unicast 10.8.0.0/24 next-hop 192.0.2.7\n");
        var address = LoopbackAddresses.NextEndPoint();
        await using var peer = Start(address, "--json", "--routes", routes, "--updates", "1");
        await using var scripted = await Speak(address, []);
        var update = await scripted.Next(BgpFrame.UpdateType);
        Assert.EndsWith("180A0700180A0800", Convert.ToHexString(update.Body), StringComparison.Ordinal);
        await scripted.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        await scripted.Send(Update());
        var line = await peer.WaitForLine(text => text.Contains("10.1.0.0", StringComparison.Ordinal), "the route");
        using var json = JsonDocument.Parse(line);
        Assert.Equal("update", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(0, await peer.WaitForExit());
    }

    [Fact]
    public async Task It_ends_after_the_time_that_it_was_given()
    {
        await using var peer = Start(LoopbackAddresses.NextEndPoint(), "--seconds", "0.2");
        Assert.Equal(0, await peer.WaitForExit());
    }

    [Fact]
    public async Task A_file_of_routes_with_errors_ends_it()
    {
        using var directory = new TemporaryDirectory("peer");
        await using var peer = Start(LoopbackAddresses.NextEndPoint(), "--routes", directory.Write("routes", "announce route 10.7.0.1/24 next-hop 192.0.2.7\n"));
        Assert.Equal(1, await peer.WaitForExit());
        Assert.Contains("routes line 1", peer.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demonstration_runs_and_ends_when_interrupted()
    {
        var port = LoopbackAddresses.FreePort(IPAddress.Loopback).ToString(CultureInfo.InvariantCulture);
        await using var demo = CapturedProcess.Start(
            Path.Combine(RepositoryPaths.Root, "etc", "exasharp", "run", "demo"), [Program], "/", new Dictionary<string, string> { ["DEMO_PORT"] = port });
        await demo.WaitForLine(line => line.Contains("198.51.100.0/24", StringComparison.Ordinal), "a configured route");
        await demo.WaitForLine(line => line.Contains("203.0.113.7/32", StringComparison.Ordinal), "the helper's route");
        demo.Signal(2);
        Assert.Equal(0, await demo.WaitForExit());
        Assert.DoesNotContain(Process.GetProcessesByName("exasharp"), process => CommandLine(process).Contains(port, StringComparison.Ordinal));
    }

    private static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            // Ended meanwhile.
            return "";
        }
    }

    private static CapturedProcess Start(IPEndPoint address, params string[] more) => CapturedProcess.Start(
        Program, ["peer", "--listen", address.Address.ToString(), "--port", address.Port.ToString(CultureInfo.InvariantCulture), .. more], "/");

    private static async Task<ScriptedPeer> Speak(IPEndPoint address, byte[] capabilities)
    {
        var speaker = await ScriptedPeer.Connect(LoopbackAddresses.Next(), address);
        await speaker.Establish(BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)], capabilities));
        return speaker;
    }

    private static BgpFrame Update(string pathId = "") =>
        BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString("0000" + "0014" + "400101004002060201" + "0000FDEA" + "4003047F00000A" + pathId + "180A0100"));
}
