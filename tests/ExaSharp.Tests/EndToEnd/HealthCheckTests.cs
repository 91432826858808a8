using System.Net;
using System.Net.Sockets;
using System.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>The daemon, a health check as its helper, and a service that goes away.</summary>
public sealed class HealthCheckTests : IDisposable
{
    private const string Route = "20C0000207";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new("service");
    private volatile string _status = "200 OK";

    public void Dispose() => _directory.Dispose();

    /// <summary>The program is ExaBGP's, and is not there.</summary>
    [Fact]
    public async Task A_service_that_goes_away_is_withdrawn_and_announced_when_it_is_back()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Serve(listener);
        await using var scene = await Start($"/nowhere/python3 -m exabgp healthcheck --ip 192.0.2.7 --http http://{listener.LocalEndpoint}/ --no-ip-setup");
        await Next(scene, announced: true);
        _status = "503 Unavailable";
        await Next(scene, announced: false);
        _status = "200 OK";
        await Next(scene, announced: true);
        Assert.Equal(0, await scene.Daemon.Stop(Deadline));
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task An_address_is_removed_after_its_route_is_withdrawn()
    {
        var calls = _directory.File("calls");
        var ip = _directory.Write("ip", $"#!/bin/sh\necho \"$*\" >> {calls}\ncase \"$*\" in *show*) [ -e {calls}.added ] && echo '1: lo    inet 192.0.2.7/32 scope global lo';; *add*) touch {calls}.added;; esac\nexit 0\n");
        File.SetUnixFileMode(ip, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var scene = await Start($"{DaemonProcess.Command[0]} healthcheck --ip 192.0.2.7 --pid {_directory.File("pid")} --debug",
            new() { ["PATH"] = $"{_directory.Path}:{Environment.GetEnvironmentVariable("PATH")}" });
        await Next(scene, announced: true);
        await CapturedProcess.Run("kill", ["-TERM", (await File.ReadAllTextAsync(_directory.File("pid"), TestContext.Current.CancellationToken)).Trim()]);
        await Next(scene, announced: false);
        await scene.Daemon.WaitForLine(line => line.EndsWith("Remove lo IP address 192.0.2.7/32", StringComparison.Ordinal), "the removal", Deadline);
        Assert.DoesNotContain(scene.Daemon.Lines, line => line.Contains("has not answered", StringComparison.Ordinal));
        await Eventually.True(() => Task.FromResult(File.ReadAllText(calls).EndsWith("address delete 192.0.2.7/32 dev lo\n", StringComparison.Ordinal)), "the removal", Deadline);
        await scene.AssertStops();
    }

    /// <summary>A service that answers every request with its status.</summary>
    private async Task Serve(TcpListener listener)
    {
        var buffer = new byte[4096];
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                if (await stream.ReadAsync(buffer) > 0) await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_status}\r\nContent-Length: 0\r\n\r\n"));
            }
            catch (IOException)
            {
                // The check is over before it was answered.
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private static Task<Scene> Start(string run, Dictionary<string, string>? environment = null) => Scene.Start(new SceneSettings
    {
        Sections = $"process health {{ run {run} --no-syslog --rise 1 --fall 1 --interval 0.05 --withdraw-on-down; encoder text; respawn false; }}\n",
        Processes = "health",
        Environment = environment ?? [],
    });

    /// <summary>Waits for the next UPDATE that announces, or withdraws, the route and nothing else.</summary>
    private static Task<BgpFrame> Next(Scene scene, bool announced) => scene.Peer.Next(
        frame => frame.Type == BgpFrame.UpdateType && Convert.ToHexString(frame.Body) is var body && (announced ? body.EndsWith(Route, StringComparison.Ordinal) : body == $"0005{Route}0000"),
        announced ? "the announcement" : "the withdraw", Deadline);
}
