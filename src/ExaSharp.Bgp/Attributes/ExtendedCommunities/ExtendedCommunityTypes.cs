using System.Buffers.Binary;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.ExtendedCommunities;

/// <summary>Appends what an extended community says, as ExaBGP writes it.</summary>
/// <param name="community">Its 8 or 20 octets.</param>
/// <param name="output">Where to.</param>
public delegate void ExtendedCommunityFormatter(ReadOnlySpan<byte> community, TextBuffer output);

/// <summary>
/// How an extended community is shown: a new one is a line here. Type bits 0x80 (IANA's or experimental) and 0x40 (not
/// transitive) are left out, and the high nibble with them, as in ExaBGP: <c>0x80 0x08</c> and <c>0x00 0x08</c> are both
/// shown as redirect.
/// </summary>
public static class ExtendedCommunityTypes
{
    private static readonly (byte Type, byte Subtype, ExtendedCommunityFormatter Format)[] All =
    [
        (0x00, 0x02, RouteTarget.AppendTarget),
        (0x01, 0x02, RouteTarget.AppendTarget),
        (0x02, 0x02, RouteTarget.AppendTarget),
        (0x00, 0x03, RouteTarget.AppendOrigin),
        (0x01, 0x03, RouteTarget.AppendOrigin),
        (0x02, 0x03, RouteTarget.AppendOrigin),
        (0x00, 0x06, TrafficActions.AppendRate),
        (0x00, 0x07, TrafficActions.AppendAction),
        (0x00, 0x08, TrafficActions.AppendRedirect),
        (0x02, 0x08, AppendHex),
        (0x00, 0x09, TrafficActions.AppendMark),
        (0x00, 0x0a, OtherCommunities.AppendL2Info),
        (0x01, 0x0c, TrafficActions.AppendNextHopIetf),
        (0x03, 0x0c, OtherCommunities.AppendEncapsulation),
        (0x00, 0x13, RouteTarget.AppendRecord),
        (0x01, 0x13, RouteTarget.AppendRecord),
        (0x02, 0x13, RouteTarget.AppendRecord),
        (0x03, 0x14, OtherCommunities.AppendHashSortOrder),
        (0x06, 0x00, OtherCommunities.AppendMacMobility),
        (0x07, 0x02, TrafficActions.AppendInterfaceSet),
        (0x08, 0x00, TrafficActions.AppendNextHop),
        (0x0c, 0x00, OtherCommunities.AppendMup),
    ];

    /// <summary>What ExaBGP 4.2 shows otherwise.</summary>
    private static readonly (byte Type, byte Subtype, ExtendedCommunityFormatter Format)[] AllOfFour =
    [
        (0x02, 0x02, RouteTarget.AppendLongTarget),
        (0x02, 0x03, RouteTarget.AppendLongOrigin),
        (0x02, 0x13, RouteTarget.AppendLongRecord),
        (0x0c, 0x00, AppendNothing),
    ];

    /// <summary>What ExaBGP 6.0 shows otherwise.</summary>
    private static readonly (byte Type, byte Subtype, ExtendedCommunityFormatter Format)[] AllOfSix =
    [
        (0x01, 0x03, RouteTarget.AppendAddressOrigin),
        (0x00, 0x0c, TrafficActions.AppendPacketRate),
    ];

    private static readonly (byte Type, byte Subtype, ExtendedCommunityFormatter Format)[] AllIpv6 =
    [
        (0x00, 0x0b, AppendHex),
        (0x00, 0x0c, TrafficActions.AppendNextHopIetf),
    ];

    /// <summary>Appends <c>{ "value": 842122827661412, "string": "target:65000:100" }</c>; the string of an unknown one is empty.</summary>
    public static void AppendJson(ReadOnlySpan<byte> community, TextBuffer output)
    {
        output.Append("{ \"value\": "u8);
        AppendDecimal(community, output);
        output.Append(", \"string\": \""u8);
        Find(community)?.Invoke(community, output);
        output.Append("\" }"u8);
    }

