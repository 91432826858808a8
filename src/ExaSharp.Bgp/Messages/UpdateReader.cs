using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// Reads and checks UPDATE messages (RFC 4271 section 4.3) with the error handling of RFC 7606. One per session; it keeps
/// its scratch and allocates nothing per UPDATE. Not thread-safe.
/// </summary>
/// <remarks>
/// <code>
/// +-----------------------------------------------------+
/// |   Withdrawn Routes Length (2 octets)                |
/// +-----------------------------------------------------+
/// |   Withdrawn Routes (variable)                       |
/// +-----------------------------------------------------+
/// |   Total Path Attribute Length (2 octets)            |
/// +-----------------------------------------------------+
/// |   Path Attributes (variable)                        |
/// +-----------------------------------------------------+
/// |   Network Layer Reachability Information (variable) |
/// +-----------------------------------------------------+
/// </code>
/// </remarks>
/// <param name="isOwn">
/// For UPDATEs that we wrote ourselves, or that somebody wants to look at: what a peer may not send but a configuration may ask
/// for (an unknown well-known attribute, a next-hop of the other AFI without RFC 8950, routes without their mandatory
/// attributes) is read as ExaBGP reads it.
/// </param>
public sealed class UpdateReader(bool isOwn = false)
{
    // Withdrawn routes, NLRI, MP_UNREACH_NLRI, MP_REACH_NLRI.
    private const int MaxSections = 4;

    private readonly UpdateAttributes _attributes = new(isOwn);
    private readonly NlriSectionInfo[] _sections = new NlriSectionInfo[MaxSections];
    private int _sectionCount;

    // Malformed NLRI that were stepped over.
    private int _passedOver;

    // NLRI that came in the RFC's form, in ExaBGP's.
    private byte[] _converted = [];
    private int _convertedLength;

    private static ReadOnlySpan<byte> EndOfRibIpv4Unicast => [0, 0, 0, 0];

    // An empty MP_UNREACH_NLRI with Extended Length, as most speakers write it, without AFI and SAFI.
    private static ReadOnlySpan<byte> EndOfRibPrefix => [0, 0, 0, 7, 0x90, (byte)AttributeCode.MpUnreachNlri, 0, 3];

    /// <summary>Reads an UPDATE that the peer sent.</summary>
    /// <param name="body">The message without its 19 octets of header.</param>
    /// <param name="session">What was negotiated. To show an UPDATE of our own, give a copy with the ADD-PATH directions swapped.</param>
    /// <param name="view">The UPDATE; valid until the next call.</param>
    /// <param name="error">When false is given: the NOTIFICATION that resets the session.</param>
    public bool TryRead(ReadOnlySpan<byte> body, NegotiatedSession session, out UpdateView view, out BgpError error)
    {
        _sectionCount = 0;
        _convertedLength = 0;
        _passedOver = 0;
        _attributes.Clear();
        view = default;
        error = default;
        if (TryReadEndOfRib(body, out var endOfRib))
        {
            view = View(body, default, endOfRib);
            return true;
        }
        if (!TrySplit(body, out var withdrawn, out var attributes, out var announced, out error)) return false;
        if (!_attributes.TryRead(body, attributes, session, out error)) return false;
        if (!TryReadMultiprotocol(body, session, out var unreach, out var reach, out error)) return false;
        if (_attributes.IsEmpty && withdrawn.Length == 0 && announced.Length == 0 && unreach.Length == 0 && reach.Length == 0)
        {
            view = View(body, default, _attributes.HasUnreach ? unreach.Family : FamilyId.Ipv4Unicast);
            return true;
        }
        if (!isOwn) _attributes.CheckMandatory(announced.Length > 0, reach.Length > 0);
        var treated = _attributes.Treated;
        // RFC 7606 section 5.2: with attributes and no reachable NLRI in it, we can not be sure to have found those that were meant.
        if (!isOwn && !_attributes.HasUnreachAlone && treated.Action == ErrorAction.TreatAsWithdraw && announced.Length == 0 && reach.Length == 0)
        {
            error = treated with { Action = ErrorAction.SessionReset };
            return false;
        }
        if (!TryAddSection(body, session, withdrawn, RouteAction.Withdraw, out error)) return false;
        var action = treated.Action == ErrorAction.TreatAsWithdraw ? RouteAction.Withdraw : RouteAction.Announce;
        if (!TryAddSection(body, session, announced with { NextHop = _attributes.NextHop }, action, out error)) return false;
        if (!TryAddSection(body, session, unreach, RouteAction.Withdraw, out error)) return false;
        if (!TryAddSection(body, session, reach, action, out error)) return false;
        if (_passedOver > 0 && !treated.IsError) treated = BgpError.Discard(10, $"{_passedOver} malformed NLRI passed over");
        view = View(body, treated, null);
        return true;
    }

    /// <summary>Puts the attributes of a received UPDATE into a builder, in the stored form, as an Adj-RIB-In keeps them.</summary>
    public static void CanonicalAttributes(UpdateView update, AttributeSetBuilder builder)
    {
        builder.Clear();
        foreach (var attribute in update.Attributes) builder.TryAdd(attribute.Code, attribute.Flags, update.Value(attribute));
    }

