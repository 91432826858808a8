using System.Text.RegularExpressions;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>A difference that is meant.</summary>
/// <param name="Reason">What ExaBGP does, and why our daemon does something else.</param>
/// <param name="IsOf">Whether a route, announced or withdrawn before an ExaBGP, is one of those.</param>
internal sealed partial record IntendedDifference(string Reason, Func<string, RouteText, ExaBgpProgram, bool> IsOf)
{
    /// <summary>All of them, for what the generators write.</summary>
    public static IReadOnlyList<IntendedDifference> All { get; } =
    [
        new("IPv4 multicast: ExaBGP puts it into the field of unicast NLRI, where no router can tell it from unicast; ours is in MP_REACH_NLRI.",
            (_, route, _) => Ipv4Multicast().IsMatch(route.Command)),
        new("A withdraw of unicast in MP_UNREACH_NLRI: 4.2 sends the attributes that were written with it, 5.0 none.",
            (verb, route, program) => verb == "withdraw" && !program.IsFive && InMultiprotocol().IsMatch(route.Words)),
    ];

    /// <summary>Whether a route may be different.</summary>
    public static bool Covers(string verb, RouteText route, ExaBgpProgram program) => All.Any(intended => intended.IsOf(verb, route, program));

    [GeneratedRegex(@"^(ipv4 multicast|route 2[2-3]\d\.)")]
    private static partial Regex Ipv4Multicast();

    /// <summary>Unicast of IPv6 or with a next-hop of IPv6.</summary>
    [GeneratedRegex(@"^(?!.*\blabel )(route \S*:|.*next-hop \S*:)", RegexOptions.Singleline)]
    private static partial Regex InMultiprotocol();
}
