using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.LinkState;

/// <summary>A BGP-LS route as ExaBGP shows it: the same in JSON and in text, but for unknown types.</summary>
internal static class LinkStateText
{
    /// <summary>RFC 9552 section 5.2.2.1: the bits before these are ignored.</summary>
    private const int TopologyBits = 0x0fff;

    public static void AppendJson(JsonVersion version, LinkStateNlri route, IpAddress nextHop, TextBuffer output)
    {
        // ExaBGP 4.2 does not know SRv6 SIDs.
        if (!route.IsKnown || (version == JsonVersion.Four && route.Type == LinkStateType.Srv6Sid))
        {
            AppendUnknown(version, route, output);
            return;
        }
        output.Append("{ \"ls-nlri-type\": \""u8).Append(Name(route.Type)).Append("\", \"l3-routing-topology\": "u8).Append(route.Identifier)
            .Append(", \"protocol-id\": "u8).Append((uint)route.Protocol);
        switch (route.Type)
        {
            case LinkStateType.Link when version == JsonVersion.Four:
                AppendLinkOf42(route, output);
                break;
            case LinkStateType.Link:
                AppendLink(route, output);
                break;
            case LinkStateType.Srv6Sid:
                AppendSid(route, output);
                break;
            case LinkStateType.Node:
                AppendFirstNode(version, route, output);
                AppendNextHop(version, nextHop, output);
                break;
            default:
                AppendPrefix(version, route, nextHop, output);
                break;
        }
        if (route.IsVpn)
        {
            route.Rd.AppendTo(output.Append(", \"rd\": \""u8));
            output.Append((byte)'"');
        }
        output.Append(" }"u8);
    }

    /// <summary>ExaBGP 4.2 has an octet each for type and length, and fails where one is not enough.</summary>
    private static void AppendUnknown(JsonVersion version, LinkStateNlri route, TextBuffer output)
    {
        output.Append("{ \"code\": "u8).Append((uint)route.Code).Append(", \"parsed\": false, \"raw\": \""u8);
        if (version == JsonVersion.Four && route.Code <= byte.MaxValue && route.Body.Length <= byte.MaxValue)
            output.AppendHex([(byte)route.Code, (byte)route.Body.Length]).AppendHex(route.Body);
        else
            output.AppendHex(route.Octets);
        output.Append("\" }"u8);
    }

    public static void AppendText(LinkStateNlri route, IpAddress nextHop, TextBuffer output)
    {
        if (route.IsKnown) AppendJson(JsonVersion.Five, route, nextHop, output);
        else output.Append("bgp-ls:unknown:0x"u8).AppendHex(route.Body, upper: false);
    }

    private static ReadOnlySpan<byte> Name(LinkStateType type) => type switch
    {
        LinkStateType.Node => "bgpls-node"u8,
        LinkStateType.Link => "bgpls-link"u8,
        LinkStateType.Ipv4Prefix => "bgpls-prefix-v4"u8,
        LinkStateType.Ipv6Prefix => "bgpls-prefix-v6"u8,
        _ => "bgpls-srv6sid"u8,
    };

    private static void AppendLink(LinkStateNlri route, TextBuffer output)
    {
        AppendNode(", \"local-node-descriptors\": [ "u8, route, LinkStateNlri.LocalNode, output);
        AppendNode(", \"remote-node-descriptors\": [ "u8, route, LinkStateNlri.RemoteNode, output);
        AppendAddresses(", \"interface-addresses\": [ "u8, route, LinkStateNlri.Ipv4Interface, LinkStateNlri.Ipv6Interface, output);
        AppendAddresses(", \"neighbor-addresses\": [ "u8, route, LinkStateNlri.Ipv4Neighbor, LinkStateNlri.Ipv6Neighbor, output);
        output.Append(", \"multi-topology-ids\": [ "u8);
        AppendTopologies(route, default, output);
        output.Append(" ], \"link-identifiers\": [ "u8);
        if (route.TryFindLast(LinkStateNlri.LinkIdentifiers, out var identifiers))
        {
            output.Append("{ \"link-local-id\": "u8).Append(BinaryPrimitives.ReadUInt32BigEndian(identifiers))
                .Append(", \"link-remote-id\": "u8).Append(BinaryPrimitives.ReadUInt32BigEndian(identifiers[4..])).Append(" }"u8);
        }
        output.Append(" ]"u8);
    }

