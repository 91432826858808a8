using System.Globalization;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random FlowSpec routes: each component with its operators, lists, ranges and names, and each action.</summary>
internal static class FlowRoutes
{
    private static readonly string[] Protocols =
        ["icmp", "igmp", "tcp", "egp", "udp", "rsvp", "gre", "esp", "ah", "ospf", "ipip", "pim", "sctp"];

    private static readonly string[] IcmpTypes =
    [
        "echo-reply", "unreachable", "redirect", "echo-request", "router-advertisement", "router-solicit", "time-exceeded",
        "parameter-problem", "timestamp", "timestamp-reply", "experimental-mobility", "extended-echo-request",
        "extended-echo-reply", "experimental-one", "experimental-two",
        // 5.0 only.
        "photuris",
    ];

    private static readonly string[] IcmpCodes =
    [
        "network-unreachable", "host-unreachable", "protocol-unreachable", "port-unreachable", "fragmentation-needed",
        "source-route-failed", "destination-network-unknown", "destination-host-unknown", "source-host-isolated",
        "destination-network-prohibited", "destination-host-prohibited", "network-unreachable-for-tos", "host-unreachable-for-tos",
        "communication-prohibited-by-filtering", "host-precedence-violation", "precedence-cutoff-in-effect", "redirect-for-network",
        "redirect-for-host", "redirect-for-tos-and-net", "redirect-for-tos-and-host", "ttl-eq-zero-during-transit",
        "ttl-eq-zero-during-reassembly", "required-option-missing", "ip-header-bad",
    ];

    private static readonly string[] TcpFlags = ["fin", "syn", "rst", "push", "ack", "urgent", "ece", "cwr", "ns"];
    private static readonly string[] Fragments = ["dont-fragment", "is-fragment", "first-fragment", "last-fragment"];
    private static readonly string[] Services = ["http", "https", "ssh", "domain", "bgp", "ntp", "snmp", "smtp", "telnet", "ftp-data", "imap4-ssl"];

    /// <summary>A rule as a block, or with all words in one line.</summary>
    public static RouteText Write(RouteContext context, bool ipv6, bool vpn)
    {
        var dice = context.Dice;
        var match = Match(context, ipv6);
        var (then, usesNextHop) = Then(context);
        var scope = dice.Chance(10) ? "interface-set " + dice.List(Enumerable.Range(0, 1 + dice.Below(2)).Select(_ => InterfaceSet(dice))) : null;
        if (!vpn && !usesNextHop && context.HasAnnounce && dice.Chance(15))
            return new RouteText(ipv6 ? RouteSection.AnnounceIpv6 : RouteSection.AnnounceIpv4,
                string.Join(' ', ["flow", .. match, .. then, .. scope is null ? (string[])[] : [scope]]));
        if (!vpn && !usesNextHop && dice.Chance(25))
            return new RouteText(RouteSection.Flow, "route " + string.Join(' ', [.. match, .. then, .. scope is null ? (string[])[] : [scope]]));
        var words = "route" + dice.Pick("", " a-name", " x") + " {";
        if (vpn) words += $" {dice.Pick("rd", "route-distinguisher")} {LabeledRoutes.Rd(dice)};";
        if (usesNextHop || dice.Chance(5)) words += $" next-hop {dice.Address(ipv6)};";
        words += $" match {{ {string.Concat(match.Select(word => word + "; "))}}}";
        if (scope is not null) words += $" scope {{ {scope}; }}";
        words += $" then {{ {string.Concat(then.Select(word => word + "; "))}}}";
        return new RouteText(RouteSection.Flow, words + " }");
    }

    private static List<string> Match(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        List<string> words = [];
        // In a file the source tells the rules apart. Without a prefix of IPv6 or a component of its own a rule is IPv4.
        if (context.IsFile || ipv6 || dice.Chance(60))
        {
            words.Add($"{dice.Pick("source", ipv6 ? "source-ipv6" : "source-ipv4")} {Prefix(dice, ipv6, context.IsFile ? context.Used : new HashSet<string>())}");
        }
        if (dice.Chance(40))
            words.Add($"{dice.Pick("destination", ipv6 ? "destination-ipv6" : "destination-ipv4")} {Prefix(dice, ipv6, new HashSet<string>())}");
        var services = context.Avoids(Avoidance.ServiceNames) ? [] : Services;
        string[] others =
        [
            $"{(ipv6 ? "next-header" : "protocol")} {Numeric(dice, 8, Protocols)}",
            $"port {Numeric(dice, 16, services)}", $"destination-port {Numeric(dice, 16, services)}", $"source-port {Numeric(dice, 16, services)}",
            $"icmp-type {Numeric(dice, 8, context.Avoids(Avoidance.ServiceNames) ? IcmpTypes[..^1] : IcmpTypes)}", $"icmp-code {Numeric(dice, 8, IcmpCodes)}",
            $"packet-length {Numeric(dice, 16, [])}",
            ipv6 ? $"traffic-class {Numeric(dice, 8, [])}" : $"dscp {Numeric(dice, 6, [])}",
            $"tcp-flags {Bitmask(dice, TcpFlags, 9)}", $"fragment {Bitmask(dice, Fragments, 4)}",
            .. ipv6 ? [$"flow-label {Numeric(dice, 20, [])}"] : (string[])[],
        ];
        words.AddRange(dice.Some(others, dice.Chance(20) ? others.Length : 3));
        if (words.Count == 0) words.Add("protocol tcp");
        return words;
    }

