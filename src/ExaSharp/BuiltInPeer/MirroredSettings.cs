using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Transport;

namespace ExaSharp.BuiltInPeer;

/// <summary>Settings that answer an OPEN with the same families and capabilities.</summary>
internal static class MirroredSettings
{
    public static SessionSettings For(OpenMessage open, PeerOptions options, BgpConnection connection)
    {
        var families = open.Find<MultiprotocolCapability>()?.Families ?? [];
        var addPath = open.Find<AddPathCapability>();
        return new SessionSettings
        {
            LocalAddress = connection.LocalAddress,
            PeerAddress = connection.RemoteAddress,
            LocalAs = options.As ?? open.WholeAsn,
            PeerAs = null,
            RouterId = options.RouterId.IsDefined ? options.RouterId : IpAddress.FromIpv4(open.RouterId.Ipv4Value + 1),
            HoldTime = Math.Min(open.HoldTime, options.HoldTime),
            Families = [.. families.Distinct()],
            AddPathFamilies = addPath is null ? null : [.. families.Where(family => addPath.Mode(family) != AddPathMode.None)],
            NextHops = open.Find<ExtendedNextHopCapability>()?.Entries ?? [],
            Capabilities = new CapabilitySettings
            {
                Asn4 = open.Has(CapabilityCode.Asn4),
                ExtendedMessage = open.Has(CapabilityCode.ExtendedMessage),
                RouteRefresh = open.Has(CapabilityCode.RouteRefresh),
                GracefulRestart = open.Has(CapabilityCode.GracefulRestart) ? (ushort)0 : null,
                AddPath = addPath is null ? AddPathMode.None : AddPathMode.SendReceive,
                ExtendedNextHop = open.Has(CapabilityCode.ExtendedNextHop),
                MultiSession = open.Has(CapabilityCode.MultiSession),
                Operational = open.Has(CapabilityCode.Operational),
            },
        };
    }
}
