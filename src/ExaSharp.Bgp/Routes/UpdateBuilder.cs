using System.Buffers;
using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// Writes what a neighbour is to be told as whole messages, with ExaBGP's octets: which routes share an UPDATE, their order
/// in it, and the order and defaults of the attributes. One per session; not thread-safe.
/// </summary>
/// <param name="routes">The process's routes.</param>
/// <param name="attributes">The process's attribute sets.</param>
/// <param name="groupUpdates">The neighbour's <c>group-updates</c>.</param>
/// <param name="onSkipped">
/// Told of each route that can not be sent, and why. The route stays announced in the Adj-RIB-Out; the peer is sent a withdraw
/// when it may have it with other attributes.
/// </param>
public sealed class UpdateBuilder(RouteStore routes, AttributeInterner attributes, bool groupUpdates = true, Action<int, SkipReason>? onSkipped = null)
{
    private readonly AttributeEncoder _encoder = new();
    private readonly UpdateMessage _message = new();
    private NegotiatedSession _session = new();
    private FamilyTraits _traits;
    private byte[] _rfcNlri = [];

    /// <summary>What all routes in the open message have in common.</summary>
    private AttributeSet? _openSet;
    private IpAddress _openNextHop;
    private bool _openCarries;

    /// <summary>Messages written so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Octets written so far.</summary>
    public long Octets { get; private set; }

    /// <summary>Routes announced and withdrawn so far.</summary>
    public long Routes { get; private set; }

    /// <summary>
    /// Writes pending messages, at most <paramref name="maxMessages"/> and none after <paramref name="maxBytes"/> were written.
    /// Call it again while <see cref="AdjRibOut.HasPending"/>.
    /// </summary>
    /// <returns>How many messages were written; 0 is possible although something was pending.</returns>
    public int Fill(AdjRibOut rib, IBufferWriter<byte> output, int maxMessages = int.MaxValue, int maxBytes = int.MaxValue)
    {
        if (rib.Session is not { } session) return 0;
        Use(session);
        var (messages, octets) = (Messages, Octets);
        var limit = new FillLimit(messages + (long)maxMessages, octets + (long)maxBytes);
        while (IsWithin(limit) && rib.Express is { } express && express.TryBegin(session, groupUpdates)) Walk(express.Flush, limit, output);
        var ahead = Octets;
        while (IsWithin(limit) && rib.TryBeginFlush(groupUpdates)) Walk(rib.Flush, limit, output);
        rib.Express?.Count(Octets - ahead);
        _encoder.Forget();
        return (int)(Messages - messages);
    }

    /// <summary>Writes messages of one walk, to its end or as far as the limit allows.</summary>
    private void Walk(RouteFlush flush, FillLimit limit, IBufferWriter<byte> output)
    {
        var batch = -1;
        flush.Resume();
        while (IsWithin(limit))
        {
            if (!flush.Peek(out var item))
            {
                Close(output);
                flush.End();
                return;
            }
            if (item.Batch != batch)
            {
                batch = item.Batch;
                if (Close(output)) continue;
            }
            if (TryTake(item, output)) flush.Advance();
        }
    }

    private bool IsWithin(FillLimit limit) => Messages < limit.Messages && Octets < limit.Octets;

    /// <summary>Writes one change as one UPDATE, apart from any Adj-RIB; false with the reason when it can not be sent.</summary>
    public bool TryWrite(RouteChange change, NegotiatedSession session, IBufferWriter<byte> output, out SkipReason reason)
    {
        Use(session);
        var kind = change.Action == RouteAction.Announce ? FlushKind.Announce : FlushKind.Withdraw;
        reason = Put(new FlushItem(kind, routes.Family(change.Route), change.Route, change.Attributes, 0));
        Close(output);
        _encoder.Forget();
        return reason == SkipReason.None;
    }

    /// <summary>
    /// Writes the End-of-RIB markers of all negotiated families (RFC 4724 section 2), in the peer's order; a KEEPALIVE when there
    /// are none (ExaBGP). Gives how many messages it were.
    /// </summary>
    public int WriteEndOfRibs(NegotiatedSession session, IBufferWriter<byte> output)
    {
        if (session.Families.Count == 0)
        {
            Span<byte> keepalive = stackalloc byte[UpdateMessage.HeaderLength];
            var writer = new WireWriter(keepalive);
            UpdateMessage.WriteHeader(ref writer, MessageType.Keepalive);
            Finish(ref writer, output);
            return 1;
        }
        for (var i = 0; i < session.Families.Count; i++) WriteEndOfRib(session.Families[i], output);
        return session.Families.Count;
    }

