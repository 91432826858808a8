using System.Buffers.Binary;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>Octets as hexadecimal digits.</summary>
internal sealed class HexTlv(ushort code, string name) : LinkStateTlv(code, name, "")
{
    public override bool IsValid(ReadOnlySpan<byte> value) => true;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("\""u8);
        output.Buffer.AppendHex(value, upper: false);
        output.Raw("\""u8);
    }
}

/// <summary>A list of what another TLV shows: its value, or, where it has several members, an object of them.</summary>
/// <param name="type">The other one, with the key of the list.</param>
/// <param name="group">The lowest type with the same key.</param>
internal sealed class ListedTlv(LinkStateTlv type, ushort group) : LinkStateListTlv(type.Code, type.Name, "")
{
    public override ushort Group => group;

    public override bool IsValid(ReadOnlySpan<byte> value) => type.IsValid(value);

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        if (type.Members.Length == 1)
        {
            type.AppendMember(0, value, output);
            return;
        }
        output.Raw("{"u8);
        for (var i = 0; i < type.Members.Length; i++)
            type.AppendMember(i, value, (i == 0 ? output : output.Raw(", "u8)).Key(type.Members[i]));
        output.Raw("}"u8);
    }
}

/// <summary>A TLV whose values are not checked when they are received, because ExaBGP 5.0 does not know it: malformed ones are shown as octets.</summary>
internal sealed class NewerTlv(LinkStateTlv type) : LinkStateTlv(type.Code, type.Name, "")
{
    public override bool IsValid(ReadOnlySpan<byte> value) => true;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        if (type.IsValid(value)) type.AppendMember(member, value, output);
        else output.Hex(value);
    }
}

/// <summary>Link Local/Remote Identifiers (RFC 9552 section 5.3.2): two of 4 octets.</summary>
internal sealed class LinkIdentifiersTlv(ushort code, string name) : LinkStateTlv(code, name, "")
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length == 8;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output
        .Raw("{"u8).Key("local-id").Number(BinaryPrimitives.ReadUInt32BigEndian(value))
        .Raw(", "u8).Key("remote-id").Number(BinaryPrimitives.ReadUInt32BigEndian(value[4..])).Raw("}"u8);
}

/// <summary>A field of the performance metrics of a link (RFC 8571): the A flag and 7 reserved bits, then a number of 24 bits.</summary>
internal static class LinkMetric
{
    public const int Size = 4;

    public static uint Read(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt32BigEndian(value) & 0xffffff;

    /// <summary>The end of an object: whether the value is over what was configured.</summary>
    public static void AppendAnomalous(ReadOnlySpan<byte> value, LinkStateOutput output) =>
        output.Raw(", "u8).Key("anomalous").Raw((value[0] & 0x80) != 0 ? "true}"u8 : "false}"u8);
}

/// <summary>Delays of a link in microseconds (RFC 8571 sections 2.1 and 2.2), the first with the A flag.</summary>
internal sealed class DelayTlv(ushort code, string name, params string[] delays) : LinkStateTlv(code, name, "")
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length == delays.Length * LinkMetric.Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        for (var i = 0; i < delays.Length; i++)
            output.Raw(i == 0 ? "{"u8 : ", "u8).Key(delays[i]).Number(LinkMetric.Read(value[(i * LinkMetric.Size)..]));
        LinkMetric.AppendAnomalous(value, output);
    }
}

/// <summary>The variation of a link's delay in microseconds (RFC 8571 section 2.3).</summary>
internal sealed class DelayVariationTlv(ushort code, string name) : LinkStateTlv(code, name, "")
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length == LinkMetric.Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output.Number(LinkMetric.Read(value));
}

/// <summary>The loss of a link in units of 0.000003 percent (RFC 8571 section 2.4).</summary>
internal sealed class LinkLossTlv(ushort code, string name) : LinkStateTlv(code, name, "")
{
    private const double Unit = 0.000003;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length == LinkMetric.Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("{"u8).Key("loss-percent");
        FloatText.Append(LinkMetric.Read(value) * Unit, output.Buffer);
        LinkMetric.AppendAnomalous(value, output);
    }
}
