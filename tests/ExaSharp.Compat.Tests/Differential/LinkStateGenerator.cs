namespace ExaSharp.Compat.Tests.Differential;

/// <summary>
/// Random values of the BGP-LS attribute and random BGP-LS NLRI, intact ones and ones that are too short or too long. What ExaSharp
/// shows otherwise on purpose is left out; see the tests that are named for it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>a member that comes twice, unless ExaBGP makes a list of it: A_member_that_comes_again_is_written_once_with_its_last_value</item>
/// <item>SRv6 capabilities: The_O_flag_of_SRv6_capabilities_is_read_where_it_is</item>
/// <item>OSPF LAN adjacencies: The_SID_of_an_OSPF_LAN_adjacency_stands_behind_the_neighbor</item>
/// <item>bandwidths that are no number: A_bandwidth_that_is_no_number_is_null</item>
/// <item>names that are not printable: A_name_begins_no_line_in_text_and_no_member_in_JSON</item>
/// <item>sub-TLVs that are not whole, areas of more than 20 octets: A_malformed_attribute_is_discarded_and_shown_as_octets</item>
/// <item>nodes of other protocols, other descriptors: Nodes_of_other_protocols_and_with_other_descriptors_are_shown</item>
/// <item>prefixes longer than an address can be: A_malformed_route_is_passed_over</item>
/// <item>SRv6 SIDs in a VPN: A_SID_in_a_VPN_has_its_route_distinguisher</item>
/// </list>
/// </remarks>
internal sealed class LinkStateGenerator(Dice dice)
{
    /// <summary>Types that stand once in a value, and how long they may be; of 0 octets only where the list says so.</summary>
    private static readonly (int Type, int[] Sizes)[] Single =
    [
        (1024, [1]), (1025, [0, 3, 9]), (1027, [1, 3, 9, 13, 20]), (1035, [0, 1, 3]), (1088, [4]), (1092, [4]), (1093, [2]), (1094, [1]),
        (1095, [1, 2, 3]), (1096, [0, 4, 12]), (1097, [0, 7]), (1098, [0, 5]), (1099, [2, 3, 4, 7, 8, 10, 12, 16]), (1152, [1]),
        (1153, [0, 4, 8]), (1154, [0, 8, 16]), (1155, [4]), (1156, [4, 16]), (1157, [0, 4]), (1162, [8, 12]), (1170, [1, 2]), (1171, [4, 16]),
        (1250, [4, 6]), (1252, [4, 5]),
    ];

    private static readonly (int Type, int[] Sizes)[] Repeated =
        [(1028, [4, 16]), (1029, [4, 16]), (1100, [10, 13, 14, 16, 18]), (1106, [22]), (1107, [28]), (258, [8]), (263, [2, 4]), (1114, [0, 4]), (65535, [3])];

    public byte[] Attribute()
    {
        var single = Enumerable.Range(0, dice.Below(5)).Select(_ => dice.Pick(Single)).DistinctBy(entry => entry.Type).Select(Plain);
        var repeated = Enumerable.Range(0, dice.Below(3)).Select(_ => Adjacency(dice.Pick(Repeated)));
        List<byte[]> tlvs = [.. single, .. repeated];
        if (dice.Chance(20)) tlvs.Add(Tlv(1026, [.. dice.Octets(dice.Below(12)).Select(octet => (byte)(' ' + octet % 94))]));
        if (dice.Chance(20)) tlvs.Add(Tlv(dice.Pick(1030, 1031), dice.Octets(dice.Pick(4, 16))));
        if (dice.Chance(20)) tlvs.Add(dice.Chance(50) ? Capabilities() : Tlv(1158, PrefixSid()));
        if (dice.Chance(20)) tlvs.Add(Tlv(dice.Pick(1089, 1090), Bandwidth()));
        if (dice.Chance(10)) tlvs.Add(Tlv(1091, [.. Enumerable.Range(0, 8).SelectMany(_ => Bandwidth())]));
        if (tlvs.Count == 0) tlvs.Add(Plain(Single[0]));
        byte[] value = [.. tlvs.OrderBy(_ => dice.Below(1000)).SelectMany(tlv => tlv)];
        return dice.Chance(3) ? value[..(1 + dice.Below(value.Length - 1))] : value;
    }

