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
        var name = range.Name.Replace($"neighbor {range.Peer} ", $"neighbor {remote} ", StringComparison.Ordinal);
        return range with
        {
            Peer = new IpPrefix(remote, (byte)(remote.Length * 8)),
            Session = session,
            Name = name == range.Name ? $"{range.Name} member {remote}" : name,
            Passive = true,
        };
    }
}
