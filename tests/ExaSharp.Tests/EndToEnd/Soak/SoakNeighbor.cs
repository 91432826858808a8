using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Tests.Routes;
using ExaSharp.Testing;

namespace ExaSharp.Tests.EndToEnd.Soak;

/// <summary>
/// A neighbour, its peer, which takes every connection and reads what comes, and what it must know: routes of the configuration, and what each helper
/// said last.
/// </summary>
internal sealed class SoakNeighbor : IAsyncDisposable
{
    public const string WatchdogRoute = "ipv4 unicast  20C6120001";

    private static readonly (ushort, byte)[] Families = [(1, 1), (2, 1), (1, 133), (25, 65)];
    private static readonly TimeSpan Ever = TimeSpan.FromDays(1);

    private readonly int _number;
    private readonly IPAddress _local;
    private readonly ScriptedPeer _peer = ScriptedPeer.Listen();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SortedDictionary<string, string> _model = new(StringComparer.Ordinal) { [WatchdogRoute] = "" };
    private readonly Task _reading;
    private PeerTable? _table;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _planned;

    public SoakNeighbor(int number, IPAddress local)
    {
        _number = number;
        _local = local;
        Med = number + 1;
        foreach (var (route, attributes) in Configured()) _model[route] = attributes;
        _reading = Task.Run(ReadAsync);
    }

    public IPAddress Address => _peer.EndPoint.Address;

    /// <summary>Whether it stands in the configuration. Changed only while no helper speaks.</summary>
    public bool IsPresent { get; private set; } = true;

    /// <summary>Which of its routes the configuration has, and with what.</summary>
    public int Med { get; private set; }

    public int HoldTime { get; private set; } = 90;

    /// <summary>Sessions that came up.</summary>
    public int Sessions { get; private set; }

    /// <summary>Ends of sessions that something asked for may have made.</summary>
    public int Planned => Volatile.Read(ref _planned);

    /// <summary>Ends of sessions that were up.</summary>
    public int Ends { get; private set; }

    /// <summary>UPDATEs that the peer read.</summary>
    public long Updates { get; private set; }

    public string Section(string processes) => string.Create(CultureInfo.InvariantCulture, $$"""
        neighbor {{Address}} {
            router-id 10.0.0.1; local-address {{_local}}; local-as 65001; peer-as 65002; connect {{_peer.EndPoint.Port}};
            hold-time {{HoldTime}}; group-updates {{(_number % 3 == 0 ? "false" : "true")}};
            family { ipv4 unicast; ipv6 unicast; ipv4 flow; l2vpn vpls; }
            api { processes [ {{processes}} ]; neighbor-changes; receive { parsed; update; } }
            static { route 198.18.0.1/32 next-hop 1.2.3.4 watchdog dog; {{string.Concat(ConfiguredNumbers().Select(n => $"route 198.19.{n}.0/24 next-hop 1.2.3.4 med {Med + n};"))}} }
        }

        """);

    /// <summary>An end of the session may come that something asks for.</summary>
    public void Plan() => Interlocked.Increment(ref _planned);

    public void Set(string route, string attributes)
    {
        lock (_gate) _model[route] = attributes;
    }

    public void Forget(string route)
    {
        lock (_gate) _model.Remove(route);
    }

    /// <summary>Gives it other routes in the configuration.</summary>
    public void ChangeRoutes(int med)
    {
        lock (_gate)
        {
            foreach (var (route, _) in Configured()) _model.Remove(route);
            Med = med;
            foreach (var (route, attributes) in Configured()) _model[route] = attributes;
        }
    }

    /// <summary>Gives it another hold time in the configuration: its session begins anew.</summary>
    public void ChangeHoldTime(int seconds)
    {
        if (seconds == HoldTime) return;
        HoldTime = seconds;
        if (IsPresent) Plan();
    }

    /// <summary>Takes it out of the configuration, or back. What helpers said of it is gone then.</summary>
    public void Toggle()
    {
        IsPresent = !IsPresent;
        if (!IsPresent) Plan();
        lock (_gate)
        {
            _model.Clear();
            _model[WatchdogRoute] = "";
            foreach (var (route, attributes) in Configured()) _model[route] = attributes;
        }
    }

