using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// AIGP (RFC 7311): TLVs, of which the first of type 1 holds the accumulated metric of 64 bits. Sent to internal peers, and
/// to those that have it on; taken only from those that have it on (ExaBGP).
/// </summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Type = 1      |         Length = 11           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Accumulated IGP metric (8 octets)    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public sealed class Aigp : AttributeType
{
    private const byte MetricType = 1;
    private const int HeaderSize = 3;
    private const int MetricSize = 11;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.Aigp;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional;

    /// <inheritdoc/>
    public override string Name => "aigp";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("aigp", Parse)];

    /// <inheritdoc/>
    public override ErrorAction WrongFlagsAction => ErrorAction.AttributeDiscard;

    /// <inheritdoc/>
    public override bool IsAccepted(NegotiatedSession session) => session.Aigp;

    /// <summary>RFC 7311 section 3: a malformed attribute is attribute discard. Other TLVs are passed over.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        var hasMetric = false;
        while (!value.IsEmpty)
        {
            if (value.Length < HeaderSize) return BgpError.Discard(9, "AIGP TLV header truncated");
            var length = BinaryPrimitives.ReadUInt16BigEndian(value[1..]);
            if (length < HeaderSize) return BgpError.Discard(9, $"AIGP TLV length {length} is smaller than its own header");
            if (length > value.Length)
                return BgpError.Discard(9, $"AIGP TLV truncated: {length} bytes announced, {value.Length} available");
            if (value[0] == MetricType)
            {
                if (length != MetricSize) return BgpError.Discard(9, $"Invalid AIGP TLV length: {length}");
                hasMetric = true;
            }
            value = value[length..];
        }
        return hasMetric ? default : BgpError.Discard(9, "AIGP attribute has no AIGP TLV");
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer)
    {
        if (session.Aigp || session.IsIbgp) base.Encode(stored, session, ref writer);
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("\"0x"u8).AppendHex(Metric(value), upper: false).Append((byte)'"');
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append("aigp 0x"u8).AppendHex(Metric(value), upper: false);

    /// <summary>The 8 octets of the first metric; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Metric(ReadOnlySpan<byte> value)
    {
        while (value.Length >= MetricSize)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(value[1..]);
            if (value[0] == MetricType && length == MetricSize) return value[HeaderSize..MetricSize];
            if (length < HeaderSize || length > value.Length) break;
            value = value[length..];
        }
        return default;
    }

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        const string Required = "aigp requires number (decimal or hexadecimal 0x prefixed)";
        if (!reader.TryWord(out var word)) return reader.Expected("a number");
        if (!Ascii.TryParseNumber(word, ulong.MaxValue, out var metric)) return reader.Fail(DiagnosticCode.InvalidValue, Required);
        Span<byte> value = stackalloc byte[MetricSize];
        value[0] = MetricType;
        BinaryPrimitives.WriteUInt16BigEndian(value[1..], MetricSize);
        BinaryPrimitives.WriteUInt64BigEndian(value[HeaderSize..], metric);
        return Add(ref reader, draft, value);
    }
}
