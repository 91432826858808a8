using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>What <c>next-hop self</c> is on a session.</summary>
public static class NextHopResolver
{
    /// <summary>
    /// The address to send: the one given, or for <c>self</c> our address when it is of the route's family, else our router-id
    /// for a route that is not IPv6 (ExaBGP). Undefined when there is none.
    /// </summary>
    public static IpAddress Resolve(NextHop nextHop, FamilyId family, NegotiatedSession session)
    {
        if (!nextHop.IsSelf) return nextHop.Address;
        var wanted = family.Afi == Afi.Ipv6 ? Afi.Ipv6 : Afi.Ipv4;
        if (session.LocalAddress.Afi == wanted) return session.LocalAddress;
        return wanted == Afi.Ipv4 ? session.RouterId : default;
    }
}
