using System.Globalization;
using System.Text;

namespace ExaSharp.Testing.Routers;

/// <summary>FRR's bgpd without zebra, without privileges, with its own directory of sockets, driven by vtysh.</summary>
public sealed class FrrRouter(RouterSettings settings) : Router(settings)
{
    private const string Program = "/usr/lib/frr/bgpd";
    private const string Client = "/usr/bin/vtysh";

    /// <inheritdoc/>
    protected override string Package => "frr";

    /// <inheritdoc/>
    public override async Task<bool> IsEstablished()
    {
        var answer = await Vtysh($"show bgp neighbors {Settings.PeerAddress} json");
        return FrrTable.Documents(answer.Output)[0].TryGetProperty(Settings.PeerAddress.ToString(), out var neighbor)
            && neighbor.GetProperty("bgpState").GetString() == "Established";
    }

    /// <inheritdoc/>
    public override Task<bool> HasEndOfRibs() => Task.FromResult(Settings.Families.All(family =>
        Lines.Any(line => line.Contains($"rcvd End-of-RIB for {LogName(family)} from", StringComparison.Ordinal))));

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RouterRoute>> Routes(RouterFamily family)
    {
        var prefixes = (await Table(family)).ToArray();
        if (prefixes.Length == 0)
            return [];
        var answer = await Vtysh([.. prefixes.Select(prefix => $"show bgp {Words(family)} {prefix} json")]);
        return Sorted(FrrTable.Documents(answer.Output).Where(document => document.TryGetProperty("paths", out _))
            .SelectMany(document => FrrTable.Routes(document, Settings.PeerAddress.ToString()))
            .Select(route => route with { Prefix = prefixes.First(prefix => prefix.StartsWith(route.Prefix, StringComparison.Ordinal)) }));
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<FlowRule>> FlowRules(RouterFamily family)
    {
        var answer = await Vtysh($"show bgp {Words(family)} detail json");
        return Sorted(FrrTable.Documents(answer.Output).Where(document => document.ValueKind == System.Text.Json.JsonValueKind.Array)
            .Select(FrrTable.Rule));
    }

    /// <inheritdoc/>
    public override async Task<int> Count(RouterFamily family) => (await Table(family)).Count();

    /// <inheritdoc/>
    public override Task Announce(RouterRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        var map = MapName(route);
        var next = route.Prefix.Contains(':') ? "ipv6 next-hop global" : "ip next-hop";
        List<string> commands = ["configure terminal", $"route-map {map} permit 10", $"set origin {route.Origin}", $"set {next} {route.NextHop}"];
        void Set(string attribute, string value)
        {
            if (value.Length > 0)
                commands.Add($"set {attribute} {value}");
        }

        Set("as-path prepend", route.AsPath);
        Set("metric", route.Med?.ToString(CultureInfo.InvariantCulture) ?? "");
        Set("local-preference", route.LocalPreference?.ToString(CultureInfo.InvariantCulture) ?? "");
        Set("community", route.Communities);
        Set("large-community", route.LargeCommunities);
        foreach (var community in route.ExtendedCommunities.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Set(community.StartsWith("target:", StringComparison.Ordinal) ? "extcommunity rt" : "extcommunity soo", community[7..]);
        Set("aggregator as", route.Aggregator.Replace(':', ' '));
        if (route.AtomicAggregate)
            commands.Add("set atomic-aggregate");
        commands.AddRange(["exit", .. Family(route), $"network {route.Prefix} route-map {map}"]);
        return Configure(commands);
    }

    /// <inheritdoc/>
    public override Task Withdraw(RouterRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return Configure(["configure terminal", .. Family(route), $"no network {route.Prefix}"]);
    }

    /// <inheritdoc/>
    /// <remarks>Configuration commands, separated by semicolons, behind <c>router bgp</c> unless they say another.</remarks>
    public override Task Originate(string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return Configure(["configure terminal", FormattableString.Invariant($"router bgp {Settings.LocalAs}"),
            .. statement.Split(';', StringSplitOptions.TrimEntries)]);
    }

    /// <inheritdoc/>
    public override Task ShutDown(string reason) => Originate($"neighbor {Settings.PeerAddress} shutdown message {reason}");

    /// <inheritdoc/>
    public override Task AskForRoutes() => Configure([$"clear bgp {Settings.PeerAddress} soft in"]);

    /// <inheritdoc/>
    protected override (string Program, IReadOnlyList<string> Arguments) WriteConfiguration()
    {
        var path = Files.Write("bgpd.conf", Configuration());
        return (Program,
        [
            "-f", path, "-l", Settings.Address.ToString(), "-p", Settings.Port.ToString(CultureInfo.InvariantCulture),
            "-n", "-Z", "-S", "-P", "0", "--vty_socket", Files.Path, "-i", Files.File("bgpd.pid"), "-z", Files.File("no-zebra"),
            "--log", "stdout", "--log-level", "debugging",
        ]);
    }

    /// <inheritdoc/>
    protected override async Task<bool> IsReady() => (await Vtysh("show bgp summary json")).ExitCode == 0;

    private async Task<IEnumerable<string>> Table(RouterFamily family)
    {
        var answer = await Vtysh($"show bgp {Words(family)} json");
        var document = FrrTable.Documents(answer.Output)[0];
        if (!document.TryGetProperty("routes", out var routes))
            return [];
        return routes.EnumerateObject()
            .Where(network => network.Value.EnumerateArray()
                .Any(path => path.GetProperty("peerId").GetString() == Settings.PeerAddress.ToString()))
            .Select(network => network.Name).ToArray();
    }

    private Task<CommandResult> Vtysh(params string[] commands) => CapturedProcess.Run(Client,
        ["--vty_socket", Files.Path, "--config_dir", Files.Path, "-d", "bgpd", .. commands.SelectMany(command => new[] { "-c", command })]);

    private async Task Configure(List<string> commands)
    {
        var answer = await Vtysh([.. commands]);
        if (answer.ExitCode != 0 || answer.Output.Contains('%'))
            throw new InvalidOperationException($"vtysh: {answer}");
    }

    private IEnumerable<string> Family(RouterRoute route) =>
    [
        FormattableString.Invariant($"router bgp {Settings.LocalAs}"),
        $"address-family {(route.Prefix.Contains(':') ? "ipv6" : "ipv4")} unicast",
    ];

    private static string MapName(RouterRoute route) => "M" + string.Concat(route.Prefix.Where(char.IsAsciiLetterOrDigit));

    private string Configuration()
    {
        var peer = $"neighbor {Settings.PeerAddress}";
        var text = new StringBuilder(FormattableString.Invariant($"""
            hostname frr
            debug bgp neighbor-events
            router bgp {Settings.LocalAs}
             bgp router-id {Settings.RouterId}
             bgp allow-martian-nexthop
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             no bgp network import-check
             {peer} remote-as {Settings.PeerAs}
             {peer} port {Settings.PeerPort ?? Settings.Port}
             {peer} update-source {Settings.Address}
             {peer} disable-connected-check
             {peer} timers {Settings.HoldTime / 3} {Settings.HoldTime}
             {peer} timers connect 1
             {peer} advertisement-interval 0

            """));
        if (Settings.PeerPort is null)
            text.Append($" {peer} passive\n");
        if (Settings.More.Length > 0)
            text.Append($" {Settings.More}\n");
        if (Settings.Password is { } password)
            text.Append($" {peer} password {password}\n");
        if (Settings.TtlSecurity)
            text.Append($" {peer} ttl-security hops 2\n");
        foreach (var family in Settings.Families)
        {
            text.Append($" address-family {Words(family)}\n  {peer} activate\n");
            if (Settings.AddPath)
                text.Append($"  {peer} addpath-tx-all-paths\n");
            text.Append(" exit-address-family\n");
        }

        return text.ToString();
    }

    private static string LogName(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "IPv4 Unicast",
        RouterFamily.Ipv6Unicast => "IPv6 Unicast",
        RouterFamily.Ipv4Flow => "IPv4 Flowspec",
        RouterFamily.Ipv6Flow => "IPv6 Flowspec",
        RouterFamily.Ipv4Labelled => "IPv4 Labeled Unicast",
        RouterFamily.Ipv6Labelled => "IPv6 Labeled Unicast",
        RouterFamily.Ipv4Vpn => "IPv4 VPN",
        RouterFamily.Ipv6Vpn => "IPv6 VPN",
        RouterFamily.Evpn => "L2VPN EVPN",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    private static string Words(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "ipv4 unicast",
        RouterFamily.Ipv6Unicast => "ipv6 unicast",
        RouterFamily.Ipv4Flow => "ipv4 flowspec",
        RouterFamily.Ipv6Flow => "ipv6 flowspec",
        RouterFamily.Ipv4Labelled => "ipv4 labeled-unicast",
        RouterFamily.Ipv6Labelled => "ipv6 labeled-unicast",
        RouterFamily.Ipv4Vpn => "ipv4 vpn",
        RouterFamily.Ipv6Vpn => "ipv6 vpn",
        RouterFamily.Evpn => "l2vpn evpn",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
