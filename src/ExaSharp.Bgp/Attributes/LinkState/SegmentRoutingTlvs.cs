using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>SID/Index/Label fields (RFC 9085): labels of 3 octets with both of the flags V and L, indexes of 4 with none.</summary>
internal static class Sids
{
    public const int LabelSize = 3;
    public const int IndexSize = 4;

    /// <summary>How long each is; 0 for what the flags say nothing about.</summary>
    public static int Size(bool isValue, bool isLocal) => isValue != isLocal ? 0 : isValue ? LabelSize : IndexSize;

    public static bool AreValid(ReadOnlySpan<byte> octets, int size) => size == 0 || octets.Length % size == 0;

    /// <summary>The SIDs; none when their size is not known.</summary>
    public static void Append(ReadOnlySpan<byte> octets, int size, LinkStateOutput output) =>
        output.Numbers(size == 0 ? default : octets, Math.Max(size, 1));

    /// <summary>The octets, when the size is not known.</summary>
    public static void AppendUndecoded(ReadOnlySpan<byte> octets, int size, LinkStateOutput output)
    {
        output.Raw("["u8);
        if (size == 0 && !octets.IsEmpty) output.Hex(octets);
        output.Raw("]"u8);
    }
}

/// <summary>
/// SR-Capabilities (RFC 9085 section 2.1.2): flags (1), reserved (1), then ranges.
/// <code>
/// +-----------------------------------+
/// |  Range Size (3 octets)            |
/// +-----------------------------------+
/// |  SID/Label sub-TLV (7 or 8)       |   type 1161: a label of 20 bits in 3 octets, or a SID of 4
/// +-----------------------------------+
/// </code>
/// </summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key of the flags in JSON.</param>
/// <param name="label">ExaBGP's words in text.</param>
/// <param name="hasTuples">Whether text has a range in parentheses.</param>
internal sealed class SrCapabilitiesTlv(ushort code, string name, string label, bool hasTuples = false) : LinkStateTlv(code, name, label)
{
    private const int HeaderSize = 2;
    private const int RangeSize = 3;
    private const ushort SidLabel = 1161;
    private const uint LabelBits = 0xfffff;

    private static readonly string[] Flags = ["I", "V"];

    private readonly string[] _members = [name, "sids"];

    public override ReadOnlySpan<string> Members => _members;

    public override bool IsValid(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return false;
        var ranges = Ranges(value);
        while (!ranges.IsEmpty)
            if (!TryReadRange(ref ranges, out _, out var sid) || sid.Type != SidLabel) return false;
        return true;
    }

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        if (member == 0) output.Flags(Flags, value[0]);
        else AppendRanges(Ranges(value), output);
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        base.AppendText(value, output);
        output.Raw(", sids: "u8);
        AppendRanges(Ranges(value), output);
    }

    /// <summary>As in ExaBGP, of other sizes than 3 and 4 nothing is shown.</summary>
    private void AppendRanges(ReadOnlySpan<byte> ranges, LinkStateOutput output)
    {
        var isTuple = hasTuples && !output.IsJson;
        output.Raw("["u8);
        for (var isFirst = true; TryReadRange(ref ranges, out var range, out var sid);)
        {
            if (sid.Value.Length is not (Sids.LabelSize or Sids.IndexSize)) continue;
            var number = LinkStateOutput.ReadNumber(sid.Value);
            output.Raw(isFirst ? default : ", "u8).Raw(isTuple ? "("u8 : "["u8).Number(range).Raw(", "u8)
                .Number(sid.Value.Length == Sids.LabelSize ? number & LabelBits : number).Raw(isTuple ? ")"u8 : "]"u8);
            isFirst = false;
        }
        output.Raw("]"u8);
    }

    private static ReadOnlySpan<byte> Ranges(ReadOnlySpan<byte> value) => value[Math.Min(HeaderSize, value.Length)..];

    private static bool TryReadRange(ref ReadOnlySpan<byte> ranges, out ulong range, out WideTlv sid)
    {
        range = 0;
        sid = default;
        if (ranges.Length < RangeSize) return false;
        var reader = new WideTlvReader(ranges[RangeSize..]);
        if (!reader.TryRead(out sid)) return false;
        range = LinkStateOutput.ReadNumber(ranges[..RangeSize]);
        ranges = ranges[(RangeSize + reader.Offset)..];
        return true;
    }
}

