using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.PrefixSid;

/// <summary>
/// BGP Prefix-SID (RFC 8669), which also carries the SRv6 services of a route (RFC 9252): TLVs of one octet type, two octets
/// length. Kept as received; TLVs of unknown types are shown as octets.
/// </summary>
public sealed class PrefixSidAttribute : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.PrefixSid;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "bgp-prefix-sid";

    /// <inheritdoc/>
    public override JsonVersion KnownSince => JsonVersion.Four;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords =>
        [("bgp-prefix-sid", ParseLabelIndex), ("bgp-prefix-sid-srv6", ParseSrv6)];

    /// <summary>
    /// RFC 8669 section 6: what is malformed is attribute discard; RFC 9252 section 7: treat-as-withdraw where it is an SRv6
    /// service, without which the route must not be used.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        if (value.IsEmpty) return BgpError.Discard(5, "invalid BGP prefix SID attribute, it is empty");
        var tlvs = new TlvReader(value);
        while (tlvs.TryRead(out var tlv))
        {
            var error = PrefixSidTlv.Check(tlv);
            if (error.IsError) return error;
        }
        return tlvs.Remaining switch
        {
            0 => default,
            < TlvReader.HeaderSize => BgpError.Discard(5, "invalid BGP prefix SID attribute, truncated TLV header"),
            _ => BgpError.Discard(5, "invalid BGP prefix SID attribute, TLV announces more than it carries"),
        };
    }

    /// <inheritdoc/>
    public override void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("\"bgp-prefix-sid\": "u8);
        PrefixSidText.AppendJson(version, value, output);
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        PrefixSidText.AppendJson(JsonVersion.Five, value, output);

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        PrefixSidText.AppendText(value, output);

    private bool ParseLabelIndex(ref TokenReader reader, RouteDraft draft)
    {
        var value = draft.Attributes.NewValue();
        return PrefixSidGrammar.TryParseLabelIndex(ref reader, value) && Add(ref reader, draft, value.Written);
    }

    private bool ParseSrv6(ref TokenReader reader, RouteDraft draft)
    {
        var value = draft.Attributes.NewValue();
        return PrefixSidGrammar.TryParseSrv6(ref reader, value) && Add(ref reader, draft, value.Written);
    }
}
