namespace ExaSharp.Compat.Tests.Differential;

/// <summary>The part of a neighbour that a route stands in.</summary>
internal enum RouteSection
{
    Static,
    AnnounceIpv4,
    AnnounceIpv6,
    Flow,
    L2vpn,
}

/// <summary>A route as an operator writes it.</summary>
/// <param name="Section">Where it stands in a file.</param>
/// <param name="Words">The statement, without the <c>;</c> that ends it when it is no block.</param>
internal sealed record RouteText(RouteSection Section, string Words)
{
    /// <summary>The statement of a configuration file.</summary>
    public string Statement => Words.EndsWith('}') ? Words : Words + ";";

    /// <summary>What a helper writes behind <c>announce</c> or <c>withdraw</c>.</summary>
    public string Command => Section switch
    {
        RouteSection.AnnounceIpv4 => "ipv4 " + Words,
        RouteSection.AnnounceIpv6 => "ipv6 " + Words,
        RouteSection.Flow => "flow " + Words,
        _ => Words,
    };

    /// <summary>The sections of a file with routes in the order given within each.</summary>
    public static string Sections(IEnumerable<RouteText> routes)
    {
        string Of(RouteSection section) => string.Join("\n", routes.Where(route => route.Section == section).Select(route => route.Statement));
        return $$"""
            static {
            {{Of(RouteSection.Static)}}
            }
            announce {
            ipv4 {
            {{Of(RouteSection.AnnounceIpv4)}}
            }
            ipv6 {
            {{Of(RouteSection.AnnounceIpv6)}}
            }
            }
            flow {
            {{Of(RouteSection.Flow)}}
            }
            l2vpn {
            {{Of(RouteSection.L2vpn)}}
            }
            """;
    }
}
