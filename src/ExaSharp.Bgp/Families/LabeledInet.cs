using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families;

/// <summary>
/// Labelled unicast (SAFI 4, RFC 8277 section 2) and the routes of a VPN (SAFI 128, RFC 4364 section 4.3.4): a prefix behind
/// a stack of MPLS labels and, in a VPN, a route distinguisher.
/// <code>
/// +---------------------------+
/// |   Length (1 octet)        |   in bits: labels, route distinguisher and prefix together
/// +---------------------------+
/// |   Label (3 octets)        |   once or more: 20 bits of label, 3 of traffic class, 1 that marks the last one
/// +---------------------------+
/// |   RD (8 octets)           |   SAFI 128 only
/// +---------------------------+
/// |   Prefix (variable)       |
/// +---------------------------+
/// </code>
/// </summary>
/// <remarks>
/// The length counts all parts, so that only the labels themselves tell where the prefix begins: their stack ends with the
/// bottom-of-stack bit, or is one of the two single labels without it that stand for none (RFC 3107): 0x800000 in a withdraw,
/// 0x000000.
/// </remarks>
public sealed class LabeledInet(Afi afi, Safi safi) : Family
{
    private const int LabelSize = 3;
    private const int LabelBits = LabelSize * 8;
    private const uint BottomOfStack = 1;

    /// <summary>RFC 8277 section 2.4: the label of a withdraw, where it says nothing.</summary>
    private const uint WithdrawnLabel = 0x800000;

    private readonly int _maxLength = afi == Afi.Ipv4 ? 32 : 128;
    private readonly int _rdSize = safi == Safi.MplsVpn ? RouteDistinguisher.Size : 0;
    private readonly KeywordTable<Attributes.RouteKeywordParser> _extra = new(safi == Safi.MplsVpn
        ? [("path-information", RouteKeywords.PathInformation), ("label", RouteKeywords.Label), ("rd", RouteKeywords.Rd)]
        : [("path-information", RouteKeywords.PathInformation), ("label", RouteKeywords.Label)]);

    public override FamilyId Id { get; } = new(afi, safi);

    public override bool TakesPathId => true;

    public override int NextHopRdLength => _rdSize;

    /// <inheritdoc/>
    /// <remarks>RFC 4798 section 2 and RFC 4659 section 3.2.1.2: an IPv6 address, IPv4-mapped for an IPv4 one.</remarks>
    public override bool MapsNextHop => Id.Afi == Afi.Ipv6;

    public override bool NeedsExtendedNextHop => Id.Afi == Afi.Ipv4;

    public override string Incomplete => _rdSize == 0
        ? "invalid announcement (missing next-hop or label ?)"
        : "invalid announcement (missing next-hop, label or rd ?)";

