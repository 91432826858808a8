using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// The list of TLVs of the BGP-LS attribute: a new one is added here, and nowhere else. Older and newer versions of the events show some
/// of them in another form, or not at all.
/// </summary>
internal static class LinkStateTlvs
{
    private const ushort LocalRouterId = 1028;
    private const ushort RemoteRouterId = 1030;
    private const ushort SrCapabilities = 1034;

    private static readonly string[] NodeFlags = ["O", "T", "E", "B", "R", "V"];
    private static readonly string[] ProtectionFlags = ["ExtraTrafic", "Unprotected", "Shared", "Dedicated 1:1", "Dedicated 1+1", "Enhanced"];

    /// <summary>All TLVs, by type: of nodes and links (RFC 9552 section 5.3), segment routing (RFC 9085), SRv6 (RFC 9514).</summary>
    public static IReadOnlyList<LinkStateTlv> All { get; } =
    [
        new FlagsTlv(1024, "node-flags", "Node Flags", 1, NodeFlags),
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
        new FlagsTlv(1093, "link-protection-flags", "Link protection mask", 2, ProtectionFlags),
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

    /// <summary>
    /// Those of ExaBGP 4.2. It has no form of its own for the opaque ones, fails at them, and shows other octets than those of a
    /// link's name: these are as in 5.0.
    /// </summary>
    private static readonly IReadOnlyList<LinkStateTlv> AllOfFour =
    [
        new FlagsTlv(1024, "node-flags", "nodeflags", 1, NodeFlags),
        new OctetsTlv(1025, "opaque", "Node Opaque attribute"),
        new NodeNameTlv(1026, "node-name", "nodename"),
        new AreaTlv(1027, "area-id", "ISIS area id", isHex: true),
        new AddressesTlv(LocalRouterId, "local-te-router-ids", "Local TE Router IDs", LocalRouterId, isPlain: true),
        new AddressesTlv(1029, "local-te-router-ids", "Local TE Router IDs", LocalRouterId, isPlain: true),
        new AddressTlv(RemoteRouterId, "remote-te-router-id", "Remote TE Router ID", RemoteRouterId),
        new AddressTlv(1031, "remote-te-router-id", "Remote TE Router ID", RemoteRouterId),
        new SrCapabilitiesTlv(SrCapabilities, "sr-capability-flags", "sr_capability_flags", hasTuples: true),
        new AlgorithmsTlv(1035, "sr-algorithms", "SrAlgorithms"),
        new NumbersTlv(1088, "admin-group-mask", "Admin Group mask", 4),
        new BandwidthTlv(1089, "maximum-link-bandwidth", "Maximum link bandwidth"),
        new BandwidthTlv(1090, "maximum-reservable-link-bandwidth", "Maximum reservable link bandwidth"),
        new BandwidthsTlv(1091, "unreserved-bandwidth", "Maximum link bandwidth", isTuple: false),
        new NumberTlv(1092, "te-metric", "TE Default Metric", 4, 4),
        new FlagsTlv(1093, "link-protection-flags", "Link protection mask", 2, ProtectionFlags),
        new FlagsTlv(1094, "mpls-mask", "MPLS Protocol mask", 1, "LDP", "RSVP-TE"),
        new NumberTlv(1095, "igp-metric", "IGP Metric", 1, 3),
        new NumbersTlv(1096, "shared-risk-link-groups", "SRLG values on link are", 4),
        new OctetsTlv(1097, "opaque-link", "Link Opaque attribute"),
        new OctetsTlv(1098, "link-name", "linkname", byte.MaxValue),
        new SrAdjacencyOf42Tlv(1099, "sr-adj-flags", "adj_flags", SrCapabilities, "sr-adj-weight", systemSize: 0),
        new SrAdjacencyOf42Tlv(1100, "sr-adj-lan-flags", "sr_adj_lan_flags", SrCapabilities, "sr-adj-lan-weight", systemSize: 6),
        new FlagsTlv(1152, "igp-flags", "IGP flags", 1, "D", "N", "L", "P"),
        new NumbersTlv(1153, "igp-route-tags", "IGP Route Tags", 4),
        new NumbersTlv(1154, "igp-extended-route-tags", "IGP Extended Route Tags", 8),
        new NumberTlv(1155, "prefix-metric", "prefix_metric", 4, 4),
        new AddressTlv(1156, "ospf-forwarding-address", "Ospf forwarding address", 1156, isQuoted: true),
        new OctetsTlv(1157, "opaque-prefix", "Prefix Opaque attribute"),
        new SrPrefixTlv(1158, "sr-prefix-flags", "prefix_flags", SrCapabilities),
        new FlagsTlv(1170, "sr-prefix-attribute-flags", "prefix_attr_flags", 0, "X", "R", "N"),
        new AddressTlv(1171, "sr-source-router-id", "Source router identifier", 1171),
    ];

    /// <summary>Those that the development tree of 6.0 shows otherwise than 5.0, or knows in addition.</summary>
    private static readonly IReadOnlyList<LinkStateTlv> NewInSix =
    [
        new HexTlv(1025, "opaque"),
        new ListedTlv(new AreaTlv(1027, "area-ids", ""), 1027),
        new AddressesTlv(LocalRouterId, "local-router-ids", "", LocalRouterId),
        new AddressesTlv(1029, "local-router-ids", "", LocalRouterId),
        new AddressesTlv(RemoteRouterId, "remote-router-ids", "", RemoteRouterId),
        new AddressesTlv(1031, "remote-router-ids", "", RemoteRouterId),
        new HexTlv(1097, "opaque-link"),
        new ListedTlv(new SrAdjacencyTlv(1099, "sr-adjs", ""), 1099),
        // It leaves away all but the flags.
        new ListedTlv(new FlagsTlv(1100, "sr-adj-lan", "", 0, SrAdjacencyTlv.FlagNames), 1100),
        new Srv6EndXTlv(1106, "srv6-endx", neighborSize: 0, isSix: true),
        new Srv6EndXTlv(1107, "srv6-lan-endx-isis", neighborSize: 6, isSix: true),
        new Srv6EndXTlv(1108, "srv6-lan-endx-ospf", neighborSize: 4, isSix: true),
        new HexTlv(1157, "opaque-prefix"),
        new ListedTlv(new SrPrefixTlv(1158, "sr-prefix-sids", "", 1158, "sr-prefix-flags"), 1158),
        new ListedTlv(new Srv6LocatorTlv(1162, "srv6-locators", ""), 1162),
        new NewerTlv(new LinkIdentifiersTlv(258, "link-local-remote-identifiers")),
        new NewerTlv(new DelayTlv(1114, "unidirectional-link-delay", "delay-us")),
        new NewerTlv(new DelayTlv(1115, "minmax-unidirectional-link-delay", "min-delay-us", "max-delay-us")),
        new NewerTlv(new DelayVariationTlv(1116, "unidirectional-delay-variation")),
        new NewerTlv(new LinkLossTlv(1117, "unidirectional-link-loss")),
        new NewerTlv(new BandwidthTlv(1118, "unidirectional-residual-bandwidth", "")),
        new NewerTlv(new BandwidthTlv(1119, "unidirectional-available-bandwidth", "")),
        new NewerTlv(new BandwidthTlv(1120, "unidirectional-utilized-bandwidth", "")),
    ];

    private static readonly LinkStateTlvSet Four = new(AllOfFour) { HasCodeInUnknown = false };

    private static readonly LinkStateTlvSet Five = new(All);

    private static readonly LinkStateTlvSet Six = new([.. All, .. NewInSix]) { HasListsFirst = true };

    /// <summary>How a version of the events that knows the attribute shows it. Which TLVs are well-formed is the same in all: see <see cref="All"/>.</summary>
    public static LinkStateTlvSet Of(JsonVersion version) => version switch
    {
        JsonVersion.Six => Six,
        JsonVersion.Five => Five,
        _ => Four,
    };
}
