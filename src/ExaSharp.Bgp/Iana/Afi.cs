namespace ExaSharp.Bgp.Iana;

/// <summary>Address Family Identifier (IANA "Address Family Numbers"; RFC 4760 section 3). 16 bits on the wire.</summary>
public enum Afi : ushort
{
    Undefined = 0,
    Ipv4 = 1,
    Ipv6 = 2,
    L2vpn = 25,
    BgpLs = 16388,
}

/// <summary>Subsequent Address Family Identifier (IANA "SAFI Values"; RFC 4760 section 3). 8 bits on the wire.</summary>
public enum Safi : byte
{
    Undefined = 0,
    Unicast = 1,
    Multicast = 2,
    NlriMpls = 4,
    McastVpn = 5,
    Vpls = 65,
    Evpn = 70,
    BgpLs = 71,
    BgpLsVpn = 72,
    SrPolicy = 73,
    Mup = 85,
    MplsVpn = 128,
    Rtc = 132,
    Flow = 133,
    FlowVpn = 134,
}
