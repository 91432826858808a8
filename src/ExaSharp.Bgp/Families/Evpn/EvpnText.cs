using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Evpn;

/// <summary>An EVPN route as ExaBGP shows it.</summary>
internal static class EvpnText
{
    /// <summary>The name in JSON and in errors.</summary>
    public static string Name(EvpnRouteType type) => type switch
    {
        EvpnRouteType.EthernetAutoDiscovery => "Ethernet Auto-Discovery",
        EvpnRouteType.MacIpAdvertisement => "MAC/IP advertisement",
        EvpnRouteType.InclusiveMulticast => "Inclusive Multicast Ethernet Tag",
        EvpnRouteType.EthernetSegment => "Ethernet Segment",
        EvpnRouteType.IpPrefix => "IP Prefix Advertisement",
        _ => "Unknown",
    };

    public static void AppendJson(EvpnNlri route, TextBuffer output)
    {
        var type = route.Type;
        var isKnown = type != EvpnRouteType.Unknown;
        output.Append("{ \"code\": "u8).Append((uint)route.Code).Append(isKnown ? ", \"parsed\": true"u8 : ", \"parsed\": false"u8)
            .Append(", \"raw\": \""u8).AppendHex(route.Octets).Append((byte)'"');
        if (isKnown)
        {
            output.Append(", \"name\": \""u8).Append(Name(type)).Append("\", \"rd\": \""u8);
            route.Rd.AppendTo(output);
            output.Append((byte)'"');
            AppendFieldsJson(route, output);
        }
        output.Append(" }"u8);
    }

    /// <summary><c>evpn:macadv::10.0.0.10:100:-:10:AA:BB:CC:DD:EE:FF/48:10.0.0.1: label 100 (1600)</c></summary>
    public static void AppendText(EvpnNlri route, TextBuffer output)
    {
        var type = route.Type;
        if (type == EvpnRouteType.Unknown)
        {
            output.Append("evpn:unknown:0x"u8).AppendHex(route.Body, upper: false);
            return;
        }
        output.Append("evpn:"u8).Append(ShortName(type)).Append("::"u8);
        route.Rd.AppendTo(output);
        if (type != EvpnRouteType.InclusiveMulticast) AppendEsi(route.Esi, output.Append((byte)':'));
        if (type != EvpnRouteType.EthernetSegment) output.Append((byte)':').Append(route.EthernetTag);
        if (type == EvpnRouteType.MacIpAdvertisement)
        {
            AppendOctets(route.Mac, upper: true, output.Append((byte)':'));
            output.Append((byte)'/').Append((uint)route.MacLength);
        }
        if (type != EvpnRouteType.EthernetAutoDiscovery)
        {
            output.Append((byte)':');
            if (route.Address is { IsDefined: true } address) address.AppendTo(output);
        }
        if (type == EvpnRouteType.IpPrefix)
        {
            output.Append((byte)'/').Append((uint)route.PrefixLength).Append((byte)':');
            route.Gateway.AppendTo(output);
        }
        if (type is EvpnRouteType.InclusiveMulticast or EvpnRouteType.EthernetSegment) return;
        output.Append((byte)':');
        if (!route.HasLabel) return;
        output.Append(" label "u8).Append(route.Label >> 4);
        if (route.Label != 0) output.Append(" ("u8).Append(route.Label).Append((byte)')');
    }

    private static void AppendFieldsJson(EvpnNlri route, TextBuffer output)
    {
        var type = route.Type;
        if (type != EvpnRouteType.InclusiveMulticast)
        {
            AppendEsi(route.Esi, output.Append(", \"esi\": \""u8));
            output.Append((byte)'"');
        }
        if (type != EvpnRouteType.EthernetSegment) output.Append(", \"ethernet-tag\": "u8).Append(route.EthernetTag);
        if (type == EvpnRouteType.MacIpAdvertisement)
        {
            AppendOctets(route.Mac, upper: true, output.Append(", \"mac\": \""u8));
            output.Append((byte)'"');
        }
        if (route.HasLabel)
        {
            // ExaBGP shows one label, with the whole field behind it.
            output.Append(", \"label\": [ ["u8).Append(route.Label >> 4);
            if (route.Label != 0) output.Append(", "u8).Append(route.Label);
            output.Append("] ]"u8);
        }
        if (type != EvpnRouteType.EthernetAutoDiscovery && route.Address is { IsDefined: true } address)
        {
            address.AppendTo(output.Append(", \"ip\": \""u8));
            output.Append((byte)'"');
        }
        if (type != EvpnRouteType.IpPrefix) return;
        output.Append(", \"iplen\": "u8).Append((uint)route.PrefixLength).Append(", \"gateway\": \""u8);
        route.Gateway.AppendTo(output);
        output.Append((byte)'"');
    }

    private static ReadOnlySpan<byte> ShortName(EvpnRouteType type) => type switch
    {
        EvpnRouteType.EthernetAutoDiscovery => "ethernetad"u8,
        EvpnRouteType.MacIpAdvertisement => "macadv"u8,
        EvpnRouteType.InclusiveMulticast => "multicast"u8,
        EvpnRouteType.EthernetSegment => "segment"u8,
        _ => "prfxadv"u8,
    };

    private static void AppendEsi(ReadOnlySpan<byte> esi, TextBuffer output)
    {
        if (esi.ContainsAnyExcept((byte)0)) AppendOctets(esi, upper: false, output);
        else output.Append((byte)'-');
    }

    /// <summary>Octets with colons between them.</summary>
    private static void AppendOctets(ReadOnlySpan<byte> octets, bool upper, TextBuffer output)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (i > 0) output.Append((byte)':');
            output.AppendHex(octets.Slice(i, 1), upper);
        }
    }
}
