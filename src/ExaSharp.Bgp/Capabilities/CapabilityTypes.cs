using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>The list of capabilities: a new one is added here, and nowhere else.</summary>
public static class CapabilityTypes
{
    /// <summary>All capabilities, in the order in which ExaBGP writes them into an OPEN.</summary>
    public static IReadOnlyList<CapabilityType> All { get; } =
    [
        MultiprotocolCapability.Type,
        Asn4Capability.Type,
        ExtendedNextHopCapability.Type,
        AddPathCapability.Type,
        GracefulRestartCapability.Type,
        FlagCapability.RouteRefresh,
        FlagCapability.EnhancedRouteRefresh,
        FlagCapability.Operational,
        FlagCapability.ExtendedMessage,
        HostnameCapability.Type,
        SoftwareVersionCapability.Type,
        MultiSessionCapability.Type,
        FlagCapability.RouteRefreshCisco,
        MultiSessionCapability.CiscoType,
        PathsLimitCapability.Type,
        LinkLocalNextHopCapability.Type,
    ];

    private static readonly CapabilityType?[] ByCode = Index();

    /// <summary>The capability of a code; null when it is not known (its value is kept as <see cref="UnknownCapability"/>).</summary>
    public static CapabilityType? Find(CapabilityCode code) => ByCode[(byte)code];

    private static CapabilityType?[] Index()
    {
        var index = new CapabilityType?[256];
        foreach (var type in All) index[(byte)type.Code] = type;
        return index;
    }
}
