using System.Net;
using System.Net.Sockets;
using ExaSharp.Testing;
using ExaSharp.Tests.Cli;
using Xunit;

namespace ExaSharp.Tests.Captures;

/// <summary>What tcpdump writes of a connection on loopback; where tcpdump is there and may listen.</summary>
public sealed class TcpdumpTests
{
    private const string Program = "/usr/bin/tcpdump";
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

    [Theory]
    [InlineData("lo", "127.0.0.1")]
    [InlineData("lo", "::1")]
    // As Linux cooked packets.
    [InlineData("any", "127.0.0.1")]
    public async Task A_capture_by_tcpdump_is_decoded(string device, string address)
    {
        Assert.SkipUnless(File.Exists(Program), "tcpdump is not here");
        using var directory = new TemporaryDirectory("tcpdump");
        var file = Path.Combine(directory.Path, "a.pcap");
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // A large buffer, and not much to keep in it: nothing is to be dropped.
        await using var tcpdump = CapturedProcess.Start(Program, ["-i", device, "-n", "-U", "-B", "32768", "-Z", Environment.UserName, "-w", file, $"tcp port {port}"], directory.Path);
        await Eventually.True(() => Task.FromResult(tcpdump.HasExited || tcpdump.Lines.Any(line => line.Contains("listening on", StringComparison.Ordinal))), "tcpdump listens");
        Assert.SkipWhen(tcpdump.HasExited, $"tcpdump may not listen: {tcpdump.Transcript()}");

        var open = Convert.FromHexString(Marker + "002501045BA000B40A000001080206410400011170");
        var update = Convert.FromHexString(Marker + "002F02000000144001010040020602010001117040030401020304180A0000");
        var stream = (byte[])[.. open, .. Enumerable.Repeat(update, 300).SelectMany(message => message)];
        using var client = new TcpClient(IPAddress.Parse(address).AddressFamily);
        await client.ConnectAsync(IPAddress.Parse(address), port, TestContext.Current.CancellationToken);
        using var server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await server.GetStream().WriteAsync(open, TestContext.Current.CancellationToken);
        var reading = server.GetStream().ReadExactlyAsync(new byte[stream.Length], TestContext.Current.CancellationToken);
        // Segments that end within messages.
        for (var start = 0; start < stream.Length; start += 999)
            await client.GetStream().WriteAsync(stream.AsMemory(start, Math.Min(999, stream.Length - start)), TestContext.Current.CancellationToken);
        await reading;

        // The last packets are in the file a moment later than on the wire.
        string[] lines = [];
        ProgramRun Decode(params string[] options) => InProcess.Run(["decode", "--port", $"{port}", .. options, file]);
        await Eventually.True(
            () =>
            {
                lines = Decode().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                return Task.FromResult(lines.Length >= 302);
            },
            "all messages are in the capture");
        Assert.Equal(302, lines.Length);
        Assert.Equal(2, lines.Count(line => line.Contains("\"type\": \"open\"", StringComparison.Ordinal)));
        Assert.Equal(300, lines.Count(line => line.Contains("\"value\": [70000]", StringComparison.Ordinal) && line.Contains("\"10.0.0.0/24\"", StringComparison.Ordinal)));
        var text = Decode("--text");
        Assert.Equal(("", 0), (text.Error, text.ExitCode));
        Assert.DoesNotContain("missing", text.Output, StringComparison.Ordinal);
    }
}
