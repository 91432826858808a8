using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Peers;

/// <summary>Neighbours that a passive range stands for, made when the first connection comes.</summary>
internal static class RangeMember
{
    /// <summary>
    /// The definition of one peer of a range: as the range's, with the connection's addresses, and the peer's own address as
    /// our router-id when the range has none (ExaBGP).
    /// </summary>
    public static NeighborSettings Member(this NeighborSettings range, IpAddress remote, IpAddress local)
    {
        var routerId = range.Session.RouterId.IsDefined || !remote.IsIpv4 ? range.Session.RouterId : remote;
        var session = range.Session with { PeerAddress = remote, LocalAddress = local, RouterId = routerId };
        return range with
        {
            Peer = new IpPrefix(remote, (byte)(remote.Length * 8)),
            Session = session,
            Name = $"neighbor {remote} local-ip {local}{range.Name[range.Name.IndexOf(" local-as ", StringComparison.Ordinal)..]}",
            Passive = true,
        };
    }

    /// <summary>Whether a connection between two addresses is for a neighbour: at <c>local-address</c>, or at <c>md5-ip</c>, where it may listen.</summary>
    public static bool Expects(this NeighborSettings neighbor, IpAddress remote, IpAddress local) =>
        neighbor.Peer.Contains(remote)
        && (!neighbor.Session.LocalAddress.IsDefined || neighbor.Session.LocalAddress == local || neighbor.Md5Ip == local);
}
