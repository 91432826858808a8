using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Vpls;

/// <summary>
/// VPLS sites with their blocks of labels (AFI 25, SAFI 65, RFC 4761 section 3.2.2).
/// <code>
/// +------------------------------------+
/// |  Length (2 octets)                 |   17
/// +------------------------------------+
/// |  Route Distinguisher  (8 octets)   |
/// +------------------------------------+
/// |  VE ID (2 octets)                  |   endpoint
/// +------------------------------------+
/// |  VE Block Offset (2 octets)        |   offset
/// +------------------------------------+
/// |  VE Block Size (2 octets)          |   size
/// +------------------------------------+
/// |  Label Base (3 octets)             |   base, in the upper 20 bits
/// +------------------------------------+
/// </code>
/// In a configuration: <c>vpls keyword value …;</c> or <c>vpls [name] { keyword value; … }</c>.
/// </summary>
public sealed class VplsFamily : Family
{
    private const int LengthSize = 2;
    private const int BodySize = 17;
    private const int EndpointAt = LengthSize + RouteDistinguisher.Size;
    private const int OffsetAt = EndpointAt + 2;
    private const int SizeAt = OffsetAt + 2;
    private const int BaseAt = SizeAt + 2;
    private const uint BottomOfStack = 1;

    /// <summary>The attributes that ExaBGP has a word for here.</summary>
    private static readonly HashSet<AttributeCode> Accepted =
    [
        AttributeCode.Origin, AttributeCode.AsPath, AttributeCode.MultiExitDisc, AttributeCode.LocalPref, AttributeCode.AtomicAggregate,
        AttributeCode.Aggregator, AttributeCode.Community, AttributeCode.OriginatorId, AttributeCode.ClusterList,
        AttributeCode.ExtendedCommunity,
    ];

    private static readonly KeywordTable<RouteKeywordParser> Extra = new(
    [
        ("next-hop", NextHop), ("rd", Rd), ("route-distinguisher", Rd),
        ("endpoint", Number("invalid l2vpn vpls endpoint", (fields, value) => fields.Endpoint = value)),
        ("base", Number("invalid l2vpn vpls label", (fields, value) => fields.Base = value)),
        ("offset", Number("invalid l2vpn vpls block-offset", (fields, value) => fields.Offset = value)),
        ("size", Number("invalid l2vpn vpls block-size", (fields, value) => fields.Size = value)),
        .. AttributeTypes.All.Where(type => type is GenericAttribute || Accepted.Contains(type.Code)).SelectMany(type => type.Keywords),
    ]);

    public override FamilyId Id { get; } = new(Afi.L2vpn, Safi.Vpls);

    public override bool SendsNextHopAttribute => false;

    public override KeywordTable<RouteKeywordParser>? ExtraKeywords => Extra;

    public override bool TakesAttributeKeywords => false;

    public override string Incomplete => "invalid vpls";

