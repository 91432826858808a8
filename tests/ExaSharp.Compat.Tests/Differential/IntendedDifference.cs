using System.Globalization;
using System.Text.RegularExpressions;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>In what two daemons may differ about a command.</summary>
[Flags]
internal enum DifferenceShape
{
    /// <summary>Both accept it and send other octets.</summary>
    Octets = 1,

    /// <summary>ExaBGP refuses it.</summary>
    OnlyOursAccepts = 2,

    /// <summary>Our daemon refuses it.</summary>
    OnlyTheirsAccepts = 4,

    /// <summary>ExaBGP answers no more, or it or its session ends.</summary>
    TheirsFails = 8,

    /// <summary>ExaBGP does not answer what our daemon refuses.</summary>
    TheirsIsSilent = 16,

    /// <summary>ExaBGP accepts and sends nothing for what our daemon refuses.</summary>
    TheirsSendsNothing = 32,
}

/// <summary>A difference that is meant.</summary>
/// <param name="Reason">What ExaBGP does, and why our daemon does something else.</param>
/// <param name="Shape">In what they differ.</param>
/// <param name="IsOf">Whether a command (verb, then what follows) for an ExaBGP is one of those.</param>
internal sealed partial record IntendedDifference(string Reason, DifferenceShape Shape, Func<string, ExaBgpProgram, bool> IsOf)
{
    /// <summary>All of them. What generators do not write at all stands in <see cref="Avoidance"/>.</summary>
    public static IReadOnlyList<IntendedDifference> All { get; } =
    [
        new("IPv4 multicast: ExaBGP puts it into the field of unicast NLRI, where no router can tell it from unicast; ours is in MP_REACH_NLRI.",
            DifferenceShape.Octets, (command, _) => Ipv4Multicast().IsMatch(command)),
        new("A withdraw of unicast in MP_UNREACH_NLRI: 4.2 sends the attributes that were written with it, 5.0 none.",
            DifferenceShape.Octets, (command, program) => !program.IsFive && WithdrawInMultiprotocol().IsMatch(command)),
        new("mpls-vpn in an announce section or command: ExaBGP sends it as unicast, with labels and distinguisher in front of the prefix; ours is sent with SAFI 128.",
            DifferenceShape.Octets, (command, _) => AnnouncedVpn().IsMatch(command)),
        new("Route targets and origins of an address or a 4-octet AS number: 4.2 sends them with other types than 5.0; ours are 5.0's.",
            DifferenceShape.Octets | DifferenceShape.OnlyOursAccepts, (command, program) => !program.IsFive && WideTarget().IsMatch(command)),
        new("AS numbers as high.low, extended communities of MUP, and redirect to an IPv6 address: 4.2 does not read them; ours are 5.0's.",
            DifferenceShape.OnlyOursAccepts, (command, program) => !program.IsFive && OnlyFive().IsMatch(command)),
        new("A FlowSpec prefix that is none: ExaBGP passes over it, so that the rule is for more packets than was meant; ours refuses it.",
            DifferenceShape.OnlyTheirsAccepts, (command, _) => NoFlowPrefix().IsMatch(command)),
        new("An offset that leaves no bit of an IPv6 FlowSpec prefix: RFC 8956 forbids it, ExaBGP sends it; ours refuses it.",
            DifferenceShape.OnlyTheirsAccepts, (command, _) => FlowOffsets().Matches(command).Any(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) <= int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))),
        new("Words behind what ends a statement, and ends of blocks too many: ExaBGP passes over them; ours refuses them.",
            DifferenceShape.OnlyTheirsAccepts, (command, _) => BehindTheEnd().IsMatch(command) || command.Count('}') > command.Count('{')),
        new("A statement that no ; ends before the end of its block: ExaBGP passes over it, so that a rule is for more packets or has no action; ours reads it.",
            DifferenceShape.Octets | DifferenceShape.OnlyTheirsAccepts, (command, _) => Unended().IsMatch(command)),
        new("A FlowSpec list without brackets: 3.4 reads it, 4.2 and 5.0 take its first value and refuse, or pass over, the others; ours reads it.",
            DifferenceShape.Octets | DifferenceShape.OnlyOursAccepts, (command, _) => BareList().IsMatch(command)),
        new("Other words, and numbers too large, in the brackets of bgp-prefix-sid: ExaBGP passes over them; ours refuses them.",
            DifferenceShape.OnlyTheirsAccepts, (command, _) => PrefixSid().IsMatch(command)),
        new("A name, watchdog or path identifier without its value: ExaBGP takes an empty one; ours refuses it.",
            DifferenceShape.OnlyTheirsAccepts, (command, _) => NoName().IsMatch(command)),
        new("A bracket too many within a list: ExaBGP passes over it; ours refuses it.",
            DifferenceShape.OnlyTheirsAccepts, (command, _) => NestedBracket().IsMatch(command)),
        new("An announcement that lacks something or has other words in it: ExaBGP accepts it and sends nothing; ours refuses it.",
            DifferenceShape.TheirsSendsNothing, (_, _) => true),
        new("What can not be read: 4.2 gives no answer to it, which leaves a helper waiting; 5.0 and ours refuse it.",
            DifferenceShape.TheirsIsSilent, (_, program) => !program.IsFive),
        new("Several words that make extended communities: 4.2 sends those of the first; 5.0 and ours those of all.",
            DifferenceShape.Octets, (command, program) => !program.IsFive && ExtendedCommunityKeyword().Count(command) > 1),
        new("withdraw attribute: 4.2 has no such command.", DifferenceShape.OnlyOursAccepts,
            (command, program) => !program.IsFive && command.StartsWith("withdraw attribute ", StringComparison.Ordinal)),
        new("Words between a prefix and the brace of a block: 4.2 passes over them; ours reads them as 5.0 does.",
            DifferenceShape.Octets | DifferenceShape.OnlyTheirsAccepts, (command, program) => !program.IsFive && BeforeBlock().IsMatch(command)),
        new("An IPv6 address in a cluster-list: 4.2 sends its 16 octets; 5.0 and ours refuse it.",
            DifferenceShape.OnlyTheirsAccepts, (command, program) => !program.IsFive && Ipv6Cluster().IsMatch(command)),
        new("A block with a label and no distinguisher: ExaBGP sends it as unicast, which no peer understands; ours sends what it is.",
            DifferenceShape.Octets, (command, _) => LabelInBlock().IsMatch(command)),
        new("A parenthesis too many in an AS_PATH: 4.2 passes over it; ours refuses it.",
            DifferenceShape.OnlyTheirsAccepts, (command, program) => !program.IsFive && PathParenthesis().IsMatch(command)),
        new("A withdraw of a VPN route whose block has no label: 4.2 sends none, which no router can read; ours sends 0x800000 (RFC 8277).",
            DifferenceShape.Octets, (command, program) => !program.IsFive && NoLabel().IsMatch(command)),
        new("A label above 2^20 - 1: 4.2 sends its lowest bits; 5.0 and ours refuse it.",
            DifferenceShape.OnlyTheirsAccepts, (command, program) => !program.IsFive && LargeLabel().IsMatch(command)),
        new("Prefixes of both families behind one set of attributes: 4.2 puts them into the field of one; 5.0 and ours have an UPDATE for each.",
            DifferenceShape.Octets, (command, program) => !program.IsFive && BothFamilies().IsMatch(command)),
        new("watchdog on several prefixes that share their attributes (attributes ... nlri, split): ExaBGP files the first one alone under the name; ours all.",
            DifferenceShape.Octets, (command, _) => SharedWatchdog().IsMatch(command)),
        new("An AS_PATH of one bare number, or with a set within a sequence: 4.2 reads it, 5.0 does not; ours does. Confederation segments: no ExaBGP reads them; ours does.",
            DifferenceShape.OnlyOursAccepts, (command, program) => (program.IsFive || command.Contains('{', StringComparison.Ordinal)) && OlderPath().IsMatch(command)),
        new("withdraw before a word that makes the name of a command with it: ExaBGP takes the line for that command; ours goes by its beginning.",
            DifferenceShape.Octets | DifferenceShape.OnlyOursAccepts, (command, _) => CommandWithin().IsMatch(command)),
        new("A defect that only hurts: ExaBGP answers no more, refuses all commands behind this one, or ends the session or itself; ours answers.",
            DifferenceShape.TheirsFails, (_, _) => true),
    ];

    /// <summary>Whether two daemons may differ so.</summary>
    public static bool Covers(string command, ExaBgpProgram program, CommandOutcome theirs, CommandOutcome ours)
    {
        var shape = (theirs.Answer, ours.Answer) switch
        {
            ("done", "done") => DifferenceShape.Octets,
            ("done", "error") when theirs.Updates.Count == 0 => DifferenceShape.OnlyTheirsAccepts | DifferenceShape.TheirsSendsNothing,
            ("done", "error") => DifferenceShape.OnlyTheirsAccepts,
            ("error" or CommandOutcome.Unanswered, "done") => DifferenceShape.OnlyOursAccepts,
            (CommandOutcome.Unanswered, "error") => DifferenceShape.TheirsIsSilent,
            (CommandOutcome.Failed, "done" or "error") => DifferenceShape.TheirsFails,
            _ => default,
        };
        return All.Any(intended => (intended.Shape & shape) != 0 && intended.IsOf(command, program));
    }

    /// <summary>Whether a route can be treated differently: such routes are not put into files, whose order of UPDATEs is compared as a whole.</summary>
    public static bool Concerns(RouteText route, ExaBgpProgram program) =>
        All.Any(intended => (intended.Shape & (DifferenceShape.TheirsFails | DifferenceShape.TheirsIsSilent | DifferenceShape.TheirsSendsNothing)) == 0 && intended.IsOf("announce " + route.Command, program));

    [GeneratedRegex(@"^(announce|withdraw) (ipv4 multicast|route 2[2-3]\d\.)")]
    private static partial Regex Ipv4Multicast();

    /// <summary>Unicast of IPv6 or with a next-hop of IPv6.</summary>
    [GeneratedRegex(@"^withdraw (?!.*\blabel )(route \S*:|attributes? |.*next-hop \S*:)", RegexOptions.Singleline)]
    private static partial Regex WithdrawInMultiprotocol();

    [GeneratedRegex(@"^(announce|withdraw) ipv[46] mpls-vpn ")]
    private static partial Regex AnnouncedVpn();

    [GeneratedRegex(@"(target|origin)(4:|:\d+\.\d+\.\d+\.\d+:|:\d+L:|:(\d{6,}|6553[6-9]|655[4-9]\d|65[6-9]\d\d|6[6-9]\d{3}|[7-9]\d{4}):)|redirect:")]
    private static partial Regex WideTarget();

    [GeneratedRegex(@"(source|destination)(-ipv[46])?(?! [0-9a-fA-F.:]+/\d+)\b")]
    private static partial Regex NoFlowPrefix();

    [GeneratedRegex(@"(?:source|destination)(?:-ipv[46])? [^ ]*:[^ ]*?/(\d+)/(\d+)")]
    private static partial Regex FlowOffsets();

    [GeneratedRegex(@"^(announce|withdraw) .*(;[^ ]|[];}] *[^ ;}]+ *}|} [^ ;{}]+$)")]
    private static partial Regex BehindTheEnd();

    [GeneratedRegex(@"[^ ;{}] *}")]
    private static partial Regex Unended();

    [GeneratedRegex(@"\b(protocol|next-header|port|destination-port|source-port|icmp-type|icmp-code|packet-length|traffic-class|dscp|tcp-flags|fragment|flow-label) [^ \[;]+ ([=<>!\d]|icmp|igmp|tcp|egp|udp|rsvp|gre|esp|ah|ospf|ipip|pim|sctp|echo-request|fin\+syn)")]
    private static partial Regex BareList();

    [GeneratedRegex(@"bgp-prefix-sid \[(?!(?![^]]*(\d{11}|429496729[6-9])) *\d+ *\]|(?![^]]*(\d{11}|429496729[6-9])) *\d+, *\[( *\( *\d+ *, *\d+ *\),?)+ *\] *\])")]
    private static partial Regex PrefixSid();

    [GeneratedRegex(@"(?<=[ {;])(discard|rate-limit|redirect|redirect-to-nexthop|redirect-to-nexthop-ietf|copy|mark|action|extended-community|interface-set) (?!\])|discard;")]
    private static partial Regex ExtendedCommunityKeyword();

    [GeneratedRegex(@"^(announce|withdraw) route [^ ]+ [^{ ][^{]*\{")]
    private static partial Regex BeforeBlock();

    [GeneratedRegex(@"watchdog .*( nlri | split )| split .*watchdog ")]
    private static partial Regex SharedWatchdog();

    [GeneratedRegex(@"as-path (\d|\[[^]]*[[(]|[[(] *\{)")]
    private static partial Regex OlderPath();

    [GeneratedRegex(@"cluster-list (\[[^]]*|[^ ]*):")]
    private static partial Regex Ipv6Cluster();

    [GeneratedRegex(@"^(announce|withdraw) route [^{]*\{(?!.*\b(rd|route-distinguisher) ).*\blabel ")]
    private static partial Regex LabelInBlock();

    [GeneratedRegex(@"as-path \[[^]]*\)")]
    private static partial Regex PathParenthesis();

    [GeneratedRegex(@"^withdraw route [^{]*\{(?!.*label (\[ *)?\d).*\b(rd|route-distinguisher) ")]
    private static partial Regex NoLabel();

    [GeneratedRegex(@"label [^;a-z]*\d{7,}")]
    private static partial Regex LargeLabel();

    [GeneratedRegex(@" nlri (?=.*:)(?=.*(?<![:.\w])\d+\.\d+\.\d+\.\d+)")]
    private static partial Regex BothFamilies();

    [GeneratedRegex(@" (name|watchdog|path-information) *(;|$)")]
    private static partial Regex NoName();

    [GeneratedRegex(@"label \[[^]]*\[")]
    private static partial Regex NestedBracket();

    [GeneratedRegex(@" (announce|withdraw) (attributes?|route|flow|vpls|ipv4|ipv6|eor|watchdog)\b")]
    private static partial Regex CommandWithin();

    [GeneratedRegex(@"\b\d+\.\d+(?![.\d])|\bmup:|redirect \S*:\S*:")]
    private static partial Regex OnlyFive();
}

