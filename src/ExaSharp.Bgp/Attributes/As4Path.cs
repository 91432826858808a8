using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// AS4_PATH (RFC 6793 section 3): the path of 4-octet AS numbers that travels beside AS_PATH through peers of 2-octet ones.
/// <c>UpdateReader</c> puts it into AS_PATH; it is neither stored nor shown.
/// </summary>
public sealed class As4Path : AttributeType
{
    internal const AttributeFlags FlagsSent = AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.As4Path;

    /// <inheritdoc/>
    public override AttributeFlags Flags => FlagsSent;

    /// <inheritdoc/>
    public override string Name => "as4-path";

    /// <summary>RFC 6793 section 4.1: a peer that speaks 4-octet AS numbers has no reason to send it.</summary>
    public override bool IsAccepted(NegotiatedSession session) => !session.Asn4;

    /// <summary>RFC 6793 section 6: whatever is wrong with it is attribute discard.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        var fault = value.IsEmpty ? "AS4_PATH is empty" : AsPathSegments.FindFault(value, 4);
        return fault is null ? default : BgpError.Discard(11, fault);
    }

    /// <summary>RFC 7607 section 2: a path with AS 0 is handled as any malformed one.</summary>
    public override BgpError ValidateFromPeer(ReadOnlySpan<byte> stored, NegotiatedSession session) =>
        AsPathSegments.HasZero(stored) ? BgpError.Discard(11, "AS4_PATH has the AS number 0") : default;

    /// <inheritdoc/>
    public override bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => false;

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AttributeTypes.Find(AttributeCode.AsPath)!.AppendJson(value, session, output);

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AttributeTypes.Find(AttributeCode.AsPath)!.AppendText(value, session, output);
}