    public override KeywordTable<Attributes.RouteKeywordParser>? ExtraKeywords => _extra;

    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft) => PrefixText.TryParse(ref reader, Id.Afi, draft);

    /// <inheritdoc/>
    /// <remarks>A withdraw may leave the labels out.</remarks>
    public override bool IsComplete(RouteDraft draft) => draft.Labels.Count > 0 && (_rdSize == 0 || draft.Rd is not null);

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        error = !draft.HasPrefix ? "the route has no prefix"
            : draft.Prefix.Afi != Id.Afi ? $"the prefix {draft.Prefix} is not of the family {Id}"
            : _rdSize != 0 && draft.Rd is null ? "the route of a VPN needs a route distinguisher (rd)"
            : null;
        if (error is not null) return false;
        var labels = Math.Max(1, draft.Labels.Count);
        var bits = labels * LabelBits + _rdSize * 8 + draft.Prefix.Length;
        if (bits > byte.MaxValue)
        {
            error = $"{labels} labels are more than the NLRI has room for";
            return false;
        }
        writer.Byte((byte)bits);
        WriteLabels(draft.Labels, ref writer);
        if (draft.Rd is { } rd && _rdSize != 0) writer.UInt64(rd.Value);
        Span<byte> prefix = stackalloc byte[16];
        draft.Prefix.Address.CopyTo(prefix);
        writer.Bytes(prefix[..((draft.Prefix.Length + 7) / 8)]);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Errors are ExaBGP's. Passed over is an announcement whose first label is 0x800000, not the last one of its stack: behind
    /// that label a withdraw has its prefix, and what an NLRI means must not depend on where it stood.
    /// </remarks>
    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        error = default;
        if (reader.AtEnd) return Fail("not enough data to extract the mask of the NLRI", out error);
        var rest = reader.Rest;
        var length = 1 + (rest[0] + 7) / 8;
        var bits = rest[0] - _rdSize * 8;
        var at = 1;
        var isEnded = true;
        for (; bits >= LabelBits; bits -= LabelBits)
        {
            if (rest.Length < at + LabelSize) return Fail("not enough data to extract the label stack of the NLRI", out error);
            var label = ReadLabel(rest[at..]);
            if (at == 1 && !isWithdraw && label == WithdrawnLabel) return Skip(ref reader, length, out error);
            at += LabelSize;
            isEnded = EndsStack(label, isFirst: at == 1 + LabelSize);
            if (!isEnded) continue;
            bits -= LabelBits;
            break;
        }
        if (!isEnded) return Fail("invalid label stack in the NLRI, no bottom of stack bit and no terminator", out error);
        if (rest.Length < at + _rdSize) return Fail("not enough data to extract the route distinguisher of the NLRI", out error);
        if (bits < 0) return Fail("invalid length in NLRI prefix", out error);
        if (bits > _maxLength) return Fail($"invalid mask {bits} in NLRI prefix for {FamilyNames.Name(Id.Afi)}", out error);
        return reader.TryReadBytes(length, out nlri)
            ? NlriResult.Ok
            : Fail("not enough data for the mask provided to decode the NLRI", out error);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// RFC 8277 section 2.4: a withdraw has one label, which SHOULD be 0x800000. ExaBGP repeats the labels of the announcement.
    /// </remarks>
    public override ReadOnlySpan<byte> ToRfc(ReadOnlySpan<byte> nlri, bool isWithdraw, Span<byte> scratch)
    {
        if (!isWithdraw) return nlri;
        var labels = LabelsLength(nlri);
        var writer = new WireWriter(scratch);
        writer.Byte((byte)(nlri[0] - labels * 8 + LabelBits));
        writer.UInt24(WithdrawnLabel);
        writer.Bytes(nlri[(1 + labels)..]);
        return scratch[..writer.Length];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The labels say how to reach the prefix, not which one it is (RFC 8277 section 2.4): only length, route distinguisher and
    /// prefix count.
    /// </remarks>
    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch)
    {
        var prefixAt = 1 + LabelsLength(nlri);
        var bits = nlri[0] - (prefixAt - 1) * 8;
        var key = scratch[..(1 + nlri.Length - prefixAt)];
        nlri[prefixAt..].CopyTo(key[1..]);
        key[0] = (byte)bits;
        var spare = -bits & 7;
        if (spare != 0) key[^1] &= (byte)(0xff << spare);
        return key;
    }

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        AppendJson(JsonVersion.Five, nlri, pathId, nextHop, compact, output);

    /// <inheritdoc/>
    /// <remarks>6.0.0 has the whole field of a label behind it, as EVPN always.</remarks>
    public override void AppendJson(JsonVersion version, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        if (version == JsonVersion.Three)
        {
            AppendKeyedJson(nlri, pathId, output);
            return;
        }
        output.Append("{ \"nlri\": \""u8);
        ReadPrefix(nlri).AppendTo(output);
        output.Append((byte)'"');
        if (!pathId.IsEmpty) output.Append(", "u8);
        PathIdText.AppendMember(pathId, output);
        var labels = Labels(nlri);
        if (!labels.IsEmpty)
        {
            output.Append(", \"label\": [ "u8);
            for (var at = 0; at < labels.Length; at += LabelSize)
            {
                var label = ReadLabel(labels[at..]);
                output.Append(at == 0 ? "["u8 : ", ["u8).Append(label >> 4);
                if (version == JsonVersion.Six) output.Append(", "u8).Append(label);
                output.Append((byte)']');
            }
            output.Append(" ]"u8);
        }
        if (_rdSize != 0)
        {
            output.Append(", \"rd\": \""u8);
            ReadRd(nlri).AppendTo(output);
            output.Append((byte)'"');
        }
        output.Append(" }"u8);
    }

    public override bool TryAppendJsonKey(ReadOnlySpan<byte> nlri, TextBuffer output)
    {
        ReadPrefix(nlri).AppendTo(output);
        return true;
    }

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        AppendRoute(nlri, pathId, default, isOwn: false, output);

    /// <inheritdoc/>
    /// <remarks>As in ExaBGP, the route distinguisher stands behind the next-hop.</remarks>
    public override void AppendRoute(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, NextHop nextHop, bool isOwn, TextBuffer output)
    {
        ReadPrefix(nlri).AppendTo(output);
        PathIdText.Append(pathId, output);
        var labels = Labels(nlri);
        if (!labels.IsEmpty) output.Append(" label"u8);
        if (labels.Length > LabelSize) output.Append(" ["u8);
        for (var at = 0; at < labels.Length; at += LabelSize) output.Append((byte)' ').Append(ReadLabel(labels[at..]) >> 4);
        if (labels.Length > LabelSize) output.Append(" ]"u8);
        AppendNextHop(nextHop, output);
        if (_rdSize == 0) return;
        output.Append(" rd "u8);
        ReadRd(nlri).AppendTo(output);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// RFC 4364 section 4.3.2 and RFC 4659 section 3.2.1: in a VPN, behind a route distinguisher of 0. ExaBGP's form of an IPv6
    /// next-hop with a link-local address has one for both.
    /// </remarks>
    public override bool IsValidNextHopLength(int length) => (Id.Afi, _rdSize) switch
    {
        (Afi.Ipv4, 0) => length == 4,
        (Afi.Ipv4, _) => length == 12,
        (_, 0) => length is 16 or 32,
        _ => length is 24 or 40 or 48,
    };

    /// <summary><c>{ "label": [ 20012 ], "route-distinguisher": "100:100", "path-information": "0.0.0.10" }</c>, each where there is one.</summary>
    private void AppendKeyedJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        output.Append("{ "u8);
        var start = output.Length;
        var labels = Labels(nlri);
        if (!labels.IsEmpty) output.Append("\"label\": [ "u8);
        for (var at = 0; at < labels.Length; at += LabelSize)
        {
            if (at > 0) output.Append(", "u8);
            output.Append(ReadLabel(labels[at..]) >> 4);
        }
        if (!labels.IsEmpty) output.Append(" ]"u8);
        if (_rdSize != 0)
        {
            if (output.Length != start) output.Append(", "u8);
            output.Append("\"route-distinguisher\": \""u8);
            ReadRd(nlri).AppendTo(output);
            output.Append((byte)'"');
        }
        if (output.Length != start && !pathId.IsEmpty) output.Append(", "u8);
        PathIdText.AppendMember(pathId, output);
        output.Append(" }"u8);
    }

    private static void WriteLabels(IList<uint> labels, ref WireWriter writer)
    {
        if (labels.Count == 0) writer.UInt24(WithdrawnLabel);
        for (var i = 0; i < labels.Count; i++)
            writer.UInt24(labels[i] << 4 | (i == labels.Count - 1 ? BottomOfStack : 0));
    }

    private static uint ReadLabel(ReadOnlySpan<byte> octets) => BinaryPrimitives.ReadUInt16BigEndian(octets) * 256u + octets[2];

    private static bool EndsStack(uint label, bool isFirst) =>
        (label & BottomOfStack) != 0 || (isFirst && label is 0 or WithdrawnLabel);

    private static NlriResult Fail(string text, out BgpError error)
    {
        error = BgpError.InvalidNetwork(text);
        return NlriResult.Error;
    }

    private static NlriResult Skip(ref WireReader reader, int length, out BgpError error)
    {
        error = default;
        return reader.TryReadBytes(length, out _) ? NlriResult.Skip : Fail("not enough data for the mask provided to decode the NLRI", out error);
    }

    /// <summary>The octets of the label stack of a valid NLRI.</summary>
    private int LabelsLength(ReadOnlySpan<byte> nlri)
    {
        var at = 1;
        for (var bits = nlri[0] - _rdSize * 8; bits >= LabelBits; bits -= LabelBits)
        {
            var label = ReadLabel(nlri[at..]);
            at += LabelSize;
            if (EndsStack(label, isFirst: at == 1 + LabelSize)) break;
        }
        return at - 1;
    }

    private ReadOnlySpan<byte> Labels(ReadOnlySpan<byte> nlri) => nlri.Slice(1, LabelsLength(nlri));

    private RouteDistinguisher ReadRd(ReadOnlySpan<byte> nlri) => RouteDistinguisher.Read(nlri[(1 + LabelsLength(nlri))..]);

    private IpPrefix ReadPrefix(ReadOnlySpan<byte> nlri)
    {
        var prefixAt = 1 + LabelsLength(nlri) + _rdSize;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        nlri[prefixAt..].CopyTo(bytes);
        var length = (byte)(nlri[0] - (prefixAt - 1) * 8);
        return new IpPrefix(IpAddress.FromBytes(bytes[..(_maxLength / 8)]).Mask(length), length);
    }
}