/// <summary>Something valid that a generator does not write, because ExaBGP makes something of it that can not be compared.</summary>
/// <param name="Reason">What ExaBGP makes of it.</param>
/// <param name="Applies">For which routes it is left out.</param>
internal sealed record Avoidance(string Reason, Func<RouteContext, bool> Applies)
{
    public static readonly Avoidance Ipv6Slash32 = new("An IPv6 /32: having read one, ExaBGP takes an IPv4 neighbour for a range of neighbours.", _ => true);

    public static readonly Avoidance LabelInBlock = new("A block with a label and no distinguisher: ExaBGP sends it as unicast, which no peer understands.", _ => true);

    public static readonly Avoidance BlockInFile = new("A block in a file that has a label before it: 4.2 does not read it.", context => !context.Program.IsFive && context.IsFile);

    public static readonly Avoidance PathIdentifier0 = new("path-information 0: none for us; for ExaBGP it is one, but only when it sorts the routes of an UPDATE.", _ => true);

    public static readonly Avoidance KnownSubtype = new("Eight octets of an extended community whose subtype has a meaning: ExaBGP decodes it and drops what it does not keep.", _ => true);

    public static readonly Avoidance FlagTwice = new("A flag named twice in one value: ExaBGP adds the numbers.", _ => true);

