using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// CLUSTER_LIST (RFC 4456 section 8): cluster identifiers of 4 octets in the order given. As ExaBGP does, it is sent to
/// external peers too.
/// </summary>
public sealed class ClusterList : AttributeType
{
    // ExaBGP's own spelling, which scripts may look for.
    private const string Invalid = "invalid cluster list";

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.ClusterList;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional;

    /// <inheritdoc/>
    public override string Name => "cluster-list";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("cluster-list", Parse)];

    /// <inheritdoc/>
    public override bool IsAccepted(NegotiatedSession session) => session.IsIbgp || !session.Rfc;

    /// <summary>
    /// RFC 7606 section 7.10: a length that is 0 or not a multiple of 4 is treat-as-withdraw from an internal peer, and attribute
    /// discard from an external one. A well-formed value from an external peer is shown, as ExaBGP does, but with <c>rfc</c>.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        if (value.Length % 4 == 0 && !value.IsEmpty) return default;
        var error = BgpError.Withdraw(5, $"invalid CLUSTER_LIST, {value.Length} bytes is not a whole number of clusters");
        return session.IsIbgp ? error : error with { Action = ErrorAction.AttributeDiscard };
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("[ "u8);
        for (var i = 0; i + 4 <= value.Length; i += 4)
        {
            output.Append(i == 0 ? "\""u8 : ", \""u8);
            IpAddress.FromBytes(value.Slice(i, 4)).AppendTo(output);
            output.Append((byte)'"');
        }
        output.Append(" ]"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("cluster-list ["u8);
        for (var i = 0; i + 4 <= value.Length; i += 4)
        {
            output.Append((byte)' ');
            IpAddress.FromBytes(value.Slice(i, 4)).AppendTo(output);
        }
        output.Append(" ]"u8);
    }

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        var value = draft.Attributes.NewValue();
        if (!reader.TryTake(TokenKind.OpenBracket))
            return TryAppend(ref reader, value) && Add(ref reader, draft, value.Written);
        while (!reader.TryTake(TokenKind.CloseBracket))
            if (!TryAppend(ref reader, value)) return false;
        if (value.Length == 0) return reader.Fail(DiagnosticCode.InvalidValue, Invalid);
        return Add(ref reader, draft, value.Written);
    }

    private static bool TryAppend(ref TokenReader reader, ValueBuilder value)
    {
        if (!reader.TryWord(out var word) || !IpAddress.TryParse(word, out var address) || !address.IsIpv4)
            return reader.Fail(DiagnosticCode.InvalidValue, Invalid);
        value.UInt32(address.Ipv4Value);
        return true;
    }
}
