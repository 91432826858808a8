using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Transport;
using Xunit;

namespace ExaSharp.Tests.Transport;

public sealed class BgpListenerTests
{
    private static readonly IpAddress Loopback = IpAddress.From(IPAddress.Loopback);

    [Fact]
    public async Task A_port_in_use_is_told_in_ExaBGPs_words()
    {
        await using var first = BgpListener.Listen(Loopback, 0, s => s.Dispose(), _ => { });
        var e = Assert.Throws<TransportException>(() => BgpListener.Listen(Loopback, first.Port, s => s.Dispose(), _ => { }));
        Assert.Equal(
            [
                $"can not bind to 127.0.0.1:{first.Port} (could not listen on 127.0.0.1:{first.Port}, the port may already be in use by another application)",
                "unset exabgp.tcp.bind if you do not want listen for incoming connections",
                $"and check that no other daemon is already binding to port {first.Port}",
            ],
            BgpListener.BindErrorLines(Loopback, first.Port, e, isRoot: false));
        Assert.Equal(
            "can not bind to 127.0.0.1:179, you may need to run ExaBGP as root", BgpListener.BindErrorLines(Loopback, 179, e, isRoot: false)[0]);
    }

    [Fact]
    public void An_address_that_is_not_ours_is_told_in_ExaBGPs_words()
    {
        var address = IpAddress.From(IPAddress.Parse("192.0.2.1"));
        var e = Assert.Throws<TransportException>(() => BgpListener.Listen(address, 1790, s => s.Dispose(), _ => { }));
        Assert.Equal("could not listen on 192.0.2.1:1790, this is an invalid address", e.Message);
    }

    [Fact]
    public async Task Ipv6_and_ipv4_share_a_port()
    {
        await using var six = BgpListener.Listen(IpAddress.From(IPAddress.IPv6Any), 0, s => s.Dispose(), _ => { });
        await using var four = BgpListener.Listen(IpAddress.From(IPAddress.Any), six.Port, s => s.Dispose(), _ => { });
        Assert.Equal(six.Port, four.Port);
    }

    [Fact]
    public async Task An_owner_that_throws_loses_that_connection_only()
    {
        var accepted = Channel.CreateUnbounded<Socket>();
        var errors = new List<Exception>();
        var first = true;
        await using var listener = BgpListener.Listen(
            Loopback,
            0,
            socket =>
            {
                if (first)
                {
                    first = false;
                    throw new InvalidOperationException("bug");
                }
                accepted.Writer.TryWrite(socket);
            },
            errors.Add);
        using var one = new TcpClient();
        await one.ConnectAsync(IPAddress.Loopback, listener.Port, TestContext.Current.CancellationToken);
        Assert.Equal(0, await one.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        using var two = new TcpClient();
        await two.ConnectAsync(IPAddress.Loopback, listener.Port, TestContext.Current.CancellationToken);
        (await accepted.Reader.ReadAsync(TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal("bug", Assert.Single(errors).Message);
    }

    [Fact]
    public async Task Nobody_listens_any_more_behind_the_end()
    {
        var listener = BgpListener.Listen(Loopback, 0, s => s.Dispose(), _ => { });
        await listener.DisposeAsync();
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, listener.Port, TestContext.Current.CancellationToken).AsTask());
    }
}
