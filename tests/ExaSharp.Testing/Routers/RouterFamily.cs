namespace ExaSharp.Testing.Routers;

/// <summary>The address families that the interoperability tests exchange with other routers.</summary>
public enum RouterFamily
{
    Ipv4Unicast,
    Ipv6Unicast,
    Ipv4Flow,
    Ipv6Flow,
    Ipv4Labelled,
    Ipv6Labelled,
    Ipv4Vpn,
    Ipv6Vpn,
    Ipv4FlowVpn,
    Ipv6FlowVpn,
    Evpn,
    Vpls,
    LinkState,
    Ipv4Mup,
    Ipv6Mup,
}
