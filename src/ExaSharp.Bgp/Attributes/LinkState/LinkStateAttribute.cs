using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// The BGP-LS attribute (RFC 9552 section 5.3): what is known about a node, link or prefix, as TLVs. It is received and shown;
/// ExaBGP has no keyword for it. TLVs of unknown types are shown as octets.
/// </summary>
public sealed class LinkStateAttribute : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.LinkState;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional;

    /// <inheritdoc/>
    public override string Name => "bgp-ls";

    /// <inheritdoc/>
    public override ErrorAction WrongFlagsAction => ErrorAction.AttributeDiscard;

    /// <summary>
    /// RFC 9552 section 8.2.2: a malformed attribute is discarded, and the routes are used without it. One without octets is
    /// malformed too (RFC 7606 section 5.3).
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        if (value.IsEmpty) return BgpError.Discard(5, "Invalid BGP-LS attribute, no TLV");
        var tlvs = new WideTlvReader(value);
        while (tlvs.TryRead(out var tlv))
        {
            if (LinkStateTlvs.Find(tlv.Type) is { } type && !type.IsValid(tlv.Value))
                return BgpError.Discard(5, $"Invalid BGP-LS attribute, malformed TLV {tlv.Type} ({type.Name}) of {tlv.Value.Length} octets");
        }
        return tlvs.Remaining switch
        {
            0 => default,
            < WideTlvReader.HeaderSize => BgpError.Discard(5, "Invalid BGP-LS attribute, truncated TLV header"),
            _ => BgpError.Discard(5, "Invalid BGP-LS attribute, a TLV announces more than it carries"),
        };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// ExaBGP writes a member again for each TLV of a type that it does not make a list of, and any reader takes the last one: so
    /// that one is written, once, in the place of the first.
    /// </remarks>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        // A generic attribute of a configuration may have any octets.
        if (Validate(value, session).IsError)
        {
            output.Append("{ \"raw\": \"0x"u8).AppendHex(value).Append("\" }"u8);
            return;
        }
        output.Append("{ "u8);
        var start = output.Length;
        using var groups = new WideTlvGroups(value, stackalloc uint[WideTlvGroups.UsualCount], LinkStateTlvs.GroupOf);
        var tlvs = new WideTlvReader(value);
        for (var offset = tlvs.Offset; tlvs.TryRead(out var tlv); offset = tlvs.Offset)
        {
            if (!groups.TryGetFirst(LinkStateTlvs.GroupOf(tlv.Type), offset, out var members)) continue;
            if (output.Length > start) output.Append(", "u8);
            var json = new LinkStateOutput(output, isJson: true);
            if (LinkStateTlvs.Find(tlv.Type) is LinkStateListTlv list) AppendListJson(value, list, members, json);
            else if (LinkStateTlvs.Find(tlv.Type) is not null) AppendMembersJson(value, members, json);
            else AppendUnknownJson(value, tlv.Type, members, json);
        }
        output.Append(" }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("bgp-ls "u8);
        if (Validate(value, session).IsError)
        {
            output.Append("0x"u8).AppendHex(value);
            return;
        }
        var start = output.Length;
        var text = new LinkStateOutput(output, isJson: false);
        using var groups = new WideTlvGroups(value, stackalloc uint[WideTlvGroups.UsualCount], LinkStateTlvs.GroupOf);
        var tlvs = new WideTlvReader(value);
        for (var offset = tlvs.Offset; tlvs.TryRead(out var tlv); offset = tlvs.Offset)
        {
            var type = LinkStateTlvs.Find(tlv.Type);
            scoped ReadOnlySpan<uint> members = default;
            var isList = type is null or LinkStateListTlv;
            if (isList && !groups.TryGetFirst(LinkStateTlvs.GroupOf(tlv.Type), offset, out members)) continue;
            if (output.Length > start) output.Append(", "u8);
            if (type is LinkStateListTlv list) AppendListText(value, list, members, text);
            else if (type is not null) type.AppendText(tlv.Value, text);
            else output.Append("Attribute with code [ "u8).Append((uint)tlv.Type).Append(" ] not implemented"u8);
        }
    }

    private static void AppendListJson(ReadOnlySpan<byte> value, LinkStateListTlv type, ReadOnlySpan<uint> members, LinkStateOutput json)
    {
        json.Key(type.Name).Raw(type.HasSpaces ? "[ "u8 : "["u8);
        for (var i = 0; i < members.Length; i++)
            type.AppendMember(0, WideTlv.At(value, (ushort)members[i]).Value, i == 0 ? json : json.Raw(", "u8));
        json.Raw(type.HasSpaces ? " ]"u8 : "]"u8);
    }

    private static void AppendListText(ReadOnlySpan<byte> value, LinkStateListTlv type, ReadOnlySpan<uint> members, LinkStateOutput text)
    {
        type.BeginText(text);
        for (var i = 0; i < members.Length; i++)
            type.AppendText(WideTlv.At(value, (ushort)members[i]).Value, i == 0 ? text : text.Raw(", "u8));
        type.EndText(text);
    }

    /// <summary>The members of all types of a group, of which there are two at most.</summary>
    private static void AppendMembersJson(ReadOnlySpan<byte> value, ReadOnlySpan<uint> group, LinkStateOutput json)
    {
        var first = TypeAt(value, group[0]);
        AppendMembersJson(value, first, null, group, json);
        foreach (var member in group)
        {
            var second = TypeAt(value, member);
            if (second == first) continue;
            AppendMembersJson(value, second, first, group, json);
            return;
        }
    }

    private static void AppendMembersJson(
        ReadOnlySpan<byte> value, LinkStateTlv type, LinkStateTlv? before, ReadOnlySpan<uint> group, LinkStateOutput json)
    {
        for (var i = 0; i < type.Members.Length; i++)
        {
            var name = type.Members[i];
            if (before is not null && before.Members.Contains(name)) continue;
            if (i > 0 || before is not null) json.Raw(", "u8);
            AppendLastJson(value, name, group, json.Key(name));
        }
    }

    /// <summary>The value of the last TLV of the group that has this member.</summary>
    private static void AppendLastJson(ReadOnlySpan<byte> value, string name, ReadOnlySpan<uint> group, LinkStateOutput json)
    {
        for (var i = group.Length - 1; i >= 0; i--)
        {
            var type = TypeAt(value, group[i]);
            var member = type.Members.IndexOf(name);
            if (member < 0) continue;
            type.AppendMember(member, WideTlv.At(value, (ushort)group[i]).Value, json);
            return;
        }
    }

    /// <summary>The type of a TLV of a group of known types.</summary>
    private static LinkStateTlv TypeAt(ReadOnlySpan<byte> value, uint member) => LinkStateTlvs.Find(WideTlv.At(value, (ushort)member).Type)!;

    private static void AppendUnknownJson(ReadOnlySpan<byte> value, ushort code, ReadOnlySpan<uint> members, LinkStateOutput json)
    {
        json.Raw("\"generic-lsid-"u8).Number(code).Raw("\": ["u8);
        for (var i = 0; i < members.Length; i++) json.Raw(i == 0 ? default : ", "u8).Hex(WideTlv.At(value, (ushort)members[i]).Value);
        json.Raw("]"u8);
    }
}
