using System.Net;
using ExaSharp.Configuration.Settings;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Keys of sessions: from a file, and in nothing that the daemon writes.</summary>
public sealed class SecretTests
{
    private static readonly string[] Keys = ["KeyInTheFile", "KeyInQuotes", "KeyOfAo", "KeyFromFile", "KeyWithError", "KeyOfOldForm"];

    private const string Api = "api { processes [ test ]; } ";

    [Fact]
    public async Task No_key_is_in_the_log_or_in_an_answer()
    {
        using var folder = new TemporaryDirectory("keys");
        var file = folder.Write("peer.key", "KeyFromFile\n");
        string Sections(string more) => Neighbor(LoopbackAddresses.Next(), LoopbackAddresses.Next(), Api + "passive; md5-password KeyInTheFile;")
            + Neighbor(LoopbackAddresses.Next(), LoopbackAddresses.Next(), Api + "md5-password 'KeyInQuotes';")
            + Neighbor(LoopbackAddresses.Next(), LoopbackAddresses.Next(), $"{Api} passive; md5-file {file};")
            + Neighbor(LoopbackAddresses.Next(), LoopbackAddresses.Next(), Api + "tcp-ao { keyid 1; algorithm hmac-sha-256; password KeyOfAo; }") + more;
        await using var scene = await Scene.Start(new SceneSettings
        {
            Sections = Sections(""),
            Environment = new() { ["exabgp_log_level"] = "DEBUG", ["exabgp_log_all"] = "true" },
        });
        List<string> answers = [];
        foreach (var command in (string[])["show neighbor configuration", "show neighbor extensive", "show neighbor json", "show neighbor summary"])
            answers.AddRange(await scene.Ask(command));
        Assert.Contains("  md5-password \"********\";", answers);
        Assert.Contains($"  md5-file \"{file}\";", answers);
        Assert.Contains("    password \"********\";", answers);
        // Errors show the line that they are in.
        foreach (var broken in (string[])["hold-time 1; md5-password KeyWithError;", "md5-password KeyWithError KeyInTheFile", "md5-pasword KeyWithError;", "md5-base64 true; md5-password KeyWithError!;", "md5 'KeyOfOldForm' 'KeyWithError'; hold-time 1;"])
        {
            var before = scene.Daemon.Lines.Count;
            scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings { Sections = Sections(Neighbor(LoopbackAddresses.Next(), LoopbackAddresses.Next(), broken)) }));
            await Eventually.True(() => Task.FromResult(scene.Daemon.Lines.Skip(before).Any(line => line.Contains("error:", StringComparison.Ordinal))), $"the error of: {broken}");
        }
        Assert.Equal(0, await scene.Daemon.Stop());
        Assert.Contains(scene.Daemon.Lines, line => line.Contains("md5-password ************", StringComparison.Ordinal));
        foreach (var line in scene.Daemon.Lines.Concat(answers).Concat(scene.Helper.Lines))
            Assert.DoesNotContain(Keys, key => line.Contains(key, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_key_file_beside_the_configuration_is_read_at_each_reload()
    {
        var (listen, peer) = (LoopbackAddresses.NextEndPoint(), LoopbackAddresses.Next());
        await using var daemon = DaemonProcess.Start(Neighbor(peer, listen.Address, "passive;"), listen);
        await using (var unsigned = await ScriptedPeer.Connect(peer, listen)) await unsigned.Establish(Open());
        var configuration = Neighbor(peer, listen.Address, "passive; md5-file peer.key;");
        foreach (var key in (string[])["one", "two"])
        {
            var path = Path.Combine(daemon.Directory, "peer.key");
            await File.WriteAllTextAsync(path, key + "\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            daemon.ReloadWith(configuration);
            await Eventually.True(async () =>
            {
                await using var signed = await ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.Md5(listen.Address, key));
                await signed.Establish(Open());
                return true;
            }, $"a session signed with {key}");
        }
        await daemon.WaitForLine(line => line.Contains("everybody on this machine can read the key in \"peer.key\": its mode is 604", StringComparison.Ordinal), "the warning");
    }

    [Fact]
    public async Task Without_TCP_AO_in_the_kernel_the_daemon_says_so_and_takes_nobody_unsigned()
    {
        Assert.SkipWhen(Transport.TcpAoTests.IsSupported(), "this kernel has TCP-AO");
        var (listen, peer) = (LoopbackAddresses.NextEndPoint(), LoopbackAddresses.Next());
        await using var daemon = DaemonProcess.Start(Neighbor(peer, listen.Address, "passive; tcp-ao { keyid 1; algorithm hmac-sha-256; password secret; }"), listen);
        Assert.Equal(1, await daemon.WaitForExit());
        Assert.Contains(daemon.Lines, line => line.Contains("This Linux kernel does not support TCP-AO: it needs Linux 6.7 or later with CONFIG_TCP_AO", StringComparison.Ordinal));
        await using var server = ScriptedPeer.Listen();
        await using var connecting = DaemonProcess.Start(
            Neighbor(server.EndPoint.Address, LoopbackAddresses.Next(), $"connect {server.EndPoint.Port}; tcp-ao {{ keyid 1; algorithm {TcpAoSettings.Algorithms[0].Name}; password secret; }}"));
        await Eventually.True(
            () => Task.FromResult(connecting.Lines.Count(line => line.Contains("does not support TCP-AO", StringComparison.Ordinal)) >= 2), "two attempts");
        Assert.False(server.HasPending);
    }

    private static BgpFrame Open() => BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)]);

    private static string Neighbor(IPAddress peer, IPAddress local, string more) => $$"""

        neighbor {{peer}} {
            router-id 10.0.0.1; local-address {{local}}; local-as {{Scene.LocalAs}}; peer-as {{Scene.PeerAs}};
            family { ipv4 unicast; }
            {{more}}
        }

        """;
}