    /// <summary>
    /// As <see cref="AppendJson(ReadOnlySpan{byte}, TextBuffer)"/>, in the form of a version: a bare number in 3.4.8; in 6.0.0 an unknown
    /// one as its octets, and of an interface set whether it is transitive.
    /// </summary>
    public static void AppendJson(JsonVersion version, ReadOnlySpan<byte> community, TextBuffer output)
    {
        switch (version)
        {
            case JsonVersion.Three:
                AppendDecimal(community, output);
                return;
            case JsonVersion.Five:
                AppendJson(community, output);
                return;
        }
        output.Append("{ \"value\": "u8);
        AppendDecimal(community, output);
        output.Append(", \"string\": \""u8);
        var format = community.Length == ExtendedCommunity.Size ? Find(version == JsonVersion.Four ? AllOfFour : AllOfSix, community) : null;
        format ??= Find(community);
        if (version == JsonVersion.Six) format ??= AppendHex;
        format?.Invoke(community, output);
        output.Append((byte)'"');
        if (version == JsonVersion.Six && format == TrafficActions.AppendInterfaceSet)
            output.Append((community[0] & ExtendedCommunity.NonTransitive) == 0 ? ", \"transitive\": true"u8 : ", \"transitive\": false"u8);
        output.Append(" }"u8);
    }

    /// <summary>Appends <c>target:65000:100</c>, or the octets in hexadecimal for an unknown one.</summary>
    public static void AppendText(ReadOnlySpan<byte> community, TextBuffer output)
    {
        var format = Find(community) ?? AppendHex;
        format(community, output);
    }

    /// <summary>As <see cref="AppendText(ReadOnlySpan{byte}, TextBuffer)"/>, until 4.0.1 with the words of ExaBGP 4.2.</summary>
    public static void AppendText(JsonVersion version, ReadOnlySpan<byte> community, TextBuffer output)
    {
        var format = version <= JsonVersion.Four && community.Length == ExtendedCommunity.Size ? Find(AllOfFour, community) : null;
        if (format is null) AppendText(community, output);
        else if (format == AppendNothing) AppendHex(community, output);
        else format(community, output);
    }

    private static void AppendNothing(ReadOnlySpan<byte> community, TextBuffer output)
    {
    }

    private static void AppendHex(ReadOnlySpan<byte> community, TextBuffer output) => output.Append("0x"u8).AppendHex(community);

    private static ExtendedCommunityFormatter? Find(ReadOnlySpan<byte> community) =>
        Find(community.Length == ExtendedCommunity.Ipv6Size ? AllIpv6 : All, community);

    private static ExtendedCommunityFormatter? Find((byte Type, byte Subtype, ExtendedCommunityFormatter Format)[] list, ReadOnlySpan<byte> community)
    {
        foreach (var (type, subtype, format) in list)
            if ((community[0] & 0x0f) == type && community[1] == subtype) return format;
        return null;
    }

    /// <summary>The octets as one decimal number.</summary>
    private static void AppendDecimal(ReadOnlySpan<byte> community, TextBuffer output)
    {
        if (community.Length == ExtendedCommunity.Size)
        {
            output.Append(BinaryPrimitives.ReadUInt64BigEndian(community));
            return;
        }
        // 160 bits: five words divided again and again by a power of ten.
        const int GroupDigits = 9;
        const uint Group = 1_000_000_000;
        Span<uint> words = stackalloc uint[5];
        Span<uint> groups = stackalloc uint[6];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(community[(4 * i)..]);
        var count = 0;
        while (count == 0 || words.ContainsAnyExcept(0u))
        {
            ulong rest = 0;
            for (var i = 0; i < words.Length; i++)
            {
                rest = rest << 32 | words[i];
                words[i] = (uint)(rest / Group);
                rest %= Group;
            }
            groups[count++] = (uint)rest;
        }
        output.Append(groups[count - 1]);
        for (var i = count - 2; i >= 0; i--)
        {
            var digits = output.GetSpan(GroupDigits);
            var value = groups[i];
            for (var d = GroupDigits - 1; d >= 0; d--, value /= 10) digits[d] = (byte)('0' + value % 10);
            output.Advance(GroupDigits);
        }
    }
}
