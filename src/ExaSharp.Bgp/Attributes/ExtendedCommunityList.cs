using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes;

/// <summary>EXTENDED COMMUNITIES (RFC 4360): records of 8 octets; see <see cref="ExtendedCommunityTypes"/>.</summary>
public sealed class ExtendedCommunityList : SortedListAttribute
{
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
    protected override void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendText(record, output);

    /// <summary>Unlike other attributes, extended communities given twice are merged (ExaBGP), those of FlowSpec actions too.</summary>
    private bool ParseAndMerge(ref TokenReader reader, RouteDraft draft)
    {
        var value = draft.Attributes.NewValue();
        if (!ParseList(ref reader, value, ExtendedCommunityParser.TryParse)) return false;
        draft.Attributes.Merge(Code, Flags, value.Written, RecordSize);
        return true;
    }
}
