using System.Net;
using System.Text;

namespace ExaSharp.Testing.Routers;

/// <summary>One session between a router and the daemon under test, seen from the router.</summary>
public sealed record RouterSettings
{
    /// <summary>The router's address.</summary>
    public IPAddress Address { get; init; } = LoopbackAddresses.Next();

    /// <summary>The daemon's address.</summary>
    public IPAddress PeerAddress { get; init; } = LoopbackAddresses.Next();

    /// <summary>The port where the router listens; 0: a free one is taken.</summary>
    public int Port { get; init; }

    /// <summary>The daemon's port, when it is the router that connects.</summary>
    public int? PeerPort { get; init; }

    /// <summary>The router's AS number.</summary>
    public uint LocalAs { get; init; } = 65000;

    /// <summary>The daemon's AS number; equal to <see cref="LocalAs"/> for an iBGP session.</summary>
    public uint PeerAs { get; init; } = 65010;

    /// <summary>The router's BGP identifier.</summary>
    public string RouterId { get; init; } = "10.255.0.1";

    /// <summary>The daemon's BGP identifier.</summary>
    public string PeerRouterId { get; init; } = "10.255.0.2";

    /// <summary>Seconds, both sides.</summary>
    public int HoldTime { get; init; } = 30;

    /// <summary>The key of TCP MD5 signatures (RFC 2385), as the router has it; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>The router sends with a TTL of 255 and hears nothing that comes with less than 254 (RFC 5082).</summary>
    public bool TtlSecurity { get; init; }

    /// <summary>Both sides send and receive several paths of one prefix (RFC 7911).</summary>
    public bool AddPath { get; init; }

    /// <summary>The router logs each message, which <see cref="Router.HasEndOfRibs"/> may need.</summary>
    public bool TraceMessages { get; init; }

    /// <summary>Both sides take IPv6 next hops of IPv4 routes (RFC 8950).</summary>
    public bool ExtendedNextHop { get; init; }

    /// <summary>More lines for the neighbor in the router's own configuration.</summary>
    public string More { get; init; } = "";

    /// <summary>The families of the session.</summary>
    public IReadOnlyList<RouterFamily> Families { get; init; } =
        [RouterFamily.Ipv4Unicast, RouterFamily.Ipv6Unicast, RouterFamily.Ipv4Flow, RouterFamily.Ipv6Flow];

    /// <summary>The neighbor section of the daemon's configuration for this session.</summary>
    /// <param name="body">What stands in the section besides addresses, AS numbers, timers and families.</param>
    /// <param name="inherited">Whether a template gives AS numbers, identifier and families, and this section only the rest.</param>
    public string NeighborSection(string body = "", string? inherited = null)
    {
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"neighbor {Address} {{\n"));
        if (inherited is not null)
            text.Append(FormattableString.Invariant($"inherit {inherited};\n"));
        else
        {
            text.Append(FormattableString.Invariant($"router-id {PeerRouterId};\nlocal-as {PeerAs};\npeer-as {LocalAs};\n"));
            text.Append("family { ").AppendJoin(' ', Families.Select(family => Word(family) + ";")).Append(" }\n");
        }

        text.Append(FormattableString.Invariant($"local-address {PeerAddress};\nhold-time {HoldTime};\n"));
        text.Append(PeerPort is null ? FormattableString.Invariant($"connect {Port};\n") : "passive true;\n");
        if (AddPath)
            text.Append("capability { add-path send/receive; }\n");
        if (ExtendedNextHop)
            text.Append("capability { nexthop enable; }\nnexthop { ipv4 unicast ipv6; }\n");
        return text.Append(body).Append("\n}\n").ToString();
    }

    private static string Word(RouterFamily family) => family switch
    {
        RouterFamily.Ipv4Unicast => "ipv4 unicast",
        RouterFamily.Ipv6Unicast => "ipv6 unicast",
        RouterFamily.Ipv4Flow => "ipv4 flow",
        RouterFamily.Ipv6Flow => "ipv6 flow",
        RouterFamily.Ipv4Labelled => "ipv4 nlri-mpls",
        RouterFamily.Ipv6Labelled => "ipv6 nlri-mpls",
        RouterFamily.Ipv4Vpn => "ipv4 mpls-vpn",
        RouterFamily.Ipv6Vpn => "ipv6 mpls-vpn",
        RouterFamily.Ipv4FlowVpn => "ipv4 flow-vpn",
        RouterFamily.Ipv6FlowVpn => "ipv6 flow-vpn",
        RouterFamily.Evpn => "l2vpn evpn",
        RouterFamily.Vpls => "l2vpn vpls",
        RouterFamily.LinkState => "bgp-ls bgp-ls",
        RouterFamily.Ipv4Mup => "ipv4 mup",
        RouterFamily.Ipv6Mup => "ipv6 mup",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
