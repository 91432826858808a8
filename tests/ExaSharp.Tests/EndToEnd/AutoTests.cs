using System.Net;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary><c>auto</c> as our address, our AS and the peer's, and what <c>next-hop self</c> is then.</summary>
public sealed class AutoTests
{
    [Fact]
    public async Task An_address_that_is_left_to_the_system_is_used_as_next_hop_and_shown()
    {
        await using var stage = new Stage("local-address auto; local-as 65001; peer-as 65002; static { route 10.1.0.0/24 next-hop self; }");
        await stage.Peer.Accept();
        var local = stage.Peer.RemoteAddress;
        await stage.Peer.Establish(Open(65002));
        Assert.Contains($"\"local\": \"{local}\"", await stage.Helper.WaitFor(Scene.IsUp, "up"), StringComparison.Ordinal);
        var self = "400304" + Convert.ToHexString(local.GetAddressBytes());
        await stage.Peer.Next(frame => Carries(frame, self) && Carries(frame, "180A0100"), "the configured route");
        Assert.Equal("done", await stage.Helper.Command("announce route 10.2.0.0/24 next-hop self"));
        await stage.Peer.Next(frame => Carries(frame, self) && Carries(frame, "180A0200"), "the helper's route");
        // A reload that keeps the session keeps the address known.
        stage.Reload("description other; local-address auto; local-as 65001; peer-as 65002; static { route 10.3.0.0/24 next-hop self; }");
        await stage.Peer.Next(frame => Carries(frame, self) && Carries(frame, "180A0300"), "the new route");
        await stage.Peer.Send(BgpFrame.Notification(6, 2));
        var down = await stage.Helper.WaitFor(line => line.Contains("\"down\"", StringComparison.Ordinal), "down");
        Assert.Contains($"\"local\": \"{local}\"", down, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_neighbour_without_an_address_of_ours_takes_connections_at_each()
    {
        var listen = LoopbackAddresses.NextEndPoint();
        var peer = LoopbackAddresses.Next();
        await using var daemon = DaemonProcess.Start($$"""
            neighbor {{peer}} {
                router-id 10.0.0.1; local-address auto; local-as 65001; peer-as 65002; passive;
                family { ipv4 unicast; }
                static { route 10.1.0.0/24 next-hop self; }
            }
            """, new IPEndPoint(IPAddress.Any, listen.Port));
        foreach (var local in new[] { LoopbackAddresses.Next(), LoopbackAddresses.Next() })
        {
            await Eventually.True(async () =>
            {
                await using var speaker = await ScriptedPeer.Connect(peer, new IPEndPoint(local, listen.Port));
                try
                {
                    await speaker.Establish(Open(65002));
                }
                catch (Exception refused) when (refused is InvalidOperationException or System.Net.Sockets.SocketException)
                {
                    // The session before is not over yet.
                    return false;
                }
                await speaker.Next(frame => Carries(frame, "400304" + Convert.ToHexString(local.GetAddressBytes())), "the route with our address of this connection");
                return true;
            }, $"a session at {local}");
        }
    }

    [Theory]
    [InlineData("", 65002u, 65002u)]
    [InlineData("", 4200000000u, 4200000000u)]
    [InlineData("capability { asn4 disable; }", 65002u, 65002u)]
    public async Task Our_AS_is_the_peers_when_it_is_left_open(string more, uint asn, uint expected)
    {
        await using var stage = new Stage($"local-address @; local-as auto; peer-as {asn}; static {{ route 10.1.0.0/24 next-hop 192.0.2.1; }} {more}");
        await stage.Peer.Accept();
        // Ours comes behind the peer's.
        await stage.Peer.Send(Open(asn));
        var open = await stage.Peer.Next(BgpFrame.OpenType);
        var field = asn > ushort.MaxValue ? 23456 : asn;
        Assert.Equal([(byte)(field >> 8), (byte)field], open.Body[1..3].ToArray());
        if (more.Length == 0) Assert.Contains($"4104{expected:X8}", open.ToString(), StringComparison.Ordinal);
        await stage.Peer.Send(BgpFrame.Keepalive());
        // Of one AS: with LOCAL_PREF, and an empty AS_PATH.
        await stage.Peer.Next(frame => Carries(frame, "400200") && Carries(frame, "40050400000064"), "the route");
        Assert.Contains($"\"local\": {expected}, \"peer\": {asn}", await stage.Helper.WaitFor(Scene.IsUp, "up"), StringComparison.Ordinal);
        Assert.Contains(await stage.Ask("show neighbor summary"), line => line.Contains($" {asn} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(65009u, false)]
    [InlineData(65001u, true)]
    [InlineData(4200000000u, false)]
    public async Task Any_AS_of_the_peer_will_do_when_it_is_left_open(uint asn, bool isInternal)
    {
        await using var stage = new Stage("local-address @; local-as 65001; peer-as auto; static { route 10.1.0.0/24 next-hop 192.0.2.1; }");
        await stage.Peer.Accept();
        await stage.Peer.Establish(Open(asn));
        var update = await stage.Peer.Next(frame => Carries(frame, "180A0100"), "the route");
        Assert.Equal(isInternal, Carries(update, "40050400000064"));
        Assert.Contains($"\"peer\": {asn}", await stage.Helper.WaitFor(Scene.IsUp, "up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_IPv6_route_with_next_hop_self_is_for_the_neighbours_that_have_such_an_address()
    {
        await using var six = ScriptedPeer.Listen(new IPEndPoint(IPAddress.IPv6Loopback, LoopbackAddresses.FreePort(IPAddress.IPv6Loopback)));
        await using var scene = await Scene.Start(new SceneSettings
        {
            Sections = $$"""
                neighbor ::1 {
                    router-id 10.0.0.1; local-address ::1; local-as 65001; peer-as 65002; connect {{six.EndPoint.Port}};
                    family { ipv6 unicast; }
                    api { processes [ test ]; }
                }
                """,
        });
        await six.Accept();
        await six.Establish(scene.Open());
        await scene.Command("announce route 2001:db8::/32 next-hop self");
        await six.Next(frame => Carries(frame, "2020010DB8"), "the route");
        await scene.Command($"neighbor {scene.Remote} announce route 2001:db9::/32 next-hop self", "error");
        await scene.Command("announce route 10.1.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        Assert.DoesNotContain(scene.Peer.Received, frame => Carries(frame, "20010DB"));
        // The one that can not be sent is not kept either.
        Assert.DoesNotContain(await scene.Ask($"show adj-rib out {scene.Remote}"), line => line.Contains("2001:db8", StringComparison.Ordinal));
        await scene.Daemon.WaitForLine(line => line.Contains("use of \"next-hop self\"", StringComparison.Ordinal), "the reason");
    }

    private static bool Carries(BgpFrame frame, string hex) =>
        frame.Type == BgpFrame.UpdateType && frame.ToString().Contains(hex, StringComparison.Ordinal);

    private static BgpFrame Open(uint asn) => BgpFrame.Open(asn, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)]);

    /// <summary>A peer that listens, a daemon that connects to it, and the daemon's helper.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private readonly IPAddress _local = LoopbackAddresses.Next();

        public Stage(string body) => Daemon = DaemonProcess.Start(Configuration(body));

        public ScriptedPeer Peer { get; } = ScriptedPeer.Listen();

        public HelperChannel Helper { get; } = Scene.NewHelper();

        public DaemonProcess Daemon { get; }

        public void Reload(string body) => Daemon.ReloadWith(Configuration(body));

        public async Task<string[]> Ask(string command)
        {
            var before = Helper.Lines.Count;
            await Helper.Command(command);
            return [.. Helper.Lines.Skip(before)];
        }

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            await Helper.DisposeAsync();
            await Peer.DisposeAsync();
        }

        private string Configuration(string body) => Helper.Section("test") + $$"""
            neighbor {{Peer.EndPoint.Address}} {
                router-id 10.0.0.1; connect {{Peer.EndPoint.Port}};
                family { ipv4 unicast; }
                api { processes [ test ]; neighbor-changes; }
                {{body.Replace("@", $"{_local}", StringComparison.Ordinal)}}
            }
            """;
    }
}