    /// <summary>Writes the NLRI of a field that are in the RFC's form in ExaBGP's, which everything else knows.</summary>
    private bool TryConvert(ReadOnlySpan<byte> body, Family family, ref NlriSectionInfo section, out BgpError error)
    {
        error = default;
        var needed = _convertedLength + section.Length * Family.RfcGrowth;
        if (_converted.Length < needed) Array.Resize(ref _converted, needed);
        var reader = new WireReader(body.Slice(section.Start, section.Length));
        var writer = new WireWriter(_converted.AsSpan(_convertedLength));
        while (!reader.AtEnd)
        {
            var before = reader.Remaining;
            var length = writer.Length;
            ReadOnlySpan<byte> pathId = default;
            if (section.HasPathIds && !reader.TryReadBytes(4, out pathId))
            {
                error = BgpError.InvalidNetwork("not enough data for the path-information of a NLRI");
                return false;
            }
            writer.Bytes(pathId);
            var result = family.TryReadRfc(ref reader, section.IsWithdrawField, ref writer, out error);
            if (result == NlriResult.Error || reader.Remaining == before) return false;
            if (result == NlriResult.Skip)
            {
                writer.Truncate(length);
                _passedOver++;
            }
            error = default;
        }
        section = section with { Start = _convertedLength, Length = writer.Length, IsConverted = true };
        _convertedLength += writer.Length;
        return true;
    }

    private UpdateView View(ReadOnlySpan<byte> body, BgpError treated, FamilyId? endOfRib) => new(
        body, _attributes.Scratch, _converted, _attributes.Shown, _sections.AsSpan(0, _sectionCount), treated, _attributes.ErrorText, _attributes.NextHop, endOfRib);

    /// <summary>The two forms that nearly everybody sends; the family of the second one is not looked at (ExaBGP).</summary>
    private static bool TryReadEndOfRib(ReadOnlySpan<byte> body, out FamilyId family)
    {
        family = FamilyId.Ipv4Unicast;
        if (body.SequenceEqual(EndOfRibIpv4Unicast)) return true;
        if (body.Length != 11 || !body.StartsWith(EndOfRibPrefix)) return false;
        family = new FamilyId((Afi)BinaryPrimitives.ReadUInt16BigEndian(body[8..]), (Safi)body[10]);
        return true;
    }

    /// <summary>Finds the three fields; a length that does not fit the message is 3/1 (RFC 4271 section 6.3).</summary>
    private static bool TrySplit(
        ReadOnlySpan<byte> body, out NlriSectionInfo withdrawn, out Range attributes, out NlriSectionInfo announced, out BgpError error)
    {
        withdrawn = announced = default;
        attributes = default;
        if (body.Length < 4)
        {
            error = BgpError.Reset(NotificationCode.MessageHeaderError, 2, "an UPDATE has at least 23 octets");
            return false;
        }
        var withdrawnLength = BinaryPrimitives.ReadUInt16BigEndian(body);
        if (body.Length - 2 < withdrawnLength)
        {
            error = BgpError.MalformedAttributeList("invalid withdrawn routes length, not enough data available");
            return false;
        }
        if (body.Length - 4 < withdrawnLength)
        {
            error = BgpError.MalformedAttributeList("invalid UPDATE, no room for the total path attribute length");
            return false;
        }
        var attributesLength = BinaryPrimitives.ReadUInt16BigEndian(body[(2 + withdrawnLength)..]);
        var start = 4 + withdrawnLength;
        if (body.Length - start < attributesLength)
        {
            error = BgpError.MalformedAttributeList("invalid total path attribute length, not enough data available");
            return false;
        }
        var end = start + attributesLength;
        withdrawn = new NlriSectionInfo { Family = FamilyId.Ipv4Unicast, Start = 2, Length = withdrawnLength, IsWithdrawField = true };
        attributes = start..end;
        announced = new NlriSectionInfo { Family = FamilyId.Ipv4Unicast, Start = end, Length = body.Length - end };
        error = default;
        return true;
    }

    private bool TryReadMultiprotocol(
        ReadOnlySpan<byte> body, NegotiatedSession session, out NlriSectionInfo unreach, out NlriSectionInfo reach, out BgpError error)
    {
        unreach = reach = default;
        error = default;
        if (_attributes.HasUnreach && !MultiprotocolNlri.TryReadUnreach(body, _attributes.Unreach, session, out unreach, out error)) return false;
        return !_attributes.HasReach || MultiprotocolNlri.TryReadReach(body, _attributes.Reach, session, isOwn, out reach, out error);
    }

    /// <summary>
    /// Checks all NLRI of a field and keeps the field when there is any to be used. NLRI that can not be read reset the session: the
    /// rest of the field is lost (RFC 7606 section 5.3).
    /// </summary>
    private bool TryAddSection(
        ReadOnlySpan<byte> body, NegotiatedSession session, NlriSectionInfo section, RouteAction action, out BgpError error)
    {
        error = default;
        if (section.Length == 0 || AddressFamilies.Find(section.Family) is not { } family) return true;
        section = section with { Action = action, HasPathIds = family.TakesPathId && session.ReceivesPathId(section.Family) };
        if (session.Rfc && family.HasRfcForm && !TryConvert(body, family, ref section, out error)) return false;
        if (section.IsConverted) body = _converted;
        var reader = new WireReader(body.Slice(section.Start, section.Length));
        var isUsed = false;
        while (!reader.AtEnd)
        {
            if (section.HasPathIds && !reader.TryReadBytes(4, out _))
            {
                error = BgpError.InvalidNetwork("not enough data for the path-information of a NLRI");
                return false;
            }
            var before = reader.Remaining;
            var result = family.TryRead(ref reader, section.IsWithdrawField, out _, out error);
            if (result == NlriResult.Error || reader.Remaining == before)
            {
                if (error.Action != ErrorAction.SessionReset) error = BgpError.InvalidNetwork($"invalid NLRI of family {section.Family}");
                return false;
            }
            if (result == NlriResult.Ok) isUsed = true;
            else _passedOver++;
            error = default;
        }
        if (isUsed) _sections[_sectionCount++] = section;
        return true;
    }
}
