namespace ExaSharp.Bgp.Routes;

/// <summary>Why a route could not be sent on a session.</summary>
public enum SkipReason : byte
{
    None,

    /// <summary>The family needs a next-hop and the route has none.</summary>
    NoNextHop,

    /// <summary><c>next-hop self</c> of an IPv6 route, and our side of the session is not IPv6.</summary>
    NextHopSelfUnresolved,

    /// <summary>An IPv6 next-hop that RFC 8950 was not negotiated for; on a session where the RFCs count.</summary>
    NextHopNotNegotiated,

    /// <summary>The RFC has no octets for the NLRI; on a session where the RFCs count.</summary>
    NoRfcForm,

    /// <summary>Attributes and NLRI do not fit into one message of the session.</summary>
    TooLarge,
}
