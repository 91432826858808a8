using System.Buffers.Binary;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>A difference that is meant.</summary>
/// <param name="Reason">What ExaBGP does, and why our daemon does something else.</param>
/// <param name="IsOf">Whether a difference is one of those.</param>
internal sealed record IntendedReceivedDifference(string Reason, Func<ReceivedDifference, ReceivedKind, bool> IsOf)
{
    private const byte As4Path = 17, As4Aggregator = 18, MpReach = 14, MpUnreach = 15, ExtendedCommunity = 16, ExtendedCommunityIpv6 = 25, PrefixSid = 40, Pmsi = 22;

    /// <summary>All of them, the more particular first.</summary>
    public static IReadOnlyList<IntendedReceivedDifference> All { get; } =
    [
        .. OfFourTwo,
        new("AS4_PATH: ExaBGP can not merge it and resets the session, or shows it beside an empty AS_PATH; ours is merged (RFC 6793).",
            (difference, _) => Has(difference, As4Path)
                && (difference.Theirs.Reset is "1,0" or "3,11" || Theirs(difference).Contains("\"attribute-0x11-", StringComparison.Ordinal))),
        new("AS4_AGGREGATOR: ExaBGP wants 6 octets of it; ours has 8, and is not looked at where AS numbers have 4 (RFC 6793).",
            (difference, _) => Has(difference, As4Aggregator) && (difference.Theirs.Reset == "3,5"
                || (Theirs(difference).Contains("\"aggregator\"", StringComparison.Ordinal) && !OursHas(difference, "\"aggregator\"") && SameRoutes(difference)))),
        new("Route target constraints of 33 to 95 bits are prefixes (RFC 4684 section 4), of more than 96 malformed: ExaBGP takes them for whole ones.",
            (difference, _) => difference.Update.IsDamaged && Carries(difference, (afi, safi) => safi == 132)
                && (difference.Ours.Reset == "3,10" || OursHas(difference, "\"route-target\":\"0x") || OursHas(difference, "\"route-target\":null"))),
        new("FlowSpec rules of 256 octets and more: ExaBGP takes their length for another and resets the session.",
            (difference, _) => difference is { Theirs.Reset: "3,10", Ours.Reset: null, Update.Body.Length: > 256 } && Carries(difference, FlowSpec)),
        new("Several VPLS routes in one attribute: ExaBGP resets the session.",
            (difference, _) => difference is { Theirs.Reset: "3,10", Ours.Reset: null } && Carries(difference, (afi, safi) => (afi, safi) == (25, 65))),
        new("With extended next-hops for one family, ExaBGP does not read the next-hops of FlowSpec, L2VPN and IPv6 VPN routes any more.",
            (difference, kind) => kind.HasExtendedNextHops && difference is { Theirs.Reset: "3,0" or "1,0", Ours.Reset: null }
                && Carries(difference, (afi, safi) => FlowSpec(afi, safi) || afi == 25 || (afi, safi) == (2, 128))),
        new("FlowSpec values of 8 octets, or with bits that have no name: ExaBGP can not show them and resets the session.",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: "1,0", Ours.Reset: null } && Carries(difference, FlowSpec)),
        new("MUP routes of an unknown architecture or type: ExaBGP takes the architecture for the address family, and this for the architecture.",
            (difference, _) => OursHas(difference, " mup\"") && OursHas(difference, "{\"arch\":") && Theirs(difference).Contains("{\"arch\":", StringComparison.Ordinal)),
        new("Nothing is left of an UPDATE: ExaBGP tells of an End-of-RIB, which it was not.",
            (difference, _) => Theirs(difference).StartsWith("{\"eor\":", StringComparison.Ordinal) && Ours(difference) == "{\"update\":{}}"),
        new("Reserved bits of MAC mobility: ExaBGP shows them as 0; ours shows what was received.",
            (difference, _) => difference.Update.IsDamaged && OursHas(difference, "\"mac-mobility:") && SameRoutes(difference)),
        new("The reserved octet of MP_REACH_NLRI is not 0: ExaBGP resets the session; it is to be ignored (RFC 4760 section 3).",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: "3,0", Ours.Reset: null } && HasReserved(difference.Update.Body)),
        new("Partial and unused bits among the flags: ExaBGP treats the routes as withdrawn, or passes over the attribute; only the Optional and Transitive bits are in error (RFC 7606 section 3 c).",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: null, Ours.Reset: null } && Attributes(difference.Update.Body).Exists(HasOddFlags) && SameRoutes(difference)),
        new("Both reset the session, with another subcode: ours is that of the RFCs.",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: not null, Ours.Reset: not null }),
        new("Attributes that are damaged or missing: ExaBGP resets the session, passes over them or does not notice; ours does as RFC 7606 says. The routes are the same.",
            (difference, _) => difference is { Update.IsDamaged: true, Ours.Reset: null } && ReceivedText.Error(Ours(difference)).Length > 0
                && (difference.Theirs.Reset is not null || SameRoutes(difference))),
        new("MP_REACH_NLRI and MP_UNREACH_NLRI with wrong flags: ExaBGP passes over them; ours reads them, as their routes are to be withdrawn (RFC 7606 section 3 c), and finds more errors.",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: null, Ours.Reset: not null }
                && Attributes(difference.Update.Body).Exists(attribute => attribute.Code is MpReach or MpUnreach && (attribute.Flags & 0xef) != 0x80)),
        new("MP_REACH_NLRI or MP_UNREACH_NLRI without octets: ExaBGP treats what else there is as withdrawn; ours resets the session, as there is a family of which nothing can be said (RFC 7606 section 3 j).",
            (difference, _) => difference is { Update.IsDamaged: true, Ours.Reset: "3,0" } && ReceivedText.Error(Theirs(difference)).StartsWith("treat-as-withdraw due to mp-", StringComparison.Ordinal)),
        new("A well-known attribute that is not known, or damage in an UPDATE without announced routes: ExaBGP goes on; ours resets the session (RFC 4271 section 6.3, RFC 7606 section 5.2).",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: null, Ours.Reset: "3,1" or "3,2" or "3,3" or "3,4" or "3,5" or "3,6" or "3,9" or "3,11" }),
        new("PMSI without tunnel, and octets behind it all the same: ExaBGP does not show them.",
            (difference, _) => difference.Update.IsDamaged && ReceivedText.WithoutTunnel(Theirs(difference)) == ReceivedText.WithoutTunnel(Ours(difference))),
        new("An attribute that is there twice, the second time with wrong flags: ExaBGP treats the routes as withdrawn; only the first counts (RFC 7606 section 3 g).",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: null, Ours.Reset: null }
                && ReceivedText.Error(Theirs(difference)).StartsWith("treat-as-withdraw", StringComparison.Ordinal) && ReceivedText.Error(Ours(difference)).Length == 0
                && Attributes(difference.Update.Body).GroupBy(attribute => attribute.Code).Any(group => group.Select(attribute => attribute.Flags & 0xc0).Distinct().Count() > 1)
                && SameRoutes(difference)),
        new("Damage that makes an exception in ExaBGP, which ends the session; ours survives it.",
            (difference, _) => difference is { Update.IsDamaged: true, Theirs.Reset: "1,0" or ReceivedOutcome.Crash, Ours.Reset: null }),
    ];

    /// <summary>What ExaBGP 4.2 does, and 5.0 does no more.</summary>
    private static IReadOnlyList<IntendedReceivedDifference> OfFourTwo =>
    [
        new("4.2: SRv6 services, and TLVs without a name, in BGP Prefix-SID end the session with an exception.",
            (difference, _) => EndedByException(difference) && Values(difference, PrefixSid).Exists(HasOtherTlvs)),
        new("4.2: redirects to an IPv6 address (RFC 5701) end the session with an exception.",
            (difference, _) => EndedByException(difference) && Records(difference, ExtendedCommunityIpv6, 20).Exists(record => (record[0] & 0x0f, record[1]) == (0, 0x0b))),
        new("4.2: redirects to the route target of a four-octet AS end the session with an exception.",
            (difference, _) => EndedByException(difference) && Records(difference, ExtendedCommunity, 8).Exists(record => (record[0] & 0x0f, record[1]) == (2, 8))),
        new("4.2: route target constraints end the session with an exception.",
            (difference, _) => EndedByException(difference) && Carries(difference, (afi, safi) => safi == 132)),
        new("4.2: AS4_PATH is read and not merged, or only its sequences are; ours is merged (RFC 6793 section 4.2.3).",
            (difference, _) => !difference.IsFive && Has(difference, As4Path)
                && ReceivedText.WithoutPath(Theirs(difference)) == ReceivedText.WithoutPath(Ours(difference))),
        new("4.2: AS4_AGGREGATOR is shown as a second AGGREGATOR, with wrong numbers; ours is not looked at where AS numbers have 4 octets (RFC 6793).",
            (difference, _) => !difference.IsFive && Has(difference, As4Aggregator)
                && ReceivedText.WithoutPath(Theirs(difference)) == ReceivedText.WithoutPath(Ours(difference))),
        new("4.2: an ingress replication tunnel whose endpoint is not an IPv4 address ends the session with an exception.",
            (difference, _) => EndedByException(difference) && Values(difference, Pmsi).Exists(value => value is [_, 6, _, _, _, ..] && value.Length != 9)),
        new("4.2: FlowSpec rules with prefixes or values that are too long are shown; 5.0 and ours pass over them.",
            (difference, _) => difference is { IsFive: false, Update.IsDamaged: true, Theirs.Reset: null, Ours.Reset: null } && Carries(difference, FlowSpec)
                && Ours(difference).Length > 0 && ReceivedText.Routes(Ours(difference)).All(ReceivedText.Routes(Theirs(difference)).Contains)),
        new("4.2: next-hops and routes that are damaged and that it does not look at closely; ours resets the session, as 5.0.",
            (difference, _) => difference is { IsFive: false, Update.IsDamaged: true, Theirs.Reset: null, Ours.Reset: "3,0" or "3,10" }),
        new("4.2: EVPN routes of types that it does not know end the session with an exception.",
            (difference, _) => EndedByException(difference) && Carries(difference, (afi, safi) => (afi, safi) == (25, 70)) && OursHas(difference, "\"parsed\":false")),
    ];

    private static bool EndedByException(ReceivedDifference difference) =>
        difference is { IsFive: false, Theirs.Reset: "1,0" or "3,5" or ReceivedOutcome.Crash, Ours.Reset: null };

    private static List<byte[]> Values(ReceivedDifference difference, byte code) =>
        Attributes(difference.Update.Body).FindAll(attribute => attribute.Code == code).ConvertAll(attribute => attribute.Value);

    private static List<byte[]> Records(ReceivedDifference difference, byte code, int size) =>
        Values(difference, code).SelectMany(value => value.Chunk(size)).Where(record => record.Length == size).ToList();

    /// <summary>Whether a BGP Prefix-SID has more than a label index (1) and an SRGB (3).</summary>
    private static bool HasOtherTlvs(byte[] value)
    {
        for (var rest = value.AsSpan(); rest.Length >= 3; rest = rest[Math.Min(rest.Length, 3 + BinaryPrimitives.ReadUInt16BigEndian(rest[1..]))..])
            if (rest[0] is not (1 or 3)) return true;
        return false;
    }

    private static string Theirs(ReceivedDifference difference) => difference.Theirs.First;

    private static string Ours(ReceivedDifference difference) => difference.Ours.First;

    private static bool OursHas(ReceivedDifference difference, string part) => Ours(difference).Contains(part, StringComparison.Ordinal);

    /// <summary>Whether all routes that ExaBGP told of are among ours: with wrong flags it passes over MP attributes, and their routes.</summary>
    private static bool SameRoutes(ReceivedDifference difference)
    {
        if (Theirs(difference).StartsWith(ReceivingDaemon.NoJson, StringComparison.Ordinal)) return false;
        var (theirs, ours) = (ReceivedText.Routes(Theirs(difference)), ReceivedText.Routes(Ours(difference)));
        return theirs.GroupBy(route => route).All(route => ours.Count(one => one == route.Key) >= route.Count());
    }

    private static bool Has(ReceivedDifference difference, byte code) => Attributes(difference.Update.Body).Exists(attribute => attribute.Code == code);

    private static bool FlowSpec(int afi, int safi) => safi is 133 or 134;

    /// <summary>Whether routes of a family are in MP_REACH_NLRI or MP_UNREACH_NLRI.</summary>
    private static bool Carries(ReceivedDifference difference, Func<int, int, bool> isOf) => Attributes(difference.Update.Body).Exists(attribute =>
        attribute is { Code: MpReach or MpUnreach, Value.Length: > 2 } && isOf(attribute.Value[0] << 8 | attribute.Value[1], attribute.Value[2]));

    /// <summary>Unused bits; or Partial, which optional transitive attributes alone may have.</summary>
    private static bool HasOddFlags((byte Flags, byte Code, byte[] Value) attribute) =>
        (attribute.Flags & 0x0f) != 0 || (attribute.Flags & 0xe0) is 0x20 or 0x60 or 0xa0;

    private static bool HasReserved(byte[] body) =>
        Attributes(body).Exists(attribute => attribute is { Code: MpReach, Value.Length: > 4 } && attribute.Value.Length > 4 + attribute.Value[3] && attribute.Value[4 + attribute.Value[3]] != 0);

    /// <summary>The attributes as far as they can be found.</summary>
    private static List<(byte Flags, byte Code, byte[] Value)> Attributes(byte[] body)
    {
        List<(byte, byte, byte[])> attributes = [];
        var rest = body.AsSpan();
        if (rest.Length < 2) return attributes;
        rest = rest[Math.Min(rest.Length, 2 + BinaryPrimitives.ReadUInt16BigEndian(rest))..];
        if (rest.Length < 2) return attributes;
        rest = rest.Slice(2, Math.Min(rest.Length - 2, BinaryPrimitives.ReadUInt16BigEndian(rest)));
        while (rest.Length > 2)
        {
            var (flags, code) = (rest[0], rest[1]);
            var isLong = (flags & 0x10) != 0;
            if (isLong && rest.Length < 4) break;
            int length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : rest[2];
            rest = rest[(isLong ? 4 : 3)..];
            length = Math.Min(length, rest.Length);
            attributes.Add((flags, code, rest[..length].ToArray()));
            rest = rest[length..];
        }
        return attributes;
    }
}
