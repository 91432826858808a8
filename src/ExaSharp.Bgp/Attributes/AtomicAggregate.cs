using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>ATOMIC_AGGREGATE (RFC 4271 section 5.1.6): no value; its presence says all.</summary>
public sealed class AtomicAggregate : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.AtomicAggregate;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "atomic-aggregate";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("atomic-aggregate", Parse)];

    /// <inheritdoc/>
    public override bool MayBeEmpty => true;

    /// <summary>RFC 7606 section 7.6: a value is attribute discard.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) => value.IsEmpty
        ? default
        : BgpError.Discard(5, $"invalid ATOMIC_AGGREGATE, expected 0 bytes, got {value.Length}");

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append("true"u8);

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append("atomic-aggregate"u8);

    private bool Parse(ref TokenReader reader, RouteDraft draft) => Add(ref reader, draft, default);
}
