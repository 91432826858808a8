using System.Globalization;
using System.Text.RegularExpressions;

namespace ExaSharp.Testing.Routers;

/// <summary>Reads what BIRD's <c>show route … all</c> writes.</summary>
internal static partial class BirdTable
{
    private static readonly (string Bird, string Name)[] ComponentNames =
    [
        ("next header", "next-header"), ("tcp flags", "tcp-flags"), ("icmp type", "icmp-type"), ("icmp code", "icmp-code"),
        ("dst", "destination"), ("src", "source"), ("proto", "protocol"), ("dport", "destination-port"),
        ("sport", "source-port"), ("length", "packet-length"), ("label", "flow-label"),
    ];

    /// <summary>The network, and the attributes by name, of each path.</summary>
    public static IEnumerable<(string Network, Dictionary<string, string> Attributes)> Paths(IEnumerable<string> lines)
    {
        var network = "";
        Dictionary<string, string>? attributes = null;
        foreach (var line in lines)
        {
            if (line.StartsWith('\t'))
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                if (colon > 0)
                    attributes?.Add(line[1..colon], line[(colon + 2)..].Trim());
                continue;
            }

            if (PathLine().Match(line) is not { Success: true } path)
                continue;
            if (attributes is not null)
                yield return (network, attributes);
            if (path.Groups["network"].Value.Trim() is { Length: > 0 } named)
                network = named;
            attributes = [];
        }

        if (attributes is not null)
            yield return (network, attributes);
    }

    /// <summary>A unicast path.</summary>
    public static RouterRoute Route(string network, IReadOnlyDictionary<string, string> attributes)
    {
        string Value(string name) => attributes.GetValueOrDefault("BGP." + name, "");
        uint? Number(string name) =>
            Value(name) is { Length: > 0 } text ? uint.Parse(text, CultureInfo.InvariantCulture) : null;

        var aggregator = Value("aggregator").Split(" AS");
        return new RouterRoute(network)
        {
            NextHop = Value("next_hop"),
            Origin = Value("origin").ToUpperInvariant() switch { "IGP" => "igp", "EGP" => "egp", _ => "incomplete" },
            AsPath = Value("as_path"),
            Med = Number("med"),
            LocalPreference = Number("local_pref"),
            AtomicAggregate = attributes.ContainsKey("BGP.atomic_aggr"),
            Aggregator = aggregator.Length == 2 ? $"{aggregator[1]}:{aggregator[0]}" : "",
            Communities = Communities(attributes),
            LargeCommunities = RouterRoute.Words(Tuples(Value("large_community")).Select(t => string.Join(':', t))),
            ExtendedCommunities = ExtendedCommunities(attributes),
            OriginatorId = Value("originator_id"),
            ClusterList = Value("cluster_list"),
        };
    }

    /// <summary>A flow rule; values of components stay as BIRD writes them.</summary>
    public static FlowRule Rule(string network, IReadOnlyDictionary<string, string> attributes)
    {
        var inside = network[(network.IndexOf('{', StringComparison.Ordinal) + 1)..network.LastIndexOf('}')];
        var components = inside.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Renamed);
        return new FlowRule(string.Join("; ", components), ExtendedCommunities(attributes), Communities(attributes));
    }

    private static string Renamed(string component)
    {
        foreach (var (bird, name) in ComponentNames)
        {
            if (component.StartsWith(bird + " ", StringComparison.Ordinal))
                return name + component[bird.Length..];
        }

        return component;
    }

    private static string Communities(IReadOnlyDictionary<string, string> attributes) =>
        RouterRoute.Words(Tuples(attributes.GetValueOrDefault("BGP.community", "")).Select(t => string.Join(':', t)));

    private static string ExtendedCommunities(IReadOnlyDictionary<string, string> attributes) =>
        RouterRoute.Words(Tuples(attributes.GetValueOrDefault("BGP.ext_community", "")).Select(t => ExtendedCommunity(t)));

    private static string ExtendedCommunity(string[] tuple) => tuple[0] switch
    {
        "rt" => $"target:{tuple[1]}:{tuple[2]}",
        "ro" => $"origin:{tuple[1]}:{tuple[2]}",
        "generic" => ExtendedCommunityText.Of(Hexadecimal(tuple[1]) << 32 | Hexadecimal(tuple[2])),
        _ => ExtendedCommunityText.Of(Hexadecimal(tuple[0]["unknown ".Length..]) << 48
            | ulong.Parse(tuple[1], CultureInfo.InvariantCulture) << 32 | ulong.Parse(tuple[2], CultureInfo.InvariantCulture)),
    };

    private static ulong Hexadecimal(string text) =>
        ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Tuples(string text) =>
        Tuple().Matches(text).Select(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));

    // A network, or blanks for one more path of the same, before the protocol's name in brackets.
    [GeneratedRegex(@"^(?<network>[0-9a-f][0-9a-f.:]*/\d+ |flow[46] \{.*\} |\s)\s*(\w+ )?\s*\[\w+ ")]
    private static partial Regex PathLine();

    [GeneratedRegex(@"\(([^)]*)\)")]
    private static partial Regex Tuple();
}
