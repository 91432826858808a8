using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.PrefixSid;

/// <summary>
/// The Prefix-SID attribute as ExaBGP shows it, with the SID and the behaviour where its JSON has <c>%s</c> and <c>%d</c>.
/// A malformed TLV (of an attribute given as octets) is shown as one of an unknown type. Sub-TLVs of unknown types, of which
/// ExaBGP leaves but commas, are not shown.
/// </summary>
internal static class PrefixSidText
{
    private static readonly string[] StructureNames =
    [
        "locator-block-length", "locator-node-length", "function-length", "argument-length", "transposition-length",
        "transposition-offset",
    ];

    /// <summary>
    /// Of several TLVs of a type the first one is shown, the others are to be ignored (RFC 9252 section 7, for the services): ExaBGP
    /// has the same member as often as it comes.
    /// </summary>
    public static void AppendJson(JsonVersion version, ReadOnlySpan<byte> value, TextBuffer output)
    {
        output.Append("{ "u8);
        // By type, and whether it is a malformed one, which has another name.
        Span<bool> seen = stackalloc bool[2 * (byte.MaxValue + 1)];
        seen.Clear();
        var tlvs = new TlvReader(value);
        for (var isFirst = true; tlvs.TryRead(out var tlv);)
        {
            var type = PrefixSidTlv.TypeOf(tlv);
            ref var isSeen = ref seen[2 * tlv.Type + (type == 0 ? 1 : 0)];
            if (isSeen) continue;
            isSeen = true;
            if (!isFirst) output.Append(", "u8);
            isFirst = false;
            switch (type)
            {
                case PrefixSidTlv.LabelIndex:
                    output.Append("\"sr-label-index\": "u8).Append(LabelIndex(tlv));
                    break;
                case PrefixSidTlv.Srgb:
                    output.Append("\"sr-srgbs\": ["u8);
                    AppendSrgbs(tlv, "["u8, ", "u8, "]"u8, output);
                    output.Append((byte)']');
                    break;
                case PrefixSidTlv.Srv6L3Service or PrefixSidTlv.Srv6L2Service:
                    AppendServiceJson(tlv, output);
                    break;
                case PrefixSidTlv.DraftIpv6Sid or PrefixSidTlv.DraftVpnSid when version == JsonVersion.Four && tlv.Value.Length == PrefixSidTlv.DraftSidSize:
                    output.Append(tlv.Type == PrefixSidTlv.DraftIpv6Sid ? "\"sr-v6-sid\": \""u8 : "\"srv6-vpn-sid\": \""u8);
                    IpAddress.FromBytes(tlv.Value[3..]).AppendTo(output);
                    output.Append((byte)'"');
                    break;
                default:
                    output.Append("\"attribute-not-implemented-"u8).Append((uint)tlv.Type)
                        .Append("\": \"0x"u8).AppendHex(tlv.Value).Append((byte)'"');
                    break;
            }
        }
        output.Append(" }"u8);
    }

    /// <summary>ExaBGP: where there is a label index, it and the SRGB are all that is shown.</summary>
    public static void AppendText(ReadOnlySpan<byte> value, TextBuffer output)
    {
        output.Append("bgp-prefix-sid [ "u8);
        if (TryFind(value, PrefixSidTlv.LabelIndex, out var index) && PrefixSidTlv.TypeOf(index) != 0)
        {
            output.Append(LabelIndex(index));
            if (TryFind(value, PrefixSidTlv.Srgb, out var srgb) && PrefixSidTlv.TypeOf(srgb) != 0)
            {
                output.Append(", [ "u8);
                AppendSrgbs(srgb, "( "u8, ","u8, " )"u8, output);
                output.Append(" ]"u8);
            }
        }
        else
        {
            var tlvs = new TlvReader(value);
            for (var isFirst = true; tlvs.TryRead(out var tlv); isFirst = false)
            {
                if (!isFirst) output.Append(", "u8);
                AppendTlvText(tlv, output);
            }
        }
        output.Append(" ]"u8);
    }

