using System.Net;
using System.Net.Sockets;
using System.Text;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;
using ExaSharp.Transport;
using Xunit;

namespace ExaSharp.Tests.Transport;

public sealed class TcpAoTests
{
    private static readonly TcpAoSettings Settings = new(7, TcpAoAlgorithm.HmacSha256, "secret", false);

    /// <summary>As <c>struct tcp_ao_add</c> of <c>linux/tcp.h</c> lies in memory.</summary>
    [Theory]
    [InlineData("192.0.2.1/32", TcpAoAlgorithm.HmacSha1, "02000000C0000201", "hmac(sha1)", 32)]
    [InlineData("192.0.2.1/24", TcpAoAlgorithm.Aes128Cmac, "02000000C0000200", "cmac(aes128)", 24)]
    [InlineData("2001:db8::1/128", TcpAoAlgorithm.HmacSha256, "0A0000000000000020010DB8000000000000000000000001", "hmac(sha256)", 128)]
    public void The_option_that_adds_a_key(string peers, TcpAoAlgorithm algorithm, string address, string name, byte prefix)
    {
        var option = TcpAo.AddOption(Prefix(peers), Settings with { Algorithm = algorithm });
        var expected = new byte[288];
        Convert.FromHexString(address).CopyTo(expected, 0);
        Encoding.ASCII.GetBytes(name).CopyTo(expected, 128);
        // prefix, sndid, rcvid, maclen, keyflags, keylen
        new byte[] { prefix, 7, 7, 0, 0, 6 }.CopyTo(expected, 202);
        "secret"u8.ToArray().CopyTo(expected, 208);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(option));
    }

    /// <summary>As <c>struct tcp_ao_del</c>.</summary>
    [Fact]
    public void The_option_that_removes_a_key()
    {
        var expected = new byte[144];
        Convert.FromHexString("02000000C0000200").CopyTo(expected, 0);
        new byte[] { 24, 7, 7, 0, 0, 0 }.CopyTo(expected, 138);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(TcpAo.DelOption(Prefix("192.0.2.1/24"), Settings)));
    }

    [Theory]
    [InlineData("c2VjcmV0", true, "736563726574")]
    [InlineData("c2VjcmV0", false, "6332566A636D5630")]
    public void The_key_of_a_password(string password, bool base64, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(TcpAo.Key(Settings with { Password = password, Base64 = base64 })));

    [Theory]
    [InlineData("not base64!", true)]
    [InlineData("", false)]
    public void A_key_that_is_none_is_refused(string password, bool base64) =>
        Assert.Throws<TransportException>(() => TcpAo.Key(Settings with { Password = password, Base64 = base64 }));

    [Fact]
    public void A_kernel_without_it_is_told_clearly()
    {
        Assert.SkipWhen(IsSupported(), "this kernel has TCP-AO");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var error = Assert.Throws<TransportException>(() => TcpAo.Set(socket, Prefix("127.0.0.1/32"), Settings));
        Assert.StartsWith("This Linux kernel does not support TCP-AO: it needs Linux 6.7 or later with CONFIG_TCP_AO (", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TcpAoAlgorithm.HmacSha1)]
    [InlineData(TcpAoAlgorithm.Aes128Cmac)]
    [InlineData(TcpAoAlgorithm.HmacSha256)]
    public async Task Two_sockets_with_the_key_understand_each_other_and_one_with_another_is_not_heard(TcpAoAlgorithm algorithm)
    {
        Assert.SkipUnless(IsSupported(), "this kernel has no TCP-AO");
        var settings = Settings with { Algorithm = algorithm };
        var local = IpAddress.From(IPAddress.Loopback);
        TaskCompletionSource<Socket> accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listener = BgpListener.Bind(local, 0, accepted.SetResult, error => accepted.TrySetException(error));
        listener.SetTcpAo(Prefix("127.0.0.1/32"), settings);
        listener.Start();
        using var wrong = Client(listener, settings with { Password = "another" });
        var unheard = wrong.ConnectAsync(IPAddress.Loopback, listener.Port, TestContext.Current.CancellationToken).AsTask();
        using var right = Client(listener, settings);
        await right.ConnectAsync(IPAddress.Loopback, listener.Port, TestContext.Current.CancellationToken);
        using var server = await accepted.Task;
        await right.SendAsync("over"u8.ToArray(), TestContext.Current.CancellationToken);
        var buffer = new byte[4];
        Assert.Equal(4, await server.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
        Assert.False(unheard.IsCompletedSuccessfully);
        listener.RemoveTcpAo(Prefix("127.0.0.1/32"), settings);
        listener.SetTcpAo(Prefix("127.0.0.1/32"), settings with { Password = "another" });
    }

    private static Socket Client(BgpListener listener, TcpAoSettings settings) => OutgoingSocket.Create(
        new ConnectOptions { Remote = listener.Address, Local = listener.Address, Port = listener.Port, TcpAo = settings });

    /// <summary>Whether the kernel has the option.</summary>
    internal static bool IsSupported()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.SetRawSocketOption(6, 38, TcpAo.AddOption(Prefix("127.0.0.1/32"), Settings));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IpPrefix Prefix(string text)
    {
        Assert.True(IpPrefix.TryParse(Encoding.ASCII.GetBytes(text), out var prefix));
        return prefix;
    }
}
