using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>
/// Where the daemon listens and connects from, and with which keys: <c>listen</c>, <c>connect</c>, <c>md5-password</c>,
/// <c>md5-base64</c>, <c>md5-ip</c>, <c>source-interface</c>.
/// </summary>
public sealed class ListenTests
{
    [Fact]
    public async Task A_port_of_its_own_comes_and_goes_with_a_reload()
    {
        var (listen, peer) = (LoopbackAddresses.NextEndPoint(), LoopbackAddresses.Next());
        var withPort = Neighbor(peer, listen.Address, $"passive; listen {listen.Port};");
        await using var daemon = DaemonProcess.Start(Neighbor(peer, listen.Address, "passive;"));
        await daemon.WaitForLine(line => line.Contains("loaded new configuration", StringComparison.Ordinal), "the start");
        daemon.ReloadWith(withPort);
        await using (var speaker = await ScriptedPeer.Connect(peer, listen))
        {
            await speaker.Establish(Open());
            await speaker.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        }
        daemon.ReloadWith(Neighbor(peer, listen.Address, "passive;"));
        await daemon.WaitForLine(line => line.Contains($"stopped listening on {listen}", StringComparison.Ordinal), "the log line");
        using var refused = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => refused.ConnectAsync(listen, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_a_starting_daemon_but_not_one_that_reloads()
    {
        using var taken = new System.Net.Sockets.TcpListener(LoopbackAddresses.NextEndPoint());
        taken.Start();
        var end = (IPEndPoint)taken.LocalEndpoint;
        var configuration = Neighbor(LoopbackAddresses.Next(), end.Address, $"passive; listen {end.Port};");
        await using var starting = DaemonProcess.Start(configuration);
        Assert.Equal(1, await starting.WaitForExit());
        await using var scene = await Scene.Start();
        scene.Daemon.ReloadWith(scene.Configuration() + configuration);
        await scene.Daemon.WaitForLine(line => line.Contains($"can not bind to {end} (could not listen on {end}, the port may already be in use", StringComparison.Ordinal), "the reason");
        await scene.Command("announce route 10.1.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
    }

    [Fact]
    public async Task What_md5_ip_names_is_listened_at_and_connected_from()
    {
        var (listen, local, peer) = (LoopbackAddresses.NextEndPoint(), LoopbackAddresses.Next(), LoopbackAddresses.Next());
        await using var server = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start(
            Neighbor(peer, local, $"passive; md5-ip {listen.Address}; listen {listen.Port};")
            + Neighbor(server.EndPoint.Address, local, $"md5-ip {listen.Address}; connect {server.EndPoint.Port};"));
        await server.Accept();
        Assert.Equal(listen.Address, server.RemoteAddress);
        await using var client = await ScriptedPeer.Connect(peer, listen);
        await client.Establish(Open());
    }

    [Theory]
    [InlineData("secret", "false", "secret", "127.0.0.1")]
    [InlineData("secret", "false", "secret", "::1")]
    [InlineData("c2VjcmV0", "true", "secret", "127.0.0.1")]
    // 5.0 takes auto as no.
    [InlineData("c2VjcmV0", "auto", "c2VjcmV0", "127.0.0.1")]
    public async Task Connections_both_ways_are_signed_with_the_key(string password, string base64, string key, string family)
    {
        var (local, peer) = (Address(family), Address(family));
        var listen = new IPEndPoint(local, LoopbackAddresses.FreePort(local));
        await using var server = ScriptedPeer.Listen(new IPEndPoint(peer, LoopbackAddresses.FreePort(peer)), SocketSettings.Md5(local, key));
        await using var daemon = DaemonProcess.Start(
            Neighbor(peer, local, $"connect {server.EndPoint.Port}; md5-password \"{password}\"; md5-base64 {base64};"), listen);
        await server.Accept();
        await server.Establish(Open());
        await server.Next(frame => frame.IsEndOfRib, "End-of-RIB");
        // And the other way, where the session that is up is the answer.
        await using var client = await ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.Md5(local, key));
        Assert.Equal([6, 7], (await client.Next(BgpFrame.NotificationType)).Body[..2].ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reload_gives_the_listeners_other_keys(bool ownPort)
    {
        var (listen, peer, other) = (LoopbackAddresses.NextEndPoint(), LoopbackAddresses.Next(), LoopbackAddresses.Next());
        var port = ownPort ? $"listen {listen.Port};" : "";
        string Configured(string key) => Neighbor(peer, listen.Address, $"passive; {port} {key}") + Neighbor(other, listen.Address, "passive; md5-password other;");
        await using var daemon = DaemonProcess.Start(Configured("md5-password one;"), ownPort ? null : listen);
        await Signed(peer, "one");
        // What is signed with the wrong key, or not at all, is not answered.
        var wrong = ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.Md5(listen.Address, "two"));
        await Signed(other, "other");
        Assert.False(wrong.IsCompleted);
        daemon.ReloadWith(Configured("md5-password two;"));
        await using (var right = await wrong) await right.Establish(Open());
        var plain = ScriptedPeer.Connect(peer, listen);
        await Signed(other, "other");
        Assert.False(plain.IsCompleted);
        daemon.ReloadWith(Configured(""));
        await using var unsigned = await plain;
        await unsigned.Establish(Open());

        async Task Signed(IPAddress from, string key)
        {
            await Eventually.True(async () =>
            {
                await using var speaker = await ScriptedPeer.Connect(from, listen, prepare: SocketSettings.Md5(listen.Address, key));
                await speaker.Send(Open());
                await speaker.Next(BgpFrame.OpenType);
                return true;
            }, $"a session signed with {key}");
        }
    }

    [Fact]
    public async Task A_range_has_one_key_for_all_its_peers()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        await using var daemon = DaemonProcess.Start(
            Neighbor(IPAddress.Parse("127.0.0.0"), listen.Address, "passive; md5-password secret;").Replace("127.0.0.0 {", "127.0.0.0/8 {", StringComparison.Ordinal), listen);
        foreach (var peer in new[] { LoopbackAddresses.Next(), LoopbackAddresses.Next() })
        {
            await using var speaker = await ScriptedPeer.Connect(peer, listen, prepare: SocketSettings.Md5(listen.Address, "secret"));
            await speaker.Establish(Open());
        }
        var plain = ScriptedPeer.Connect(LoopbackAddresses.Next(), listen, TimeSpan.FromMinutes(2));
        await using (var speaker = await ScriptedPeer.Connect(LoopbackAddresses.Next(), listen, prepare: SocketSettings.Md5(listen.Address, "secret")))
            await speaker.Establish(Open());
        Assert.False(plain.IsCompleted);
    }

    [Fact]
    public async Task Two_neighbours_of_one_address_keep_their_keys_apart_by_ours()
    {
        var (first, second, peer) = (LoopbackAddresses.Next(), LoopbackAddresses.Next(), LoopbackAddresses.Next());
        var port = LoopbackAddresses.FreePort(first);
        await using var daemon = DaemonProcess.Start(
            Neighbor(peer, first, $"passive; listen {port}; md5-password one;").Replace("peer-as 65002", "peer-as 65003", StringComparison.Ordinal)
            + Neighbor(peer, second, "passive; md5-password two;"),
            new IPEndPoint(second, port));
        await using var one = await ScriptedPeer.Connect(peer, new IPEndPoint(first, port), prepare: SocketSettings.Md5(first, "one"));
        await one.Establish(Open(65003));
        await using var two = await ScriptedPeer.Connect(peer, new IPEndPoint(second, port), prepare: SocketSettings.Md5(second, "two"));
        await two.Establish(Open());
    }

    [Fact]
    public async Task An_interface_that_is_not_there_is_logged_and_tried_again()
    {
        await using var scene = Scene.Create(new SceneSettings { Neighbor = "source-interface nosuch0;" });
        await Eventually.True(
            () => Task.FromResult(scene.Daemon.Lines.Count(line => line.Contains("Could not bind to device nosuch0", StringComparison.Ordinal)) >= 3), "several attempts");
        Assert.False(scene.Peer.HasPending);
        scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings { Neighbor = "source-interface lo;" }));
        await scene.Establish();
        await scene.WaitForUp();
    }

    [Fact]
    public async Task The_port_of_the_environment_is_for_neighbours_that_name_none()
    {
        await using var general = ScriptedPeer.Listen();
        await using var own = ScriptedPeer.Listen();
        await using var daemon = DaemonProcess.Start(
            Neighbor(general.EndPoint.Address, LoopbackAddresses.Next(), "") + Neighbor(own.EndPoint.Address, LoopbackAddresses.Next(), $"connect {own.EndPoint.Port};"),
            settings: new Dictionary<string, string> { ["exabgp_tcp_port"] = $"{general.EndPoint.Port}" });
        await general.Accept();
        await own.Accept();
    }

    private static IPAddress Address(string family) => family == "::1" ? IPAddress.IPv6Loopback : LoopbackAddresses.Next();

    private static BgpFrame Open(uint asn = Scene.PeerAs) => BgpFrame.Open(asn, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)]);

    private static string Neighbor(IPAddress peer, IPAddress local, string more) => $$"""
        neighbor {{peer}} {
            router-id 10.0.0.1; local-address {{local}}; local-as {{Scene.LocalAs}}; peer-as {{Scene.PeerAs}};
            family { ipv4 unicast; }
            {{more}}
        }

        """;
}