    /// <summary>Ends the session from the peer's side.</summary>
    public async Task ResetAsync(bool says)
    {
        if (_table is null) return;
        Plan();
        try
        {
            if (says) await _peer.Send(BgpFrame.Notification(6, 4));
            else _peer.Drop();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>Announces and withdraws routes of the peer's own: events for the helpers.</summary>
    public async Task TalkAsync(int count)
    {
        if (_table is null) return;
        try
        {
            for (var n = 0; n < count; n++)
            {
                // 172.16.n.0/24 from AS 65002, or withdrawn.
                await _peer.Send(n % 2 == 0
                    ? BgpFrame.Of(BgpFrame.UpdateType, [0, 0, 0, 20, 0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0xFD, 0xEA, 0x40, 3, 4, 1, 2, 3, 4, 24, 172, 16, (byte)n])
                    : BgpFrame.Of(BgpFrame.UpdateType, [0, 4, 24, 172, 16, (byte)(n - 1), 0, 0]));
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The session has ended.
        }
    }

    /// <summary>Reads nothing for a while.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        _peer.Pause();
        await Task.Delay(time);
        _peer.Continue();
    }

    /// <summary>Completes when the peer knows a route with these attributes.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public Task WaitForRoute(string route, string attributes) =>
        WaitFor(() => _table is not null && _table.Routes.TryGetValue(route, out var known) && known.Contains(attributes, StringComparison.Ordinal), route);

    /// <summary>Completes when the peer knows what it must.</summary>
    /// <exception cref="TimeoutException">It does not; the text tells a route that it should know otherwise.</exception>
    public Task WaitForModel() => WaitFor(() => FindDifference() is null, "the routes that were said last");

    /// <summary>What the peer knows wrongly; null when it knows what it must.</summary>
    public string? Difference()
    {
        lock (_gate) return FindDifference();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _peer.DisposeAsync();
        await _reading;
        _end.Dispose();
    }

    private async Task WaitFor(Func<bool> reached, string what)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (reached()) return;
                wait = _changed.Task;
            }
            try
            {
                await wait.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Address}: not in time: {what}; {Difference()}");
            }
        }
    }

    private string? FindDifference()
    {
        if (_table is null) return "there is no session";
        foreach (var (route, attributes) in _model)
        {
            if (!_table.Routes.TryGetValue(route, out var known)) return $"{route} is not known";
            if (!known.Contains(attributes, StringComparison.Ordinal)) return $"{route} has {known}, not {attributes}";
        }
        return _table.Routes.Keys.FirstOrDefault(route => !_model.ContainsKey(route)) is { } extra ? $"{extra} is still known" : null;
    }

    private IEnumerable<int> ConfiguredNumbers() => Enumerable.Range(0, 8).Where(n => (Med >> n & 1) == 1);

    private IEnumerable<(string Route, string Attributes)> Configured() =>
        ConfiguredNumbers().Select(n => (string.Create(CultureInfo.InvariantCulture, $"ipv4 unicast  18C613{n:X2}"), RandomChurn.Med(Med + n)));

    private async Task ReadAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                // A neighbour that was removed may be away for long.
                await _peer.Accept(Ever);
                await _peer.Establish(BgpFrame.Open(65002, 180, IPAddress.Parse("10.0.0.2"), Families));
            }
            catch (Exception gone) when (gone is InvalidOperationException or SocketException or ObjectDisposedException or TimeoutException)
            {
                // The daemon gave this connection up.
                continue;
            }
            Sessions++;
            Change(() => _table = new PeerTable(new NegotiatedSession()));
            try
            {
                while (true)
                {
                    var update = await _peer.Next(BgpFrame.UpdateType, Ever);
                    Updates++;
                    Change(() => _table!.Apply(update.Bytes));
                }
            }
            catch (InvalidOperationException)
            {
                Ends++;
            }
            Change(() => _table = null);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            change();
            waiting = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        waiting.SetResult();
    }
}
