using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>Flags in the first octet.</summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key in JSON.</param>
/// <param name="label">ExaBGP's words in text.</param>
/// <param name="size">Octets of a valid value; 0 for any that has flags.</param>
/// <param name="flags">ExaBGP's names of the bits, the highest first.</param>
internal sealed class FlagsTlv(ushort code, string name, string label, int size, params string[] flags) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => size == 0 ? !value.IsEmpty : value.Length == size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output.Flags(flags, value[0]);
}

/// <summary>A number of so many octets.</summary>
internal sealed class NumberTlv(ushort code, string name, string label, int least, int most) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length >= least && value.Length <= most;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) =>
        output.Number(LinkStateOutput.ReadNumber(value));
}

/// <summary>Numbers of a fixed size, any count of them.</summary>
internal sealed class NumbersTlv(ushort code, string name, string label, int size) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length % size == 0;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output.Numbers(value, size);
}

/// <summary>SR-Algorithm (RFC 9085 section 2.1.3): a list of octets; without any, algorithm 0 (as IOS XR means it).</summary>
internal sealed class AlgorithmsTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => true;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) =>
        output.Numbers(value.IsEmpty ? [0] : value, 1);
}

/// <summary>A bandwidth in octets per second (RFC 5305 sections 3.4 and 3.5), in IEEE 754 single precision.</summary>
internal sealed class BandwidthTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    public const int Size = 4;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length == Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output.Float(value);
}

/// <summary>Unreserved bandwidth (RFC 5305 section 3.6): one for each of the eight priorities.</summary>
internal sealed class BandwidthsTlv(ushort code, string name, string label, bool isTuple = true) : LinkStateTlv(code, name, label)
{
    private const int Priorities = 8;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length == Priorities * BandwidthTlv.Size;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        var isList = output.IsJson || !isTuple;
        output.Raw(isList ? "["u8 : "("u8);
        for (var at = 0; at < value.Length; at += BandwidthTlv.Size) output.Raw(at == 0 ? default : ", "u8).Float(value.Slice(at, BandwidthTlv.Size));
        output.Raw(isList ? "]"u8 : ")"u8);
    }
}

/// <summary>An IPv4 or IPv6 address.</summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key in JSON.</param>
/// <param name="label">ExaBGP's words in text.</param>
/// <param name="group">The lowest type with the same key.</param>
/// <param name="isQuoted">Whether it stands in quotes in text.</param>
internal sealed class AddressTlv(ushort code, string name, string label, ushort group, bool isQuoted = false) : LinkStateTlv(code, name, label)
{
    public override ushort Group => group;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length is 4 or 16;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        if (output.IsJson || isQuoted) output.Address(value);
        else IpAddress.FromBytes(value).AppendTo(output.Buffer);
    }
}

/// <summary>IPv4 and IPv6 addresses that are one list.</summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key in JSON.</param>
/// <param name="label">ExaBGP's words in text.</param>
/// <param name="group">The lowest type with the same key.</param>
/// <param name="isPlain">Whether text has neither brackets nor quotes.</param>
internal sealed class AddressesTlv(ushort code, string name, string label, ushort group, bool isPlain = false) : LinkStateListTlv(code, name, label)
{
    public override ushort Group => group;

    public override ReadOnlySpan<byte> TextBrackets => isPlain ? default : "[]"u8;

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length is 4 or 16;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        if (output.IsJson || !isPlain) output.Address(value);
        else IpAddress.FromBytes(value).AppendTo(output.Buffer);
    }
}

/// <summary>Octets that are text, mostly; as long as they may be.</summary>
internal sealed class OctetsTlv(ushort code, string name, string label, int most = ushort.MaxValue) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length <= most;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output) => output.Octets(value);
}

/// <summary>Node Name (RFC 9552 section 5.3.1.3): at most 255 octets.</summary>
internal sealed class NodeNameTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length <= byte.MaxValue;

    /// <remarks>Text has no quotes; what is not printable stands in it as in JSON, so that a name can not begin a line of its own.</remarks>
    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        if (output.IsJson || value.ContainsAnyExceptInRange((byte)' ', (byte)'~')) output.Buffer.AppendJsonString(value);
        else output.Raw(value);
    }
}

/// <summary>IS-IS Area Identifier (RFC 9552 section 5.3.1.2): an area address, which ExaBGP shows as one number, and 4.2 as octets.</summary>
internal sealed class AreaTlv(ushort code, string name, string label, bool isHex = false) : LinkStateTlv(code, name, label)
{
    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length is > 0 and <= LinkStateOutput.MaxLongNumber;

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw(output.IsJson ? "\""u8 : default);
        if (isHex) output.Buffer.AppendHex(value, upper: false);
        else output.LongNumber(value);
        output.Raw(output.IsJson ? "\""u8 : default);
    }
}
