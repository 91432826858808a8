using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExaSharp.Testing.Routers;

/// <summary>Reads the JSON of FRR's <c>show bgp</c> commands.</summary>
internal static partial class FrrTable
{
    private static readonly Dictionary<string, string> WellKnown = new()
    {
        ["noExport"] = "65535:65281",
        ["noAdvertise"] = "65535:65282",
        ["localAs"] = "65535:65283",
        ["noPeer"] = "65535:65284",
        ["blackhole"] = "65535:666",
        ["gracefulShutdown"] = "65535:0",
        ["internet"] = "0:0",
    };

    /// <summary>vtysh writes one document after another.</summary>
    public static IReadOnlyList<JsonElement> Documents(string output)
    {
        List<JsonElement> documents = [];
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(output), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
            documents.Add(JsonElement.ParseValue(ref reader));
        return documents;
    }

    /// <summary>The paths of one prefix that came from a neighbor.</summary>
    public static IEnumerable<RouterRoute> Routes(JsonElement prefix, string neighbor) =>
        prefix.GetProperty("paths").EnumerateArray()
            .Where(path => path.GetProperty("peer").GetProperty("peerId").GetString() == neighbor)
            .Select(path => Route(prefix.GetProperty("prefix").GetString()!, path));

    /// <summary>A flow rule; <c>show bgp … flowspec detail json</c> writes an array of match, actions and time for each.</summary>
    public static FlowRule Rule(JsonElement entry)
    {
        List<string> match = [];
        var actions = "";
        foreach (var member in entry.EnumerateArray().SelectMany(part => part.EnumerateObject()))
        {
            if (member.Name == "ecomlist")
                actions = RouterRoute.Words(FlowAction().Matches(member.Value.GetString()!).Select(Action));
            else if (member.Name != "time")
                match.Add($"{member.Name} {member.Value.GetString()!.Trim()}");
        }

        return new FlowRule(string.Join("; ", match), actions);
    }

    private static RouterRoute Route(string prefix, JsonElement path)
    {
        string Text(string name) => path.TryGetProperty(name, out var value) ? value.ToString() : "";
        uint? Number(string name) => path.TryGetProperty(name, out var value) ? value.GetUInt32() : null;
        string Inner(string name) => path.TryGetProperty(name, out var value) ? value.GetProperty("string").GetString()! : "";

        var origin = Text("origin");
        return new RouterRoute(prefix)
        {
            NextHop = path.GetProperty("nexthops").EnumerateArray().First().GetProperty("ip").GetString()!,
            Origin = origin is "IGP" ? "igp" : origin is "EGP" ? "egp" : "incomplete",
            AsPath = SetComma().Replace(path.GetProperty("aspath").GetProperty("string").GetString()!.Replace("Local", "", StringComparison.Ordinal), " "),
            Med = Number("metric"),
            LocalPreference = Number("locPrf"),
            AtomicAggregate = path.TryGetProperty("atomicAggregate", out var atomic) && atomic.GetBoolean(),
            Aggregator = Text("aggregatorAs") is { Length: > 0 } asn ? $"{asn}:{Text("aggregatorId")}" : "",
            Communities = path.TryGetProperty("community", out var communities)
                ? RouterRoute.Words(communities.GetProperty("list").EnumerateArray()
                    .Select(item => WellKnown.GetValueOrDefault(item.GetString()!, item.GetString()!)))
                : "",
            LargeCommunities = RouterRoute.Words(Split(Inner("largeCommunity"))),
            ExtendedCommunities = RouterRoute.Words(Split(Inner("extendedCommunity")).Select(item => item
                .Replace("RT:", "target:", StringComparison.Ordinal).Replace("SoO:", "origin:", StringComparison.Ordinal))),
            OriginatorId = Text("originatorId"),
            ClusterList = path.TryGetProperty("clusterList", out var clusters)
                ? string.Join(' ', clusters.GetProperty("list").EnumerateArray().Select(id => id.GetString()))
                : "",
            PathId = Number("addpathRxId") ?? Number("rxId"),
        };
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Action(Match action)
    {
        if (action.Groups["rate"].Success)
        {
            var rate = float.Parse(action.Groups["rate"].Value, CultureInfo.InvariantCulture);
            return FormattableString.Invariant($"rate-limit:{rate}");
        }

        return action.Groups["redirect"].Success
            ? $"redirect:{action.Groups["redirect"].Value}"
            : $"mark:{action.Groups["mark"].Value}";
    }

    [GeneratedRegex(@"FS:(rate (?<rate>\S+)|redirect VRF RT:(?<redirect>\S+)|marking (?<mark>\d+))")]
    private static partial Regex FlowAction();

    [GeneratedRegex(",")]
    private static partial Regex SetComma();
}
