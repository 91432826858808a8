using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Session;

/// <summary>Which route refresh both sides can (RFC 2918, RFC 7313).</summary>
public enum RefreshKind : byte
{
    Absent,
    Normal,
    Enhanced,
}

/// <summary>
/// What the two OPENs of a session agreed on: everything that decides how bytes are written and read. Immutable; made by
/// <c>Negotiation</c>, or by hand for tests and for <c>decode</c>.
/// </summary>
public sealed record NegotiatedSession
{
    /// <summary>The largest message without RFC 8654.</summary>
    public const int DefaultMessageSize = 4096;

    public uint LocalAs { get; init; }

    public uint PeerAs { get; init; }

    /// <summary>Same AS on both sides: LOCAL_PREF is sent, the AS path is not started with ours.</summary>
    public bool IsIbgp => LocalAs == PeerAs;

    public IpAddress LocalAddress { get; init; }

    public IpAddress PeerAddress { get; init; }

    /// <summary>Our BGP identifier.</summary>
    public IpAddress RouterId { get; init; }

    /// <summary>AS numbers of 4 octets in AS_PATH and AGGREGATOR (RFC 6793).</summary>
    public bool Asn4 { get; init; } = true;

    /// <summary>AIGP is accepted and sent to external peers too (RFC 7311; a local setting, not negotiated).</summary>
    public bool Aigp { get; init; }

    /// <summary>
    /// Where ExaBGP sends octets that no RFC knows, those of the RFC are sent, and read (a local setting, not negotiated):
    /// <c>rfc</c> of the neighbour, or <c>bgp.rfc</c>.
    /// </summary>
    public bool Rfc { get; init; }

    /// <summary>Largest message in octets with its header: 4096, or 65535 with RFC 8654.</summary>
    public int MessageSize { get; init; } = DefaultMessageSize;

    /// <summary>Seconds; 0 for none.</summary>
    public ushort HoldTime { get; init; }

    /// <summary>Families that both sides announced, in the peer's order.</summary>
    public IReadOnlyList<FamilyId> Families { get; init; } = [];

    /// <summary>Families in which we send path identifiers (RFC 7911).</summary>
    public IReadOnlyList<FamilyId> AddPathSend { get; init; } = [];

    /// <summary>Families in which the peer sends path identifiers.</summary>
    public IReadOnlyList<FamilyId> AddPathReceive { get; init; } = [];

    /// <summary>Families whose next-hop may be of another AFI (RFC 8950), in the peer's order.</summary>
    public IReadOnlyList<(FamilyId Family, Afi NextHop)> ExtendedNextHops { get; init; } = [];

    public RefreshKind Refresh { get; init; }

    public bool MultiSession { get; init; }

    public bool Operational { get; init; }

    /// <summary>The peer announced graceful restart (RFC 4724), and so did we.</summary>
    public bool GracefulRestart { get; init; }

    /// <summary>Whether routes of a family may have a next-hop of another AFI on this session (RFC 8950).</summary>
    public bool HasExtendedNextHop(FamilyId family, Afi nextHop)
    {
        for (var i = 0; i < ExtendedNextHops.Count; i++)
            if (ExtendedNextHops[i] == (family, nextHop)) return true;
        return false;
    }

    public bool HasFamily(FamilyId family) => Contains(Families, family);

    public bool SendsPathId(FamilyId family) => Contains(AddPathSend, family);

    public bool ReceivesPathId(FamilyId family) => Contains(AddPathReceive, family);

    /// <summary>
    /// Appends the JSON object of a <c>negotiated</c> event with the blank that ExaBGP puts behind it:
    /// <c>{ "message_size": 65535, … "add_path": {"send": [], "receive": []} } </c>.
    /// </summary>
    public void AppendJson(TextBuffer output)
    {
        output.Append("{ \"message_size\": "u8).Append(MessageSize).Append(", \"hold_time\": "u8).Append((uint)HoldTime)
            .Append(", \"asn4\": "u8).Append(Bool(Asn4)).Append(", \"multisession\": "u8).Append(Bool(MultiSession))
            .Append(", \"operational\": "u8).Append(Bool(Operational)).Append(", \"refresh\": \""u8)
            .Append(Refresh switch { RefreshKind.Enhanced => "enhanced"u8, RefreshKind.Normal => "normal"u8, _ => "absent"u8 })
            .Append("\", \"families\": "u8);
        AppendFamilies(output, Families);
        output.Append(", \"nexthop\": ["u8);
        for (var i = 0; i < ExtendedNextHops.Count; i++)
        {
            var (family, nextHop) = ExtendedNextHops[i];
            output.Append(i == 0 ? "\""u8 : ", \""u8).Append(family.ToString()).Append((byte)' ')
                .Append(FamilyNames.Name(nextHop)).Append((byte)'"');
        }
        output.Append("], \"add_path\": {\"send\": "u8);
        AppendFamilies(output, AddPathSend);
        output.Append(", \"receive\": "u8);
        AppendFamilies(output, AddPathReceive);
        output.Append("} } "u8);
    }

    private static ReadOnlySpan<byte> Bool(bool value) => value ? "true"u8 : "false"u8;

    // Only families of the session are shown: ADD-PATH may be agreed on for one that is not.
    private void AppendFamilies(TextBuffer output, IReadOnlyList<FamilyId> list)
    {
        output.Append((byte)'[');
        var first = true;
        foreach (var family in list)
        {
            if (!HasFamily(family)) continue;
            output.Append(first ? "\""u8 : ", \""u8).Append(family.ToString()).Append((byte)'"');
            first = false;
        }
        output.Append((byte)']');
    }

    private static bool Contains(IReadOnlyList<FamilyId> list, FamilyId family)
    {
        for (var i = 0; i < list.Count; i++)
            if (list[i] == family) return true;
        return false;
    }
}
