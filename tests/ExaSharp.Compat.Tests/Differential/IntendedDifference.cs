namespace ExaSharp.Compat.Tests.Differential;

/// <summary>A difference that is meant.</summary>
/// <param name="Reason">What ExaBGP does, and why our daemon does something else.</param>
/// <param name="IsOf">Whether a route, written for an ExaBGP, is one of those.</param>
internal sealed record IntendedDifference(string Reason, Func<RouteText, ExaBgpProgram, bool> IsOf)
{
    /// <summary>All of them, for what the generators write.</summary>
    public static IReadOnlyList<IntendedDifference> All { get; } =
    [
        new("IPv4 multicast: ExaBGP puts it into the field of unicast NLRI, where no router can tell it from unicast; ours is in MP_REACH_NLRI.",
            (route, _) => route.Words.StartsWith("multicast", StringComparison.Ordinal) && route.Section == RouteSection.AnnounceIpv4
                || route.Words.StartsWith("route 22", StringComparison.Ordinal) || route.Words.StartsWith("route 23", StringComparison.Ordinal)),
    ];

    /// <summary>Whether a route may be different.</summary>
    public static bool Covers(RouteText route, ExaBgpProgram program) => All.Any(intended => intended.IsOf(route, program));
}
