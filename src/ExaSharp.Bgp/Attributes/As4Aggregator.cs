using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// AS4_AGGREGATOR (RFC 6793 section 3): the 8-octet form that travels beside AGGREGATOR through peers of 2-octet AS
/// numbers. <c>UpdateReader</c> puts it into AGGREGATOR; it is neither stored nor shown.
/// </summary>
public sealed class As4Aggregator : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.As4Aggregator;

    /// <inheritdoc/>
    public override AttributeFlags Flags => Aggregator.FlagsSent;

    /// <inheritdoc/>
    public override string Name => "as4-aggregator";

    /// <summary>RFC 6793 section 4.1: a peer that speaks 4-octet AS numbers has no reason to send it.</summary>
    public override bool IsAccepted(NegotiatedSession session) => !session.Asn4;

    /// <summary>RFC 6793 section 6: a length other than 8 is attribute discard.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) => value.Length == Aggregator.Size
        ? default
        : BgpError.Discard(5, $"invalid AS4_AGGREGATOR, expected 8 bytes, got {value.Length}");

    /// <summary>RFC 7607 section 2: AS 0 is handled as any malformed value.</summary>
    public override BgpError ValidateFromPeer(ReadOnlySpan<byte> stored, NegotiatedSession session) => Aggregator.CheckAs(stored, "AS4_AGGREGATOR");

    /// <inheritdoc/>
    public override bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => false;

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AttributeTypes.Find(AttributeCode.Aggregator)!.AppendJson(value, session, output);

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AttributeTypes.Find(AttributeCode.Aggregator)!.AppendText(value, session, output);
}
