using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>ORIGIN (RFC 4271 section 5.1.1): one octet, 0 IGP, 1 EGP, 2 INCOMPLETE.</summary>
public sealed class Origin : AttributeType
{
    private static readonly string[] Words = ["igp", "egp", "incomplete"];

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.Origin;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "origin";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("origin", Parse)];

    /// <summary>Writes ORIGIN IGP: what a route without the attribute is sent with.</summary>
    public static void EncodeDefault(ref WireWriter writer) =>
        WriteAttribute(ref writer, AttributeFlags.Transitive, AttributeCode.Origin, [0]);

    /// <summary>RFC 7606 section 7.1: a length other than 1 or an undefined value is treat-as-withdraw.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        if (value.Length != 1) return WrongLength("ORIGIN", "1 byte", value.Length);
        return value[0] < Words.Length ? default : BgpError.Withdraw(6, $"invalid ORIGIN {value[0]}");
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append((byte)'"').Append(Word(value)).Append((byte)'"');

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append("origin "u8).Append(Word(value));

    // A generic attribute with code 1 may hold anything; ExaBGP calls that "invalid".
    private static string Word(ReadOnlySpan<byte> value) =>
        value.Length == 1 && value[0] < Words.Length ? Words[value[0]] : "invalid";

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("igp, egp or incomplete", out var word)) return false;
        for (var i = 0; i < Words.Length; i++)
            if (Ascii.EqualIgnoreCase(word, Words[i])) return Add(ref reader, draft, [(byte)i]);
        return reader.Fail(DiagnosticCode.InvalidValue, $"unknown origin {Show(word).ToLowerInvariant()}", SpellChecker.Suggest(word, Words));
    }
}
