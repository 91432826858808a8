using System.Text.Json;
using ExaSharp.Testing.Routers;

namespace ExaSharp.Interop.Tests;

/// <summary>Reads the JSON of ExaBGP's format 5.0.0 back into routes, as a helper does.</summary>
internal static class UpdateEvents
{
    /// <summary>Whether an event is an update that announces or withdraws a prefix of a family.</summary>
    public static bool Has(JsonElement message, string action, string family, string prefix) =>
        Update(message) is { } update && update.TryGetProperty(action, out var families)
        && families.TryGetProperty(family, out var routes)
        && (action == "withdraw" ? Prefixes(routes) : routes.EnumerateObject().SelectMany(hop => Prefixes(hop.Value))).Contains(prefix);

    /// <summary>Whether an event is the End-of-RIB of a family.</summary>
    public static bool IsEndOfRib(JsonElement message, string afi, string safi) =>
        message.GetProperty("type").GetString() == "update"
        && message.GetProperty("neighbor").GetProperty("message").TryGetProperty("eor", out var family)
        && family.GetProperty("afi").GetString() == afi && family.GetProperty("safi").GetString() == safi;

    /// <summary>The routes that an update announces in a family.</summary>
    public static IEnumerable<RouterRoute> Announced(JsonElement message, string family)
    {
        var update = Update(message)!.Value;
        var attributes = Attributes(update.GetProperty("attribute"));
        foreach (var hop in update.GetProperty("announce").GetProperty(family).EnumerateObject())
        {
            foreach (var nlri in hop.Value.EnumerateArray())
            {
                yield return attributes with
                {
                    Prefix = nlri.GetProperty("nlri").GetString()!,
                    NextHop = hop.Name,
                    PathId = nlri.TryGetProperty("path-information", out var id) ? uint.Parse(id.GetString()!.Split('.')[3]) : null,
                };
            }
        }
    }

    private static JsonElement? Update(JsonElement message) =>
        message.GetProperty("type").GetString() == "update"
        && message.GetProperty("neighbor").GetProperty("message").TryGetProperty("update", out var update)
            ? update
            : null;

    private static IEnumerable<string?> Prefixes(JsonElement routes) =>
        routes.EnumerateArray().Select(route => route.GetProperty("nlri").GetString());

    private static RouterRoute Attributes(JsonElement attributes)
    {
        string Text(string name) => attributes.TryGetProperty(name, out var value) ? value.ToString() : "";
        uint? Number(string name) => attributes.TryGetProperty(name, out var value) ? value.GetUInt32() : null;
        IEnumerable<JsonElement> Items(string name) => attributes.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];
        string Numbers(string name) => RouterRoute.Words(Items(name).Select(item => string.Join(':', item.EnumerateArray())));

        return new RouterRoute("")
        {
            Origin = Text("origin"),
            AsPath = attributes.TryGetProperty("as-path", out var path) ? string.Join(' ', path.EnumerateObject().Select(Segment)) : "",
            Med = Number("med"),
            LocalPreference = Number("local-preference"),
            AtomicAggregate = attributes.TryGetProperty("atomic-aggregate", out var atomic) && atomic.GetBoolean(),
            Aggregator = Text("aggregator"),
            Communities = Numbers("community"),
            LargeCommunities = Numbers("large-community"),
            ExtendedCommunities = RouterRoute.Words(Items("extended-community").Select(item => ExtendedCommunityText.Of(item.GetProperty("value").GetUInt64()))),
            OriginatorId = Text("originator-id"),
            ClusterList = string.Join(' ', Items("cluster-list")),
        };
    }

    private static string Segment(JsonProperty segment)
    {
        var numbers = string.Join(' ', segment.Value.GetProperty("value").EnumerateArray());
        return segment.Value.GetProperty("element").GetString() == "as-set" ? $"{{{numbers}}}" : numbers;
    }
}