    /// <summary>The octets of an NLRI, and whether it is one of a VPN.</summary>
    public (byte[] Nlri, bool IsVpn) Nlri()
    {
        var type = dice.Pick(1, 2, 2, 3, 4, 6, 9);
        var isVpn = type != 6 && dice.Chance(30);
        byte[] distinguisher = isVpn ? [0, dice.Pick<byte>(0, 1, 2), .. dice.Octets(6)] : [];
        if (type == 9) return (Tlv(type, dice.Octets(dice.Below(9))), isVpn);
        var protocol = dice.Pick<byte>(1, 2, 3, 5, 6, 227);
        List<byte[]> tlvs = [Tlv(256, Node(protocol))];
        if (type == 2) tlvs.Add(Tlv(257, Node(protocol)));
        if (type == 2) tlvs.AddRange(Enumerable.Range(0, dice.Below(5)).Select(_ => LinkDescriptor()));
        if (type is 3 or 4) tlvs.AddRange(PrefixDescriptors(type == 3 ? 4 : 16));
        if (type == 6) tlvs.AddRange(Enumerable.Range(0, dice.Below(5)).Select(_ => SidDescriptor()));
        byte[] body = [.. distinguisher, protocol, .. dice.Octets(8), .. tlvs.SelectMany(tlv => tlv)];
        if (dice.Chance(3)) body = body[..dice.Below(body.Length)];
        var nlri = Tlv(type, body);
        return (dice.Chance(2) ? nlri[..dice.Below(nlri.Length)] : nlri, isVpn);
    }

    private byte[] Plain((int Type, int[] Sizes) entry)
    {
        var size = dice.Pick(entry.Sizes);
        // Areas have a size of their own at which ExaSharp refuses them.
        if (entry.Type != 1027 && dice.Chance(5)) size = Math.Max(0, size + dice.Pick(-1, 1));
        return Tlv(entry.Type, dice.Octets(size));
    }

    private byte[] Adjacency((int Type, int[] Sizes) entry)
    {
        if (entry.Type is not (1106 or 1107)) return Plain(entry);
        if (dice.Chance(5)) return Tlv(entry.Type, dice.Octets(dice.Below(entry.Sizes[0])));
        var subTlvs = Enumerable.Range(0, dice.Below(3)).SelectMany(_ => dice.Chance(60) ? Tlv(1252, dice.Octets(dice.Pick(3, 4, 4, 4, 6))) : Tlv(dice.Below(9), dice.Octets(dice.Below(4))));
        return Tlv(entry.Type, [.. dice.Octets(entry.Sizes[0]), .. subTlvs]);
    }

    private byte[] Capabilities() => Tlv(
        1034, [.. dice.Octets(2), .. Enumerable.Range(0, dice.Below(4)).SelectMany(_ => (byte[])[.. dice.Octets(3), .. Tlv(1161, dice.Octets(dice.Pick(3, 4, 5)))])]);

    private byte[] PrefixSid() => dice.Octets(dice.Pick(1, 2, 4, 7, 8, 10, 12));

    private byte[] Bandwidth()
    {
        var octets = dice.Octets(4);
        // A lower exponent than that of infinity.
        octets[0] &= 0xbf;
        return dice.Chance(50) ? octets : [0x4c, 0xee, 0x6b, 0x28];
    }

    private byte[] Node(byte protocol)
    {
        List<byte> node = [];
        foreach (var type in new[] { 512, 513, 514, 515 }.Where(_ => dice.Chance(60)))
        {
            var size = type switch
            {
                512 or 513 => 4,
                514 => dice.Pick(4, 4, 16),
                _ => protocol is 1 or 2 ? dice.Pick(6, 7) : dice.Pick(4, 8),
            };
            // A length of 16 is that of an address, which ExaBGP does not take for all protocols for which it is one.
            if (dice.Chance(2)) size = Math.Max(0, size + dice.Pick(-1, 2));
            node.AddRange(Tlv(type, dice.Octets(size)));
        }
        return [.. node];
    }

    private byte[] LinkDescriptor()
    {
        var (type, size) = dice.Pick((258, 8), (259, 4), (260, 4), (261, 16), (262, 16), (263, 2), (263, 4), (999, 3));
        return Tlv(type, dice.Octets(dice.Chance(4) ? Math.Max(0, size + dice.Pick(-1, 1)) : size));
    }

    private IEnumerable<byte[]> PrefixDescriptors(int size)
    {
        if (dice.Chance(40)) yield return Tlv(264, dice.Octets(dice.Chance(5) ? 2 : 1));
        if (dice.Chance(20)) yield return Tlv(263, dice.Octets(2));
        if (dice.Chance(4)) yield break;
        var bits = dice.Below(size * 8 + 1);
        var octets = dice.Octets(Math.Max(0, (bits + 7) / 8 - (dice.Chance(10) ? 1 : 0)));
        // Neither mapped nor compatible, which Python's versions write in ways of their own.
        if (octets.Length > 0) octets[0] |= 0x20;
        yield return Tlv(265, [(byte)bits, .. octets]);
    }

    private byte[] SidDescriptor()
    {
        var (type, size) = dice.Pick((263, 2), (518, 16), (600, dice.Below(4)), (601, dice.Below(4)));
        return Tlv(type, dice.Octets(size));
    }

    private static byte[] Tlv(int type, byte[] value) =>
        [(byte)(type >> 8), (byte)type, (byte)(value.Length >> 8), (byte)value.Length, .. value];
}
