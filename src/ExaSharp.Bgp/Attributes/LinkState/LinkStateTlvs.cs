namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>The list of TLVs of the BGP-LS attribute: a new one is added here, and nowhere else.</summary>
internal static class LinkStateTlvs
{
    private const ushort LocalRouterId = 1028;
    private const ushort RemoteRouterId = 1030;
    private const ushort SrCapabilities = 1034;

    /// <summary>All TLVs, by type: of nodes and links (RFC 9552 section 5.3), segment routing (RFC 9085), SRv6 (RFC 9514).</summary>
    public static IReadOnlyList<LinkStateTlv> All { get; } =
    [
        new FlagsTlv(1024, "node-flags", "Node Flags", 1, "O", "T", "E", "B", "R", "V"),
        new OctetsTlv(1025, "opaque", "Opaque Node Attribute"),
        new NodeNameTlv(1026, "node-name", "Node Name"),
        new AreaTlv(1027, "area-id", "ISIS area id"),
        new AddressesTlv(LocalRouterId, "local-te-router-ids", "Local TE Router IDs", LocalRouterId),
        new AddressesTlv(1029, "local-te-router-ids", "Local TE Router IDs", LocalRouterId),
        new AddressTlv(RemoteRouterId, "remote-te-router-id", "Remote TE Router ID", RemoteRouterId),
        new AddressTlv(1031, "remote-te-router-id", "Remote TE Router ID", RemoteRouterId),
        new SrCapabilitiesTlv(SrCapabilities, "sr-capability-flags", "SR Capability Flags"),
        new AlgorithmsTlv(1035, "sr-algorithms", "SrAlgorithms"),
        new Srv6CapabilitiesTlv(1038, "srv6-capabilities", "flags"),
        new NumberTlv(1088, "admin-group-mask", "Admin Group mask", 4, 4),
        new BandwidthTlv(1089, "maximum-link-bandwidth", "Maximum link bandwidth"),
        new BandwidthTlv(1090, "maximum-reservable-link-bandwidth", "Maximum reservable link bandwidth"),
        new BandwidthsTlv(1091, "unreserved-bandwidth", "Maximum link bandwidth"),
        new NumberTlv(1092, "te-metric", "TE Default Metric", 4, 4),
        new FlagsTlv(1093, "link-protection-flags", "Link protection mask", 2,
            "ExtraTrafic", "Unprotected", "Shared", "Dedicated 1:1", "Dedicated 1+1", "Enhanced"),
        new FlagsTlv(1094, "mpls-mask", "MPLS Protocol mask", 1, "LDP", "RSVP-TE"),
        new NumberTlv(1095, "igp-metric", "IGP Metric", 1, 3),
        new NumbersTlv(1096, "shared-risk-link-groups", "link SRLG values", 4),
        new OctetsTlv(1097, "opaque-link", "Opaque Link Attribute"),
        new OctetsTlv(1098, "link-name", "Link Name", byte.MaxValue),
        new SrAdjacencyTlv(1099, "sr-adj", "adj_flags"),
        new SrLanAdjacencyTlv(1100, "sr-adj-lan-sids", "sr-adj-lan-sids"),
        new Srv6EndXTlv(1106, "srv6-endx", neighborSize: 0),
        new Srv6EndXTlv(1107, "srv6-lan-endx-isis", neighborSize: 6),
        new Srv6EndXTlv(1108, "srv6-lan-endx-ospf", neighborSize: 4),
        new FlagsTlv(1152, "igp-flags", "IGP flags", 1, "D", "N", "L", "P"),
        new NumbersTlv(1153, "igp-route-tags", "IGP Route Tags", 4),
        new NumbersTlv(1154, "igp-extended-route-tags", "IGP Extended Route Tags", 8),
        new NumberTlv(1155, "prefix-metric", "prefix_metric", 4, 4),
        new AddressTlv(1156, "ospf-forwarding-address", "Ospf forwarding address", 1156),
        new OctetsTlv(1157, "opaque-prefix", "Opaque Prefix Attribute"),
        new SrPrefixTlv(1158, "sr-prefix-flags", "prefix_flags", SrCapabilities),
        new Srv6LocatorTlv(1162, "srv6-locator", "flags"),
        new FlagsTlv(1170, "sr-prefix-attribute-flags", "Prefix Attr Flags", 0, "X", "R", "N"),
        new AddressTlv(1171, "sr-source-router-id", "Source router identifier", 1171),
        new Srv6EndpointBehaviorTlv(1250, "srv6-endpoint-behavior", "SRv6 Endpoint Behavior"),
        new Srv6SidStructureTlv(1252, "srv6-sid-structure", "SRv6 SID Structure"),
    ];

    private static readonly LinkStateTlv?[] ByCode = Index();

    /// <summary>The TLV of a type; null when it is not known.</summary>
    public static LinkStateTlv? Find(ushort code) => code < ByCode.Length ? ByCode[code] : null;

    /// <summary>The lowest of the types that share a member with this one.</summary>
    public static readonly Func<ushort, ushort> GroupOf = static code => Find(code)?.Group ?? code;

    private static LinkStateTlv?[] Index()
    {
        var index = new LinkStateTlv?[All.Max(tlv => tlv.Code) + 1];
        foreach (var tlv in All) index[tlv.Code] = tlv;
        return index;
    }
}
