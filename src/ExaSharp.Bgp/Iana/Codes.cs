namespace ExaSharp.Bgp.Iana;

/// <summary>BGP message types (RFC 4271 section 4.1; RFC 2918; draft-ietf-idr-operational-message).</summary>
public enum MessageType : byte
{
    Open = 1,
    Update = 2,
    Notification = 3,
    Keepalive = 4,
    RouteRefresh = 5,
    Operational = 6,
}

/// <summary>Path attribute type codes (IANA "BGP Path Attributes").</summary>
public enum AttributeCode : byte
{
    Origin = 1,
    AsPath = 2,
    NextHop = 3,
    MultiExitDisc = 4,
    LocalPref = 5,
    AtomicAggregate = 6,
    Aggregator = 7,
    Community = 8,
    OriginatorId = 9,
    ClusterList = 10,
    MpReachNlri = 14,
    MpUnreachNlri = 15,
    ExtendedCommunity = 16,
    As4Path = 17,
    As4Aggregator = 18,
    PmsiTunnel = 22,
    TunnelEncapsulation = 23,
    ExtendedCommunityIpv6 = 25,
    Aigp = 26,
    LinkState = 29,
    LargeCommunity = 32,
    PrefixSid = 40,
}

/// <summary>Path attribute flag bits (RFC 4271 section 4.3).</summary>
[Flags]
public enum AttributeFlags : byte
{
    None = 0,
    ExtendedLength = 0x10,
    Partial = 0x20,
    Transitive = 0x40,
    Optional = 0x80,
}

/// <summary>Capability codes (IANA "Capability Codes"; RFC 5492).</summary>
public enum CapabilityCode : byte
{
    Multiprotocol = 1,
    RouteRefresh = 2,
    ExtendedNextHop = 5,
    ExtendedMessage = 6,
    GracefulRestart = 64,
    Asn4 = 65,
    MultiSession = 68,
    AddPath = 69,
    EnhancedRouteRefresh = 70,
    Hostname = 73,
    SoftwareVersion = 75,
    PathsLimit = 76,
    LinkLocalNextHop = 77,
    RouteRefreshCisco = 128,
    MultiSessionCisco = 131,
    Operational = 185,
}

/// <summary>NOTIFICATION error codes (RFC 4271 section 4.5; RFC 7313).</summary>
public enum NotificationCode : byte
{
    MessageHeaderError = 1,
    OpenMessageError = 2,
    UpdateMessageError = 3,
    HoldTimerExpired = 4,
    FiniteStateMachineError = 5,
    Cease = 6,
    RouteRefreshMessageError = 7,
}
