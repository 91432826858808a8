using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Families;

/// <summary>The list of address families: a new one is added here, and nowhere else.</summary>
public static class AddressFamilies
{
    /// <summary>
    /// All families that ExaBGP 5.0 announces in an OPEN when a neighbour has no <c>family</c> block, in its order (by AFI,
    /// then SAFI). Those without an entry in <see cref="All"/> can be negotiated; their routes are shown as octets only.
    /// </summary>
    public static IReadOnlyList<FamilyId> Known { get; } =
    [
        new(Afi.Ipv4, Safi.Unicast), new(Afi.Ipv4, Safi.Multicast), new(Afi.Ipv4, Safi.NlriMpls),
        new(Afi.Ipv4, Safi.McastVpn), new(Afi.Ipv4, Safi.Mup), new(Afi.Ipv4, Safi.MplsVpn), new(Afi.Ipv4, Safi.Rtc),
        new(Afi.Ipv4, Safi.Flow), new(Afi.Ipv4, Safi.FlowVpn),
        new(Afi.Ipv6, Safi.Unicast), new(Afi.Ipv6, Safi.Multicast), new(Afi.Ipv6, Safi.NlriMpls),
        new(Afi.Ipv6, Safi.McastVpn), new(Afi.Ipv6, Safi.Mup), new(Afi.Ipv6, Safi.MplsVpn),
        new(Afi.Ipv6, Safi.Flow), new(Afi.Ipv6, Safi.FlowVpn),
        new(Afi.L2vpn, Safi.Vpls), new(Afi.L2vpn, Safi.Evpn),
        new(Afi.BgpLs, Safi.BgpLs), new(Afi.BgpLs, Safi.BgpLsVpn),
    ];

    /// <summary>The families whose routes can be written and read.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new Inet(Afi.Ipv4, Safi.Unicast), new Inet(Afi.Ipv4, Safi.Multicast),
        new LabeledInet(Afi.Ipv4, Safi.NlriMpls), new Mvpn.MvpnFamily(Afi.Ipv4), new Mup.MupFamily(Afi.Ipv4), new LabeledInet(Afi.Ipv4, Safi.MplsVpn),
        new RouteTargetConstraint(), Flow.FlowFamily.Ipv4, Flow.FlowFamily.Ipv4Vpn,
        new Inet(Afi.Ipv6, Safi.Unicast), new Inet(Afi.Ipv6, Safi.Multicast),
        new LabeledInet(Afi.Ipv6, Safi.NlriMpls), new Mvpn.MvpnFamily(Afi.Ipv6), new Mup.MupFamily(Afi.Ipv6), new LabeledInet(Afi.Ipv6, Safi.MplsVpn),
        Flow.FlowFamily.Ipv6, Flow.FlowFamily.Ipv6Vpn,
        new Vpls.VplsFamily(), new Evpn.EvpnFamily(),
        new LinkState.LinkStateFamily(Safi.BgpLs), new LinkState.LinkStateFamily(Safi.BgpLsVpn),
    ];

    private static readonly Dictionary<FamilyId, Family> ById = All.ToDictionary(family => family.Id);

    /// <summary>The family of an AFI/SAFI; null when its NLRI are not known.</summary>
    public static Family? Find(FamilyId id) => ById.GetValueOrDefault(id);
}
