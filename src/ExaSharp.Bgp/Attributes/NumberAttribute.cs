using System.Buffers.Binary;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>An attribute that is a number of 32 bits: MULTI_EXIT_DISC and LOCAL_PREF.</summary>
public abstract class NumberAttribute : AttributeType
{
    /// <summary>ExaBGP's message when the number can not be read, without the number: <c>invalid MED</c>.</summary>
    protected abstract string Invalid { get; }

    /// <summary>The attribute's name in RFC 4271, for errors of received values.</summary>
    protected abstract string RfcName { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [(Name, Parse)];

    /// <summary>RFC 7606 sections 7.4 and 7.5: a length other than 4 is treat-as-withdraw.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) =>
        value.Length == 4 ? default : WrongLength(RfcName, "4 bytes", value.Length);

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append(Number(value));

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        output.Append(Name).Append((byte)' ').Append(Number(value));

    private static uint Number(ReadOnlySpan<byte> value) =>
        BinaryPrimitives.TryReadUInt32BigEndian(value, out var number) ? number : 0;

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        if (!reader.RequireWord("a number", out var word)) return false;
        if (!Ascii.TryParseUInt32(word, out var number)) return reader.Fail(DiagnosticCode.InvalidValue, $"{Invalid} {Show(word)}");
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, number);
        return Add(ref reader, draft, value);
    }
}
