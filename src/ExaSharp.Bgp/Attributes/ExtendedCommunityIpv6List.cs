using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
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
    public override JsonVersion KnownSince => JsonVersion.Four;

    /// <summary>4.2 sorts the words that it shows in the place of JSON.</summary>
    public override bool ShowsReceived(JsonVersion version) => version != JsonVersion.Four && base.ShowsReceived(version);

    /// <inheritdoc/>
    protected override int RecordSize => ExtendedCommunity.Ipv6Size;

    /// <inheritdoc/>
    protected override string RecordName => "ipv6 extended community";

    /// <inheritdoc/>
    protected override void AppendRecordJson(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendJson(record, output);

    /// <inheritdoc/>
    /// <remarks>To ExaBGP 4.2 it is an attribute without a name, but with the words of its communities.</remarks>
    public override void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        if (version != JsonVersion.Four)
        {
            base.AppendMembers(version, value, session, output);
            return;
        }
        output.Append((byte)'"');
        GenericAttribute.AppendName(Code, Flags, output);
        output.Append("\": \""u8);
        var isList = value.Length > RecordSize;
        if (isList) output.Append("[ "u8);
        for (var i = 0; i + RecordSize <= value.Length; i += RecordSize)
        {
            if (i > 0) output.Append((byte)' ');
            AppendRecordText(value.Slice(i, RecordSize), output);
        }
        output.Append(isList ? " ]\""u8 : "\""u8);
    }

    /// <inheritdoc/>
    protected override void AppendRecordJson(JsonVersion version, ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendJson(version, record, output);

    /// <inheritdoc/>
    protected override void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output) =>
        ExtendedCommunityTypes.AppendText(record, output);
}
