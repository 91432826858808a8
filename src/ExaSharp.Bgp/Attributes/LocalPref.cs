using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>LOCAL_PREF (RFC 4271 section 5.1.5): 4 octets, sent to internal peers only.</summary>
public sealed class LocalPref : NumberAttribute
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.LocalPref;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "local-preference";

    /// <inheritdoc/>
    protected override string Invalid => "invalid local preference";

    /// <inheritdoc/>
    protected override string RfcName => "LOCAL_PREF";

    /// <summary>Writes LOCAL_PREF 100 when the session is internal, and nothing otherwise: what a route without the attribute is sent with.</summary>
    public static void EncodeDefault(NegotiatedSession session, ref WireWriter writer)
    {
        if (session.IsIbgp) WriteAttribute(ref writer, AttributeFlags.Transitive, AttributeCode.LocalPref, [0, 0, 0, 100]);
    }

    /// <inheritdoc/>
    public override bool IsAccepted(NegotiatedSession session) => session.IsIbgp || !session.Rfc;

    /// <summary>
    /// RFC 7606 section 7.5: a length other than 4 is treat-as-withdraw from an internal peer, and attribute discard from an
    /// external one. A well-formed value from an external peer is shown, as ExaBGP does, but with <c>rfc</c>.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        var error = base.Validate(value, session);
        return error.IsError && !session.IsIbgp ? error with { Action = ErrorAction.AttributeDiscard } : error;
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer)
    {
        if (session.IsIbgp) base.Encode(stored, session, ref writer);
    }
}
