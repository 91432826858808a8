using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ExaSharp.Testing;

namespace ExaSharp.Benchmarks;

/// <summary>
/// The daemon as its users have it, between a helper and a peer that are parts of this program, beside Debian's ExaBGP and
/// BIRD where they are installed. Daemons take turns, so that a ratio compares neighbours in time.
/// </summary>
internal static class EndToEnd
{
    private const int Probes = 500;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly (string Name, string Kind, int Count)[] Scenarios =
    [
        ("announce 10k, acks read", "announce", 10_000), ("announce 100k, acks read", "announce", 100_000),
        ("receive 10k to JSON", "count", 10_000), ("receive 100k to JSON", "count", 100_000),
        ("10k in the configuration", "static", 10_000), ("100k in the configuration", "static", 100_000),
        ("flow rule, idle", "probe", Probes),
    ];

    public static int Run(int repeats)
    {
        var contenders = Contender.Installed();
        var rows = new List<Row>();
        foreach (var (name, kind, count) in Scenarios)
        {
            var runs = contenders.ToDictionary(contender => contender.Name, _ => new List<Outcome>());
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                foreach (var contender in contenders)
                {
                    if ((contender.IsBird && kind != "static") || runs[contender.Name].Exists(run => run.Seconds is null)) continue;
                    runs[contender.Name].Add(Measure(contender, kind, count));
                }
            }
            foreach (var (contender, results) in runs)
                if (results.Count > 0) rows.Add(Row.Of(name, kind == "probe" ? null : count, contender, results));
        }
        Print(rows);
        var path = Path.Combine(RepositoryPaths.Root, "artifacts", "bench.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(rows, Indented));
        Console.WriteLine($"\n{path}");
        return rows.Exists(row => row.Daemon == "exasharp" && row.Seconds is null) ? 1 : 0;
    }

    private static Outcome Measure(Contender contender, string kind, int count)
    {
        var local = LoopbackAddresses.NextEndPoint();
        using var directory = new TemporaryDirectory("bench");
        using var control = kind == "static" ? null : new HelperControl(kind, count);
        using var peer = new BenchPeer(LoopbackAddresses.NextEndPoint(), listens: !contender.IsBird);
        var deadline = DateTime.UtcNow + Limit;
        var began = Stopwatch.GetTimestamp();
        using var daemon = contender.Start(directory, peer.Place, local, control?.Run, kind == "static" ? count : 0);
        try
        {
            peer.Establish(contender.IsBird ? local : null, deadline);
            control?.Accept(deadline);
            var (seconds, worst) = kind switch
            {
                "announce" => Announce(peer, control!, count, deadline),
                "count" => (Seconds(peer.Send(Table.Updates(count, BenchPeer.Asn)), control!.Stamps(deadline)?[0]), null),
                "probe" => Probe(peer, control!, count, deadline),
                _ => (Seconds(began, peer.UntilAnnounced(count, deadline)), (double?)null),
            };
            return new Outcome(seconds, worst, PeakMegabytes(daemon));
        }
        catch (Exception failure) when (failure is OperationCanceledException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine($"{contender.Name}, {kind} {count}: {failure.Message}");
            return new Outcome(null, null, null);
        }
        finally
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
        }
    }

    private static (double?, double?) Announce(BenchPeer peer, HelperControl control, int count, DateTime deadline)
    {
        control.Go();
        if (peer.UntilAnnounced(count, deadline) is not { } reached || control.Stamps(deadline) is not { } stamps) return (null, null);
        // Both the routes and their answers have to be there.
        return (Seconds(stamps[0], Math.Max(reached, stamps[1])), null);
    }

    /// <summary>Median and 99th percentile of the time from the helper's write to the peer's read.</summary>
    private static (double?, double?) Probe(BenchPeer peer, HelperControl control, int count, DateTime deadline)
    {
        var arrived = new long[count];
        for (var i = 0; i < count; i++)
        {
            control.Go();
            if (peer.UntilAnnounced(i + 1, deadline) is not { } reached) return (null, null);
            arrived[i] = reached;
        }
        control.Go();
        if (control.Stamps(deadline) is not { } written) return (null, null);
        double[] times = [.. arrived.Zip(written, (to, from) => Seconds(from, to)!.Value).Order()];
        return (times[count / 2], times[count * 99 / 100]);
    }

    private static double? Seconds(long from, long? to) => to is { } end ? Stopwatch.GetElapsedTime(from, end).TotalSeconds : null;

    private static double? PeakMegabytes(Process daemon)
    {
        var line = File.ReadLines($"/proc/{daemon.Id}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? null : int.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) / 1024.0;
    }

    private static void Print(List<Row> rows)
    {
        Console.WriteLine("| scenario | daemon | median | rate | p99 | × exabgp | peak RSS |\n|---|---|---:|---:|---:|---:|---:|");
        foreach (var row in rows)
        {
            var exabgp = rows.Find(other => other.Scenario == row.Scenario && other.Daemon == "exabgp")?.Seconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Scenario} | {row.Daemon} | {Time(row.Seconds)} | {(row.Routes / row.Seconds is { } rate ? $"{rate:N0}/s" : "")} | {(row.Worst is null ? "" : Time(row.Worst))} | {(exabgp / row.Seconds is { } ratio ? $"{ratio:N1}" : "")} | {row.PeakMegabytes:N0} MB |"));
        }
    }

    private static string Time(double? seconds) => seconds switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"over {Limit.TotalSeconds:N0} s"),
        < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:N0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:N3} s"),
    };

    private sealed record Outcome(double? Seconds, double? Worst, double? PeakMegabytes);

    /// <summary>A daemon's medians in a scenario; no seconds when it did not come to the end in time.</summary>
    private sealed record Row(string Scenario, int? Routes, string Daemon, double? Seconds, double? Worst, double? PeakMegabytes, IReadOnlyList<double?> Runs)
    {
        public static Row Of(string scenario, int? routes, string daemon, List<Outcome> runs)
        {
            var complete = runs.TrueForAll(run => run.Seconds is not null);
            return new Row(
                scenario, routes, daemon, complete ? Median(runs, run => run.Seconds) : null, Median(runs, run => run.Worst),
                Median(runs, run => run.PeakMegabytes), [.. runs.Select(run => run.Seconds)]);
        }

        private static double? Median(List<Outcome> runs, Func<Outcome, double?> value)
        {
            var known = runs.Select(value).OfType<double>().Order().ToList();
            return known.Count == 0 ? null : known[known.Count / 2];
        }
    }
}
