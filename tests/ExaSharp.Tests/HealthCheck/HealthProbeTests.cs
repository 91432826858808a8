using System.Net;
using System.Net.Sockets;
using System.Text;
using ExaSharp.HealthCheck;
using ExaSharp.HealthCheck.Probes;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>Checks over the network, against sockets of the test; and commands.</summary>
public sealed class HealthProbeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly StringWriter _text = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("200 OK", "200", "")]
    [InlineData("204 No Content", "200,204", "")]
    [InlineData("206 Partial", "200-299", "")]
    [InlineData("503 Busy", "200-299", "answered 503, expected 200-299")]
    [InlineData("302 Found", "200", "answered 302, expected 200")]
    public async Task An_HTTP_service_is_well_when_it_answers_as_expected(string status, string expect, string problem)
    {
        using var listener = Listen(out var port);
        var serving = Serve(listener, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: /\r\nConnection: close\r\n\r\n");
        var options = new HealthCheckOptions();
        Assert.Null(FlagValues.Expect(options, expect));
        using var probe = new HttpProbe(new Uri($"http://127.0.0.1:{port}/health?x=1"), options.Expect, 5, Log(), _time);
        Assert.Equal(problem.Length == 0, await Check(probe));
        Assert.StartsWith("GET /health?x=1 HTTP/1.1\r\n", await serving, StringComparison.Ordinal);
        Assert.Equal(problem.Length == 0 ? "" : $"WARNING[healthcheck] Check of http://127.0.0.1:{port}/health?x=1 was unsuccessful: {problem}\n", _text.ToString());
    }

    [Fact]
    public async Task An_HTTP_service_that_says_nothing_is_not_well_after_the_timeout()
    {
        using var listener = Listen(out var port);
        using var probe = new HttpProbe(new Uri($"http://127.0.0.1:{port}/"), [(200, 200)], 5, Log(), _time);
        var checking = Check(probe);
        using var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await _time.WaitForTimerAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await checking);
        Assert.Equal($"WARNING[healthcheck] Timeout (5) while checking http://127.0.0.1:{port}/\n", _text.ToString());
    }

    [Fact]
    public async Task Each_HTTP_check_makes_a_connection_of_its_own()
    {
        using var listener = Listen(out var port);
        using var probe = new HttpProbe(new Uri($"http://127.0.0.1:{port}/"), [(200, 200)], 5, Log(), _time);
        for (var check = 0; check < 3; check++)
        {
            var serving = Serve(listener, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            Assert.True(await Check(probe));
            await serving;
        }
    }

    [Fact]
    public async Task A_TCP_service_is_well_while_it_listens()
    {
        using var listener = Listen(out var port);
        var probe = new TcpProbe(new HostAndPort("127.0.0.1", port), 5, Log(), _time);
        Assert.True(await Check(probe));
        listener.Stop();
        Assert.False(await Check(probe));
        Assert.Equal($"WARNING[healthcheck] Check of tcp 127.0.0.1:{port} was unsuccessful: Connection refused\n", _text.ToString());
    }

    [Theory]
    [InlineData(0x8180, 1, "")]
    [InlineData(0x8380, 0, "")]
    [InlineData(0x8180, 0, "answered without a record")]
    [InlineData(0x8183, 0, "answered NXDOMAIN")]
    [InlineData(0x8182, 0, "answered SERVFAIL")]
    [InlineData(0x8185, 0, "answered REFUSED")]
    [InlineData(0x8189, 0, "answered with code 9")]
    public async Task A_DNS_server_is_well_when_it_has_a_record(int flags, int answers, string problem)
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        Assert.True(DnsQuestion.TryParse($"www.example.org./AAAA@127.0.0.1:{port}", out var question));
        var checking = Check(new DnsProbe(question, 5, Log(), _time));
        var query = await server.ReceiveAsync(TestContext.Current.CancellationToken);
        Assert.Equal("01000001000000000000" + "03777777" + "076578616D706C65" + "036F7267" + "00" + "001C0001", Convert.ToHexString(query.Buffer.AsSpan(2)));
        var reply = query.Buffer.ToArray();
        // One to another query comes first, and one that is no answer at all.
        await server.SendAsync(query.Buffer, query.RemoteEndPoint, TestContext.Current.CancellationToken);
        await server.SendAsync(new byte[] { 1, 2, 3 }, query.RemoteEndPoint, TestContext.Current.CancellationToken);
        (reply[2], reply[3], reply[7]) = ((byte)(flags >> 8), (byte)flags, (byte)answers);
        await server.SendAsync(reply, query.RemoteEndPoint, TestContext.Current.CancellationToken);
        Assert.Equal(problem.Length == 0, await checking);
        Assert.Equal(problem.Length == 0 ? "" : $"WARNING[healthcheck] Check of dns www.example.org/AAAA@127.0.0.1:{port} was unsuccessful: {problem}\n", _text.ToString());
    }

    [Fact]
    public async Task A_DNS_server_is_asked_again_when_a_datagram_is_lost()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.True(DnsQuestion.TryParse($"example.org@127.0.0.1:{((IPEndPoint)server.Client.LocalEndPoint!).Port}", out var question));
        var checking = Check(new DnsProbe(question, 0, Log(), _time));
        var first = await server.ReceiveAsync(TestContext.Current.CancellationToken);
        await _time.WaitForTimerAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = await server.ReceiveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.Buffer, second.Buffer);
        var reply = second.Buffer.ToArray();
        (reply[2], reply[7]) = (0x81, 1);
        await server.SendAsync(reply, second.RemoteEndPoint, TestContext.Current.CancellationToken);
        Assert.True(await checking);
    }

    [Fact]
    public void No_datagram_makes_an_exception()
    {
        var random = new Random(5);
        Assert.True(DnsQuestion.TryParse("example.org@127.0.0.1", out var question));
        var query = question.Query(7);
        for (var run = 0; run < 20_000; run++)
        {
            var datagram = query.Concat(query).Take(random.Next(query.Length * 2)).ToArray();
            for (var flips = random.Next(6); flips > 0 && datagram.Length > 0; flips--) datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
            if (DnsQuestion.IsAnswer(datagram, query)) DnsQuestion.ProblemOf(datagram);
        }
    }

    [Fact]
    public async Task All_checks_must_succeed()
    {
        Assert.True(await Check(new AllProbes([])));
        Assert.True(await Check(new AllProbes([new CommandProbe("exit 0", 0, Log(), _time), new CommandProbe("true", 0, Log(), _time)])));
        Assert.False(await Check(new AllProbes([new CommandProbe("exit 0", 0, Log(), _time), new CommandProbe("exit 7", 0, Log(), _time)])));
        Assert.Equal("WARNING[healthcheck] Check command was unsuccessful: 7\n", _text.ToString());
    }

    [Theory]
    [InlineData("kill -9 $$", "WARNING[healthcheck] Check command was unsuccessful: -9\n")]
    [InlineData("echo \"it's\" >&2; exit 1", "WARNING[healthcheck] Check command was unsuccessful: 1\nINFO[healthcheck] Output of check command: b\"it's\\n\"\n")]
    [InlineData("cat; exit 4", "WARNING[healthcheck] Check command was unsuccessful: 4\n")]
    [InlineData("head -c 1000000 /dev/zero | tr '\\0' ' '; exit 3", "WARNING[healthcheck] Check command was unsuccessful: 3\n")]
    public async Task What_a_command_that_fails_did_is_logged(string command, string log)
    {
        Assert.False(await Check(new CommandProbe(command, 0, Log(), _time)));
        Assert.Equal(log, _text.ToString());
    }

    [Fact]
    public async Task After_the_timeout_all_processes_of_a_command_are_gone()
    {
        using var directory = new Testing.TemporaryDirectory("probe");
        var fifo = directory.File("fifo");
        // The reader of the FIFO sees its end only when every process that has it open is gone.
        Assert.Equal(0, (await Testing.CapturedProcess.Run("mkfifo", [fifo])).ExitCode);
        var checking = Check(new CommandProbe($"exec 3>{fifo}; echo ready >&3; sleep 600 & sleep 600", 5, Log(), _time));
        using var reader = new StreamReader(fifo);
        Assert.Equal("ready", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await checking);
        Assert.Null(await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken));
        Assert.StartsWith("WARNING[healthcheck] Timeout (5) while running check command exec 3>", _text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local3", "web", LogStep.Warning, "<156>healthcheck-web[77]: text\0")]
    [InlineData("daemon", null, LogStep.Info, "<30>healthcheck[77]: text\0")]
    [InlineData("user", "", LogStep.Error, "<11>healthcheck[77]: text\0")]
    public async Task Syslog_gets_lines_under_the_name_of_the_check(string facility, string? name, LogStep level, string datagram)
    {
        using var directory = new Testing.TemporaryDirectory("syslog");
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        using var log = new HealthCheckLog(new HealthCheckOptions { SyslogFacility = facility, Name = name, Silent = true }, _text, 77, directory.File("log"));
        log.Warning("nobody listens yet");
        daemon.Bind(new UnixDomainSocketEndPoint(directory.File("log")));
        Action<string> write = level switch { LogStep.Warning => log.Warning, LogStep.Info => log.Info, _ => log.Error };
        log.Debug("not shown");
        write("text");
        var buffer = new byte[1000];
        var count = await daemon.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal(datagram, Encoding.UTF8.GetString(buffer, 0, count));
        Assert.Equal("", _text.ToString());
    }

    public enum LogStep
    {
        Info,
        Warning,
        Error,
    }

    private HealthCheckLog Log() => new(new HealthCheckOptions { NoSyslog = true }, _text, 1);

    private static Task<bool> Check(IHealthProbe probe) => Task.Run(() => probe.CheckAsync(CancellationToken.None)).WaitAsync(Deadline);

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    /// <summary>Takes one connection and one request, and answers it; gives the request.</summary>
    private static async Task<string> Serve(TcpListener listener, string response)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response));
        return request.ToString();
    }
}
