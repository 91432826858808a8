namespace ExaSharp.Testing.Routers;

/// <summary>A real router program beside the daemon: it runs as this user on loopback, without touching the kernel's routes.</summary>
public abstract class Router : IAsyncDisposable
{
    private CapturedProcess? process;

    /// <summary>Prepares a router; <see cref="Start"/> runs it.</summary>
    protected Router(RouterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings.Port == 0 ? settings with { Port = LoopbackAddresses.FreePort(settings.Address) } : settings;
    }

    /// <summary>The session's settings, with the port that was chosen.</summary>
    public RouterSettings Settings { get; }

    /// <summary>The router's files.</summary>
    protected TemporaryDirectory Files { get; } = new("router");

    /// <summary>The lines that the router wrote since its start.</summary>
    public IReadOnlyList<string> Lines => process?.Lines ?? [];

    /// <summary>What the router wrote, for messages.</summary>
    public string Transcript() => process?.Transcript() ?? "";

    /// <summary>Starts the router and waits until it answers and listens.</summary>
    /// <exception cref="InvalidOperationException">The program is not installed, or refuses its configuration.</exception>
    public async Task Start()
    {
        var (program, arguments) = WriteConfiguration();
        if (!File.Exists(program))
            throw new InvalidOperationException($"{program} is not installed: this test needs Debian's package {Package}");
        process = CapturedProcess.Start(program, arguments, Files.Path);
        await Eventually.True(async () => process.HasExited || await IsReady(), $"{program} is ready",
            describe: () => Task.FromResult(Transcript()));
        if (process.HasExited)
            throw new InvalidOperationException($"{program} ended at its start:\n{Transcript()}");
    }

    /// <summary>Ends the router at once; its sessions end by the closing of their connections.</summary>
    public async Task Stop()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    /// <summary>Waits for the session with the daemon.</summary>
    public Task WaitEstablished(TimeSpan? deadline = null) =>
        Eventually.True(IsEstablished, "the session is established", deadline, () => Task.FromResult(Transcript()));

    /// <summary>Waits until the table of a family holds so many routes.</summary>
    public Task WaitCount(RouterFamily family, int count, TimeSpan? deadline = null) =>
        Eventually.True(async () => await Count(family) == count, $"{count} routes of {family}", deadline,
            async () => $"there are {await Count(family)}");

    /// <summary>The table's routes once there are as many as wanted, or what it holds at the deadline; ascending by prefix.</summary>
    public Task<IReadOnlyList<RouterRoute>> RoutesWhen(RouterFamily family, int count, TimeSpan? deadline = null) =>
        Eventually.Last(() => Routes(family), routes => routes.Count == count, deadline);

    /// <summary>The table's rules once there are as many as wanted, or what it holds at the deadline; ascending by match.</summary>
    public Task<IReadOnlyList<FlowRule>> FlowRulesWhen(RouterFamily family, int count, TimeSpan? deadline = null) =>
        Eventually.Last(() => FlowRules(family), rules => rules.Count == count, deadline);

    /// <summary>Whether the session with the daemon is established.</summary>
    public abstract Task<bool> IsEstablished();

    /// <summary>Whether the daemon's End-of-RIB of every family has come (RFC 4724, section 2).</summary>
    public abstract Task<bool> HasEndOfRibs();

    /// <summary>The unicast routes learned from the daemon, ascending by prefix and path identifier.</summary>
    public abstract Task<IReadOnlyList<RouterRoute>> Routes(RouterFamily family);

    /// <summary>The flow rules learned from the daemon, ascending by match.</summary>
    public abstract Task<IReadOnlyList<FlowRule>> FlowRules(RouterFamily family);

    /// <summary>How many routes or rules the daemon's table of a family holds.</summary>
    public abstract Task<int> Count(RouterFamily family);

    /// <summary>Originates a unicast route.</summary>
    public abstract Task Announce(RouterRoute route);

    /// <summary>Originates a route of any family in the router's own notation.</summary>
    public abstract Task Originate(string statement);

    /// <summary>Shuts the session down and tells why (RFC 9003).</summary>
    public abstract Task ShutDown(string reason);

    /// <summary>Asks the daemon for its routes by ROUTE-REFRESH (RFC 2918).</summary>
    /// <exception cref="NotSupportedException">The router never does: it keeps what it received.</exception>
    public virtual Task AskForRoutes() => throw new NotSupportedException();

    /// <summary>Takes back a unicast route.</summary>
    public abstract Task Withdraw(RouterRoute route);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The Debian package that holds the program.</summary>
    protected abstract string Package { get; }

    /// <summary>Writes the configuration and returns the command.</summary>
    protected abstract (string Program, IReadOnlyList<string> Arguments) WriteConfiguration();

    /// <summary>Whether the router answers its operator.</summary>
    protected abstract Task<bool> IsReady();

    /// <summary>In ascending order of prefix and path identifier.</summary>
    protected static IReadOnlyList<RouterRoute> Sorted(IEnumerable<RouterRoute> routes) =>
        [.. routes.OrderBy(route => route.Prefix, StringComparer.Ordinal).ThenBy(route => route.PathId)
            .ThenBy(route => route.NextHop, StringComparer.Ordinal)];

    /// <summary>In ascending order of match.</summary>
    protected static IReadOnlyList<FlowRule> Sorted(IEnumerable<FlowRule> rules) =>
        [.. rules.OrderBy(rule => rule.Match, StringComparer.Ordinal)];
}