    /// <summary>As in ExaBGP, the descriptors of all local nodes are one list.</summary>
    private static void AppendPrefix(JsonVersion version, LinkStateNlri route, IpAddress nextHop, TextBuffer output)
    {
        if (version == JsonVersion.Four) AppendNodeOf42(", \"node-descriptors\": { "u8, route, LinkStateNlri.LocalNode, output);
        else AppendLocalNodes(route, output);
        route.TryFindLast(LinkStateNlri.IpReachability, out var reachability);
        var prefix = LinkStateNlri.ReadPrefix(reachability, route.Type == LinkStateType.Ipv6Prefix);
        prefix.AppendTo(output.Append(", \"ip-reachability-tlv\": \""u8));
        if (version == JsonVersion.Six) output.Append((byte)'/').Append((uint)reachability[0]);
        prefix.AppendTo(output.Append("\", \"ip-reach-prefix\": \""u8));
        output.Append((byte)'/').Append((uint)reachability[0]).Append((byte)'"');
        AppendNextHop(version, nextHop, output);
        if (route.TryFindLast(LinkStateNlri.OspfRouteType, out var type)) output.Append(", \"ospf-route-type\": "u8).Append((uint)type[0]);
    }

    private static void AppendLocalNodes(LinkStateNlri route, TextBuffer output)
    {
        output.Append(", \"node-descriptors\": [ "u8);
        var start = output.Length;
        var tlvs = new WideTlvReader(route.Descriptors);
        while (tlvs.TryRead(out var tlv))
        {
            if (tlv.Type != LinkStateNlri.LocalNode || tlv.Value.IsEmpty) continue;
            if (output.Length > start) output.Append(", "u8);
            NodeDescriptors.AppendJson(tlv.Value, output);
        }
        output.Append(" ]"u8);
    }

    /// <summary>ExaBGP 4.2 has one address of each kind, and shows neither topologies nor identifiers.</summary>
    private static void AppendLinkOf42(LinkStateNlri route, TextBuffer output)
    {
        AppendNodeOf42(", \"local-node-descriptors\": { "u8, route, LinkStateNlri.LocalNode, output);
        AppendNodeOf42(", \"remote-node-descriptors\": { "u8, route, LinkStateNlri.RemoteNode, output);
        AppendAddressOf42("interface-address"u8, route, LinkStateNlri.Ipv4Interface, LinkStateNlri.Ipv6Interface, output);
        AppendAddressOf42("neighbor-address"u8, route, LinkStateNlri.Ipv4Neighbor, LinkStateNlri.Ipv6Neighbor, output);
    }

    private static void AppendNodeOf42(ReadOnlySpan<byte> key, LinkStateNlri route, ushort type, TextBuffer output)
    {
        route.TryFindLast(type, out var node);
        NodeDescriptors.AppendJsonOf42(node, output.Append(key));
        output.Append(" }"u8);
    }

    /// <summary>Of several, the last one counts, as for readers of ExaBGP's JSON.</summary>
    private static void AppendAddressOf42(ReadOnlySpan<byte> key, LinkStateNlri route, ushort ipv4, ushort ipv6, TextBuffer output)
    {
        output.Append(", \""u8).Append(key).Append("\": { "u8);
        ReadOnlySpan<byte> address = default;
        var tlvs = new WideTlvReader(route.Descriptors);
        while (tlvs.TryRead(out var tlv))
            if (tlv.Type == ipv4 || tlv.Type == ipv6) address = tlv.Value;
        if (!address.IsEmpty)
        {
            IpAddress.FromBytes(address).AppendTo(output.Append((byte)'"').Append(key).Append("\": \""u8));
            output.Append((byte)'"');
        }
        output.Append(" }"u8);
    }

