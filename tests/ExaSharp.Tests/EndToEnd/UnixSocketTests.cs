using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ExaSharp.Testing;
using ExaSharp.Tests.Cli;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>Commands over the Unix socket: many clients, honest and hostile ones.</summary>
public sealed class UnixSocketTests : IAsyncDisposable
{
    private const string Neighbor = "neighbor 127.0.0.2 { router-id 1.2.3.4; local-address 127.0.0.1; local-as 1; peer-as 1; passive; }";

    private readonly TemporaryDirectory _root = new("socket");
    private readonly List<DaemonProcess> _daemons = [];

    private string SocketPath => Path.Combine(_root.Path, "made", "x.sock");

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons) await daemon.DisposeAsync();
        _root.Dispose();
    }

    [Fact]
    public async Task Each_client_gets_the_answers_to_its_own_commands()
    {
        await Start();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            await using var client = Connect();
            for (var i = 0; i < 50; i++)
            {
                var prefix = $"10.{number}.{i}.0/24";
                Assert.Equal(["done"], await client.Ask($"announce route {prefix} next-hop 1.2.3.4"));
                Assert.Equal(["error"], await client.Ask($"announce route {prefix}"));
                Assert.Contains($"127.0.0.2 ipv4 unicast {prefix} next-hop 1.2.3.4", await client.Ask("show adj-rib out"));
            }
        }));
    }

    [Fact]
    public async Task Acks_are_each_clients_own()
    {
        await Start();
        await using var silent = Connect();
        await using var other = Connect();

        await silent.Write("silence-ack\nannounce route 10.0.0.0/24 next-hop 1.2.3.4\nversion\nenable-ack\n");

        Assert.Equal(["exabgp 5.0.13", "done"], await silent.Answer());
        Assert.Equal(["exabgp 5.0.13", "done"], await other.Ask("version"));
    }

    [Fact]
    public async Task A_client_that_has_written_its_last_command_gets_all_answers_and_half_a_command_is_not_carried_out()
    {
        await Start();
        await using var client = Connect();
        var commands = string.Concat(Enumerable.Range(0, 5000).Select(i => $"announce route 10.{i / 256}.{i % 256}.0/24 next-hop 1.2.3.4\n"));

        await client.Write(commands + "show adj-rib out\nannounce route 11.0.0.0/2");
        client.FinishWriting();

        var lines = await client.ReadToEnd();
        Assert.Equal(5001, lines.Count(line => line == "done"));
        Assert.Equal(10_001, lines.Length);
        await using var next = Connect();
        Assert.DoesNotContain("11.0.0.0", string.Join('\n', await next.Ask("show adj-rib out")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_clients_harm_nobody()
    {
        var daemon = await Start(("exabgp_api_max_clients", "20"));
        await using var operatorsClient = Connect();
        Assert.Equal(["exabgp 5.0.13", "done"], await operatorsClient.Ask("version"));

        List<Client> hostile = [];
        for (var i = 0; i < 1000; i++) hostile.Add(Connect());
        await daemon.WaitForLine(line => line.Contains("20 clients are connected", StringComparison.Ordinal), "some are refused");
        string[] refusal = ["error: maximum concurrent clients reached", "error"];
        Assert.Equal(refusal, await hostile[hostile.Count - 1].ReadToEnd());
        Assert.Equal(1, daemon.Lines.Count(line => line.Contains("clients are connected", StringComparison.Ordinal)));

        // In the middle of a command, of an answer, or before one.
        for (var i = 0; i < 19; i++)
        {
            await hostile[i].Write("announce route 10.9.0.0/2");
            if (i % 2 == 0) await hostile[i].Write("4 next-hop 1.2.3.4\nshow adj-rib out\nshow neighbor extensive\n");
        }
        foreach (var client in hostile) await client.DisposeAsync();
        Client? endless = null;
        await Eventually.True(async () =>
        {
            endless = Connect();
            if (await endless.TryWrite("version\n", TestContext.Current.CancellationToken) && await endless.TryRead() == "exabgp 5.0.13") return true;
            await endless.DisposeAsync();
            return false;
        }, "there is room again", TimeSpan.FromSeconds(60));
        await endless!.TryWrite(new string('x', 3_000_000), TestContext.Current.CancellationToken);
        await daemon.WaitForLine(
            line => line.Contains("was disconnected", StringComparison.Ordinal), "the endless command is refused", TimeSpan.FromSeconds(60));
        await endless.DisposeAsync();
        Assert.Equal(["exabgp 5.0.13", "done"], await operatorsClient.Ask("version"));
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task A_client_that_never_reads_waits_and_others_do_not()
    {
        var daemon = await Start();
        await using var deaf = Connect();
        // Answered with a line and an ack each: more than is kept for it.
        using var enough = new CancellationTokenSource();
        var flood = Task.Run(async () =>
        {
            var block = string.Concat(Enumerable.Repeat("help\n", 1000));
            while (await deaf.TryWrite(block, enough.Token)) { }
        }, TestContext.Current.CancellationToken);

        await using var other = Connect();
        for (var i = 0; i < 200; i++) Assert.Equal(["done"], await other.Ask($"announce route 10.0.{i}.0/24 next-hop 1.2.3.4"));

        await enough.CancelAsync();
        await flood;
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task Clients_are_told_of_the_end_of_the_daemon()
    {
        var daemon = await Start();
        await using var client = Connect();
        Assert.Equal(["exabgp 5.0.13", "done"], await client.Ask("version"));

        Assert.Equal(0, await daemon.Stop());

        var lines = await client.ReadToEnd();
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"shutdown {daemon.Id} "), lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_socket_has_the_mode_of_the_settings_replaces_a_dead_one_and_is_removed_at_the_end()
    {
        var killed = await Start();
        killed.Signal(9);
        await killed.Ended;
        Assert.True(File.Exists(SocketPath), "a killed daemon leaves it");

        var daemon = await Start(("exabgp_api_pipemode", "0660"));
        const UnixFileMode both = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(both | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(SocketPath));
        Assert.Equal(both | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(SocketPath)!));
        var second = await Start();
        await second.WaitForLine(line => line.Contains($"another daemon listens on {SocketPath}", StringComparison.Ordinal), "the second is told");
        Assert.Equal(0, await second.Stop());
        await using (var client = Connect()) Assert.Equal(["exabgp 5.0.13", "done"], await client.Ask("version"));
        Assert.Equal(0, await daemon.Stop());
        Assert.False(File.Exists(SocketPath));

        File.WriteAllText(SocketPath, "a file of somebody");
        var third = await Start();
        await third.WaitForLine(line => line.Contains("not a socket", StringComparison.Ordinal), "it is not used");
        Assert.Equal(0, await third.Stop());
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public async Task There_is_none_when_it_is_not_wanted()
    {
        var daemon = await Start(("exabgp_cli_socket", ""));
        Assert.False(File.Exists(SocketPath));
        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task The_command_line_uses_it_and_its_exit_status_tells_success()
    {
        await Start();

        var version = await Cli(["cli", "version"]);
        Assert.Equal((0, "command: version\nexabgp 5.0.13\n", ""), (version.ExitCode, version.Output, version.Error));
        Assert.Equal(1, (await Cli(["cli", "announce", "route", "10.0.0.0/24"])).ExitCode);

        var lines = await Cli(["cli"], "announce route 10.0.0.0/24 next-hop 1.2.3.4\n\ns a o");
        Assert.Equal((0, "127.0.0.2 ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4\n", ""), (lines.ExitCode, lines.Output, lines.Error));
        var wrong = await Cli(["cli"], "withdraw route 10.0.0.0/24\nnonsense\nshow adj-rib out\nversion\n");
        Assert.Equal((1, "exabgp 5.0.13\n"), (wrong.ExitCode, wrong.Output));
        Assert.StartsWith("ExaBGP returns an error", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("command: help\n", (await Cli(["cli"], "")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_is_the_old_command_line_when_it_is_called_so()
    {
        await Start();
        var link = Path.Combine(_root.Path, "exabgpcli");
        File.CreateSymbolicLink(link, DaemonProcess.Command[0]);
        _root.Write("settings.env", $"[exabgp.api]\nsocketpath = '{SocketPath}'\n");

        var version = await CapturedProcess.Run(link, ["--env", Path.Combine(_root.Path, "settings.env"), "version"]);
        Assert.Equal((0, "exabgp 5.0.13"), (version.ExitCode, version.Output));
        var expanded = await CapturedProcess.Run(link, ["-e", Path.Combine(_root.Path, "settings.env"), "--root", "/usr", "s", "n", "s"]);
        Assert.Equal(0, expanded.ExitCode);
        Assert.StartsWith("command: show neighbor summary\nPeer ", expanded.Output, StringComparison.Ordinal);
    }

    private async Task<DaemonProcess> Start(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["EXABGP_ROOT"] = _root.Path,
            ["exabgp_api_cli"] = "true",
            ["exabgp_api_pipename"] = $"exasharp-{Guid.NewGuid():N}",
            ["exabgp_api_socketpath"] = SocketPath,
        };
        foreach (var (name, value) in settings) environment[name] = value;
        var daemon = DaemonProcess.Start(Neighbor, settings: environment);
        _daemons.Add(daemon);
        await daemon.WaitForLine(line => line.Contains("loaded new configuration", StringComparison.Ordinal), "it runs");
        return daemon;
    }

    private async Task<ProgramRun> Cli(string[] arguments, string? input = null)
    {
        using var process = ProgramRun.Start(arguments, redirectInput: input is not null, ("EXABGP_ROOT", _root.Path), ("exabgp_api_socketpath", SocketPath));
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        return await ProgramRun.EndAsync(process);
    }

    private Client Connect() => new(SocketPath);

    /// <summary>A client of its own making.</summary>
    private sealed class Client : IAsyncDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly StreamReader _reader;

        public Client(string path)
        {
            _socket.Connect(new UnixDomainSocketEndPoint(path));
            _reader = new StreamReader(new NetworkStream(_socket), Encoding.UTF8);
        }

        public async Task<string[]> Ask(string command)
        {
            await Write(command + "\n");
            return await Answer();
        }

        public async Task Write(string text)
        {
            ReadOnlyMemory<byte> bytes = Encoding.ASCII.GetBytes(text);
            while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(TimeSpan.FromSeconds(60))..];
        }

        /// <summary>Writes as far as it can; false when it could not all be written.</summary>
        public async Task<bool> TryWrite(string text, CancellationToken enough = default)
        {
            ReadOnlyMemory<byte> bytes = Encoding.ASCII.GetBytes(text);
            try
            {
                while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, enough)..];
                return true;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                return false;
            }
        }

        public void FinishWriting() => _socket.Shutdown(SocketShutdown.Send);

        /// <summary>The lines up to the next <c>done</c> or <c>error</c>.</summary>
        public async Task<string[]> Answer()
        {
            List<string> lines = [];
            while (lines is not [.., "done" or "error"])
                lines.Add(await Next() ?? throw new InvalidOperationException("the daemon closed the connection"));
            return [.. lines];
        }

        public async Task<string[]> ReadToEnd()
        {
            List<string> lines = [];
            // A reset is an end: the daemon closed without having read all.
            while (await TryRead() is { } line) lines.Add(line);
            return [.. lines];
        }

        /// <summary>The next line; null when the connection ended.</summary>
        public async Task<string?> TryRead()
        {
            try
            {
                return await Next();
            }
            catch (IOException)
            {
                return null;
            }
        }

        public ValueTask DisposeAsync()
        {
            _reader.Dispose();
            _socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private Task<string?> Next() => _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