/// <summary>Adjacency SID (RFC 9085 section 2.2.1): flags (1), weight (1), reserved (2), SIDs.</summary>
internal sealed class SrAdjacencyTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    public const int HeaderSize = 4;

    /// <summary>As in ExaBGP, the reserved octets need not be there.</summary>
    public const int MinSize = 2;

    public static readonly string[] FlagNames = ["F", "B", "V", "L", "S", "P"];

    public override bool IsValid(ReadOnlySpan<byte> value) => value.Length >= MinSize && Sids.AreValid(SidsOf(value), SidSize(value[0]));

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("{"u8).Key("flags").Flags(FlagNames, value[0]).Raw(", "u8).Key("sids");
        Sids.Append(SidsOf(value), SidSize(value[0]), output);
        output.Raw(", "u8).Key("weight").Number(value[1]).Raw(", "u8).Key("undecoded-sids");
        Sids.AppendUndecoded(SidsOf(value), SidSize(value[0]), output);
        output.Raw("}"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Raw("adj_flags: "u8).Flags(FlagNames, value[0]).Raw(", sids: "u8);
        Sids.Append(SidsOf(value), SidSize(value[0]), output);
        output.Raw(", undecoded_sid "u8);
        Sids.AppendUndecoded(SidsOf(value), SidSize(value[0]), output);
    }

    /// <summary>How long SIDs are with these flags.</summary>
    public static int SidSize(byte flags) => Sids.Size((flags & 0x20) != 0, (flags & 0x10) != 0);

    private static ReadOnlySpan<byte> SidsOf(ReadOnlySpan<byte> value) => value[Math.Min(HeaderSize, value.Length)..];
}

/// <summary>LAN Adjacency SID (RFC 9085 section 2.2.2): flags (1), weight (1), reserved (2), system identifier (6), SIDs.</summary>
internal sealed class SrLanAdjacencyTlv(ushort code, string name, string label) : LinkStateListTlv(code, name, label)
{
    private const int SidsAt = SrAdjacencyTlv.HeaderSize + 6;

    public override bool IsValid(ReadOnlySpan<byte> value) =>
        value.Length >= SidsAt && Sids.AreValid(value[SidsAt..], SrAdjacencyTlv.SidSize(value[0]));

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        var size = SrAdjacencyTlv.SidSize(value[0]);
        output.Raw("{"u8).Key("flags").Flags(SrAdjacencyTlv.FlagNames, value[0]).Raw(", "u8).Key("weight").Number(value[1])
            .Raw(", "u8).Key("system-id").SystemId(value[SrAdjacencyTlv.HeaderSize..SidsAt]).Raw(", "u8).Key("sids");
        Sids.Append(value[SidsAt..], size, output);
        output.Raw(", "u8).Key("undecoded");
        Sids.AppendUndecoded(value[SidsAt..], size, output);
        output.Raw("}"u8);
    }
}

/// <summary>Prefix SID (RFC 9085 section 2.3.1): flags (1), algorithm (1), reserved (2), SID.</summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key in JSON.</param>
/// <param name="label">ExaBGP's words in text.</param>
/// <param name="group">The type of SR-Capabilities, which has a key in common.</param>
/// <param name="flagsName">ExaBGP's key of the flags in JSON; null for <paramref name="name"/>.</param>
internal sealed class SrPrefixTlv(ushort code, string name, string label, ushort group, string? flagsName = null) : LinkStateTlv(code, name, label)
{
    private const int HeaderSize = 4;
    private const int MinSize = 2;

    private static readonly string[] FlagNames = ["R", "N", "P", "E", "V", "L"];

    private readonly string[] _members = [flagsName ?? name, "sids", "undecoded-sids", "sr-algorithm"];

    public override ushort Group => group;

    public override ReadOnlySpan<string> Members => _members;

    /// <summary>One index at most, as in ExaBGP.</summary>
    public override bool IsValid(ReadOnlySpan<byte> value)
    {
        if (value.Length < MinSize) return false;
        var sids = SidsOf(value);
        return SidSize(value) == Sids.IndexSize ? sids.Length is 0 or Sids.IndexSize : Sids.AreValid(sids, SidSize(value));
    }

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        switch (member)
        {
            case 0: output.Flags(FlagNames, value[0]); break;
            case 1: Sids.Append(SidsOf(value), SidSize(value), output); break;
            case 2: Sids.AppendUndecoded(SidsOf(value), SidSize(value), output); break;
            default: output.Number(value[1]); break;
        }
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        base.AppendText(value, output);
        output.Raw(", sids: "u8);
        AppendMember(1, value, output);
        output.Raw(", undecoded_sid: "u8);
        AppendMember(2, value, output);
    }

    private static int SidSize(ReadOnlySpan<byte> value) => Sids.Size((value[0] & 0x08) != 0, (value[0] & 0x04) != 0);

    private static ReadOnlySpan<byte> SidsOf(ReadOnlySpan<byte> value) => value[Math.Min(HeaderSize, value.Length)..];
}