    public static readonly Avoidance AigpToExternal = new("AIGP on an external session: 4.2 sends none, whatever is negotiated.",
        context => !context.Program.IsFive && context.Session.PeerAs != SessionKind.LocalAs);

    public static readonly Avoidance LongVpnPrefix = new("More labels than let the bits of an NLRI fit into its length octet: ExaBGP sends another length.", _ => true);

    public static readonly Avoidance UnderscoredCommunity = new("Names of communities with underscores: 4.2 does not read them.", context => !context.Program.IsFive);

    public static readonly Avoidance ServiceNames = new("Names of ports and ICMP names that 5.0 added: 4.2 does not read them.", context => !context.Program.IsFive);

    public static readonly Avoidance Srv6 = new("SRv6 services: 4.2 does not read them.", context => !context.Program.IsFive);

    public static readonly Avoidance FamilyCommands = new("Commands announce ipv4 and announce ipv6: 4.2 has none.", context => !context.Program.IsFive && !context.IsFile);

    public static readonly Avoidance Confederation = new("Confederation segments: no ExaBGP reads them; ours does.", _ => true);

    public static readonly Avoidance WithdrawInFile = new("withdraw beside watchdog in a file: 4.2 announces routes of announce sections, and those with labels, all the same.", context => !context.Program.IsFive && context.IsFile);

    public static readonly Avoidance Selectors = new("Selectors other than an address: 4.2 knows neither * nor lists with blanks before the comma, and takes a withdraw for no neighbour for done.",
        context => !context.Program.IsFive);

    public static readonly Avoidance WatchdogWithdraw = new("Octets of a withdrawn watchdog group: 4.2 sends the attributes along, 5.0 and ours do not; there the UPDATEs are counted.",
        context => !context.Program.IsFive);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Avoidance> All { get; } =
    [
        Ipv6Slash32, LabelInBlock, BlockInFile, PathIdentifier0, KnownSubtype, FlagTwice, AigpToExternal, LongVpnPrefix, UnderscoredCommunity,
        ServiceNames, Srv6, FamilyCommands, Confederation, WithdrawInFile, Selectors, WatchdogWithdraw,
    ];
}