    /// <summary>A prefix, of IPv6 with or without an offset: how many of its bits do not count.</summary>
    private static string Prefix(Dice dice, bool ipv6, ISet<string> used)
    {
        if (!ipv6 || dice.Chance(40)) return dice.Prefix(ipv6, used);
        var offset = dice.Chance(40) ? 0 : dice.Below(33);
        return FormattableString.Invariant($"{dice.Prefix(ipv6, used, shortest: offset + 1)}/{offset}");
    }

    /// <summary>One expression, or a list of them; sometimes so long that the NLRI has a length of two octets.</summary>
    private static string Numeric(Dice dice, int bits, string[] names)
    {
        string Value() => names.Length > 0 && dice.Chance(40) ? Named(dice, dice.Pick(names)) : dice.Decimal(bits);
        string Term() => dice.Pick("", "=", "=", ">", ">=", "<", "<=", "!=") + Value();
        string Expression() => string.Join('&', Enumerable.Range(0, dice.Chance(25) ? 2 + dice.Below(2) : 1).Select(_ => Term()));
        return dice.Chance(50) ? Expression() : "[ " + string.Join(' ', Enumerable.Range(0, dice.Chance(3) ? 40 : 1 + dice.Below(4)).Select(_ => Expression())) + " ]";
    }

    private static string Bitmask(Dice dice, string[] names, int bits)
    {
        // See Avoidance.FlagTwice.
        IEnumerable<string> Flags() => Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => dice.Pick(names)).Distinct().ToArray().Select(name => Named(dice, name));
        string Value() => dice.Chance(15) ? dice.DecimalOrHex(bits) : string.Join('+', Flags());
        string Term() => dice.Pick("", "", "=", "!", "!=") + Value();
        string Expression() => string.Join('&', Enumerable.Range(0, dice.Chance(30) ? 2 : 1).Select(_ => Term()));
        return dice.Chance(50) ? Expression() : "[ " + string.Join(' ', Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => Expression())) + " ]";
    }

    private static string Named(Dice dice, string name) => dice.Chance(10) ? name.Replace('-', '_') : dice.Cased(name);

    /// <summary>Actions, and whether they need the next-hop of the route.</summary>
    private static (List<string> Words, bool UsesNextHop) Then(RouteContext context)
    {
        var dice = context.Dice;
        List<string> words = [];
        var kind = dice.Below(14);
        words.Add(kind switch
        {
            0 => "accept",
            1 or 2 => "discard",
            3 or 4 => $"rate-limit {(dice.Chance(80) ? dice.Decimal(dice.Pick(8, 16, 32)) : dice.Pick("0", "9600", "1000000000000", "2000000000000", "123456789"))}",
            5 => $"redirect {dice.Decimal(16)}:{dice.Decimal(32)}",
            6 => $"redirect {65536 + dice.Number(31)}:{dice.Decimal(16)}",
            7 => $"redirect {dice.Ipv4()}",
            8 => $"redirect {dice.Address(context.Program.IsFive || dice.Chance(10))}",
            9 => "redirect-to-nexthop",
            10 => $"redirect-to-nexthop-ietf {dice.Address(dice.Chance(50))}",
            11 => $"copy {dice.Address(dice.Chance(50))}",
            12 => $"mark {dice.Decimal(6)}",
            _ => $"action {dice.Pick("sample", "terminal", "sample-terminal")}",
        });
        if (dice.Chance(20)) words.Add(dice.Pick("mark 10", "action sample", "rate-limit 10000", "redirect 65000:1"));
        if (dice.Chance(20)) words.Add(AttributeWords.Community(context));
        if (dice.Chance(10)) words.Add(AttributeWords.LargeCommunity(context));
        if (dice.Chance(15)) words.Add(ExtendedCommunityWords.Keyword(context));
        return (words, kind == 9);
    }

    private static string InterfaceSet(Dice dice) => string.Create(CultureInfo.InvariantCulture,
        $"{dice.Pick("transitive", "non-transitive")}:{dice.Pick("input", "output", "input-output")}:{dice.Number(32)}:{dice.Number(14)}");
}
