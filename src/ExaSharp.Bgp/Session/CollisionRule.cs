using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Session;

/// <summary>Which of two connections to the same peer goes on.</summary>
public enum CollisionVerdict : byte
{
    /// <summary>The connection in use is closed, the new one is used.</summary>
    UseNew,

    /// <summary>The new connection is closed.</summary>
    KeepCurrent,
}

/// <summary>Connection collision detection (RFC 4271 section 6.8) as ExaBGP does it, when the peer connects to us.</summary>
public static class CollisionRule
{
    /// <summary>Judges an incoming connection.</summary>
    /// <param name="state">The neighbour's state.</param>
    /// <param name="localId">Our BGP identifier.</param>
    /// <param name="remoteId">The peer's, from the OPEN on the connection in use; undefined while there was none.</param>
    public static CollisionVerdict Judge(FsmState state, IpAddress localId, IpAddress remoteId) => state switch
    {
        // RFC 4271 section 6.8: unless allowed via configuration, a connection collision with an existing BGP connection that is
        // in the Established state causes closing of the newly created connection.
        FsmState.Established => CollisionVerdict.KeepCurrent,
        // RFC 4271 section 6.8: the BGP Identifiers are compared by converting them to host byte order and treating them as
        // 4-octet unsigned integers. The connection of the speaker with the higher one is retained: the new one is the peer's.
        FsmState.OpenConfirm when remoteId.IsDefined && remoteId.Ipv4Value < localId.Ipv4Value => CollisionVerdict.KeepCurrent,
        // Before the peer's OPEN its identifier is unknown: the connection that it made is the better one to believe in.
        _ => CollisionVerdict.UseNew,
    };
}
