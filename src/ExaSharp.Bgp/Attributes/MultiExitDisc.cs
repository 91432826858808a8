using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Attributes;

/// <summary>MULTI_EXIT_DISC (RFC 4271 section 5.1.4): 4 octets.</summary>
public sealed class MultiExitDisc : NumberAttribute
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.MultiExitDisc;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional;

    /// <inheritdoc/>
    public override string Name => "med";

    /// <inheritdoc/>
    protected override string Invalid => "invalid MED";

    /// <inheritdoc/>
    protected override string RfcName => "MULTI_EXIT_DISC";
}
