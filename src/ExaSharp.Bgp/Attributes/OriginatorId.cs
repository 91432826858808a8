using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>ORIGINATOR_ID (RFC 4456 section 8): a BGP identifier. As ExaBGP does, it is sent to external peers too.</summary>
public sealed class OriginatorId : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.OriginatorId;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional;

    /// <inheritdoc/>
    public override string Name => "originator-id";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("originator-id", Parse)];

    /// <inheritdoc/>
    public override bool IsAccepted(NegotiatedSession session) => session.IsIbgp || !session.Rfc;

    /// <summary>
    /// RFC 7606 section 7.9: a length other than 4 is treat-as-withdraw from an internal peer, and attribute discard from an
    /// external one. A well-formed value from an external peer is shown, as ExaBGP does, but with <c>rfc</c>.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        if (value.Length == 4) return default;
        var error = WrongLength("ORIGINATOR_ID", "4 bytes", value.Length);
        return session.IsIbgp ? error : error with { Action = ErrorAction.AttributeDiscard };
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append((byte)'"');
        IpAddress.FromBytes(value).AppendTo(output);
        output.Append((byte)'"');
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("originator-id "u8);
        IpAddress.FromBytes(value).AppendTo(output);
    }

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("an IPv4 address", out var word)) return false;
        if (!IpAddress.TryParse(word, out var address) || !address.IsIpv4)
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid Originator ID {Show(word)}");
        Span<byte> value = stackalloc byte[4];
        address.CopyTo(value);
        return Add(ref reader, draft, value);
    }
}
