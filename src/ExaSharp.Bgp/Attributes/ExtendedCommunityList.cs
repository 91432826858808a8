using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>EXTENDED COMMUNITIES (RFC 4360): records of 8 octets; see <see cref="ExtendedCommunityTypes"/>.</summary>
public sealed class ExtendedCommunityList : SortedListAttribute
{
    /// <summary>The type of RFC 5668, without its high nibble.</summary>
    private const byte FourOctetAs = 0x02;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.ExtendedCommunity;

    /// <inheritdoc/>
    public override string Name => "extended-community";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("extended-community", ParseAndMerge)];

    /// <inheritdoc/>
    protected override int RecordSize => ExtendedCommunity.Size;

    /// <inheritdoc/>
    protected override string RecordName => "extended community";

    /// <inheritdoc/>
    protected override void AppendRecordJson(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendJson(record, output);

    /// <inheritdoc/>
    protected override void AppendRecordJson(JsonVersion version, ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendJson(version, record, output);

    /// <inheritdoc/>
    protected override void AppendRecordText(JsonVersion version, ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendText(version, record, output);

    /// <inheritdoc/>
    protected override void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendText(record, output);

    /// <inheritdoc/>
    /// <remarks>
    /// The note holds the route targets and origins that were given with a 4-octet AS: RFC 5668 section 2 has type 0x02 for them,
    /// 0x01 (RFC 4360 section 3.2) is for addresses.
    /// </remarks>
    public override void EncodeAsRfc(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> note, NegotiatedSession session, ref WireWriter writer)
    {
        if (note.IsEmpty || stored.IsEmpty)
        {
            Encode(stored, session, ref writer);
            return;
        }
        WriteHeader(ref writer, Flags, Code, stored.Length);
        var records = writer.Reserve(stored.Length);
        if (records.IsEmpty) return;
        stored.CopyTo(records);
        for (; !note.IsEmpty; note = note[ExtendedCommunity.Size..]) ToFourOctetAs(records, note[..ExtendedCommunity.Size]);
        AttributeSetBuilder.SortRecords(records, ExtendedCommunity.Size);
    }

    /// <summary>Of several equal records as many are changed as were noted.</summary>
    private static void ToFourOctetAs(Span<byte> records, ReadOnlySpan<byte> noted)
    {
        for (; records.Length >= ExtendedCommunity.Size; records = records[ExtendedCommunity.Size..])
        {
            if (!records.StartsWith(noted)) continue;
            records[0] = (byte)(records[0] & 0xf0 | FourOctetAs);
            return;
        }
    }

    /// <summary>Unlike other attributes, extended communities given twice are merged (ExaBGP), those of FlowSpec actions too.</summary>
    private bool ParseAndMerge(ref TokenReader reader, RouteDraft draft)
    {
        var value = draft.Attributes.NewValue();
        if (!ParseList(ref reader, draft, value, ExtendedCommunityParser.TryParse)) return false;
        draft.Attributes.Merge(Code, Flags, value.Written, RecordSize);
        return true;
    }
}
