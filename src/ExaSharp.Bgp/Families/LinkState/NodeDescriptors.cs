using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.LinkState;

/// <summary>The sub-TLVs of node descriptors (RFC 9552 section 5.2.1.4).</summary>
internal static class NodeDescriptors
{
    private const ushort AutonomousSystem = 512;
    private const ushort LinkStateIdentifier = 513;
    private const ushort OspfArea = 514;
    private const ushort IgpRouter = 515;

    private const int RouterSize = 4;
    private const int RouterAndDesignatedSize = 8;
    private const int SystemSize = 6;
    private const int SystemAndPseudonodeSize = 7;
    private const int Ipv6Size = 16;

    /// <summary>
    /// Whether all that are known are as long as they should be. ExaBGP takes no others: neither those of BGP egress peer
    /// engineering (RFC 9086) nor, by mistake, the identifier of a directly connected node.
    /// </summary>
    public static bool AreValid(ReadOnlySpan<byte> octets, byte protocol)
    {
        var subTlvs = new WideTlvReader(octets);
        while (subTlvs.TryRead(out var subTlv))
        {
            var length = subTlv.Value.Length;
            var isValid = subTlv.Type switch
            {
                AutonomousSystem or LinkStateIdentifier => length == 4,
                OspfArea => length is 4 or Ipv6Size,
                IgpRouter => protocol switch
                {
                    1 or 2 => length is SystemSize or SystemAndPseudonodeSize,
                    3 or 6 or 227 => length is RouterSize or RouterAndDesignatedSize,
                    4 or 5 => length is RouterSize or RouterAndDesignatedSize or Ipv6Size,
                    _ => true,
                },
                _ => true,
            };
            if (!isValid) return false;
        }
        return subTlvs.Remaining == 0;
    }

    /// <summary><c>{ "autonomous-system": 65000 }, { "router-id": "10.0.0.1" }</c>: an object for each sub-TLV.</summary>
    public static void AppendJson(ReadOnlySpan<byte> octets, TextBuffer output)
    {
        var subTlvs = new WideTlvReader(octets);
        for (var isFirst = true; subTlvs.TryRead(out var subTlv); isFirst = false)
        {
            output.Append(isFirst ? "{ "u8 : ", { "u8);
            AppendMember(subTlv, output);
            output.Append(" }"u8);
        }
    }

    /// <summary><c>"autonomous-system": 65000, "router-id": "10.0.0.1"</c>: ExaBGP 4.2 has one object; of equal sub-TLVs the last counts.</summary>
    public static void AppendJsonOf42(ReadOnlySpan<byte> octets, TextBuffer output)
    {
        using var groups = new WideTlvGroups(octets, stackalloc uint[WideTlvGroups.UsualCount]);
        var start = output.Length;
        var subTlvs = new WideTlvReader(octets);
        for (var offset = subTlvs.Offset; subTlvs.TryRead(out var subTlv); offset = subTlvs.Offset)
        {
            if (!groups.TryGetFirst(subTlv.Type, offset, out var members)) continue;
            if (output.Length > start) output.Append(", "u8);
            subTlv = WideTlv.At(octets, (ushort)members[^1]);
            if (subTlv.Type == IgpRouter) AppendRouterOf42(subTlv.Value, output);
            else AppendMember(subTlv, output);
        }
    }

    /// <summary>ExaBGP 4.2 has the designated router, or the pseudonode's number, first, and the latter not in the identifier.</summary>
    private static void AppendRouterOf42(ReadOnlySpan<byte> value, TextBuffer output)
    {
        if (value.Length == RouterAndDesignatedSize)
        {
            AppendAddress("\"designated-router-id\": \""u8, value[RouterSize..], output);
            AppendAddress(", \"router-id\": \""u8, value[..RouterSize], output);
            return;
        }
        if (value.Length is RouterSize or Ipv6Size)
        {
            AppendAddress("\"router-id\": \""u8, value, output);
            return;
        }
        if (value.Length == SystemAndPseudonodeSize)
        {
            output.Append("\"psn\": \""u8).Append((uint)value[SystemSize]).Append("\", "u8);
            value = value[..SystemSize];
        }
        output.Append("\"router-id\": \""u8).AppendHex(value, upper: false).Append((byte)'"');
    }

    private static void AppendMember(WideTlv subTlv, TextBuffer output)
    {
        var value = subTlv.Value;
        switch (subTlv.Type)
        {
            case AutonomousSystem:
                output.Append("\"autonomous-system\": "u8).Append(BinaryPrimitives.ReadUInt32BigEndian(value));
                break;
            case LinkStateIdentifier:
                output.Append("\"bgp-ls-identifier\": \""u8).Append(BinaryPrimitives.ReadUInt32BigEndian(value)).Append((byte)'"');
                break;
            case OspfArea:
                AppendAddress("\"ospf-area-id\": \""u8, value, output);
                break;
            case IgpRouter:
                AppendRouter(value, output);
                break;
            default:
                output.Append("\"generic-tlv-"u8).Append((uint)subTlv.Type).Append("\": \"0x"u8).AppendHex(value).Append((byte)'"');
                break;
        }
    }

    /// <summary>
    /// The length says which kind it is: an address, one with that of the designated router, or a system identifier. As in ExaBGP,
    /// the pseudonode's number stands in the identifier, and beside it when it is not 0.
    /// </summary>
    private static void AppendRouter(ReadOnlySpan<byte> value, TextBuffer output)
    {
        switch (value.Length)
        {
            case RouterSize or Ipv6Size:
                AppendAddress("\"router-id\": \""u8, value, output);
                break;
            case RouterAndDesignatedSize:
                AppendAddress("\"router-id\": \""u8, value[..RouterSize], output);
                AppendAddress(", \"designated-router-id\": \""u8, value[RouterSize..], output);
                break;
            default:
                output.Append("\"router-id\": \""u8).AppendHex(value, upper: false).Append((byte)'"');
                if (value.Length == SystemAndPseudonodeSize && value[SystemSize] != 0)
                    output.Append(", \"psn\": \""u8).Append((uint)value[SystemSize]).Append((byte)'"');
                break;
        }
    }

    private static void AppendAddress(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, TextBuffer output)
    {
        IpAddress.FromBytes(value).AppendTo(output.Append(key));
        output.Append((byte)'"');
    }
}
