using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ExaSharp.Testing.Routers;

/// <summary>GoBGP with one neighbor, driven by its own command line program over gRPC.</summary>
public sealed class GoBgpRouter : Router
{
    private const string Program = "/usr/bin/gobgpd";
    private const string Client = "/usr/bin/gobgp";

    private readonly int apiPort;

    /// <summary>Prepares a router; <see cref="Router.Start"/> runs it.</summary>
    public GoBgpRouter(RouterSettings settings)
        : base(settings) => apiPort = LoopbackAddresses.FreePort(Settings.Address);

    /// <inheritdoc/>
    protected override string Package => "gobgpd";

    /// <inheritdoc/>
    public override async Task<bool> IsEstablished()
    {
        const int established = 6;
        return await Neighbor() is { } neighbor
            && neighbor.GetProperty("state").TryGetProperty("session_state", out var state)
            && state.GetInt32() == established;
    }

    /// <inheritdoc/>
    public override async Task<bool> HasEndOfRibs() =>
        await Neighbor() is { } neighbor
        && neighbor.GetProperty("afi_safis").EnumerateArray().All(family =>
            family.GetProperty("mp_graceful_restart").GetProperty("state").TryGetProperty("end_of_rib_received", out var received)
            && received.GetBoolean());

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RouterRoute>> Routes(RouterFamily family) =>
        Sorted((await Paths(family)).Select(path => GoBgpTable.Route(path.Path)));

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<FlowRule>> FlowRules(RouterFamily family) =>
        Sorted((await Paths(family)).Select(path => GoBgpTable.Rule(path.Path, family == RouterFamily.Ipv6Flow)));

