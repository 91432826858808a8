using System.Buffers;
using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// AS_PATH (RFC 4271 section 5.1.2; RFC 5065; RFC 6793): segments of AS numbers, stored with 4 octets each. Towards a peer
/// that speaks 2-octet AS numbers, larger ones are sent as AS_TRANS, with the whole path in AS4_PATH beside.
/// </summary>
/// <remarks>
/// As in ExaBGP, a path that is given is sent as given: our AS is put before it with <see cref="NegotiatedSession.Rfc"/> only. The text has the brackets of the
/// grammar the other way round: <c>as-path [ 1 2 ]</c> is shown as <c>as-path ( 1 2 )</c>.
/// </remarks>
public sealed class AsPath : AttributeType
{
    internal const AttributeFlags FlagsSent = AttributeFlags.Transitive;

    /// <summary>Octets of a segment with one AS number.</summary>
    private const int PrependedSize = 6;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.AsPath;

    /// <inheritdoc/>
    public override AttributeFlags Flags => FlagsSent;

    /// <inheritdoc/>
    public override string Name => "as-path";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("as-path", Parse), ("as-sequence", RouteKeywords.Older("as-path", Parse))];

    /// <inheritdoc/>
    public override bool MayBeEmpty => true;

    /// <summary>
    /// Writes what a route without the attribute is sent with: an empty path to an internal peer, our AS to an external one
    /// (with AS4_PATH when it is a large one and the peer speaks 2-octet AS numbers).
    /// </summary>
    public static void EncodeDefault(NegotiatedSession session, ref WireWriter writer)
    {
        if (session.IsIbgp)
        {
            WriteAttribute(ref writer, FlagsSent, AttributeCode.AsPath, default);
            return;
        }
        Span<byte> path = [(byte)SegmentType.Sequence, 1, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(path[2..], session.LocalAs);
        EncodePath(path, session, ref writer);
    }

    /// <summary>
    /// RFC 7606 section 7.2: a segment of unknown type, one without AS numbers, or one that does not fit is treat-as-withdraw.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        var fault = AsPathSegments.FindFault(value, session.Asn4 ? 4 : 2);
        return fault is null ? default : BgpError.Withdraw(11, fault);
    }

    /// <summary>RFC 7607 section 2: a path with AS 0 is treat-as-withdraw.</summary>
    public override BgpError ValidateFromPeer(ReadOnlySpan<byte> stored, NegotiatedSession session) =>
        AsPathSegments.HasZero(stored) ? BgpError.Withdraw(11, "AS_PATH has the AS number 0") : default;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ToStored(ReadOnlySpan<byte> received, NegotiatedSession session, Span<byte> scratch) =>
        session.Asn4 ? received : AsPathSegments.Widen(received, scratch);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer) =>
        EncodePath(stored, session, ref writer);

    /// <inheritdoc/>
    /// <remarks>
    /// RFC 4271 section 5.1.2: to an external peer our AS is put before the path, into its first segment when that is a sequence
    /// with room, else into a segment of its own. A path that begins with a confederation segment goes to a member of our
    /// confederation: there it is a confederation segment (RFC 5065 section 5.3).
    /// </remarks>
    public override void EncodeAsRfc(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> note, NegotiatedSession session, ref WireWriter writer)
    {
        if (session.IsIbgp || AsPathSegments.FindFault(stored, 4) is not null)
        {
            Encode(stored, session, ref writer);
            return;
        }
        var rented = ArrayPool<byte>.Shared.Rent(stored.Length + PrependedSize);
        EncodePath(AsPathSegments.Prepend(stored, session.LocalAs, rented), session, ref writer);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>An empty path is not shown (ExaBGP).</summary>
    public override bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => !value.IsEmpty;

    /// <inheritdoc/>
    /// <remarks>ExaBGP calls confederation segments sequences too.</remarks>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendSegments(value, namesConfederations: false, output);

    /// <inheritdoc/>
    /// <remarks>
    /// Until 4.0.1 the AS numbers of all segments of a type are one list, with a member for each type: those of the sequences
    /// always. 6.0.0 tells confederation segments from others.
    /// </remarks>
    public override void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        switch (version)
        {
            case JsonVersion.Five:
                base.AppendMembers(version, value, session, output);
                break;
            case JsonVersion.Six:
                output.Append("\"as-path\": "u8);
                AppendSegments(value, namesConfederations: true, output);
                break;
            default:
                AppendNumbers("\"as-path\": "u8, SegmentType.Sequence, value, isAlways: true, output);
                AppendNumbers(", \"as-set\": "u8, SegmentType.Set, value, isAlways: false, output);
                AppendNumbers(", \"confederation-path\": "u8, SegmentType.ConfederationSequence, value, isAlways: true, output);
                AppendNumbers(", \"confederation-set\": "u8, SegmentType.ConfederationSet, value, isAlways: false, output);
                break;
        }
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("as-path"u8);
        foreach (var segment in new AsPathSegments(value))
        {
            output.Append(segment.Type switch
            {
                SegmentType.Set => " ["u8,
                SegmentType.ConfederationSequence => " {("u8,
                SegmentType.ConfederationSet => " {["u8,
                _ => " ("u8,
            });
            for (var i = 0; i < segment.Count; i++) output.Append((byte)' ').Append(segment[i]);
            output.Append(segment.Type switch
            {
                SegmentType.Set => " ]"u8,
                SegmentType.ConfederationSequence => " )}"u8,
                SegmentType.ConfederationSet => " ]}"u8,
                _ => " )"u8,
            });
        }
    }

    /// <inheritdoc/>
    /// <remarks>Until 4.0.1 <c>as-path [ 1 2 ( 3 4 ) ]</c>, and with confederations a second pair of brackets behind it.</remarks>
    public override void AppendText(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        if (version > JsonVersion.Four)
        {
            AppendText(value, session, output);
            return;
        }
        output.Append("as-path "u8);
        AppendBrackets(SegmentType.Sequence, SegmentType.Set, value, output);
        if (Has(SegmentType.ConfederationSequence, value) || Has(SegmentType.ConfederationSet, value))
            AppendBrackets(SegmentType.ConfederationSequence, SegmentType.ConfederationSet, value, output);
    }

    private static void AppendSegments(ReadOnlySpan<byte> value, bool namesConfederations, TextBuffer output)
    {
        output.Append((byte)'{');
        var index = 0u;
        foreach (var segment in new AsPathSegments(value))
        {
            output.Append(index == 0 ? "\""u8 : ", \""u8).Append(index++);
            output.Append("\": {\"element\": \""u8);
            output.Append(segment.Type switch
            {
                SegmentType.Set => "as-set"u8,
                SegmentType.ConfederationSequence when namesConfederations => "as-confed-sequence"u8,
                SegmentType.ConfederationSet when namesConfederations => "as-confed-set"u8,
                _ => "as-sequence"u8,
            });
            output.Append("\", \"value\": ["u8);
            for (var i = 0; i < segment.Count; i++)
            {
                if (i > 0) output.Append(", "u8);
                output.Append(segment[i]);
            }
            output.Append("]}"u8);
        }
        output.Append((byte)'}');
    }

    /// <summary><c>"as-set": [ 1, 2 ]</c>: the AS numbers of all segments of a type; without any, <c>[]</c> or nothing.</summary>
    private static void AppendNumbers(ReadOnlySpan<byte> member, SegmentType type, ReadOnlySpan<byte> value, bool isAlways, TextBuffer output)
    {
        if (!Has(type, value))
        {
            if (isAlways) output.Append(member).Append("[]"u8);
            return;
        }
        output.Append(member).Append("[ "u8);
        AppendNumbers(type, ", "u8, value, output);
        output.Append(" ]"u8);
    }

    private static void AppendNumbers(SegmentType type, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> value, TextBuffer output)
    {
        var isFirst = true;
        foreach (var segment in new AsPathSegments(value))
        {
            if (segment.Type != type) continue;
            for (var i = 0; i < segment.Count; i++, isFirst = false)
            {
                if (!isFirst) output.Append(separator);
                output.Append(segment[i]);
            }
        }
    }

    /// <summary>ExaBGP 4.2 and before: <c>[ 1 2 ]</c>, <c>[ 1 ( 2 3 ) ]</c>, <c>[ ( 2 3 )]</c>, <c>[ ]</c>.</summary>
    private static void AppendBrackets(SegmentType sequence, SegmentType set, ReadOnlySpan<byte> value, TextBuffer output)
    {
        output.Append("[ "u8);
        var hasSequence = Has(sequence, value);
        if (hasSequence)
        {
            AppendNumbers(sequence, " "u8, value, output);
            output.Append((byte)' ');
        }
        if (Has(set, value))
        {
            output.Append("( "u8);
            AppendNumbers(set, " "u8, value, output);
            output.Append(hasSequence ? " ) "u8 : " )"u8);
        }
        output.Append((byte)']');
    }

    private static bool Has(SegmentType type, ReadOnlySpan<byte> value)
    {
        foreach (var segment in new AsPathSegments(value))
            if (segment.Type == type && segment.Count > 0) return true;
        return false;
    }

    private static void EncodePath(scoped ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer)
    {
        // What a generic attribute put here is sent as it is when it is no path.
        if (session.Asn4 || AsPathSegments.FindFault(stored, 4) is not null)
        {
            WriteAttribute(ref writer, FlagsSent, AttributeCode.AsPath, stored);
            return;
        }
        int narrow = 0, wide = 0;
        var hasLarge = false;
        foreach (var segment in new AsPathSegments(stored))
        {
            narrow += 2 + 2 * segment.Count;
            // RFC 6793 section 3: confederation segments do not belong into AS4_PATH.
            if (!segment.IsConfederation) wide += segment.Bytes.Length;
            for (var i = 0; i < segment.Count; i++) hasLarge |= segment[i] > ushort.MaxValue;
        }
        WriteHeader(ref writer, FlagsSent, AttributeCode.AsPath, narrow);
        foreach (var segment in new AsPathSegments(stored))
        {
            writer.Bytes(segment.Bytes[..2]);
            for (var i = 0; i < segment.Count; i++) writer.UInt16(Asn.ToTwoOctets(segment[i]));
        }
        if (!hasLarge || wide == 0) return;
        WriteHeader(ref writer, As4Path.FlagsSent, AttributeCode.As4Path, wide);
        foreach (var segment in new AsPathSegments(stored))
            if (!segment.IsConfederation) writer.Bytes(segment.Bytes);
    }

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        var path = new AsPathBuilder(draft.Attributes.NewValue());
        if (reader.TryWord(out var word))
        {
            // The bare form of ExaBGP 4.2 and 6.0.
            if (!Asn.TryParse(word, out var asn)) return Fail(ref reader);
            reader.Diagnostics?.Edits?.Replace(reader.Last, $"[ {asn} ]", "the number of as-path stands in brackets");
            path.Begin(SegmentType.Sequence);
            path.Append(asn);
            path.End();
            return Add(ref reader, draft, path.Written);
        }
        var kind = reader.Peek().Kind;
        if (kind is not (TokenKind.OpenBracket or TokenKind.OpenParenthesis)) return reader.Expected("an AS path");
        while (reader.Peek().Kind is TokenKind.OpenBracket or TokenKind.OpenParenthesis)
            if (!ParseSegment(ref reader, draft.Scratch, ref path)) return false;
        return Add(ref reader, draft, path.Written);
    }

    /// <summary>
    /// <c>[ … ]</c> is a sequence and <c>( … )</c> a set; with braces directly inside, of the confederation. Sets within the
    /// brackets of a sequence are the form of ExaBGP 4.2 and before: <c>[ 1 2 ( 3 4 ) 5 ]</c> is the sequence 1 2 5 and,
    /// behind it, one set of all numbers that stand in sets.
    /// </summary>
    private static bool ParseSegment(ref TokenReader reader, List<uint> inSets, ref AsPathBuilder path)
    {
        var open = reader.Next();
        var isSequence = open.Kind == TokenKind.OpenBracket;
        var isConfederation = reader.TryTake(TokenKind.OpenBrace);
        var type = (isSequence, isConfederation) switch
        {
            (true, false) => SegmentType.Sequence,
            (false, false) => SegmentType.Set,
            (true, true) => SegmentType.ConfederationSequence,
            (false, true) => SegmentType.ConfederationSet,
        };
        inSets.Clear();
        var start = path.Written.Length;
        path.Begin(type);
        while (true)
        {
            var token = reader.Next();
            switch (token.Kind)
            {
                case TokenKind.Comma:
                    continue;
                case TokenKind.CloseBrace when isConfederation:
                    isConfederation = false;
                    continue;
                case TokenKind.CloseBracket or TokenKind.CloseParenthesis when !isConfederation:
                    path.End();
                    if (inSets.Count > 0) AppendSet(reader, open.Span, inSets, start, ref path);
                    return true;
                case TokenKind.OpenBracket or TokenKind.OpenParenthesis when type == SegmentType.Sequence:
                    if (!ParseNumbers(ref reader, inSets)) return false;
                    continue;
                case TokenKind.Word when Asn.TryParse(reader.Text(token), out var asn):
                    path.Append(asn);
                    continue;
                default:
                    return Fail(ref reader);
            }
        }
    }

    /// <summary>Writes the set of the older form, which the reader stands behind.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="open">The bracket that the form begins with.</param>
    /// <param name="numbers">The set.</param>
    /// <param name="start">Where the octets of the sequence begin.</param>
    /// <param name="path">The path behind its sequence.</param>
    private static void AppendSet(in TokenReader reader, TextSpan open, List<uint> numbers, int start, ref AsPathBuilder path)
    {
        if (reader.Diagnostics is { } diagnostics)
        {
            diagnostics.Saw(ConfigurationGeneration.ExaBgp42);
            diagnostics.Edits?.Replace(open.To(reader.Last), SegmentText(path.Written[start..]) + $" ( {string.Join(' ', numbers)} )",
                "sets inside the brackets of as-path stand behind them");
        }
        path.Begin(SegmentType.Set);
        foreach (var asn in numbers) path.Append(asn);
        path.End();
    }

    /// <summary>A sequence, as written now.</summary>
    private static string SegmentText(ReadOnlySpan<byte> written)
    {
        List<uint> numbers = [];
        foreach (var segment in new AsPathSegments(written))
            for (var i = 0; i < segment.Count; i++) numbers.Add(segment[i]);
        return numbers.Count == 0 ? "" : $"[ {string.Join(' ', numbers)} ]";
    }

    private static bool ParseNumbers(ref TokenReader reader, List<uint> numbers)
    {
        while (true)
        {
            var token = reader.Next();
            switch (token.Kind)
            {
                case TokenKind.Comma:
                    continue;
                case TokenKind.CloseBracket or TokenKind.CloseParenthesis:
                    return true;
                case TokenKind.Word when Asn.TryParse(reader.Text(token), out var asn):
                    numbers.Add(asn);
                    continue;
                default:
                    return Fail(ref reader);
            }
        }
    }

    private static bool Fail(ref TokenReader reader) => reader.Fail(DiagnosticCode.InvalidValue, "could not parse as-path");
}
