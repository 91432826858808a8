using System.Globalization;

namespace ExaSharp.Bgp.Iana;

/// <summary>
/// An AFI/SAFI pair: the name of an address family (RFC 4760). Ordered by AFI, then SAFI: the order in which
/// ExaBGP puts multiprotocol capabilities into its OPEN whatever the order of the configuration.
/// </summary>
public readonly record struct FamilyId(Afi Afi, Safi Safi) : IComparable<FamilyId>
{
    public static readonly FamilyId Ipv4Unicast = new(Afi.Ipv4, Safi.Unicast);
    public static readonly FamilyId Ipv4Multicast = new(Afi.Ipv4, Safi.Multicast);
    public static readonly FamilyId Ipv6Unicast = new(Afi.Ipv6, Safi.Unicast);
    public static readonly FamilyId Ipv6Multicast = new(Afi.Ipv6, Safi.Multicast);
    public static readonly FamilyId Ipv4Flow = new(Afi.Ipv4, Safi.Flow);
    public static readonly FamilyId Ipv6Flow = new(Afi.Ipv6, Safi.Flow);
    public static readonly FamilyId Ipv4FlowVpn = new(Afi.Ipv4, Safi.FlowVpn);
    public static readonly FamilyId Ipv6FlowVpn = new(Afi.Ipv6, Safi.FlowVpn);

    /// <summary>Whether NLRI of this family may ride in the UPDATE's own fields (RFC 4271) and not in MP_REACH_NLRI.</summary>
    public bool IsIpv4Unicast => Afi == Afi.Ipv4 && Safi == Safi.Unicast;

    /// <summary>FlowSpec, with or without VPN (RFC 8955, RFC 8956): its routes need no next-hop.</summary>
    public bool IsFlow => Safi is Safi.Flow or Safi.FlowVpn;

    /// <inheritdoc/>
    public int CompareTo(FamilyId other) => Afi != other.Afi ? Afi.CompareTo(other.Afi) : Safi.CompareTo(other.Safi);

    /// <summary>ExaBGP's words, separated by a space: <c>ipv4 unicast</c>.</summary>
    public override string ToString() => $"{FamilyNames.Name(Afi)} {FamilyNames.Name(Safi)}";

    /// <summary>ExaBGP's words, separated by a slash, as capabilities are shown: <c>ipv4/unicast</c>.</summary>
    public string ToSlashString() => $"{FamilyNames.Name(Afi)}/{FamilyNames.Name(Safi)}";

    public static bool operator <(FamilyId left, FamilyId right) => left.CompareTo(right) < 0;

    public static bool operator >(FamilyId left, FamilyId right) => left.CompareTo(right) > 0;

    public static bool operator <=(FamilyId left, FamilyId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FamilyId left, FamilyId right) => left.CompareTo(right) >= 0;
}

/// <summary>The words that ExaBGP uses for address families, both ways.</summary>
public static class FamilyNames
{
    private static readonly (Afi Afi, string Name)[] Afis =
    [
        (Afi.Ipv4, "ipv4"), (Afi.Ipv6, "ipv6"), (Afi.L2vpn, "l2vpn"), (Afi.BgpLs, "bgp-ls"),
    ];

    private static readonly (Safi Safi, string Name)[] Safis =
    [
        (Safi.Unicast, "unicast"), (Safi.Multicast, "multicast"), (Safi.NlriMpls, "nlri-mpls"),
        (Safi.McastVpn, "mcast-vpn"), (Safi.Vpls, "vpls"), (Safi.Evpn, "evpn"), (Safi.BgpLs, "bgp-ls"),
        (Safi.BgpLsVpn, "bgp-ls-vpn"), (Safi.SrPolicy, "sr-policy"), (Safi.Mup, "mup"), (Safi.MplsVpn, "mpls-vpn"),
        (Safi.Rtc, "rtc"), (Safi.Flow, "flow"), (Safi.FlowVpn, "flow-vpn"),
    ];

    /// <summary>ExaBGP's word for an AFI; <c>unknown-afi-0x7</c> for one it does not know.</summary>
    public static string Name(Afi afi)
    {
        foreach (var (value, name) in Afis)
            if (value == afi) return name;
        return "unknown-afi-0x" + ((ushort)afi).ToString("x", CultureInfo.InvariantCulture);
    }

    /// <summary>ExaBGP's word for a SAFI; <c>unknown safi 9</c> for one it does not know.</summary>
    public static string Name(Safi safi)
    {
        foreach (var (value, name) in Safis)
            if (value == safi) return name;
        return "unknown safi " + ((byte)safi).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The AFI of a word, as written (ExaBGP compares AFI words case-sensitively).</summary>
    public static bool TryParseAfi(ReadOnlySpan<byte> word, out Afi afi)
    {
        foreach (var (value, name) in Afis)
        {
            if (!Text.Ascii.Equal(word, name)) continue;
            afi = value;
            return true;
        }
        afi = Afi.Undefined;
        return false;
    }

    /// <summary>
    /// The SAFI of a word, in any case. <c>flowspec</c> and <c>flowspec-vpn</c>, which the public FlowSpec documentation
    /// writes, and <c>labeled-unicast</c> of ExaBGP 6.0 are accepted beside ExaBGP 5.0's words.
    /// </summary>
    public static bool TryParseSafi(ReadOnlySpan<byte> word, out Safi safi)
    {
        foreach (var (value, name) in Safis)
        {
            if (!Text.Ascii.EqualIgnoreCase(word, name)) continue;
            safi = value;
            return true;
        }
        safi = Text.Ascii.EqualIgnoreCase(word, "flowspec") ? Safi.Flow
            : Text.Ascii.EqualIgnoreCase(word, "flowspec-vpn") ? Safi.FlowVpn
            : Text.Ascii.EqualIgnoreCase(word, "labeled-unicast") ? Safi.NlriMpls
            : Safi.Undefined;
        return safi != Safi.Undefined;
    }
}
