using System.Globalization;
using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Session;

/// <summary>What two OPENs agree on, and whether the peer's is acceptable.</summary>
public static class Negotiation
{
    /// <summary>
    /// Checks the peer's OPEN in ExaBGP's order and gives what was agreed on.
    /// </summary>
    /// <param name="settings">The neighbour's settings; <see cref="SessionSettings.LocalAddress"/> already known from the connection.</param>
    /// <param name="sent">Our OPEN.</param>
    /// <param name="received">The peer's OPEN.</param>
    /// <param name="session">What was agreed on, also when an error is given.</param>
    /// <returns>The default value, or the NOTIFICATION (2/2, 2/3, 2/6, 2/8, 2/9) with ExaBGP's text.</returns>
    public static BgpError Negotiate(
        SessionSettings settings, OpenMessage sent, OpenMessage received, out NegotiatedSession session)
    {
        var peerAs = PeerAs(sent, received);
        var multiSession = Both(sent, received, CapabilityCode.MultiSession);
        var (addPathSend, addPathReceive, families) = Families(sent, received);
        session = new NegotiatedSession
        {
            LocalAs = sent.Asn,
            PeerAs = peerAs,
            LocalAddress = settings.LocalAddress,
            PeerAddress = settings.PeerAddress,
            RouterId = sent.RouterId,
            Asn4 = Both(sent, received, CapabilityCode.Asn4),
            Aigp = settings.Capabilities.Aigp ?? false,
            Rfc = settings.Rfc,
            MessageSize = Both(sent, received, CapabilityCode.ExtendedMessage)
                ? ushort.MaxValue
                : NegotiatedSession.DefaultMessageSize,
            HoldTime = Math.Min(sent.HoldTime, received.HoldTime),
            Families = families,
            AddPathSend = addPathSend,
            AddPathReceive = addPathReceive,
            ExtendedNextHops = ExtendedNextHops(sent, received),
            Refresh = Both(sent, received, CapabilityCode.EnhancedRouteRefresh) ? RefreshKind.Enhanced
                : Both(sent, received, CapabilityCode.RouteRefresh) ? RefreshKind.Normal
                : RefreshKind.Absent,
            MultiSession = multiSession,
            Operational = Both(sent, received, CapabilityCode.Operational),
            GracefulRestart = Both(sent, received, CapabilityCode.GracefulRestart),
        };
        return Validate(settings, sent, received, session);
    }

    /// <summary>
    /// The AS that our OPEN tells: the configured one, or of <c>local-as auto</c> the peer's own (what of it fits when we do not
    /// speak of 4 octets).
    /// </summary>
    public static uint LocalAs(SessionSettings settings, OpenMessage? received) =>
        settings.LocalAs ?? (settings.Capabilities.Asn4 ? received?.WholeAsn : received?.Asn) ?? 0;

    /// <summary>
    /// Families that one side only announced, for the log's warning: <c>exabgp is not configured for ipv4/flow</c> when ours lacks it,
    /// <c>peer is not configured for …</c> otherwise.
    /// </summary>
    public static IReadOnlyList<(FamilyId Family, bool MissingOnOurSide)> Mismatches(OpenMessage sent, OpenMessage received)
    {
        var ours = sent.Find<MultiprotocolCapability>()?.Families ?? [];
        var theirs = received.Find<MultiprotocolCapability>()?.Families ?? [];
        return
        [
            .. theirs.Except(ours).Order().Select(family => (family, true)),
            .. ours.Except(theirs).Order().Select(family => (family, false)),
        ];
    }

    private static BgpError Validate(SessionSettings settings, OpenMessage sent, OpenMessage received, NegotiatedSession session)
    {
        // RFC 4271 section 6.2: if the Autonomous System field is unacceptable, the Error Subcode MUST be set to Bad Peer AS.
        if (settings.PeerAs is { } expected && session.PeerAs != expected)
            return OpenError(2, string.Create(
                CultureInfo.InvariantCulture, $"ASN in OPEN ({received.Asn}) did not match ASN expected ({expected})"));
        // RFC 7607 section 2: zero as the peer's AS in an OPEN is Bad Peer AS too, also when any other AS will do.
        if (session.PeerAs == 0 && settings.PeerAs is null) return OpenError(2, "ASN in OPEN (0) is reserved");
        // RFC 6286 section 2.2: the BGP Identifier is unacceptable if it is zero, or if it equals ours and the peer is internal.
        if (received.RouterId.Ipv4Value == 0) return OpenError(3, "0.0.0.0 is an invalid router_id");
        if (session.IsIbgp && received.RouterId == sent.RouterId)
            return OpenError(3, $"BGP Identifier collision, same router-id ({received.RouterId}) on both sides of this IBGP session");
        // RFC 4271 section 6.2: an implementation MUST reject Hold Time values of one or two seconds.
        if (received.HoldTime is 1 or 2)
            return OpenError(6, string.Create(CultureInfo.InvariantCulture, $"Hold Time is invalid ({received.HoldTime})"));
        return ValidateMultiSession(sent, received, session);
    }

    private static BgpError ValidateMultiSession(OpenMessage sent, OpenMessage received, NegotiatedSession session)
    {
        if (!sent.Has(CapabilityCode.MultiSession)) return default;
        if (!session.MultiSession) return OpenError(9, "multisession is mandatory with this peer");
        // The session identifier is the set of families: both sides must have announced the same.
        return Mismatches(sent, received).Count == 0
            ? default
            : OpenError(8, "when checking session id, capability multiprotocol did not match");
    }

    private static uint PeerAs(OpenMessage sent, OpenMessage received) =>
        sent.Has(CapabilityCode.Asn4) ? received.WholeAsn : received.Asn;

    private static (List<FamilyId> AddPathSend, List<FamilyId> AddPathReceive, List<FamilyId> Families) Families(
        OpenMessage sent, OpenMessage received)
    {
        var ours = sent.Find<MultiprotocolCapability>()?.Families ?? [];
        var theirs = received.Find<MultiprotocolCapability>()?.Families ?? [];
        List<FamilyId> families = [.. theirs.Where(family => ours.Contains(family)).Distinct()];
        List<FamilyId> send = [], receive = [];
        if (sent.Find<AddPathCapability>() is not { } here || received.Find<AddPathCapability>() is not { } there)
            return (send, receive, families);
        // RFC 7911 section 4: an identifier is sent only where we announced that we can send and the peer that it can receive.
        foreach (var family in families.Concat(here.Families).Distinct())
        {
            var (local, remote) = (here.Mode(family), there.Mode(family));
            if ((local & AddPathMode.Send) != 0 && (remote & AddPathMode.Receive) != 0) send.Add(family);
            if ((local & AddPathMode.Receive) != 0 && (remote & AddPathMode.Send) != 0) receive.Add(family);
        }
        return (send, receive, families);
    }

    private static IReadOnlyList<(FamilyId Family, Afi NextHop)> ExtendedNextHops(OpenMessage sent, OpenMessage received)
    {
        if (sent.Find<ExtendedNextHopCapability>() is not { } ours) return [];
        if (received.Find<ExtendedNextHopCapability>() is not { } theirs) return [];
        return [.. theirs.Entries.Where(entry => ours.Entries.Contains(entry))];
    }

    private static bool Both(OpenMessage sent, OpenMessage received, CapabilityCode code) => sent.Has(code) && received.Has(code);

    private static BgpError OpenError(byte subcode, string text) =>
        BgpError.Reset(NotificationCode.OpenMessageError, subcode, text);
}