    /// <summary>Passes over what stands before the brace of a block: a name for the operator. More than that has no meaning.</summary>
    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft)
    {
        var ahead = reader;
        while (!ahead.Peek().EndsStatement && ahead.Peek().Kind != TokenKind.Invalid) ahead.Next();
        if (ahead.Peek().Kind != TokenKind.OpenBrace) return true;
        reader.TryWord(out _);
        var rest = reader.Peek();
        if (rest.Kind == TokenKind.OpenBrace) return true;
        reader.Diagnostics?.Warning(DiagnosticCode.Ignored, rest.Span, $"\"{reader.Show(rest)}\" and what follows it is ignored");
        while (reader.Peek().Kind != TokenKind.OpenBrace) reader.Next();
        return true;
    }

    public override bool IsComplete(RouteDraft draft) => FindMissing(draft, RouteAction.Announce) is null;

    /// <inheritdoc/>
    /// <remarks>ExaBGP asks this of a block only; a route in a row that lacks something ends its session.</remarks>
    public override string? FindMissing(RouteDraft draft, RouteAction action) =>
        draft.NextHop.IsNone && action == RouteAction.Announce ? "vpls nlri next-hop missing"
        : draft.Vpls.Endpoint is null ? "vpls nlri endpoint missing"
        : draft.Vpls.Base is null ? "vpls nlri base missing"
        : draft.Vpls.Offset is null ? "vpls nlri offset missing"
        : draft.Vpls.Size is null ? "vpls nlri size missing"
        : draft.Rd is null ? "vpls nlri route-distinguisher missing"
        : null;

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        error = FindMissing(draft, RouteAction.Withdraw);
        if (error is not null || draft.Rd is not { } rd
            || draft.Vpls is not { Endpoint: { } endpoint, Offset: { } offset, Size: { } size, Base: { } labelBase }) return false;
        writer.UInt16(BodySize);
        writer.UInt64(rd.Value);
        writer.UInt16(endpoint);
        writer.UInt16(offset);
        writer.UInt16(size);
        writer.UInt24((uint)labelBase << 4 | BottomOfStack);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>As ExaBGP, octets behind those of RFC 4761 are taken with it; several NLRI in one attribute, which it refuses, are read.</remarks>
    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        error = default;
        var rest = reader.Rest;
        if (rest.Length < LengthSize) return Fail("not enough data to extract the length of the l2vpn vpls NLRI", out error);
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < BodySize) return Fail($"l2vpn vpls length is {length}, it must be at least {BodySize}", out error);
        return reader.TryReadBytes(LengthSize + length, out nlri)
            ? NlriResult.Ok
            : Fail("l2vpn vpls message length is not consistent with encoded bgp", out error);
    }

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        output.Append("{ \"rd\": \""u8);
        RouteDistinguisher.Read(nlri[LengthSize..]).AppendTo(output);
        output.Append("\", \"endpoint\": "u8).Append((uint)Field(nlri, EndpointAt))
            .Append(", \"base\": "u8).Append(LabelBase(nlri))
            .Append(", \"offset\": "u8).Append((uint)Field(nlri, OffsetAt))
            .Append(", \"size\": "u8).Append((uint)Field(nlri, SizeAt)).Append(" }"u8);
    }

    /// <inheritdoc/>
    /// <remarks>3.4.8 has strings for the numbers.</remarks>
    public override void AppendJson(JsonVersion version, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        if (version != JsonVersion.Three)
        {
            AppendJson(nlri, pathId, nextHop, compact, output);
            return;
        }
        output.Append("{ \"route-distinguisher\": \""u8);
        RouteDistinguisher.Read(nlri[LengthSize..]).AppendTo(output);
        output.Append("\", \"endpoint\": \""u8).Append((uint)Field(nlri, EndpointAt))
            .Append("\", \"base\": \""u8).Append(LabelBase(nlri))
            .Append("\", \"offset\": \""u8).Append((uint)Field(nlri, OffsetAt))
            .Append("\", \"size\": \""u8).Append((uint)Field(nlri, SizeAt)).Append("\" }"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        output.Append("vpls rd "u8);
        RouteDistinguisher.Read(nlri[LengthSize..]).AppendTo(output);
        output.Append(" endpoint "u8).Append((uint)Field(nlri, EndpointAt))
            .Append(" base "u8).Append(LabelBase(nlri))
            .Append(" offset "u8).Append((uint)Field(nlri, OffsetAt))
            .Append(" size "u8).Append((uint)Field(nlri, SizeAt));
    }

    /// <inheritdoc/>
    /// <remarks>As in ExaBGP, with the blank before a next-hop that is not there.</remarks>
    public override void AppendRoute(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, Primitives.NextHop nextHop, bool isOwn, TextBuffer output)
    {
        base.AppendRoute(nlri, pathId, nextHop, isOwn, output);
        if (nextHop.IsNone) output.Append((byte)' ');
    }

    /// <summary>The address of a PE, of either kind; ExaBGP takes IPv4 only.</summary>
    public override bool IsValidNextHopLength(int length) => length is 4 or 16;

    private static ushort Field(ReadOnlySpan<byte> nlri, int at) => BinaryPrimitives.ReadUInt16BigEndian(nlri[at..]);

    private static uint LabelBase(ReadOnlySpan<byte> nlri) =>
        ((uint)Field(nlri, BaseAt) << 8 | nlri[BaseAt + 2]) >> 4;

    private static NlriResult Fail(string text, out BgpError error)
    {
        error = BgpError.InvalidNetwork(text);
        return NlriResult.Error;
    }

    private static bool NextHop(ref TokenReader reader, RouteDraft draft)
    {
        draft.NextHop = default;
        return RouteKeywords.NextHop(ref reader, draft);
    }

    private static bool Rd(ref TokenReader reader, RouteDraft draft)
    {
        draft.Rd = null;
        return RouteKeywords.Rd(ref reader, draft);
    }

    /// <summary>A number of 16 bits, also for the label, as in ExaBGP.</summary>
    private static RouteKeywordParser Number(string message, Action<VplsFields, ushort> store) => (ref TokenReader reader, RouteDraft draft) =>
    {
        if (!reader.RequireWord("a number", out var word)) return false;
        if (!Ascii.TryParseUInt16(word, out var value)) return reader.Fail(DiagnosticCode.InvalidValue, message);
        store(draft.Vpls, value);
        return true;
    };
}
