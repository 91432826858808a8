using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ExaSharp.Testing.Routers;

/// <summary>BIRD 2 with one BGP protocol, called <c>daemon</c>; what it originates stands in static protocols and is changed by <c>configure</c>.</summary>
public sealed class BirdRouter(RouterSettings settings) : Router(settings)
{
    private const string Program = "/usr/sbin/bird";

    private readonly List<RouterRoute> originated = [];
    private readonly List<string> originatedRules = [];
    private readonly List<(RouterFamily Family, string Route)> statements = [];

    private string ConfigurationPath => Files.File("bird.conf");

    private string SocketPath => Files.File("bird.ctl");

    /// <inheritdoc/>
    protected override string Package => "bird2";

    /// <inheritdoc/>
    public override async Task<bool> IsEstablished() =>
        (await Ask("show protocols all daemon")).Any(line => line.Contains("BGP state:", StringComparison.Ordinal)
            && line.Contains("Established", StringComparison.Ordinal));

    /// <inheritdoc/>
    /// <remarks>BIRD's log does not name the family; <see cref="RouterSettings.TraceMessages"/> makes it write the line.</remarks>
    public override Task<bool> HasEndOfRibs() => Task.FromResult(
        Lines.Count(line => line.Contains("Got END-OF-RIB", StringComparison.Ordinal)) == Settings.Families.Count);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RouterRoute>> Routes(RouterFamily family) =>
        Sorted(BirdTable.Paths(await Show(family, "all")).Select(path => BirdTable.Route(path.Network, path.Attributes)));

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<FlowRule>> FlowRules(RouterFamily family) =>
        Sorted(BirdTable.Paths(await Show(family, "all")).Select(path => BirdTable.Rule(path.Network, path.Attributes)));

