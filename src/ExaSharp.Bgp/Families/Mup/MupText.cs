using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Mup;

/// <summary>A MUP route as ExaBGP shows it; JSON with the comma that it leaves out before <c>source_ip_len</c>.</summary>
internal static class MupText
{
    /// <summary>The name in JSON and in errors.</summary>
    public static string Name(MupRouteType type) => type switch
    {
        MupRouteType.InterworkSegmentDiscovery => "InterworkSegmentDiscoveryRoute",
        MupRouteType.DirectSegmentDiscovery => "DirectSegmentDiscoveryRoute",
        MupRouteType.Type1SessionTransformed => "Type1SessionTransformedRoute",
        MupRouteType.Type2SessionTransformed => "Type2SessionTransformedRoute",
        _ => "Unknown",
    };

    public static void AppendJson(MupNlri route, TextBuffer output)
    {
        output.Append("{ "u8);
        if (route.Type != MupRouteType.Unknown) output.Append("\"name\": \""u8).Append(Name(route.Type)).Append("\", "u8);
        // As in ExaBGP, with one blank more.
        if (route.Type == MupRouteType.Type2SessionTransformed) output.Append((byte)' ');
        output.Append("\"arch\": "u8).Append((uint)route.ArchitectureType).Append(", \"code\": "u8).Append((uint)route.Code);
        switch (route.Type)
        {
            case MupRouteType.InterworkSegmentDiscovery:
                AppendPrefixJson(route, output);
                AppendRdJson(route, output);
                break;
            case MupRouteType.DirectSegmentDiscovery:
                output.Append(", \"ip\": \""u8);
                route.Address.AppendTo(output);
                output.Append((byte)'"');
                AppendRdJson(route, output);
                break;
            case MupRouteType.Type1SessionTransformed:
                AppendType1Json(route, output);
                break;
            case MupRouteType.Type2SessionTransformed:
                output.Append(", \"endpoint_len\": "u8).Append((uint)route.PrefixLength).Append(", \"endpoint_ip\": \""u8);
                route.Endpoint.AppendTo(output);
                output.Append((byte)'"');
                AppendRdJson(route, output);
                output.Append(", \"teid\": \""u8).Append(route.Teid).Append((byte)'"');
                break;
        }
        output.Append(", \"raw\": \""u8).AppendHex(route.Octets).Append("\" }"u8);
    }

    /// <summary><c>mup:isd::100:100:10.0.1.0/24</c>; as in ExaBGP, the endpoint of T1ST has the prefix's length behind it.</summary>
    public static void AppendText(MupNlri route, TextBuffer output)
    {
        switch (route.Type)
        {
            case MupRouteType.InterworkSegmentDiscovery:
                AppendRd("mup:isd::"u8, route, output);
                route.Prefix.AppendTo(output);
                output.Append((byte)'/').Append((uint)route.PrefixLength);
                break;
            case MupRouteType.DirectSegmentDiscovery:
                AppendRd("mup:dsd::"u8, route, output);
                route.Address.AppendTo(output);
                break;
            case MupRouteType.Type1SessionTransformed:
                AppendType1(route, output);
                break;
            case MupRouteType.Type2SessionTransformed:
                AppendRd("mup:t2st::"u8, route, output);
                output.Append((uint)route.PrefixLength).Append((byte)':');
                route.Endpoint.AppendTo(output);
                output.Append((byte)':').Append(route.Teid).Append((byte)':');
                break;
            default:
                output.Append("mup:unknown:0x"u8).AppendHex(route.Body, upper: false);
                break;
        }
    }

    private static void AppendType1(MupNlri route, TextBuffer output)
    {
        AppendRd("mup:t1st::"u8, route, output);
        route.Prefix.AppendTo(output);
        output.Append((byte)'/').Append((uint)route.PrefixLength)
            .Append((byte)':').Append(route.Teid).Append((byte)':').Append((uint)route.Qfi).Append((byte)':');
        route.Endpoint.AppendTo(output);
        output.Append((byte)'/').Append((uint)route.PrefixLength);
        if (route.Source is not { IsDefined: true } source) return;
        output.Append((byte)':');
        source.AppendTo(output);
        output.Append((byte)'/').Append(source.Length * 8);
    }

    private static void AppendType1Json(MupNlri route, TextBuffer output)
    {
        AppendPrefixJson(route, output);
        output.Append(", \"teid\": \""u8).Append(route.Teid).Append("\", \"qfi\": \""u8).Append((uint)route.Qfi).Append((byte)'"');
        AppendRdJson(route, output);
        var endpoint = route.Endpoint;
        output.Append(", \"endpoint_ip_len\": "u8).Append(endpoint.Length * 8).Append(", \"endpoint_ip\": \""u8);
        endpoint.AppendTo(output);
        output.Append((byte)'"');
        if (route.Source is not { IsDefined: true } source) return;
        output.Append(", \"source_ip_len\": "u8).Append(source.Length * 8).Append(", \"source_ip\": \""u8);
        source.AppendTo(output);
        output.Append((byte)'"');
    }

    private static void AppendPrefixJson(MupNlri route, TextBuffer output)
    {
        output.Append(", \"prefix_ip_len\": "u8).Append((uint)route.PrefixLength).Append(", \"prefix_ip\": \""u8);
        route.Prefix.AppendTo(output);
        output.Append((byte)'"');
    }

    private static void AppendRdJson(MupNlri route, TextBuffer output)
    {
        output.Append(", \"rd\": \""u8);
        route.Rd.AppendTo(output);
        output.Append((byte)'"');
    }

    /// <summary>What all texts begin with: the type and the route distinguisher.</summary>
    private static void AppendRd(ReadOnlySpan<byte> type, MupNlri route, TextBuffer output)
    {
        output.Append(type);
        route.Rd.AppendTo(output);
        output.Append((byte)':');
    }
}