    /// <summary>The routes that came from the neighbor, as the program names them in its table.</summary>
    public async Task<IReadOnlyList<string>> Networks(RouterFamily family) =>
        [.. (await Paths(family)).Select(path => path.Network).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override async Task<int> Count(RouterFamily family) => (await Paths(family)).Count();

    /// <inheritdoc/>
    public override Task Announce(RouterRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        List<string> words = ["global", "rib", "-a", Unicast(route), "add", route.Prefix, "nexthop", route.NextHop, "origin", route.Origin];
        void Add(string keyword, string value)
        {
            if (value.Length > 0)
                words.AddRange([keyword, value]);
        }

        Add("aspath", route.AsPath.Replace(' ', ','));
        Add("med", route.Med?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add("local-pref", route.LocalPreference?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add("community", route.Communities.Replace(' ', ','));
        Add("large-community", route.LargeCommunities.Replace(' ', ','));
        Add("aggregator", route.Aggregator);
        foreach (var community in route.ExtendedCommunities.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Add(community.StartsWith("target:", StringComparison.Ordinal) ? "rt" : "soo", community[7..]);
        return Command(words);
    }

    /// <inheritdoc/>
    public override Task Withdraw(RouterRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return Command(["global", "rib", "-a", Unicast(route), "del", route.Prefix]);
    }

    /// <summary>Originates a flow rule in GoBGP's own notation: <c>match destination 10.0.0.0/8 then discard</c>.</summary>
    public Task AnnounceRule(RouterFamily family, string rule) => Command(["global", "rib", "-a", Name(family), "add", .. Words(rule)]);

    /// <summary>Takes back a flow rule; only the match counts.</summary>
    public Task WithdrawRule(RouterFamily family, string rule) => Command(["global", "rib", "-a", Name(family), "del", .. Words(rule)]);

    /// <inheritdoc/>
    /// <remarks>
    /// <c>FAMILY WORDS</c> is what stands in <c>gobgp global rib -a FAMILY add WORDS</c>. <c>path AFI/SAFI NLRI ATTRIBUTE…</c>
    /// adds what the command has no words for, octets in hexadecimal, over the program's gRPC interface; it decodes them and
    /// sends what it encodes anew.
    /// </remarks>
    public override async Task Originate(string statement)
    {
        var words = Words(statement);
        if (words[0] == "path")
            await GoBgpApi.AddPath(new IPEndPoint(Settings.Address, apiPort), words[1], words[2], words[3..]);
        else
            await Command(["global", "rib", "-a", words[0], "add", .. words[1..]]);
    }

    /// <inheritdoc/>
    /// <remarks>The newer command <c>disable</c> does not send the reason in this version.</remarks>
    public override async Task ShutDown(string reason)
    {
        var answer = await Ask(["neighbor", Settings.PeerAddress.ToString(), "shutdown", "--reason", reason]);
        if (answer.ExitCode != 0)
            throw new InvalidOperationException($"gobgp: {answer}");
    }

    /// <inheritdoc/>
    protected override (string Program, IReadOnlyList<string> Arguments) WriteConfiguration()
    {
        var path = Files.Write("gobgpd.toml", Configuration());
        return (Program,
            ["-f", path, "--api-hosts", FormattableString.Invariant($"{Settings.Address}:{apiPort}"), "--pprof-disable", "-p"]);
    }

    /// <inheritdoc/>
    protected override async Task<bool> IsReady() => await Neighbor() is not null;

    private static string[] Words(string rule) => rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<IEnumerable<(string Network, JsonElement Path)>> Paths(RouterFamily family)
    {
        var answer = await Ask(["global", "rib", "-a", Name(family), "-j"]);
        if (answer.ExitCode != 0)
            throw new InvalidOperationException($"gobgp: {answer}");
        return GoBgpTable.Paths(answer.Output, Settings.PeerAddress.ToString());
    }

    private async Task<JsonElement?> Neighbor()
    {
        var answer = await Ask(["neighbor", "-j"]);
        if (answer.ExitCode != 0 || !answer.Output.StartsWith('['))
            return null;
        using var document = JsonDocument.Parse(answer.Output);
        return document.RootElement.GetArrayLength() == 1 ? document.RootElement[0].Clone() : null;
    }

    private async Task Command(IReadOnlyList<string> words)
    {
        var answer = await Ask(words);
        if (answer.ExitCode != 0 || answer.Output.Length > 0 || answer.Error.Length > 0)
            throw new InvalidOperationException($"gobgp {string.Join(' ', words)}: {answer}");
    }

    private Task<CommandResult> Ask(IReadOnlyList<string> words) => CapturedProcess.Run(Client,
        ["-u", Settings.Address.ToString(), "-p", apiPort.ToString(CultureInfo.InvariantCulture), .. words]);

    private string Configuration()
    {
        var text = new StringBuilder(FormattableString.Invariant($"""
            [global.config]
            as = {Settings.LocalAs}
            router-id = "{Settings.RouterId}"
            port = {Settings.Port}
            local-address-list = ["{Settings.Address}"]
            [[neighbors]]
            [neighbors.config]
            neighbor-address = "{Settings.PeerAddress}"
            peer-as = {Settings.PeerAs}
            {(Settings.Password is { } password ? $"auth-password = \"{password}\"" : "")}
            [neighbors.transport.config]
            local-address = "{Settings.Address}"
            passive-mode = {(Settings.PeerPort is null ? "true" : "false")}

            """));
        if (Settings.PeerPort is { } port)
            text.Append(FormattableString.Invariant($"remote-port = {port}\n"));
        text.Append(FormattableString.Invariant($"""
            [neighbors.timers.config]
            hold-time = {Settings.HoldTime}
            keepalive-interval = {Settings.HoldTime / 3}
            connect-retry = 1
            idle-hold-time-after-reset = 1

            """));
        if (Settings.TtlSecurity)
            text.Append("[neighbors.ttl-security.config]\nenabled = true\nttl-min = 254\n");
        else if (Settings.LocalAs != Settings.PeerAs)
            text.Append("[neighbors.ebgp-multihop.config]\nenabled = true\nmultihop-ttl = 255\n");
        foreach (var family in Settings.Families)
        {
            text.Append($"[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = \"{ConfigurationName(family)}\"\n");
            if (Settings.AddPath)
                text.Append("[neighbors.afi-safis.add-paths.config]\nreceive = true\nsend-max = 8\n");
        }

        return text.ToString();
    }

    private static string Unicast(RouterRoute route) => route.Prefix.Contains(':') ? "ipv6" : "ipv4";

    private static string Name(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "ipv4",
        RouterFamily.Ipv6Unicast => "ipv6",
        RouterFamily.Ipv4Flow => "ipv4-flowspec",
        RouterFamily.Ipv6Flow => "ipv6-flowspec",
        RouterFamily.Ipv4Labelled => "ipv4-mpls",
        RouterFamily.Ipv6Labelled => "ipv6-mpls",
        RouterFamily.Ipv4Vpn => "vpnv4",
        RouterFamily.Ipv6Vpn => "vpnv6",
        RouterFamily.Ipv4FlowVpn => "ipv4-l3vpn-flowspec",
        RouterFamily.Ipv6FlowVpn => "ipv6-l3vpn-flowspec",
        RouterFamily.Evpn => "evpn",
        RouterFamily.Ipv4Mup => "ipv4-mup",
        RouterFamily.Ipv6Mup => "ipv6-mup",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    private static string ConfigurationName(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "ipv4-unicast",
        RouterFamily.Ipv6Unicast => "ipv6-unicast",
        RouterFamily.Ipv4Labelled => "ipv4-labelled-unicast",
        RouterFamily.Ipv6Labelled => "ipv6-labelled-unicast",
        RouterFamily.Ipv4Vpn => "l3vpn-ipv4-unicast",
        RouterFamily.Ipv6Vpn => "l3vpn-ipv6-unicast",
        RouterFamily.Ipv4FlowVpn => "l3vpn-ipv4-flowspec",
        RouterFamily.Ipv6FlowVpn => "l3vpn-ipv6-flowspec",
        RouterFamily.Evpn => "l2vpn-evpn",
        RouterFamily.Vpls => "l2vpn-vpls",
        RouterFamily.LinkState => "ls",
        _ => Name(family),
    };
}
