namespace ExaSharp.Bgp.Routes;

/// <summary>Why a route could not be sent on a session.</summary>
public enum SkipReason : byte
{
    None,

    /// <summary>The family needs a next-hop and the route has none.</summary>
    NoNextHop,

    /// <summary><c>next-hop self</c> of an IPv6 route, and our side of the session is not IPv6.</summary>
    NextHopSelfUnresolved,

    /// <summary>Attributes and NLRI do not fit into one message of the session.</summary>
    TooLarge,
}
