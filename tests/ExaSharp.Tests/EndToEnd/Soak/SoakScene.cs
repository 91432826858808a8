using ExaSharp.Testing;

namespace ExaSharp.Tests.EndToEnd.Soak;

/// <summary>The daemon with its neighbours and helpers, and what is in its configuration now.</summary>
internal sealed class SoakScene : IAsyncDisposable
{
    private const string Loaded = "loaded new configuration successfully", Refused = "could not load/reload configuration";

    private int _loaded = 1;
    private int _refused;

    public SoakScene(int helpers, int neighbors)
    {
        var local = LoopbackAddresses.Next();
        Helpers = [.. Enumerable.Range(0, helpers).Select(n => new SoakHelper($"h{n}"))];
        Neighbors = [.. Enumerable.Range(0, neighbors).Select(n => new SoakNeighbor(n, local))];
        Daemon = DaemonProcess.Start(Configuration());
    }

    public DaemonProcess Daemon { get; }

    public SoakHelper[] Helpers { get; }

    public SoakNeighbor[] Neighbors { get; }

    /// <summary>Whether there is a helper that never reads what it is told.</summary>
    public bool HasDeaf { get; set; }

    /// <summary>Configurations that were taken.</summary>
    public int Reloads => _loaded + _refused - 1;

    /// <summary>Writes the configuration as it is to be now, sends a signal, and waits until the daemon has taken it.</summary>
    public async Task ReloadAsync(int signal = 10)
    {
        await File.WriteAllTextAsync(Daemon.ConfigurationPath, Configuration());
        _loaded++;
        Daemon.Signal(signal);
        await WaitForCount(Loaded, _loaded);
    }

    /// <summary>Has the daemon refuse a file: one that is all right but for its last line.</summary>
    public async Task ReloadBrokenAsync()
    {
        await File.WriteAllTextAsync(Daemon.ConfigurationPath, Configuration() + "process late { run /does/not/exist; }\nneighbor 10.0.0.2 { nonsense; }\n");
        _refused++;
        Daemon.Signal(10);
        await WaitForCount(Refused, _refused);
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        foreach (var helper in Helpers) await helper.DisposeAsync();
        foreach (var neighbor in Neighbors) await neighbor.DisposeAsync();
    }

    private Task<string> WaitForCount(string text, int count)
    {
        var seen = 0;
        return Daemon.WaitForLine(line => line.Contains(text, StringComparison.Ordinal) && ++seen == count, $"{text}, {count} times", TimeSpan.FromSeconds(60));
    }

    private string Configuration()
    {
        var processes = string.Join(' ', Helpers.Select(helper => helper.Name)) + (HasDeaf ? " deaf" : "");
        return string.Concat(Helpers.Select(helper => helper.Section))
            + (HasDeaf ? "process deaf { run /usr/bin/tail -f /dev/null; encoder json; queue 1M; }\n" : "")
            + string.Concat(Neighbors.Where(neighbor => neighbor.IsPresent).Select(neighbor => neighbor.Section(processes)));
    }
}
