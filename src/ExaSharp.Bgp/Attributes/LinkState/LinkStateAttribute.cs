using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// The BGP-LS attribute (RFC 9552 section 5.3): what is known about a node, link or prefix, as TLVs. It is received and shown;
/// ExaBGP has no keyword for it. TLVs of unknown types are shown as octets.
/// </summary>
public sealed class LinkStateAttribute : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.LinkState;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional;

    /// <inheritdoc/>
    public override string Name => "bgp-ls";

    /// <inheritdoc/>
    public override JsonVersion KnownSince => JsonVersion.Four;

    /// <inheritdoc/>
    public override ErrorAction WrongFlagsAction => ErrorAction.AttributeDiscard;

    /// <summary>
    /// RFC 9552 section 8.2.2: a malformed attribute is discarded, and the routes are used without it. One without octets is
    /// malformed too (RFC 7606 section 5.3).
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        if (value.IsEmpty) return BgpError.Discard(5, "Invalid BGP-LS attribute, no TLV");
        var tlvs = new WideTlvReader(value);
        while (tlvs.TryRead(out var tlv))
        {
            if (LinkStateTlvs.Of(JsonVersion.Five).Find(tlv.Type) is { } type && !type.IsValid(tlv.Value))
                return BgpError.Discard(5, $"Invalid BGP-LS attribute, malformed TLV {tlv.Type} ({type.Name}) of {tlv.Value.Length} octets");
        }
        return tlvs.Remaining switch
        {
            0 => default,
            < WideTlvReader.HeaderSize => BgpError.Discard(5, "Invalid BGP-LS attribute, truncated TLV header"),
            _ => BgpError.Discard(5, "Invalid BGP-LS attribute, a TLV announces more than it carries"),
        };
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendJson(JsonVersion.Five, value, session, output);

    /// <inheritdoc/>
    public override void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendJson(version, value, session, output.Append("\"bgp-ls\": "u8));

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendText(JsonVersion.Five, value, session, output);

    /// <inheritdoc/>
    public override void AppendText(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("bgp-ls "u8);
        if (Validate(value, session).IsError) output.Append("0x"u8).AppendHex(value);
        else LinkStateAttributeText.AppendText(LinkStateTlvs.Of(version), value, output);
    }

    private void AppendJson(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        // A generic attribute of a configuration may have any octets.
        if (Validate(value, session).IsError) output.Append("{ \"raw\": \"0x"u8).AppendHex(value).Append("\" }"u8);
        else LinkStateAttributeText.AppendJson(LinkStateTlvs.Of(version), value, output);
    }
}
