using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// The extended communities that carry FlowSpec actions (RFC 8955 section 7, RFC 8956 section 6, and the drafts that
/// ExaBGP follows), added to a route.
/// </summary>
internal static class FlowCommunities
{
    private const int Size = 8;
    private const int Ipv6Size = 20;

    private const ushort TrafficRate = 0x8006;
    private const ushort TrafficAction = 0x8007;
    private const ushort Redirect = 0x8008;
    private const ushort RedirectAsn4 = 0x8208;
    private const ushort TrafficMarking = 0x8009;

    /// <summary>draft-simpson-idr-flowspec-redirect: the target is the route's next-hop.</summary>
    private const ushort RedirectToNextHop = 0x0800;

    /// <summary>draft-ietf-idr-flowspec-redirect-ip: the target is in the community.</summary>
    private const ushort RedirectToIpv4 = 0x010C;

    private const ushort RedirectToIpv6 = 0x000C;

    /// <summary>rt-redirect-ipv6 (RFC 8956 section 6.1).</summary>
    private const ushort RedirectIpv6RouteTarget = 0x000D;

    /// <summary>draft-ietf-idr-flowspec-interfaceset; 0x40: not transitive.</summary>
    private const ushort InterfaceSet = 0x0702;

    private const ushort NonTransitive = 0x4000;

    /// <summary>Octets a second as a 32-bit float; 0 discards. The AS number is 0, as ExaBGP sends it.</summary>
    public static void AddRate(RouteDraft draft, double rate) => Add(draft, TrafficRate, BitConverter.SingleToUInt32Bits((float)rate));

    public static void AddAction(RouteDraft draft, bool sample, bool terminal) =>
        Add(draft, TrafficAction, (sample ? 2U : 0) | (terminal ? 1U : 0));

    public static void AddMark(RouteDraft draft, byte dscp) => Add(draft, TrafficMarking, dscp);

    /// <summary>To the VRF with that route target; the AS number decides about the form: 2 octets and 4, or 4 and 2.</summary>
    public static void AddRedirect(RouteDraft draft, uint asn, uint number)
    {
        if (asn > ushort.MaxValue) Add(draft, RedirectAsn4, (ulong)asn << 16 | (ushort)number);
        else Add(draft, Redirect, (ulong)asn << 32 | number);
    }

    public static void AddRedirectToNextHop(RouteDraft draft, bool copy) => Add(draft, RedirectToNextHop, copy ? 1U : 0);

    public static void AddRedirectTo(RouteDraft draft, IpAddress address)
    {
        if (address.IsIpv4) Add(draft, RedirectToIpv4, (ulong)address.Ipv4Value << 16);
        else AddIpv6(draft, RedirectToIpv6, address, 0);
    }

    public static void AddRedirect(RouteDraft draft, IpAddress address, ushort number) =>
        AddIpv6(draft, RedirectIpv6RouteTarget, address, number);

    /// <param name="draft">The route.</param>
    /// <param name="transitive">Whether other autonomous systems get it.</param>
    /// <param name="direction">1 input, 2 output, 3 both.</param>
    /// <param name="asn">The AS that the group belongs to.</param>
    /// <param name="group">14 bits.</param>
    public static void AddInterfaceSet(RouteDraft draft, bool transitive, int direction, uint asn, uint group) =>
        Add(draft, transitive ? InterfaceSet : (ushort)(InterfaceSet | NonTransitive), (ulong)asn << 16 | (uint)direction << 14 | group);

    private static void Add(RouteDraft draft, ushort header, ulong body)
    {
        Span<byte> community = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(community, (ulong)header << 48 | body);
        draft.Attributes.Merge(AttributeCode.ExtendedCommunity, AttributeFlags.Optional | AttributeFlags.Transitive, community, Size);
    }

    private static void AddIpv6(RouteDraft draft, ushort header, IpAddress address, ushort number)
    {
        Span<byte> community = stackalloc byte[Ipv6Size];
        BinaryPrimitives.WriteUInt16BigEndian(community, header);
        address.CopyTo(community[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(community[18..], number);
        draft.Attributes.Merge(AttributeCode.ExtendedCommunityIpv6, AttributeFlags.Optional | AttributeFlags.Transitive, community, Ipv6Size);
    }
}