    /// <summary>
    /// Writes the End-of-RIB marker of a family: an UPDATE without anything for IPv4 unicast, else with an MP_UNREACH_NLRI without
    /// NLRI, whose length has two octets (ExaBGP).
    /// </summary>
    public void WriteEndOfRib(FamilyId family, IBufferWriter<byte> output)
    {
        Span<byte> message = stackalloc byte[UpdateMessage.HeaderLength + 11];
        var writer = new WireWriter(message);
        UpdateMessage.WriteHeader(ref writer, MessageType.Update);
        writer.UInt16(0);
        if (family.IsIpv4Unicast)
        {
            writer.UInt16(0);
        }
        else
        {
            writer.UInt16(7);
            writer.Byte((byte)(AttributeFlags.Optional | AttributeFlags.ExtendedLength));
            writer.Byte((byte)AttributeCode.MpUnreachNlri);
            writer.UInt16(3);
            writer.UInt16((ushort)family.Afi);
            writer.Byte((byte)family.Safi);
        }
        Finish(ref writer, output);
    }

    private void Use(NegotiatedSession session)
    {
        if (!ReferenceEquals(session, _session))
        {
            _session = session;
            _traits = default;
        }
        _message.Clear(session);
    }

    /// <summary>Takes one step; false when the open message was full and was written: then the step is to be taken again.</summary>
    private bool TryTake(FlushItem item, IBufferWriter<byte> output)
    {
        if (item.Kind is FlushKind.RefreshBegin or FlushKind.RefreshEnd)
        {
            WriteRefreshMarker(item, output);
            return true;
        }
        var reason = Put(item);
        if (reason == SkipReason.None) return true;
        if (reason == SkipReason.TooLarge && Close(output)) return false;
        // What the peer has of the route is not true any more, so it is better without.
        if (item.Replaces && Put(item with { Kind = FlushKind.Withdraw }) == SkipReason.TooLarge && Close(output)) return false;
        onSkipped?.Invoke(item.Route, reason);
        return true;
    }

    /// <summary>Puts a route into the open message.</summary>
    private SkipReason Put(FlushItem item)
    {
        var family = item.Family;
        if (!_traits.IsKnown || _traits.Family != family) _traits = new FamilyTraits(routes, family, _session);
        var set = attributes.Get(item.Set);
        var nextHop = NextHopResolver.Resolve(set.NextHop, family, _session);
        if (_traits.MapsNextHop) nextHop = nextHop.MapToIpv6();
        var isAnnounce = item.Kind == FlushKind.Announce;
        if (isAnnounce && !nextHop.IsDefined)
        {
            if (set.NextHop.IsSelf) return SkipReason.NextHopSelfUnresolved;
            if (_traits.NeedsNextHop) return SkipReason.NoNextHop;
        }
        if (isAnnounce && _traits.RefusesIpv6NextHop && nextHop.IsIpv6) return SkipReason.NextHopNotNegotiated;
        var fits = _encoder.TryEncode(set, NextHopAttribute(nextHop), _session, out var encoded);
        if (isAnnounce && !fits) return SkipReason.TooLarge;
        var room = fits ? encoded.Length : 0;
        var carries = fits && _traits.WithdrawCarriesAttributes;
        if (item.Kind == FlushKind.AttributesOnly)
        {
            // Where even these do not fit, there is nothing that a peer would miss.
            if (carries && _message.TryAddNothing(room)) Open(set, nextHop, carries);
            return SkipReason.None;
        }
        var inField = family.IsIpv4Unicast && (!isAnnounce || nextHop.IsIpv4);
        uint? pathId = _traits.SendsPathId ? routes.PathId(item.Route) ?? 0 : null;
        var nlri = routes.Nlri(item.Route);
        if (_session.Rfc)
        {
            nlri = ToRfc(nlri, !isAnnounce);
            // What could not be announced needs no withdraw.
            if (nlri.IsEmpty) return isAnnounce ? SkipReason.NoRfcForm : SkipReason.None;
        }
        var nextHopLength = nextHop.IsDefined ? _traits.NextHopRdLength + nextHop.Length : 0;
        if (!_message.TryAdd(!isAnnounce, inField, pathId, nlri, room, nextHopLength))
        {
            // A withdraw must not be lost for attributes that it need not carry (RFC 4760 section 4).
            if (isAnnounce || !_message.IsEmpty) return SkipReason.TooLarge;
            carries = false;
            if (!_message.TryAdd(true, inField, pathId, nlri, 0, 0)) return SkipReason.TooLarge;
        }
        Open(set, nextHop, carries);
        Routes++;
        return SkipReason.None;
    }

