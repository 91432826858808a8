using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>SRv6 Capabilities (RFC 9514 section 3.1): flags (2), of which the second is O; reserved (2).</summary>
internal sealed class Srv6CapabilitiesTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    private const int FlagsSize = 2;
    private const int OamBit = 6;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length >= FlagsSize;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("{"u8).Key("flags");
        AppendFlags(value, output);
        output.Raw("}"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("flags: "u8);
        AppendFlags(value, output);
    }

    private static void AppendFlags(ReadOnlySpan<byte> value, LinkStateOutput output) =>
        output.Raw("{"u8).Key("O").Number((uint)value[0] >> OamBit & 1).Raw("}"u8);
}

/// <summary>SRv6 Locator (RFC 9514 section 5.1): flags (1), algorithm (1), reserved (2), metric (4), sub-TLVs, of which none is known.</summary>
internal sealed class Srv6LocatorTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    private const int Size = 8;

    private static readonly string[] FlagNames = ["D"];

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length >= Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output
        .Raw("{"u8).Key("flags").Flags(FlagNames, value[0]).Raw(", "u8).Key("algorithm").Number(value[1])
        .Raw(", "u8).Key("metric").Number(Metric(value)).Raw("}"u8);

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output) => output
        .Raw("flags: "u8).Flags(FlagNames, value[0]).Raw(", algorithm: "u8).Number(value[1]).Raw(", metric: "u8).Number(Metric(value));

    private static uint Metric(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
}

/// <summary>SRv6 Endpoint Behavior (RFC 9514 section 7.1): behavior (2), flags (1), none of which is defined, algorithm (1).</summary>
internal sealed class Srv6EndpointBehaviorTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    private const int Size = 4;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length >= Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output
        .Raw("{"u8).Key("endpoint-behavior").Number(BinaryPrimitives.ReadUInt16BigEndian(value)).Raw(", "u8).Key("flags").Raw("[], "u8)
        .Key("algorithm").Number(value[3]).Raw("}"u8);

    /// <remarks>ExaBGP has <c>0x</c> before a decimal number.</remarks>
    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output) => output
        .Raw("srv6-endpoint-behavior [0x"u8).Number(BinaryPrimitives.ReadUInt16BigEndian(value)).Raw(", flags: [], algorithm: "u8)
        .Number(value[3]).Raw("]"u8);
}

/// <summary>SRv6 SID Structure (RFC 9514 section 8): the lengths of locator block, locator node, function and argument, in bits.</summary>
internal sealed class Srv6SidStructureTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    public const int Size = 4;

    private static readonly string[] Lengths = ["loc_block_len", "loc_node_len", "func_len", "arg_len"];

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length >= Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => Append(value, output);

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("sid-structure ["u8);
        for (var i = 0; i < Size; i++) output.Number(value[i]).Raw(","u8);
        output.Raw("]"u8);
    }

    public static void Append(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("{"u8);
        for (var i = 0; i < Size; i++) output.Raw(i == 0 ? default : ", "u8).Key(Lengths[i]).Number(value[i]);
        output.Raw("}"u8);
    }
}

/// <summary>
/// SRv6 End.X SID and LAN End.X SID (RFC 9514 sections 4.1 and 4.2).
/// <code>
/// +-------------------------------+---------------+---------------+
/// |  Endpoint Behavior (2)        |  Flags (1)    | Algorithm (1) |
/// +---------------+---------------+---------------+---------------+
/// |  Weight (1)   | Reserved (1)  |  Neighbor ID (0; IS-IS 6; OSPFv3 4)
/// +---------------+---------------+-------------------------------+
/// |  SID (16), sub-TLVs (variable)                                |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key in JSON.</param>
/// <param name="neighborSize">Octets of the neighbour's identifier: 6 of IS-IS, 4 of OSPFv3, 0 for none.</param>
/// <param name="isSix">Whether it is in the form of 6.0.</param>
internal sealed class Srv6EndXTlv(ushort code, string name, int neighborSize, bool isSix = false) : LinkStateListTlv(code, name, "")
{
    private const int NeighborAt = 6;
    private const int SidSize = 16;
    private const ushort SidStructure = 1252;

