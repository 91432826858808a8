using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;
using ExaSharp.Transport;
using Xunit;

namespace ExaSharp.Tests.Transport;

public sealed class BgpConnectionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.9")]
    [InlineData("::1", "::1")]
    public async Task Both_ends_exchange_octets_and_know_their_addresses(string listen, string local)
    {
        await using var pair = await Pair.MakeAsync(listen, o => o with { Local = Address(local) });
        Assert.Equal(Address(local), pair.Client.LocalAddress);
        Assert.Equal(Address(listen), pair.Client.RemoteAddress);
        Assert.Equal(Address(local), pair.Server.RemoteAddress);
        Assert.Equal(Address(listen), pair.Server.LocalAddress);
        Assert.Equal(pair.Client.LocalPort, pair.Server.RemotePort);
        Assert.Equal(pair.Client.RemotePort, pair.Server.LocalPort);

        pair.Client.Output.Write("open"u8);
        pair.Client.Flush();
        Assert.Equal("open", await pair.ServerWakes.ReadAsync(pair.Server, 4));
        pair.Server.Output.Write("keepalive"u8);
        pair.Server.Flush();
        Assert.Equal("keepalive", await pair.ClientWakes.ReadAsync(pair.Client, 9));
        Assert.Null(pair.Client.Error);
        Assert.False(pair.Client.InputEnded);
    }

    [Fact]
    public async Task A_refused_connect_is_a_failure()
    {
        var e = await Assert.ThrowsAsync<TransportException>(() => BgpConnection.ConnectAsync(
            new ConnectOptions { Remote = Address("127.0.0.1"), Port = FreePort() }, () => { }, Cancelled));
        Assert.Matches("^Could not connect to peer 127.0.0.1:[0-9]+ \\(Connection refused\\)$", e.Message);
    }

    [Fact]
    public async Task A_source_that_is_not_ours_is_a_failure()
    {
        var e = await Assert.ThrowsAsync<TransportException>(() => BgpConnection.ConnectAsync(
            new ConnectOptions { Remote = Address("127.0.0.1"), Port = 1, Local = Address("192.0.2.1") }, () => { }, Cancelled));
        Assert.Equal("Could not bind to local ip 192.0.2.1 - Cannot assign requested address", e.Message);
    }

    [Fact]
    public async Task An_interface_that_does_not_exist_is_a_failure()
    {
        var e = await Assert.ThrowsAsync<TransportException>(() => BgpConnection.ConnectAsync(
            new ConnectOptions { Remote = Address("127.0.0.1"), Port = 1, Interface = "nosuch0" }, () => { }, Cancelled));
        Assert.StartsWith("Could not bind to device nosuch0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_is_woken_when_the_peer_closes()
    {
        await using var pair = await Pair.MakeAsync("127.0.0.1");
        pair.Client.Output.Write("last words"u8);
        var closing = pair.Client.CloseAsync(graceful: true);
        Assert.Equal("last words", await pair.ServerWakes.ReadAsync(pair.Server, 10));
        await pair.ServerWakes.UntilAsync(() => pair.Server.InputEnded);
        Assert.True(pair.Server.Input.TryRead(out var result));
        Assert.True(result.IsCompleted);
        Assert.True(result.Buffer.IsEmpty);
        pair.Server.Input.AdvanceTo(result.Buffer.End);
        Assert.Null(pair.Server.Error);
        await pair.Server.CloseAsync(graceful: false);
        await closing;
    }

    [Fact]
    public async Task A_reset_is_an_error()
    {
        await using var pair = await Pair.MakeAsync("127.0.0.1");
        pair.ServerSocket.LingerState = new LingerOption(enable: true, 0);
        await pair.Server.CloseAsync(graceful: false);
        await pair.ClientWakes.UntilAsync(() => pair.Client.InputEnded);
        Assert.IsType<SocketException>(pair.Client.Error);
    }

    [Fact]
    public async Task A_notification_reaches_a_peer_whose_messages_were_not_read()
    {
        await using var pair = await Pair.MakeAsync("127.0.0.1");
        // More than the server takes in: unread octets stay in its socket.
        var flood = new byte[4 * 1024 * 1024];
        pair.Client.Output.Write(flood);
        pair.Client.Flush();
        await pair.ServerWakes.UntilAsync(() => true);

        pair.Server.Output.Write("notification"u8);
        var closing = pair.Server.CloseAsync(graceful: true);
        Assert.Equal("notification", await pair.ClientWakes.ReadAsync(pair.Client, 12));
        await pair.ClientWakes.UntilAsync(() => pair.Client.InputEnded);
        Assert.Null(pair.Client.Error);
        await pair.Client.CloseAsync(graceful: true);
        await closing;
    }

    [Fact]
    public async Task A_graceful_close_gives_up_on_a_peer_that_neither_reads_nor_closes()
    {
        var time = new ManualTime();
        await using var pair = await Pair.MakeAsync("127.0.0.1", time: time);
        pair.Server.Output.Write(new byte[32 * 1024 * 1024]);
        var closing = pair.Server.CloseAsync(graceful: true);
        Assert.False(closing.IsCompleted);
        time.Advance(BgpConnection.CloseLimit);
        await closing;
    }

    [Fact]
    public async Task What_a_peer_does_not_read_is_counted_and_its_going_down_wakes()
    {
        await using var pair = await Pair.MakeAsync("127.0.0.1");
        const int size = 32 * 1024 * 1024;
        pair.Server.Output.Write(new byte[size / 2]);
        Assert.Equal(size / 2, pair.Server.UnsentBytes);
        pair.Server.Output.Write(new byte[size / 2]);
        pair.Server.Flush();
        Assert.True(pair.Server.UnsentBytes > BgpConnection.OutputHighMark);

        var taken = 0L;
        while (taken < size)
        {
            await pair.ClientWakes.UntilAsync(() => pair.Client.Input.TryRead(out var result) && Take(pair.Client, result.Buffer) > 0);
        }
        Assert.Equal(size, taken);
        await pair.ServerWakes.UntilAsync(() => pair.Server.UnsentBytes < BgpConnection.OutputLowMark);

        long Take(BgpConnection connection, ReadOnlySequence<byte> buffer)
        {
            taken += buffer.Length;
            connection.Input.AdvanceTo(buffer.End);
            return buffer.Length;
        }
    }

    [Fact]
    public async Task A_session_that_does_not_read_slows_its_peer()
    {
        await using var pair = await Pair.MakeAsync("127.0.0.1");
        const int size = 64 * 1024 * 1024;
        pair.Client.Output.Write(new byte[size]);
        pair.Client.Flush();
        await pair.ServerWakes.UntilAsync(() =>
        {
            if (!pair.Server.Input.TryRead(out var result)) return false;
            var length = result.Buffer.Length;
            // Looked at, not taken.
            pair.Server.Input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            return length >= BgpConnection.InputLimit;
        });
        Assert.True(pair.Server.Input.TryRead(out var read));
        Assert.InRange(read.Buffer.Length, BgpConnection.InputLimit, 2 * BgpConnection.InputLimit);
        pair.Server.Input.AdvanceTo(read.Buffer.End);
        Assert.True(pair.Client.UnsentBytes > 0);
    }

    [Fact]
    public async Task Ttl_security_lets_in_only_neighbours_that_are_near_enough()
    {
        await using var pair = await Pair.MakeAsync("127.0.0.1", o => o with { OutgoingTtl = 255 }, outgoingTtl: 255, incomingTtl: 255);
        pair.Client.Output.Write("near"u8);
        pair.Client.Flush();
        Assert.Equal("near", await pair.ServerWakes.ReadAsync(pair.Server, 4));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Ttl_security_shuts_out_who_is_too_far(string address)
    {
        // The listener answers with the system's TTL, which is lower than 255; that of what it sends counts.
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var wakes = new Wakes();
        await using var client = await BgpConnection.ConnectAsync(
            new ConnectOptions { Remote = Address(address), Port = ((IPEndPoint)listener.LocalEndpoint).Port, IncomingTtl = 255 }, wakes.Wake, Cancelled);
        using var server = await listener.AcceptSocketAsync(Cancelled);
        await server.SendAsync("far "u8.ToArray(), Cancelled);
        Assert.False(client.Input.TryRead(out _));
        // The segment is sent again, with the higher TTL.
        ExaSharp.Testing.SocketSettings.Ttl(255)(server);
        Assert.Equal("far ", await wakes.ReadAsync(client, 4));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.0/24")]
    [InlineData("::1", "::1")]
    [InlineData("::1", "::/64")]
    public async Task Signed_connections_need_the_same_key(string address, string peers)
    {
        Assert.True(IpPrefix.TryParse(System.Text.Encoding.ASCII.GetBytes(peers), out var prefix));
        var accepted = Channel.CreateUnbounded<Socket>();
        await using var listener = BgpListener.Listen(Address(address), 0, s => accepted.Writer.TryWrite(s), _ => { });
        try
        {
            listener.SetMd5(prefix, new Md5Settings("secret", false));
        }
        catch (TransportException e)
        {
            Assert.Skip(e.Message);
        }
        var options = new ConnectOptions { Remote = Address(address), Port = listener.Port, Md5 = new Md5Settings("secret", false) };
        await using (var client = await BgpConnection.ConnectAsync(options, () => { }, Cancelled))
        {
            var wakes = new Wakes();
            await using var server = BgpConnection.Accept(await accepted.Reader.ReadAsync(Cancelled), wakes.Wake);
            client.Output.Write("signed"u8);
            client.Flush();
            Assert.Equal("signed", await wakes.ReadAsync(server, 6));
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BgpConnection.ConnectAsync(
            options with { Md5 = new Md5Settings("wrong", false) }, () => { }, patience.Token));

        listener.RemoveMd5(prefix);
        listener.RemoveMd5(prefix);
        await using var plain = await BgpConnection.ConnectAsync(options with { Md5 = null }, () => { }, Cancelled);
        (await accepted.Reader.ReadAsync(Cancelled)).Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static IpAddress Address(string text)
    {
        Assert.True(IpAddress.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var address));
        return address;
    }

    /// <summary>Two connected ends over loopback.</summary>
    private sealed class Pair(BgpConnection client, Wakes clientWakes, BgpConnection server, Wakes serverWakes, Socket serverSocket) : IAsyncDisposable
    {
        public BgpConnection Client => client;

        public Wakes ClientWakes => clientWakes;

        public BgpConnection Server => server;

        public Wakes ServerWakes => serverWakes;

        public Socket ServerSocket => serverSocket;

        public static async Task<Pair> MakeAsync(
            string address,
            Func<ConnectOptions, ConnectOptions>? change = null,
            byte? outgoingTtl = null,
            byte? incomingTtl = null,
            TimeProvider? time = null)
        {
            var accepted = Channel.CreateUnbounded<Socket>();
            await using var listener = BgpListener.Listen(Address(address), 0, s => accepted.Writer.TryWrite(s), _ => { });
            var options = new ConnectOptions { Remote = Address(address), Port = listener.Port };
            Wakes clientWakes = new(), serverWakes = new();
            var client = await BgpConnection.ConnectAsync(change?.Invoke(options) ?? options, clientWakes.Wake, Cancelled);
            var socket = await accepted.Reader.ReadAsync(Cancelled);
            var server = BgpConnection.Accept(socket, serverWakes.Wake, outgoingTtl, incomingTtl, time);
            return new Pair(client, clientWakes, server, serverWakes, socket);
        }

        public async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            await server.DisposeAsync();
        }
    }

    /// <summary>A session's mailbox, reduced to being woken.</summary>
    private sealed class Wakes
    {
        private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Wake() => _channel.Writer.TryWrite(true);

        /// <summary>Looks again at each wake until there is what is looked for.</summary>
        public async Task UntilAsync(Func<bool> condition)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            while (!condition()) await _channel.Reader.ReadAsync(limit.Token);
        }

        public async Task<string> ReadAsync(BgpConnection connection, int count)
        {
            byte[]? bytes = null;
            await UntilAsync(() =>
            {
                if (!connection.Input.TryRead(out var result)) return false;
                if (result.Buffer.Length >= count) bytes = result.Buffer.Slice(0, count).ToArray();
                connection.Input.AdvanceTo(bytes is null ? result.Buffer.Start : result.Buffer.GetPosition(count), result.Buffer.End);
                return bytes is not null;
            });
            return System.Text.Encoding.ASCII.GetString(bytes!);
        }
    }
}
