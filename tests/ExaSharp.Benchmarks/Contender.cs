using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExaSharp.Testing;

namespace ExaSharp.Benchmarks;

/// <summary>A daemon under test: how it is configured and started.</summary>
internal sealed record Contender(string Name, string Program, bool IsBird = false)
{
    /// <summary>The daemon of this checkout, published or built; then what is installed.</summary>
    public static IReadOnlyList<Contender> Installed()
    {
        var found = new List<Contender> { new("exasharp", DaemonProcess.Command[0]) };
        if (File.Exists("/usr/sbin/exabgp")) found.Add(new Contender("exabgp", "/usr/sbin/exabgp"));
        if (File.Exists("/usr/sbin/bird")) found.Add(new Contender("bird", "/usr/sbin/bird", IsBird: true));
        return found;
    }

    /// <summary>Starts the daemon with a helper of this program, or with static routes.</summary>
    public Process Start(TemporaryDirectory directory, IPEndPoint peer, IPEndPoint local, string? helper, int staticRoutes)
    {
        var configuration = IsBird ? BirdConfiguration(peer, local, staticRoutes) : Configuration(peer, helper, staticRoutes);
        var path = directory.Write("daemon.conf", configuration);
        string[] arguments = IsBird
            ? ["-f", "-c", path, "-s", Path.Combine(directory.Path, "bird.ctl"), "-P", Path.Combine(directory.Path, "bird.pid")]
            : Name == "exasharp" ? ["server", path] : [path];
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["exabgp_daemon_user"] = Environment.UserName;
        start.Environment["exabgp_api_cli"] = "false";
        // ExaBGP 4 does not start with the longer word, which is ExaBGP 5's.
        start.Environment["exabgp_log_level"] = Name == "exabgp" ? "CRIT" : "CRITICAL";
        start.Environment["exabgp_tcp_port"] = peer.Port.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        // Nobody reads what it has to say, but it must not wait for that.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string Configuration(IPEndPoint peer, string? helper, int staticRoutes)
    {
        var process = helper is null ? "" : $"process bench {{ run {helper}; encoder json; }}\n";
        var api = helper is null ? "" : "api { processes [ bench ]; receive { parsed; update; } }\n";
        return $$"""
            {{process}}
            neighbor {{peer.Address}} {
            router-id 192.0.2.65; local-address 127.0.0.1; local-as 65001; peer-as {{BenchPeer.Asn}}; hold-time 180;
            family { ipv4 unicast; ipv4 flow; }
            {{api}}{{(staticRoutes == 0 ? "" : Table.StaticRoutes(staticRoutes))}}
            }

            """;
    }

    private static string BirdConfiguration(IPEndPoint peer, IPEndPoint local, int staticRoutes) => $$"""
        router id 192.0.2.65;
        protocol device { }
        protocol static { ipv4; {{Table.BirdRoutes(staticRoutes)}} }
        protocol bgp bench {
          local {{local.Address}} port {{local.Port}} as 65001; neighbor {{peer.Address}} as {{BenchPeer.Asn}};
          multihop; passive yes; strict bind yes; ipv4 { import all; export all; };
        }

        """;
}

/// <summary>The line to a helper that the daemon under test runs.</summary>
internal sealed class HelperControl : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;
    private StreamReader? _reader;

    public HelperControl(string what, int count)
    {
        _listener.Start();
        Run = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessPath} --helper {what} {count} {((IPEndPoint)_listener.LocalEndpoint).Port}");
    }

    /// <summary>The words behind <c>run</c>.</summary>
    public string Run { get; }

    public void Accept(DateTime deadline)
    {
        using var limit = new CancellationTokenSource(deadline - DateTime.UtcNow);
        _client = _listener.AcceptTcpClientAsync(limit.Token).AsTask().GetAwaiter().GetResult();
        _client.NoDelay = true;
        _reader = new StreamReader(_client.GetStream());
    }

    public void Go() => _client!.GetStream().WriteByte(1);

    /// <summary>The helper's stamps; null when the time is over.</summary>
    public long[]? Stamps(DateTime deadline)
    {
        _client!.ReceiveTimeout = (int)Math.Max(1, (deadline - DateTime.UtcNow).TotalMilliseconds);
        try
        {
            return [.. (_reader!.ReadLine() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }
}