    private static readonly string[] FlagNames = ["B", "S", "P"];

    private readonly int _sidAt = NeighborAt + neighborSize;

    public override bool HasSpaces => !isSix;

    public override bool HasLabel => false;

    public override bool IsValid(ReadOnlySpan<byte> value)
    {
        if (value.Length < _sidAt + SidSize) return false;
        var subTlvs = new WideTlvReader(SubTlvs(value));
        while (subTlvs.TryRead(out var subTlv))
            if (subTlv.Type == SidStructure && subTlv.Value.Length < Srv6SidStructureTlv.Size) return false;
        return subTlvs.Remaining == 0;
    }

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("{"u8).Key("flags").Flags(FlagNames, value[2]).Raw(", "u8);
        if (neighborSize != 0)
        {
            output.Key("neighbor-id");
            if (neighborSize == 4) output.Address(Neighbor(value));
            else output.SystemId(Neighbor(value));
            output.Raw(", "u8);
        }
        output.Key("behavior").Number(Behavior(value)).Raw(", "u8).Key("algorithm").Number(value[3]).Raw(", "u8)
            .Key("weight").Number(value[4]).Raw(", "u8).Key("sid").Address(value.Slice(_sidAt, SidSize));
        AppendSubTlvs(SubTlvs(value), output);
        output.Raw("}"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("behavior: "u8).Number(Behavior(value)).Raw(", "u8);
        if (neighborSize != 0)
        {
            output.Raw("neighbor-id: "u8);
            if (neighborSize == 4) IpAddress.FromBytes(Neighbor(value)).AppendTo(output.Buffer);
            else output.Buffer.AppendHex(Neighbor(value), upper: false);
            output.Raw(", "u8);
        }
        output.Raw("flags: "u8).Flags(FlagNames, value[2]).Raw(", algorithm: "u8).Number(value[3]).Raw(", weight: "u8).Number(value[4])
            .Raw(", sid: "u8);
        IpAddress.FromBytes(value.Slice(_sidAt, SidSize)).AppendTo(output.Buffer);
    }

    /// <summary>Of several of a type, the last one counts.</summary>
    private void AppendSubTlvs(ReadOnlySpan<byte> octets, LinkStateOutput output)
    {
        if (octets.IsEmpty) return;
        using var groups = new WideTlvGroups(octets, stackalloc uint[WideTlvGroups.UsualCount]);
        var reader = new WideTlvReader(octets);
        for (var offset = reader.Offset; reader.TryRead(out var subTlv); offset = reader.Offset)
        {
            if (!groups.TryGetFirst(subTlv.Type, offset, out var members)) continue;
            var value = WideTlv.At(octets, (ushort)members[^1]).Value;
            output.Raw(", \""u8);
            if (subTlv.Type == SidStructure)
            {
                Srv6SidStructureTlv.Append(value, output.Raw("srv6-sid-structure\": "u8));
                continue;
            }
            if (isSix) output.Raw("unknown-subtlv-"u8).Number(subTlv.Type);
            else if (neighborSize == 0) output.Raw("subtlv-not-implemented-"u8).Number(subTlv.Type);
            else output.Number(subTlv.Type).Raw("-undecoded"u8);
            output.Raw("\": "u8).Hex(value);
        }
    }

    private ReadOnlySpan<byte> Neighbor(ReadOnlySpan<byte> value) => value.Slice(NeighborAt, neighborSize);

    private ReadOnlySpan<byte> SubTlvs(ReadOnlySpan<byte> value) => value[(_sidAt + SidSize)..];

    private static ushort Behavior(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt16BigEndian(value);
}
