using System.Globalization;
using System.Text.Json;

namespace ExaSharp.Testing.Routers;

/// <summary>
/// Reads the JSON of <c>gobgp global rib</c>. Flow components come as operators and values, which are written in the
/// notation of RFC 8955's operators: <c>&gt;=1024&amp;&lt;=65535</c>, <c>=80|=443</c>; bitmasks as <c>0x2</c> (any bit),
/// <c>=0x2</c> (match) and <c>!0x2</c> (not).
/// </summary>
internal static class GoBgpTable
{
    private const int TcpFlags = 9, Fragment = 12;
    private const int And = 0x40, Less = 4, Greater = 2, EqualBit = 1, Not = 2, Match = 1;

    private static readonly string[] Ipv4Components =
    [
        "", "destination", "source", "protocol", "port", "destination-port", "source-port", "icmp-type", "icmp-code",
        "tcp-flags", "packet-length", "dscp", "fragment", "flow-label",
    ];

    /// <summary>The paths that came from a neighbor: the network's text and the path's object.</summary>
    public static IEnumerable<(string Network, JsonElement Path)> Paths(string json, string neighbor)
    {
        if (!json.StartsWith('{'))
            yield break;
        using var document = JsonDocument.Parse(json);
        foreach (var network in document.RootElement.Clone().EnumerateObject())
        {
            foreach (var path in network.Value.EnumerateArray())
            {
                if (path.TryGetProperty("neighbor-ip", out var from) && from.GetString() == neighbor)
                    yield return (network.Name, path);
            }
        }
    }

    /// <summary>A unicast path.</summary>
    public static RouterRoute Route(JsonElement path)
    {
        var nlri = path.GetProperty("nlri");
        var route = new RouterRoute(nlri.GetProperty("prefix").GetString()!);
        if (path.TryGetProperty("id", out var id) || nlri.TryGetProperty("id", out id))
            route = route with { PathId = id.GetUInt32() };
        foreach (var attribute in path.GetProperty("attrs").EnumerateArray())
            route = Apply(route, attribute);
        return route;
    }

    /// <summary>A flow rule.</summary>
    public static FlowRule Rule(JsonElement path, bool ipv6)
    {
        var components = path.GetProperty("nlri").GetProperty("value").EnumerateArray().Select(part => Component(part, ipv6));
        var attributes = new RouterRoute("");
        foreach (var attribute in path.GetProperty("attrs").EnumerateArray())
        {
            if (Type(attribute) is 8 or 16)
                attributes = Apply(attributes, attribute);
        }

        return new FlowRule(string.Join("; ", components), attributes.ExtendedCommunities, attributes.Communities);
    }

    private static int Type(JsonElement attribute) => attribute.GetProperty("type").GetInt32();

    private static RouterRoute Apply(RouterRoute route, JsonElement attribute) => Type(attribute) switch
    {
        1 => route with { Origin = attribute.GetProperty("value").GetInt32() switch { 0 => "igp", 1 => "egp", _ => "incomplete" } },
        2 => route with { AsPath = string.Join(' ', attribute.GetProperty("as_paths").EnumerateArray().Select(Segment)) },
        3 or 14 => route with { NextHop = attribute.GetProperty("nexthop").GetString()! },
        4 => route with { Med = attribute.GetProperty("metric").GetUInt32() },
        5 => route with { LocalPreference = attribute.GetProperty("value").GetUInt32() },
        6 => route with { AtomicAggregate = true },
        7 => route with { Aggregator = $"{attribute.GetProperty("as")}:{attribute.GetProperty("address")}" },
        8 => route with
        {
            Communities = RouterRoute.Words(attribute.GetProperty("communities").EnumerateArray()
                .Select(value => Invariant($"{value.GetUInt32() >> 16}:{value.GetUInt32() & 0xFFFF}"))),
        },
        9 => route with { OriginatorId = attribute.GetProperty("value").GetString()! },
        10 => route with { ClusterList = string.Join(' ', attribute.GetProperty("value").EnumerateArray().Select(id => id.GetString())) },
        16 => route with
        {
            ExtendedCommunities = RouterRoute.Words(attribute.GetProperty("value").EnumerateArray().Select(ExtendedCommunity)),
        },
        32 => route with
        {
            LargeCommunities = RouterRoute.Words(attribute.GetProperty("value").EnumerateArray()
                .Select(value => $"{value.GetProperty("ASN")}:{value.GetProperty("LocalData1")}:{value.GetProperty("LocalData2")}")),
        },
        _ => route,
    };

    private static string Segment(JsonElement segment)
    {
        const int set = 1;
        var numbers = string.Join(' ', segment.GetProperty("asns").EnumerateArray().Select(asn => asn.GetUInt32()));
        return segment.GetProperty("segment_type").GetInt32() == set ? $"{{{numbers}}}" : numbers;
    }

    private static string ExtendedCommunity(JsonElement community)
    {
        var kind = community.GetProperty("type").GetInt32() << 8 | community.GetProperty("subtype").GetInt32();
        string Member(string name) => community.TryGetProperty(name, out var value) ? value.ToString() : "0";
        bool Set(string name) => community.TryGetProperty(name, out var value) && value.GetBoolean();
        return kind switch
        {
            0x0002 or 0x0102 => $"target:{Member("value")}",
            0x0003 or 0x0103 => $"origin:{Member("value")}",
            0x8006 => Invariant($"rate-limit:{community.GetProperty("rate").GetSingle()}"),
            0x8007 => Invariant($"action:{(Set("sample") ? 2 : 0) | (Set("terminal") ? 1 : 0)}"),
            0x8008 => $"redirect:{Member("value")}",
            0x8009 => $"mark:{Member("value")}",
            _ => community.GetRawText(),
        };
    }

    private static string Component(JsonElement part, bool ipv6)
    {
        var type = part.GetProperty("type").GetInt32();
        var name = ipv6 && type == 3 ? "next-header" : ipv6 && type == 11 ? "traffic-class" : Ipv4Components[type];
        var value = part.GetProperty("value");
        if (value.ValueKind == JsonValueKind.Object)
            return $"{name} {value.GetProperty("prefix").GetString()}";
        var expression = new System.Text.StringBuilder();
        foreach (var item in value.EnumerateArray())
        {
            var bits = item.GetProperty("op").GetInt32();
            if (expression.Length > 0)
                expression.Append((bits & And) != 0 ? '&' : '|');
            var number = item.TryGetProperty("value", out var given) ? given.GetInt64() : 0;
            expression.Append(type is TcpFlags or Fragment ? Bitmask(bits, number) : Numeric(bits, number));
        }

        return $"{name} {expression}";
    }

    private static string Numeric(int bits, long number)
    {
        var sign = (bits & Less) != 0 ? "<" : "";
        if ((bits & Greater) != 0)
            sign += ">";
        if ((bits & EqualBit) != 0)
            sign += "=";
        return sign.Replace("<>", "!", StringComparison.Ordinal) is "!" ? Invariant($"!={number}") : Invariant($"{sign}{number}");
    }

    private static string Bitmask(int bits, long number) =>
        ((bits & Not) != 0 ? "!" : "") + ((bits & Match) != 0 ? "=" : "") + Invariant($"0x{number:x}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