    /// <summary>ExaBGP has the topologies as strings there, and leaves the route distinguisher away.</summary>
    private static void AppendSid(LinkStateNlri route, TextBuffer output)
    {
        AppendFirstNode(JsonVersion.Five, route, output);
        output.Append(", \"srv6-sid-descriptors\": {\"multi-topology-ids\": ["u8);
        AppendTopologies(route, "\""u8, output);
        output.Append((byte)']');
        var node = new WideTlvReader(route.Descriptors);
        node.TryRead(out _);
        var octets = route.Descriptors[node.Offset..];
        using var groups = new WideTlvGroups(octets, stackalloc uint[WideTlvGroups.UsualCount]);
        var tlvs = new WideTlvReader(octets);
        for (var offset = tlvs.Offset; tlvs.TryRead(out var tlv); offset = tlvs.Offset)
        {
            if (tlv.Type == LinkStateNlri.MultiTopology || !groups.TryGetFirst(tlv.Type, offset, out var members)) continue;
            if (tlv.Type == LinkStateNlri.Srv6Sid)
            {
                IpAddress.FromBytes(WideTlv.At(octets, (ushort)members[^1]).Value).AppendTo(output.Append(", \"srv6-sid\": \""u8));
                output.Append((byte)'"');
                continue;
            }
            output.Append(", \"generic-tlv-"u8).Append((uint)tlv.Type).Append("\": ["u8);
            for (var i = 0; i < members.Length; i++)
            {
                output.Append(i == 0 ? "\"0x"u8 : ", \"0x"u8).AppendHex(WideTlv.At(octets, (ushort)members[i]).Value).Append((byte)'"');
            }
            output.Append((byte)']');
        }
        output.Append((byte)'}');
    }

    /// <summary>The descriptors of the first TLV, which the local node is.</summary>
    private static void AppendFirstNode(JsonVersion version, LinkStateNlri route, TextBuffer output)
    {
        var node = WideTlv.At(route.Descriptors, 0).Value;
        if (version == JsonVersion.Four)
        {
            NodeDescriptors.AppendJsonOf42(node, output.Append(", \"node-descriptors\": { "u8));
            output.Append(" }"u8);
            return;
        }
        NodeDescriptors.AppendJson(node, output.Append(", \"node-descriptors\": [ "u8));
        output.Append(" ]"u8);
    }

    private static void AppendNode(ReadOnlySpan<byte> key, LinkStateNlri route, ushort type, TextBuffer output)
    {
        route.TryFindLast(type, out var node);
        NodeDescriptors.AppendJson(node, output.Append(key));
        output.Append(" ]"u8);
    }

    private static void AppendAddresses(ReadOnlySpan<byte> key, LinkStateNlri route, ushort ipv4, ushort ipv6, TextBuffer output)
    {
        output.Append(key);
        var start = output.Length;
        var tlvs = new WideTlvReader(route.Descriptors);
        while (tlvs.TryRead(out var tlv))
        {
            if (tlv.Type != ipv4 && tlv.Type != ipv6) continue;
            output.Append(output.Length > start ? ", \""u8 : "\""u8);
            IpAddress.FromBytes(tlv.Value).AppendTo(output);
            output.Append((byte)'"');
        }
        output.Append(" ]"u8);
    }

    /// <summary>As in ExaBGP, the first topology of each TLV.</summary>
    private static void AppendTopologies(LinkStateNlri route, ReadOnlySpan<byte> quote, TextBuffer output)
    {
        var start = output.Length;
        var tlvs = new WideTlvReader(route.Descriptors);
        while (tlvs.TryRead(out var tlv))
        {
            if (tlv.Type != LinkStateNlri.MultiTopology) continue;
            if (output.Length > start) output.Append(", "u8);
            output.Append(quote).Append((uint)BinaryPrimitives.ReadUInt16BigEndian(tlv.Value) & TopologyBits).Append(quote);
        }
    }

    /// <summary>As in ExaBGP, the word <c>None</c> for none; 6.0 has it before the routes only.</summary>
    private static void AppendNextHop(JsonVersion version, IpAddress nextHop, TextBuffer output)
    {
        if (version == JsonVersion.Six) return;
        output.Append(", \"nexthop\": \""u8);
        if (nextHop.IsDefined) nextHop.AppendTo(output);
        else output.Append("None"u8);
        output.Append((byte)'"');
    }
}
