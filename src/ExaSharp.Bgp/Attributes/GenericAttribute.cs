using System.Buffers;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// An attribute given or received as octets: <c>attribute [ 0xCODE 0xFLAG 0xHEX ]</c>. It is in the list of attribute types
/// for its keyword only, with the code 0 that IANA reserves: any code may be written so, and what is stored has that code.
/// </summary>
public sealed class GenericAttribute : AttributeType
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <inheritdoc/>
    public override AttributeCode Code => 0;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "attribute";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("attribute", Parse)];

    /// <summary>
    /// Writes the attribute with the flags given. As in ExaBGP, Extended Length makes the length two octets long even when
    /// one would do.
    /// </summary>
    public static void Encode(AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value, ref WireWriter writer) =>
        WriteAttribute(ref writer, flags, code, value);

    /// <summary>Appends the JSON key: <c>attribute-0x63-0xE0</c>, without quotes.</summary>
    public static void AppendName(AttributeCode code, AttributeFlags flags, TextBuffer output) =>
        output.Append("attribute-0x"u8).AppendHex([(byte)code]).Append("-0x"u8).AppendHex([(byte)flags]);

    /// <summary>Appends the JSON value: a string of hexadecimal digits.</summary>
    public static void AppendJson(ReadOnlySpan<byte> value, TextBuffer output) =>
        output.Append("\"0x"u8).AppendHex(value, upper: false).Append((byte)'"');

    /// <summary>Appends <c>attribute [ 0x63 0xE0 0x0102 ]</c>.</summary>
    public static void AppendText(AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value, TextBuffer output) => output
        .Append("attribute [ 0x"u8).AppendHex([(byte)code]).Append(" 0x"u8).AppendHex([(byte)flags])
        .Append(" 0x"u8).AppendHex(value, upper: false).Append(" ]"u8);

    /// <summary>Any value is valid.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) => default;

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) => AppendJson(value, output);

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendText(Code, Flags, value, output);

    private static bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.TryTake(TokenKind.OpenBracket)) return FailNext(ref reader, "does not starts with [");
        if (!TryParseOctet(ref reader, out var code)) return FailNext(ref reader, "code is not 0x hexadecimal");
        // The route itself writes its next-hop and its NLRI: a second one would break the session.
        if ((AttributeCode)code is AttributeCode.NextHop or AttributeCode.MpReachNlri or AttributeCode.MpUnreachNlri)
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid attribute, code 0x{code:X2} is made from the route itself");
        if (!TryParseOctet(ref reader, out var flags)) return FailNext(ref reader, "flag is not 0x hexadecimal");
        var value = draft.Attributes.NewValue();
        if (!reader.TryWord(out var data) || !TryParseOctets(data, value)) return FailNext(ref reader, "data is not 0x hexadecimal");
        if (!reader.TryTake(TokenKind.CloseBracket)) return FailNext(ref reader, "does not ends with ]");
        if (draft.Attributes.Has((AttributeCode)code)) return true;
        return draft.Attributes.TryAdd((AttributeCode)code, (AttributeFlags)flags, value.Written)
            || reader.Fail(DiagnosticCode.InvalidValue, "invalid attribute: too long, or too many attributes");
    }

    private static bool TryParseOctet(ref TokenReader reader, out byte value)
    {
        value = 0;
        if (reader.Peek().Kind != TokenKind.Word || !Ascii.TryParseHex(reader.Text(reader.Peek()), byte.MaxValue, out var number)) return false;
        reader.Next();
        value = (byte)number;
        return true;
    }

    private static bool TryParseOctets(ReadOnlySpan<byte> word, ValueBuilder value)
    {
        if (!Ascii.HasHexPrefix(word) || word.Length % 2 != 0) return false;
        var digits = word[2..];
        if (digits.IndexOfAnyExcept(HexDigits) >= 0) return false;
        Convert.FromHexString(digits, value.Reserve(digits.Length / 2), out _, out _);
        return true;
    }

    private static bool FailNext(ref TokenReader reader, string reason) =>
        reader.Fail(DiagnosticCode.InvalidValue, reader.Peek().Span, $"invalid attribute, {reason}");
}
