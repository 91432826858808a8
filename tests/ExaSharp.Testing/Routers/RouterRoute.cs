using System.Text;

namespace ExaSharp.Testing.Routers;

/// <summary>
/// A unicast route with its attributes in one notation for all routers, so that what was announced and what a table
/// holds compare by value. Lists are words in ascending order, except the AS path and the cluster list.
/// </summary>
public sealed record RouterRoute(string Prefix)
{
    /// <summary>The next hop.</summary>
    public string NextHop { get; init; } = "";

    /// <summary><c>igp</c>, <c>egp</c> or <c>incomplete</c>.</summary>
    public string Origin { get; init; } = "igp";

    /// <summary>AS numbers, separated by blanks; a set stands in braces.</summary>
    public string AsPath { get; init; } = "";

    /// <summary>MULTI_EXIT_DISC.</summary>
    public uint? Med { get; init; }

    /// <summary>LOCAL_PREF.</summary>
    public uint? LocalPreference { get; init; }

    /// <summary>Whether ATOMIC_AGGREGATE is present.</summary>
    public bool AtomicAggregate { get; init; }

    /// <summary>AS number, colon, address.</summary>
    public string Aggregator { get; init; } = "";

    /// <summary>Communities as numbers: <c>65000:1</c>.</summary>
    public string Communities { get; init; } = "";

    /// <summary>Large communities: <c>1:2:3</c>.</summary>
    public string LargeCommunities { get; init; } = "";

    /// <summary>Extended communities as <see cref="ExtendedCommunityText"/> writes them.</summary>
    public string ExtendedCommunities { get; init; } = "";

    /// <summary>ORIGINATOR_ID.</summary>
    public string OriginatorId { get; init; } = "";

    /// <summary>CLUSTER_LIST, in order.</summary>
    public string ClusterList { get; init; } = "";

    /// <summary>The path identifier (RFC 7911).</summary>
    public uint? PathId { get; init; }

    /// <summary>Words in ascending order, separated by one blank.</summary>
    public static string Words(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    /// <summary>The route as the daemon's configuration and commands write it: <c>route</c>, prefix and attributes.</summary>
    /// <param name="nextHop">In place of <see cref="NextHop"/>, for instance <c>self</c>.</param>
    public string ToDaemon(string? nextHop = null)
    {
        var text = new StringBuilder($"route {Prefix} next-hop {nextHop ?? NextHop}");
        if (PathId is { } id)
            text.Append(FormattableString.Invariant($" path-information {id}"));
        text.Append($" origin {Origin}");
        if (AsPath.Length > 0)
            text.Append($" as-path [ {AsPath.Replace("{", "] (", StringComparison.Ordinal).Replace("}", ") [", StringComparison.Ordinal)} ]".Replace(" [ ]", "", StringComparison.Ordinal));
        if (Med is { } med)
            text.Append(FormattableString.Invariant($" med {med}"));
        if (LocalPreference is { } preference)
            text.Append(FormattableString.Invariant($" local-preference {preference}"));
        if (AtomicAggregate)
            text.Append(" atomic-aggregate");
        if (Aggregator.Length > 0)
            text.Append($" aggregator ( {Aggregator} )");
        Append(text, "community", Communities);
        Append(text, "large-community", LargeCommunities);
        Append(text, "extended-community", ExtendedCommunities);
        if (OriginatorId.Length > 0)
            text.Append($" originator-id {OriginatorId}");
        Append(text, "cluster-list", ClusterList);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string keyword, string words)
    {
        if (words.Length > 0)
            text.Append($" {keyword} [ {words} ]");
    }
}
