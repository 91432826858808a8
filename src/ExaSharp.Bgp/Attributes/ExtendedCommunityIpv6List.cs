using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// IPv6 Address Specific Extended Communities (RFC 5701): records of 20 octets. FlowSpec actions make them; there is no
/// keyword.
/// </summary>
public sealed class ExtendedCommunityIpv6List : SortedListAttribute
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.ExtendedCommunityIpv6;

    /// <inheritdoc/>
    public override string Name => "extended-community-ipv6";

    /// <inheritdoc/>
    protected override int RecordSize => ExtendedCommunity.Ipv6Size;

    /// <inheritdoc/>
    protected override string RecordName => "ipv6 extended community";

    /// <inheritdoc/>
    protected override void AppendRecordJson(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendJson(record, output);

    /// <inheritdoc/>
    protected override void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendText(record, output);
}
