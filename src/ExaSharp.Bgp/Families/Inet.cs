using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families;

/// <summary>
/// IPv4 and IPv6 unicast and multicast (RFC 4271 section 4.3, RFC 4760 section 5): an NLRI is a prefix and nothing else.
/// <code>
/// +---------------------------+
/// |   Length (1 octet)        |   in bits
/// +---------------------------+
/// |   Prefix (variable)       |   as few octets as hold the bits
/// +---------------------------+
/// </code>
/// </summary>
public sealed class Inet(Afi afi, Safi safi) : Family
{
    private readonly int _maxLength = afi == Afi.Ipv4 ? 32 : 128;
    private readonly KeywordTable<Attributes.RouteKeywordParser>? _extra =
        safi == Safi.Unicast ? new([("path-information", RouteKeywords.PathInformation)]) : null;

    public override FamilyId Id { get; } = new(afi, safi);

    public override bool TakesPathId => true;

    /// <inheritdoc/>
    /// <remarks>RFC 2545 section 3, and by the same means as RFC 4798 section 2: an IPv6 address, IPv4-mapped for an IPv4 one.</remarks>
    public override bool MapsNextHop => Id.Afi == Afi.Ipv6;

    public override bool NeedsExtendedNextHop => Id.Afi == Afi.Ipv4;

    public override bool IsGrouped => Id.IsIpv4Unicast;

    public override bool WithdrawCarriesAttributes => false;

    public override KeywordTable<Attributes.RouteKeywordParser>? ExtraKeywords => _extra;

    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft) =>
        PrefixText.TryParse(ref reader, Id.Afi, draft);

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        error = !draft.HasPrefix ? "the route has no prefix"
            : draft.Prefix.Afi != Id.Afi ? $"the prefix {draft.Prefix} is not of the family {Id}"
            : null;
        if (error is not null) return false;
        draft.Prefix.WriteTo(ref writer);
        return true;
    }

    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        error = default;
        if (reader.AtEnd)
        {
            error = BgpError.InvalidNetwork("not enough data to extract the mask of the NLRI");
            return NlriResult.Error;
        }
        // RFC 4760 section 5: the length of a prefix is at most the length of an address. A field with such a length can not
        // be cut into its NLRI any more.
        var length = reader.Rest[0];
        if (length > _maxLength)
        {
            error = BgpError.InvalidNetwork($"invalid mask {length} in NLRI prefix for {FamilyNames.Name(Id.Afi)}");
            return NlriResult.Error;
        }
        if (reader.TryReadBytes(1 + (length + 7) / 8, out nlri)) return NlriResult.Ok;
        error = BgpError.InvalidNetwork("not enough data for the mask provided to decode the NLRI");
        return NlriResult.Error;
    }

    /// <inheritdoc/>
    /// <remarks>RFC 4271 section 4.3: "the value of the trailing bits is irrelevant".</remarks>
    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch)
    {
        var spare = -nlri[0] & 7;
        if (spare == 0 || (nlri[^1] & (1 << spare) - 1) == 0) return nlri;
        nlri.CopyTo(scratch);
        scratch[nlri.Length - 1] &= (byte)(0xff << spare);
        return scratch[..nlri.Length];
    }

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        var bare = compact && pathId.IsEmpty;
        output.Append(bare ? "\""u8 : "{ \"nlri\": \""u8);
        ReadPrefix(nlri).AppendTo(output);
        output.Append((byte)'"');
        if (!pathId.IsEmpty) output.Append(", "u8);
        PathIdText.AppendMember(pathId, output);
        if (!bare) output.Append(" }"u8);
    }

    public override bool TryAppendJsonKey(ReadOnlySpan<byte> nlri, TextBuffer output)
    {
        ReadPrefix(nlri).AppendTo(output);
        return true;
    }

    public override void AppendJson(JsonVersion version, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        if (version != JsonVersion.Three)
        {
            AppendJson(nlri, pathId, nextHop, compact, output);
            return;
        }
        output.Append("{ "u8);
        PathIdText.AppendMember(pathId, output);
        output.Append(" }"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        ReadPrefix(nlri).AppendTo(output);
        PathIdText.Append(pathId, output);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// RFC 4760 section 3 and RFC 2545 section 3: an IPv6 next-hop may bring its link-local address along. Next-hops of the
    /// other AFI (RFC 8950) are a matter of what was negotiated, not of the family.
    /// </remarks>
    public override bool IsValidNextHopLength(int length) => Id.Afi == Afi.Ipv4 ? length == 4 : length is 16 or 32;

    private IpPrefix ReadPrefix(ReadOnlySpan<byte> nlri)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        nlri[1..].CopyTo(bytes);
        var address = IpAddress.FromBytes(bytes[..(_maxLength / 8)]);
        return new IpPrefix(address.Mask(nlri[0]), nlri[0]);
    }
}

/// <summary>The prefix of a route as text, with the checks that all families with prefixes share.</summary>
public static class PrefixText
{
    /// <summary>Reads <c>address[/length]</c> into the draft: of <paramref name="afi"/>, when given, and without host bits.</summary>
    public static bool TryParse(ref TokenReader reader, Afi afi, RouteDraft draft)
    {
        if (!reader.RequireWord("a prefix", out var word)) return false;
        if (!IpPrefix.TryParse(word, out var prefix)) return FailPrefix(ref reader, word);
        if (!prefix.HasNoHostBits)
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid network {prefix.Address} for netmask {prefix.Length}");
        if (afi != Afi.Undefined && prefix.Afi != afi)
            return reader.Fail(DiagnosticCode.InvalidValue, $"the prefix {prefix} is not an {FamilyNames.Name(afi)} prefix");
        draft.Prefix = prefix;
        draft.HasPrefix = true;
        return true;
    }

    private static bool FailPrefix(ref TokenReader reader, ReadOnlySpan<byte> word)
    {
        var slash = word.IndexOf((byte)'/');
        var address = slash < 0 ? word : word[..slash];
        var message = IpAddress.TryParse(address, out _)
            ? $"invalid netmask {System.Text.Encoding.UTF8.GetString(word[(slash + 1)..])}"
            : $"unrecognised ip address {System.Text.Encoding.UTF8.GetString(address)}";
        return reader.Fail(DiagnosticCode.InvalidValue, message);
    }
}

/// <summary>A path identifier (RFC 7911) as ExaBGP prints it behind an NLRI: a dotted quad.</summary>
public static class PathIdText
{
    /// <summary>Appends <c> path-information 0.0.0.1</c> for 4 octets, nothing for an empty span.</summary>
    public static void Append(ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        if (pathId.IsEmpty) return;
        output.Append(" path-information "u8);
        IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(pathId)).AppendTo(output);
    }

    /// <summary>Appends <c>"path-information": "0.0.0.1"</c> for 4 octets, nothing for an empty span.</summary>
    public static void AppendMember(ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        if (pathId.IsEmpty) return;
        output.Append("\"path-information\": \""u8);
        IpAddress.FromBytes(pathId).AppendTo(output);
        output.Append((byte)'"');
    }
}