    /// <inheritdoc/>
    public override async Task<int> Count(RouterFamily family) =>
        int.Parse((await Show(family, "count")).First(line => line.Contains(" of ", StringComparison.Ordinal)).Split(' ')[0],
            CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Task Announce(RouterRoute route)
    {
        originated.Add(route);
        return Reconfigure();
    }

    /// <inheritdoc/>
    public override Task Withdraw(RouterRoute route)
    {
        originated.Remove(route);
        return Reconfigure();
    }

    /// <summary>Originates a flow rule in BIRD's own notation: <c>flow4 { dst 10.0.0.0/8; } { bgp_ext_community.add(…); }</c>.</summary>
    public Task AnnounceRule(string rule)
    {
        originatedRules.Add(rule);
        return Reconfigure();
    }

    /// <summary>Takes back a flow rule.</summary>
    public Task WithdrawRule(string rule)
    {
        originatedRules.Remove(rule);
        return Reconfigure();
    }

    /// <inheritdoc/>
    /// <remarks>The family's channel and what stands behind <c>route</c>: <c>vpn4 10:1 10.0.0.0/8 via 127.0.0.1 mpls 100</c>.</remarks>
    public override Task Originate(string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var words = statement.Split(' ', 2);
        var family = Settings.Families.First(family => Channel(family).Replace(" ", "-", StringComparison.Ordinal) == words[0]);
        statements.Add((family, words[0].StartsWith("flow", StringComparison.Ordinal) ? statement : words[1]));
        return Reconfigure();
    }

    /// <inheritdoc/>
    public override Task ShutDown(string reason) => Ask($"disable daemon \"{reason}\"");

    /// <inheritdoc/>
    public override Task AskForRoutes() => Ask("reload in daemon");

    /// <summary>How often the session has come up since the router's start.</summary>
    public int TimesEstablished() =>
        Lines.Count(line => line.Contains("BGP session established", StringComparison.Ordinal));

    /// <inheritdoc/>
    protected override (string Program, IReadOnlyList<string> Arguments) WriteConfiguration()
    {
        Files.Write("bird.conf", Configuration());
        return (Program, ["-f", "-c", ConfigurationPath, "-s", SocketPath, "-P", Files.File("bird.pid")]);
    }

    /// <inheritdoc/>
    protected override async Task<bool> IsReady()
    {
        try
        {
            return (await Ask("show protocols daemon")).Any(line =>
                line.Contains(" start ", StringComparison.Ordinal) || line.Contains(" up ", StringComparison.Ordinal));
        }
        catch (Exception absent) when (absent is SocketException or IOException)
        {
            return false;
        }
    }

    private Task<IReadOnlyList<string>> Ask(string command) => BirdControl.Ask(SocketPath, command);

    private Task<IReadOnlyList<string>> Show(RouterFamily family, string how) =>
        Ask($"show route table {Table(family)} protocol daemon {how}");

    private async Task Reconfigure()
    {
        Files.Write("bird.conf", Configuration());
        await Ask("configure");
    }

    private string Configuration()
    {
        var text = new StringBuilder(FormattableString.Invariant($$"""
            log stderr all;
            router id {{Settings.RouterId}};
            ipv4 table master4;
            ipv6 table master6;
            flow4 table flowtab4;
            flow6 table flowtab6;
            vpn4 table vpntab4;
            vpn6 table vpntab6;
            ipv4 table labels4;
            ipv6 table labels6;
            protocol device { }
            protocol bgp daemon {
              debug { states, events{{(Settings.TraceMessages ? ", packets" : "")}} };
              local {{Settings.Address}} port {{Settings.Port}} as {{Settings.LocalAs}};
              neighbor {{Settings.PeerAddress}} {{(Settings.PeerPort is { } port ? FormattableString.Invariant($"port {port}") : "")}} as {{Settings.PeerAs}};
              strict bind yes;
              multihop{{(Settings.TtlSecurity ? " 2; ttl security yes" : "")}};
              {{(Settings.Password is { } password ? $"password \"{password}\";" : "")}}
              passive {{(Settings.PeerPort is null ? "yes" : "no")}};
              hold time {{Settings.HoldTime}};
              connect delay time 1;
              connect retry time 1;
              error wait time 1, 1;
              {{Settings.More}}

            """));
        foreach (var family in Settings.Families)
        {
            var keep = family is RouterFamily.Ipv4Flow or RouterFamily.Ipv6Flow ? "" : "next hop keep;";
            var paths = Settings.AddPath ? "add paths on;" : "";
            if (Settings.ExtendedNextHop && family == RouterFamily.Ipv4Unicast)
                paths += " extended next hop on;";
            text.Append($"  {Channel(family)} {{ table {Table(family)}; import all; export all; {keep} {paths} }};\n");
        }

        text.Append("}\n");
        AppendStatic(text, RouterFamily.Ipv4Unicast, originated.Where(route => !route.Prefix.Contains(':')).Select(Static));
        AppendStatic(text, RouterFamily.Ipv6Unicast, originated.Where(route => route.Prefix.Contains(':')).Select(Static));
        AppendStatic(text, RouterFamily.Ipv4Flow, originatedRules.Where(rule => rule.StartsWith("flow4", StringComparison.Ordinal)));
        AppendStatic(text, RouterFamily.Ipv6Flow, originatedRules.Where(rule => rule.StartsWith("flow6", StringComparison.Ordinal)));
        foreach (var routes in statements.ToLookup(statement => statement.Family, statement => statement.Route))
            AppendStatic(text, routes.Key, routes, "more");
        return text.ToString();
    }

    private static void AppendStatic(StringBuilder text, RouterFamily family, IEnumerable<string> routes, string name = "static")
    {
        text.Append($"protocol static {name}_{Table(family)} {{ {Channel(family).Split(' ')[0]} {{ table {Table(family)}; }};\n");
        foreach (var route in routes)
            text.Append($"  route {route};\n");
        text.Append("}\n");
    }

    private static string Static(RouterRoute route)
    {
        var text = new StringBuilder($"{route.Prefix} unreachable {{ bgp_next_hop = {route.NextHop}; ");
        text.Append($"bgp_origin = ORIGIN_{route.Origin.ToUpperInvariant()}; ");
        foreach (var asn in route.AsPath.Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse())
            text.Append($"bgp_path.prepend({asn}); ");
        if (route.Med is { } med)
            text.Append(FormattableString.Invariant($"bgp_med = {med}; "));
        if (route.LocalPreference is { } preference)
            text.Append(FormattableString.Invariant($"bgp_local_pref = {preference}; "));
        Append(text, "community", route.Communities);
        Append(text, "large_community", route.LargeCommunities);
        Append(text, "ext_community", route.ExtendedCommunities.Replace("target:", "rt:", StringComparison.Ordinal)
            .Replace("origin:", "ro:", StringComparison.Ordinal));
        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string attribute, string words)
    {
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            text.Append($"bgp_{attribute}.add(({word.Replace(':', ',')})); ");
    }

    private static string Table(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "master4",
        RouterFamily.Ipv6Unicast => "master6",
        RouterFamily.Ipv4Flow => "flowtab4",
        RouterFamily.Ipv6Flow => "flowtab6",
        RouterFamily.Ipv4Vpn => "vpntab4",
        RouterFamily.Ipv6Vpn => "vpntab6",
        RouterFamily.Ipv4Labelled => "labels4",
        RouterFamily.Ipv6Labelled => "labels6",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    private static string Channel(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "ipv4",
        RouterFamily.Ipv6Unicast => "ipv6",
        RouterFamily.Ipv4Flow => "flow4",
        RouterFamily.Ipv6Flow => "flow6",
        RouterFamily.Ipv4Vpn => "vpn4 mpls",
        RouterFamily.Ipv6Vpn => "vpn6 mpls",
        RouterFamily.Ipv4Labelled => "ipv4 mpls",
        RouterFamily.Ipv6Labelled => "ipv6 mpls",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