    private static void AppendTlvText(Tlv tlv, TextBuffer output)
    {
        switch (PrefixSidTlv.TypeOf(tlv))
        {
            case PrefixSidTlv.Srgb:
                output.Append("[ "u8);
                AppendSrgbs(tlv, "( "u8, ","u8, " )"u8, output);
                output.Append(" ]"u8);
                break;
            case PrefixSidTlv.Srv6L3Service or PrefixSidTlv.Srv6L2Service:
                output.Append(ServiceName(tlv)).Append(" [ "u8);
                var sids = new TlvReader(tlv.Value[PrefixSidTlv.ServiceHeaderSize..]);
                for (var isFirst = true; sids.TryRead(out var sid);)
                {
                    if (sid.Type != PrefixSidTlv.SidInformation) continue;
                    if (!isFirst) output.Append(", "u8);
                    isFirst = false;
                    AppendSidText(sid, output);
                }
                output.Append(" ]"u8);
                break;
            default:
                output.Append("Attribute with code [ "u8).Append((uint)tlv.Type).Append(" ] not implemented"u8);
                break;
        }
    }

    /// <summary>ExaBGP does not close the bracket of the SID.</summary>
    private static void AppendSidText(Tlv sid, TextBuffer output)
    {
        output.Append("sid-information [ sid:"u8);
        Sid(sid).AppendTo(output);
        output.Append(" flags:0 endpoint_behavior:0x"u8);
        AppendShortHex(Behavior(sid), output);
        output.Append((byte)' ');
        if (!TryFind(sid.Value[PrefixSidTlv.SidInformationSize..], PrefixSidTlv.SidStructure, out var structure)) return;
        output.Append(" [ sid-structure ["u8);
        for (var i = 0; i < structure.Value.Length; i++)
            output.Append(i == 0 ? default : ","u8).Append((uint)structure.Value[i]);
        output.Append("] ]"u8);
    }

    private static void AppendServiceJson(Tlv tlv, TextBuffer output)
    {
        output.Append((byte)'"').Append(ServiceName(tlv)).Append("\": [ "u8);
        var sids = new TlvReader(tlv.Value[PrefixSidTlv.ServiceHeaderSize..]);
        for (var isFirst = true; sids.TryRead(out var sid);)
        {
            if (sid.Type != PrefixSidTlv.SidInformation) continue;
            output.Append(isFirst ? "{ \"sid\": \""u8 : ", { \"sid\": \""u8);
            isFirst = false;
            Sid(sid).AppendTo(output);
            output.Append("\", \"flags\": 0, \"endpoint_behavior\": "u8).Append((uint)Behavior(sid));
            if (TryFind(sid.Value[PrefixSidTlv.SidInformationSize..], PrefixSidTlv.SidStructure, out var structure))
            {
                output.Append(", \"structure\": {"u8);
                for (var i = 0; i < structure.Value.Length; i++)
                    output.Append(i == 0 ? "\""u8 : ", \""u8).Append(StructureNames[i]).Append("\": "u8).Append((uint)structure.Value[i]);
                output.Append((byte)'}');
            }
            output.Append(" }"u8);
        }
        output.Append(" ]"u8);
    }

    private static void AppendSrgbs(Tlv tlv, ReadOnlySpan<byte> open, ReadOnlySpan<byte> between, ReadOnlySpan<byte> close, TextBuffer output)
    {
        for (var at = PrefixSidTlv.SrgbHeaderSize; at < tlv.Value.Length; at += PrefixSidTlv.SrgbSize)
        {
            if (at > PrefixSidTlv.SrgbHeaderSize) output.Append(", "u8);
            output.Append(open).Append(ReadUInt24(tlv.Value[at..])).Append(between).Append(ReadUInt24(tlv.Value[(at + 3)..])).Append(close);
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> value, byte type, out Tlv found)
    {
        var tlvs = new TlvReader(value);
        while (tlvs.TryRead(out found))
            if (found.Type == type) return true;
        return false;
    }

    /// <summary>Without leading zeros.</summary>
    private static void AppendShortHex(ushort number, TextBuffer output)
    {
        for (var shift = number >> 12 != 0 ? 12 : number >> 8 != 0 ? 8 : number >> 4 != 0 ? 4 : 0; shift >= 0; shift -= 4)
            output.Append("0123456789abcdef"u8[number >> shift & 0xf]);
    }

    private static string ServiceName(Tlv tlv) => tlv.Type == PrefixSidTlv.Srv6L3Service ? "l3-service" : "l2-service";

    private static uint LabelIndex(Tlv tlv) => BinaryPrimitives.ReadUInt32BigEndian(tlv.Value[3..]);

    private static IpAddress Sid(Tlv sid) => IpAddress.FromBytes(sid.Value[1..17]);

    private static ushort Behavior(Tlv sid) => BinaryPrimitives.ReadUInt16BigEndian(sid.Value[18..]);

    private static uint ReadUInt24(ReadOnlySpan<byte> octets) => BinaryPrimitives.ReadUInt16BigEndian(octets) * 256u + octets[2];
}
