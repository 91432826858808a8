using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// FlowSpec: rules that match packets, with the action in extended communities (RFC 8955; IPv6: RFC 8956; in a VPN, with
/// a route distinguisher: RFC 8955 section 8). An NLRI is its octets with the length field.
/// </summary>
public sealed class FlowFamily : Family
{
    public static readonly FlowFamily Ipv4 = new(FamilyId.Ipv4Flow);
    public static readonly FlowFamily Ipv4Vpn = new(FamilyId.Ipv4FlowVpn);
    public static readonly FlowFamily Ipv6 = new(FamilyId.Ipv6Flow);
    public static readonly FlowFamily Ipv6Vpn = new(FamilyId.Ipv6FlowVpn);

    /// <summary>The octets of the longest NLRI: two of length and 4095 (RFC 8955 section 4.1).</summary>
    public const int MaxNlriSize = 2 + FlowNlri.MaxLength;

    private FlowFamily(FamilyId id) => Id = id;

    public override FamilyId Id { get; }

    public override bool NeedsNextHop => false;

    public override bool SendsNextHopAttribute => false;

    /// <summary>Reads all words of the rule: match, action and scope in a row.</summary>
    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft) =>
        FlowGrammar.TryParseWords(ref reader, Id.Afi, draft, out _);

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        if (Id.Safi == Safi.FlowVpn && draft.Rd is null)
        {
            error = "a flow-vpn route needs a route distinguisher (rd)";
            return false;
        }
        if (Id.Safi == Safi.Flow && draft.Rd is not null)
        {
            error = "a flow route with a route distinguisher (rd) is of the family flow-vpn";
            return false;
        }
        return draft.Flow.TryWrite(Id.Afi, draft.Rd, ref writer, out error);
    }

    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error) =>
        FlowNlri.TryRead(ref reader, Id, out nlri, out error);

    public override bool HasRfcForm => Id.Afi == Afi.Ipv6;

    /// <inheritdoc/>
    /// <remarks>None for a rule with several prefixes of a kind, nor for an IPv6 prefix whose offset leaves nothing to compare.</remarks>
    public override ReadOnlySpan<byte> ToRfc(ReadOnlySpan<byte> nlri, bool isWithdraw, Span<byte> scratch) =>
        FlowRfcForm.Write(nlri, Id, scratch);

    public override NlriResult TryReadRfc(ref WireReader reader, bool isWithdraw, ref WireWriter stored, out BgpError error) => HasRfcForm
        ? FlowRfcForm.TryRead(ref reader, Id, ref stored, out error)
        : base.TryReadRfc(ref reader, isWithdraw, ref stored, out error);

    /// <summary>All but the length field: a length below 240 may have been sent in two octets.</summary>
    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch) => FlowNlri.Of(nlri, Id).Body;

    /// <summary>Ports are shown as numbers, as ExaBGP shows received routes. There is no compact form.</summary>
    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        FlowText.AppendJson(JsonVersion.Five, FlowNlri.Of(nlri, Id), nextHop, output);

    public override void AppendJson(JsonVersion version, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        FlowText.AppendJson(version, FlowNlri.Of(nlri, Id), nextHop, output);

    public override string NumberedKey => "flow";

    /// <summary>Ports are shown as numbers, as ExaBGP shows received routes.</summary>
    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        FlowText.AppendText(FlowNlri.Of(nlri, Id), showServices: false, output);

    /// <summary>Ports are shown by their service names, as ExaBGP shows routes of its own.</summary>
    public override void AppendConfiguredText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) =>
        FlowText.AppendText(FlowNlri.Of(nlri, Id), showServices: true, output);

    /// <summary>
    /// Appends the rules alone as a JSON object, <c>{"source-ipv4": ["10.0.0.1/32"]}</c>: the <c>rules</c> member of
    /// <c>show adj-rib</c> in ExaBGP's second JSON version.
    /// </summary>
    /// <param name="nlri">Valid octets.</param>
    /// <param name="showServices">Whether ports are shown by service name: for routes that are not received.</param>
    /// <param name="output">Where to.</param>
    public void AppendRulesJson(ReadOnlySpan<byte> nlri, bool showServices, TextBuffer output) =>
        FlowText.AppendRulesJson(FlowNlri.Of(nlri, Id), showServices, output);

    public override bool IsValidNextHopLength(int length) => Id.Afi == Afi.Ipv6 ? length is 0 or 16 or 32 : length is 0 or 4;
}
