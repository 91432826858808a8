using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// The TLVs of a valid BGP-LS attribute as JSON and as text. ExaBGP writes a member again for each TLV of a type that it does not
/// make a list of, and any reader takes the last one: so that one is written, once, in the place of the first.
/// </summary>
internal static class LinkStateAttributeText
{
    /// <summary>Types that have a member in common: at most those of 4.2 with <c>sids</c>.</summary>
    private const int MostSharing = 4;

    public static void AppendJson(LinkStateTlvSet types, ReadOnlySpan<byte> value, TextBuffer output)
    {
        output.Append("{ "u8);
        var start = output.Length;
        using var groups = new WideTlvGroups(value, stackalloc uint[WideTlvGroups.UsualCount], types.GroupOf);
        AppendJson(types, value, groups, types.HasListsFirst ? true : null, start, output);
        if (types.HasListsFirst) AppendJson(types, value, groups, false, start, output);
        output.Append(" }"u8);
    }

    public static void AppendText(LinkStateTlvSet types, ReadOnlySpan<byte> value, TextBuffer output)
    {
        var start = output.Length;
        var text = new LinkStateOutput(output, isJson: false);
        using var groups = new WideTlvGroups(value, stackalloc uint[WideTlvGroups.UsualCount], types.GroupOf);
        var tlvs = new WideTlvReader(value);
        for (var offset = tlvs.Offset; tlvs.TryRead(out var tlv); offset = tlvs.Offset)
        {
            var type = types.Find(tlv.Type);
            scoped ReadOnlySpan<uint> members = default;
            var isList = type is LinkStateListTlv || (type is null && types.HasCodeInUnknown);
            if (isList && !groups.TryGetFirst(types.GroupOf(tlv.Type), offset, out members)) continue;
            if (output.Length > start) output.Append(", "u8);
            if (type is LinkStateListTlv list) AppendListText(value, list, members, text);
            else if (type is not null) type.AppendText(tlv.Value, text);
            else output.Append("Attribute with code [ "u8).Append((uint)tlv.Type).Append(" ] not implemented"u8);
        }
    }

    /// <param name="types">How TLVs are shown.</param>
    /// <param name="value">All TLVs.</param>
    /// <param name="groups">Which of them belong together.</param>
    /// <param name="lists">Whether to write those that are lists, or those that are not; null for all.</param>
    /// <param name="start">Where the first member stands.</param>
    /// <param name="output">Where to.</param>
    private static void AppendJson(
        LinkStateTlvSet types, ReadOnlySpan<byte> value, in WideTlvGroups groups, bool? lists, int start, TextBuffer output)
    {
        var json = new LinkStateOutput(output, isJson: true);
        var tlvs = new WideTlvReader(value);
        for (var offset = tlvs.Offset; tlvs.TryRead(out var tlv); offset = tlvs.Offset)
        {
            var type = types.Find(tlv.Type);
            if (lists is { } which && which != (type is null or LinkStateListTlv)) continue;
            if (!groups.TryGetFirst(types.GroupOf(tlv.Type), offset, out var members)) continue;
            if (output.Length > start) output.Append(", "u8);
            if (type is LinkStateListTlv list) AppendListJson(value, list, members, json);
            else if (type is not null) AppendMembersJson(types, value, members, json);
            else AppendUnknownJson(types, value, tlv.Type, members, json);
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

    /// <summary>The members of all types of a group, each once.</summary>
    private static void AppendMembersJson(LinkStateTlvSet types, ReadOnlySpan<byte> value, ReadOnlySpan<uint> group, LinkStateOutput json)
    {
        Span<ushort> seen = stackalloc ushort[MostSharing];
        var count = 0;
        var isFirst = true;
        foreach (var member in group)
        {
            var code = WideTlv.At(value, (ushort)member).Type;
            if (seen[..count].Contains(code)) continue;
            foreach (var name in types.Find(code)!.Members)
            {
                if (IsMember(types, seen[..count], name)) continue;
                if (!isFirst) json.Raw(", "u8);
                isFirst = false;
                AppendLastJson(types, value, name, group, json.Key(name));
            }
            seen[count++] = code;
        }
    }

    private static bool IsMember(LinkStateTlvSet types, ReadOnlySpan<ushort> codes, string name)
    {
        foreach (var code in codes)
            if (types.Find(code)!.Members.Contains(name)) return true;
        return false;
    }

    /// <summary>The value of the last TLV of the group that has this member.</summary>
    private static void AppendLastJson(LinkStateTlvSet types, ReadOnlySpan<byte> value, string name, ReadOnlySpan<uint> group, LinkStateOutput json)
    {
        for (var i = group.Length - 1; i >= 0; i--)
        {
            var tlv = WideTlv.At(value, (ushort)group[i]);
            var type = types.Find(tlv.Type)!;
            var member = type.Members.IndexOf(name);
            if (member < 0) continue;
            type.AppendMember(member, tlv.Value, json);
            return;
        }
    }

    private static void AppendUnknownJson(
        LinkStateTlvSet types, ReadOnlySpan<byte> value, ushort code, ReadOnlySpan<uint> members, LinkStateOutput json)
    {
        if (!types.HasCodeInUnknown)
        {
            json.Raw("\"attribute-not-implemented\": \""u8).Number(WideTlv.At(value, (ushort)members[^1]).Type).Raw("\""u8);
            return;
        }
        json.Raw("\"generic-lsid-"u8).Number(code).Raw("\": ["u8);
        for (var i = 0; i < members.Length; i++) json.Raw(i == 0 ? default : ", "u8).Hex(WideTlv.At(value, (ushort)members[i]).Value);
        json.Raw("]"u8);
    }
}
