using System.Buffers.Binary;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// Reads what stands before the NLRI in MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760 sections 3 and 4). Errors reset the
/// session (RFC 7606 sections 7.11 and 7.12), with ExaBGP's codes and texts.
/// </summary>
/// <remarks>
/// <code>
/// +---------------------------------------------------------+
/// | Address Family Identifier (2 octets)                    |
/// +---------------------------------------------------------+
/// | Subsequent Address Family Identifier (1 octet)          |
/// +---------------------------------------------------------+
/// | Length of Next Hop Network Address (1 octet)            |  MP_REACH_NLRI only,
/// +---------------------------------------------------------+  as is Reserved
/// | Network Address of Next Hop (variable)                  |
/// +---------------------------------------------------------+
/// | Reserved (1 octet)                                      |
/// +---------------------------------------------------------+
/// | Network Layer Reachability Information (variable)       |
/// +---------------------------------------------------------+
/// </code>
/// </remarks>
internal static class MultiprotocolNlri
{
    private const int FamilySize = 3;

    // No family has a longer next-hop: two IPv6 addresses, each behind a route distinguisher.
    private const int MaxNextHopLength = 48;

    public static bool TryReadUnreach(
        ReadOnlySpan<byte> body, Range attribute, NegotiatedSession session, out NlriSectionInfo section, out BgpError error)
    {
        section = default;
        var (start, length) = attribute.GetOffsetAndLength(body.Length);
        if (!TryReadFamily(body.Slice(start, length), "MPURNLRI", ' ', session, out var family, out error)) return false;
        section = new NlriSectionInfo
        {
            Family = family,
            Start = start + FamilySize,
            Length = length - FamilySize,
            IsWithdrawField = true,
        };
        return true;
    }

    public static bool TryReadReach(
        ReadOnlySpan<byte> body, Range attribute, NegotiatedSession session, bool isOwn, out NlriSectionInfo section, out BgpError error)
    {
        section = default;
        var (start, length) = attribute.GetOffsetAndLength(body.Length);
        var value = body.Slice(start, length);
        if (!TryReadFamily(value, "MPRNLRI", '/', session, out var family, out error)) return false;
        // The family, the length of the next-hop, the next-hop, the reserved octet.
        if (length <= FamilySize || length < FamilySize + 2 + value[FamilySize])
        {
            error = BgpError.Reset(NotificationCode.UpdateMessageError, 9, $"invalid MPRNLRI, not enough data for the next-hop of {family}");
            return false;
        }
        var nextHop = value.Slice(FamilySize + 1, value[FamilySize]);
        if (!TryReadNextHop(family, nextHop, session, isOwn, out var address, out var linkLocal, out error)) return false;
        // RFC 4760 section 3: the reserved octet is ignored.
        var header = FamilySize + 2 + nextHop.Length;
        if (length == header)
        {
            error = Error($"No data to decode in an MPREACHNLRI but it is not an EOR {family.ToSlashString()}");
            return false;
        }
        section = new NlriSectionInfo { Family = family, NextHop = address, LinkLocalNextHop = linkLocal, Start = start + header, Length = length - header };
        return true;
    }

    private static bool TryReadFamily(
        ReadOnlySpan<byte> value, string name, char separator, NegotiatedSession session, out FamilyId family, out BgpError error)
    {
        error = default;
        family = default;
        if (value.Length < FamilySize)
        {
            error = Error($"invalid {name}, not enough data for the family");
            return false;
        }
        family = new FamilyId((Afi)BinaryPrimitives.ReadUInt16BigEndian(value), (Safi)value[2]);
        if (session.HasFamily(family)) return true;
        error = Error($"presented a non-negotiated family {FamilyNames.Name(family.Afi)}{separator}{FamilyNames.Name(family.Safi)}");
        return false;
    }

    private static bool TryReadNextHop(
        FamilyId id, ReadOnlySpan<byte> nextHop, NegotiatedSession session, bool isOwn, out IpAddress address, out IpAddress linkLocal, out BgpError error)
    {
        address = default;
        linkLocal = default;
        error = default;
        // The routes of a family that we can not read are passed over, whatever their next-hop.
        if (AddressFamilies.Find(id) is not { } family) return true;
        if (!IsValidLength(family, nextHop.Length, session) && !(isOwn && nextHop.Length - family.NextHopRdLength is 4 or 16 or 32))
        {
            error = Error($"invalid {id} next-hop length {nextHop.Length} expected {ExpectedLengths(family, session)}");
            return false;
        }
        if (nextHop.IsEmpty) return true;
        var rd = Math.Min(family.NextHopRdLength, nextHop.Length);
        if (nextHop[..rd].ContainsAnyExcept((byte)0))
        {
            error = Error("MP_REACH_NLRI next-hop's route-distinguisher must be zero");
            return false;
        }
        nextHop = nextHop[rd..];
        // A global address, with or without a link-local one behind it (RFC 2545 section 3).
        address = IpAddress.FromBytes(nextHop.Length > 16 ? nextHop[..16] : nextHop);
        if (nextHop.Length == 32) linkLocal = IpAddress.FromBytes(nextHop[16..]);
        return true;
    }

    /// <summary>The family's own lengths, and those of the AFIs that RFC 8950 was negotiated for.</summary>
    private static bool IsValidLength(Family family, int length, NegotiatedSession session)
    {
        if (family.IsValidNextHopLength(length)) return true;
        var addressLength = length - family.NextHopRdLength;
        for (var i = 0; i < session.ExtendedNextHops.Count; i++)
        {
            var (id, afi) = session.ExtendedNextHops[i];
            if (id != family.Id) continue;
            if (afi == Afi.Ipv4 ? addressLength == 4 : afi == Afi.Ipv6 && (addressLength is 16 or 32 || length == 2 * (16 + family.NextHopRdLength)))
                return true;
        }
        return false;
    }

    private static string ExpectedLengths(Family family, NegotiatedSession session) =>
        string.Join(" or ", Enumerable.Range(0, MaxNextHopLength + 1).Where(length => IsValidLength(family, length, session)));

    private static BgpError Error(string text) => BgpError.Reset(NotificationCode.UpdateMessageError, 0, text);
}