    private ReadOnlySpan<byte> ToRfc(ReadOnlySpan<byte> nlri, bool isWithdraw)
    {
        if (_traits.Descriptor is not { } family) return nlri;
        if (_rfcNlri.Length < nlri.Length + Family.RfcScratch) _rfcNlri = new byte[2 * nlri.Length + Family.RfcScratch];
        return family.ToRfc(nlri, isWithdraw, _rfcNlri);
    }

    private void Open(AttributeSet set, IpAddress nextHop, bool carries)
    {
        _openSet = set;
        _openNextHop = nextHop;
        _openCarries = carries;
    }

    /// <summary>The address for the NEXT_HOP attribute: only IPv4 fits in, and not all families send it beside MP_REACH_NLRI.</summary>
    private IpAddress NextHopAttribute(IpAddress nextHop) => nextHop.IsIpv4 && _traits.SendsNextHopAttribute ? nextHop : default;

    /// <summary>Writes the open message; false when nothing is in it.</summary>
    private bool Close(IBufferWriter<byte> output)
    {
        if (_message.IsEmpty) return false;
        _encoder.TryEncode(_openSet!, NextHopAttribute(_openNextHop), _session, out var encoded);
        Octets += _message.Write(output, _traits.Family, encoded, _openCarries, _openNextHop, _traits.NextHopRdLength);
        Messages++;
        _message.Clear(_session);
        _openSet = null;
        return true;
    }

    /// <summary>ROUTE-REFRESH with subtype 1 (BoRR) or 2 (EoRR): RFC 7313 section 3.2.</summary>
    private void WriteRefreshMarker(FlushItem item, IBufferWriter<byte> output)
    {
        Span<byte> message = stackalloc byte[UpdateMessage.HeaderLength + 4];
        var writer = new WireWriter(message);
        UpdateMessage.WriteHeader(ref writer, MessageType.RouteRefresh);
        writer.UInt16((ushort)item.Family.Afi);
        writer.Byte(item.Kind == FlushKind.RefreshBegin ? (byte)1 : (byte)2);
        writer.Byte((byte)item.Family.Safi);
        Finish(ref writer, output);
    }

    private void Finish(scoped ref WireWriter writer, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteUInt16BigEndian(writer.At(16, 2), (ushort)writer.Length);
        output.Write(writer.Written);
        Messages++;
        Octets += writer.Length;
    }

    /// <summary>The counts at which <see cref="Fill"/> ends.</summary>
    private readonly record struct FillLimit(long Messages, long Octets);

    /// <summary>What is the same for all routes of a family on a session.</summary>
    private readonly struct FamilyTraits
    {
        public FamilyTraits(RouteStore routes, FamilyId family, NegotiatedSession session)
        {
            var descriptor = routes.Describe(family);
            IsKnown = true;
            Descriptor = descriptor;
            Family = family;
            // ADD-PATH may be agreed on for families whose NLRI have no place for it here: they are sent, and read, without.
            SendsPathId = descriptor is not { TakesPathId: false } && session.SendsPathId(family);
            NeedsNextHop = descriptor?.NeedsNextHop ?? !family.IsFlow;
            // RFC 4760 section 3: an UPDATE without NLRI of its own SHOULD NOT carry NEXT_HOP.
            SendsNextHopAttribute = session.Rfc ? family.IsIpv4Unicast : descriptor?.SendsNextHopAttribute ?? !family.IsFlow;
            NextHopRdLength = descriptor?.NextHopRdLength ?? 0;
            MapsNextHop = session.Rfc && descriptor is { MapsNextHop: true };
            RefusesIpv6NextHop = session.Rfc && descriptor is { NeedsExtendedNextHop: true } && !session.HasExtendedNextHop(family, Afi.Ipv6);
            // RFC 4271 section 4.3: an UPDATE that only withdraws "will not include path attributes".
            WithdrawCarriesAttributes = !session.Rfc && (descriptor?.WithdrawCarriesAttributes ?? family.Safi is not (Safi.Unicast or Safi.Multicast));
        }

        public Family? Descriptor { get; }

        public bool IsKnown { get; }

        public FamilyId Family { get; }

        public bool SendsPathId { get; }

        public bool NeedsNextHop { get; }

        public bool SendsNextHopAttribute { get; }

        public int NextHopRdLength { get; }

        public bool MapsNextHop { get; }

        public bool RefusesIpv6NextHop { get; }

        public bool WithdrawCarriesAttributes { get; }
    }
}
