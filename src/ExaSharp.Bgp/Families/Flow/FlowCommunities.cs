using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>Adds the extended communities that carry FlowSpec actions to a route.</summary>
internal static class FlowCommunities
{
    /// <summary>Octets a second; 0 discards. The AS number is 0, as ExaBGP sends it.</summary>
    public static void AddRate(RouteDraft draft, double rate) =>
        Add(draft, ExtendedCommunity.TrafficRate(stackalloc byte[ExtendedCommunity.Size], 0, (float)rate));

    public static void AddAction(RouteDraft draft, bool sample, bool terminal) =>
        Add(draft, ExtendedCommunity.TrafficAction(stackalloc byte[ExtendedCommunity.Size], sample, terminal));

    public static void AddMark(RouteDraft draft, byte dscp) =>
        Add(draft, ExtendedCommunity.TrafficMarking(stackalloc byte[ExtendedCommunity.Size], dscp));

    /// <summary>To the VRF with that route target; the AS number decides about the form: 2 octets and 4, or 4 and 2.</summary>
    public static void AddRedirect(RouteDraft draft, uint asn, uint number)
    {
        Span<byte> community = stackalloc byte[ExtendedCommunity.Size];
        Add(draft, asn > ushort.MaxValue
            ? ExtendedCommunity.Redirect4(community, asn, (ushort)number)
            : ExtendedCommunity.Redirect2(community, (ushort)asn, number));
    }

    /// <summary>To the VRF with a route target of an IPv6 address and a number (RFC 8956 section 6.1).</summary>
    public static void AddRedirect(RouteDraft draft, IpAddress address, ushort number) =>
        Add(draft, ExtendedCommunity.RedirectIpv6(stackalloc byte[ExtendedCommunity.Ipv6Size], address, number));

    public static void AddRedirectToNextHop(RouteDraft draft, bool copy) =>
        Add(draft, ExtendedCommunity.RedirectToNextHop(stackalloc byte[ExtendedCommunity.Size], copy));

    public static void AddRedirectTo(RouteDraft draft, IpAddress address)
    {
        if (address.IsIpv4) Add(draft, ExtendedCommunity.RedirectToNextHopIetf(stackalloc byte[ExtendedCommunity.Size], address, copy: false));
        else Add(draft, ExtendedCommunity.RedirectToNextHopIetfIpv6(stackalloc byte[ExtendedCommunity.Ipv6Size], address, copy: false));
    }

    /// <param name="draft">The route.</param>
    /// <param name="transitive">Whether other autonomous systems get it.</param>
    /// <param name="direction">1 input, 2 output, 3 both.</param>
    /// <param name="asn">The AS that the group belongs to.</param>
    /// <param name="group">14 bits.</param>
    public static void AddInterfaceSet(RouteDraft draft, bool transitive, int direction, uint asn, uint group) =>
        Add(draft, ExtendedCommunity.InterfaceSet(stackalloc byte[ExtendedCommunity.Size], transitive, asn, (byte)direction, (ushort)group));

    private static void Add(RouteDraft draft, ReadOnlySpan<byte> community) => draft.Attributes.Merge(
        community.Length == ExtendedCommunity.Size ? AttributeCode.ExtendedCommunity : AttributeCode.ExtendedCommunityIpv6,
        AttributeFlags.Optional | AttributeFlags.Transitive, community, community.Length);
}
