using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using static ExaSharp.Bgp.Dissection.MessageDissector;

namespace ExaSharp.Bgp.Dissection;

/// <summary>Shows an UPDATE (RFC 4271 section 4.3): each attribute, each NLRI, and what RFC 7606 makes of them where they are malformed.</summary>
internal static class UpdateDissector
{
    private const AttributeFlags Kind = AttributeFlags.Optional | AttributeFlags.Transitive;

    public static void Append(FieldList fields, int start, NegotiatedSession session)
    {
        var end = fields.Message.Length;
        var fits = TryTakeLength(fields, ref start, end, "withdrawn routes", out var withdrawn);
        AppendNlri(fields, FamilyId.Ipv4Unicast, start, withdrawn, isWithdraw: true, 1, session);
        start += withdrawn;
        if (!fits) return;
        TryTakeLength(fields, ref start, end, "path attributes", out var attributes);
        var attributesEnd = start + attributes;
        while (start < attributesEnd && TryAppendAttribute(fields, ref start, attributesEnd, session))
        {
        }
        if (attributesEnd < end) fields.Add(attributesEnd, 0, 0, Words($"announced routes: {Octets(end - attributesEnd)}"));
        AppendNlri(fields, FamilyId.Ipv4Unicast, attributesEnd, end - attributesEnd, isWithdraw: false, 1, session);
    }

    /// <summary>Shows the NLRI of a field, each with its path identifier.</summary>
    public static void AppendNlri(FieldList fields, FamilyId id, int start, int length, bool isWithdraw, int depth, NegotiatedSession session)
    {
        if (length == 0) return;
        if (AddressFamilies.Find(id) is not { } family)
        {
            fields.Add(start, length, depth, Words($"NLRI of {id}, which are not known"));
            return;
        }
        var end = start + length;
        var hasPathIds = family.TakesPathId && session.ReceivesPathId(id);
        while (start < end)
        {
            var header = hasPathIds ? 4 : 0;
            if (end - start < header)
            {
                fields.AddMalformed(start, end - start, depth, "a path identifier has 4 octets");
                return;
            }
            var reader = new WireReader(fields[start + header, end - start - header]);
            var result = Read(family, ref reader, isWithdraw, session, out var nlri, out var error);
            var used = end - start - reader.Remaining;
            if (result == NlriResult.Error || used == header)
            {
                fields.AddMalformed(start, end - start, depth, error.Text ?? "no NLRI");
                return;
            }
            if (result == NlriResult.Skip)
            {
                fields.AddMalformed(start, used, depth, error.Text is { Length: > 0 } text ? text : "an NLRI that is passed over");
            }
            else
            {
                family.AppendText(nlri, fields[start, header], fields.Words);
                fields.AddWords(start, used, depth);
            }
            start += used;
        }
    }

    /// <summary>Reads one NLRI into the form that the family knows it in.</summary>
    private static NlriResult Read(
        Family family, ref WireReader reader, bool isWithdraw, NegotiatedSession session, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        if (!session.Rfc || !family.HasRfcForm) return family.TryRead(ref reader, isWithdraw, out nlri, out error);
        var writer = new WireWriter(new byte[(reader.Remaining + 1) * Family.RfcGrowth]);
        var result = family.TryReadRfc(ref reader, isWithdraw, ref writer, out error);
        nlri = writer.Written;
        return result;
    }

    /// <summary>Takes the length of a field; where it does not fit, false and what is left, so that as much as possible is shown.</summary>
    private static bool TryTakeLength(FieldList fields, ref int start, int end, string what, out int length)
    {
        length = 0;
        if (end - start < 2)
        {
            fields.AddMalformed(start, end - start, 0, $"the length of the {what} has 2 octets");
            return false;
        }
        length = BinaryPrimitives.ReadUInt16BigEndian(fields[start, 2]);
        start += 2;
        if (length <= end - start)
        {
            fields.Add(start - 2, 2, 0, Words($"{what}: {Octets(length)}"));
            return true;
        }
        fields.AddMalformed(start - 2, 2, 0, Words($"{what} of {Octets(length)} do not fit, {end - start} are left"));
        length = end - start;
        return false;
    }

    private static bool TryAppendAttribute(FieldList fields, ref int start, int end, NegotiatedSession session)
    {
        var flags = (AttributeFlags)fields.Message[start];
        var header = (flags & AttributeFlags.ExtendedLength) != 0 ? 4 : 3;
        if (end - start < header)
        {
            fields.AddMalformed(start, end - start, 1, "the attributes end within the header of one");
            return false;
        }
        var code = (AttributeCode)fields.Message[start + 1];
        int length = header == 4 ? BinaryPrimitives.ReadUInt16BigEndian(fields[start + 2, 2]) : fields.Message[start + 2];
        var words = Words($"attribute {(byte)code} {UpdateAttributes.NameOf(code)}, flags 0x{(byte)flags:X2} {Describe(flags)}");
        if (length > end - start - header)
        {
            fields.AddMalformed(start, end - start, 1, Words($"{words}: {Octets(length)} do not fit, {end - start - header} are left"));
            return false;
        }
        fields.Add(start, header, 1, Words($"{words}, {Octets(length)}"));
        start += header;
        if (code == AttributeCode.MpReachNlri) AppendReach(fields, start, length, session);
        else if (code == AttributeCode.MpUnreachNlri) AppendUnreach(fields, start, length, session);
        else AppendValue(fields, code, flags, start, length, session);
        start += length;
        return true;
    }

    private static void AppendValue(FieldList fields, AttributeCode code, AttributeFlags flags, int start, int length, NegotiatedSession session)
    {
        var value = fields[start, length];
        if (AttributeTypes.Find(code) is not { } type)
        {
            if (length > 0) fields.Add(start, length, 2, "value");
            return;
        }
        if ((flags & Kind) != type.Flags)
        {
            fields.AddMalformed(start, length, 2, Words($"the flags are not {Describe(type.Flags)} ({Outcome(type.WrongFlagsAction)})"));
            return;
        }
        var error = type.Validate(value, session);
        if (length == 0 && !type.MayBeEmpty && !error.IsError) error = BgpError.Withdraw(5, $"the attribute {type.Name} is empty");
        if (error.IsError)
        {
            fields.AddMalformed(start, length, 2, $"{error.Text} ({Outcome(error.Action)})");
            return;
        }
        var scratch = new byte[2 * length + 8];
        type.AppendText(type.ToStored(value, session, scratch), session, fields.Words);
        fields.AddWords(start, length, 2);
    }

    private static void AppendReach(FieldList fields, int start, int length, NegotiatedSession session)
    {
        if (!TryTakeFamily(fields, start, length, out var family)) return;
        var end = start + length;
        start += 3;
        if (start == end || end - start < fields.Message[start] + 2)
        {
            fields.AddMalformed(start, end - start, 2, "not enough octets for the next-hop");
            return;
        }
        var nextHop = fields[start + 1, fields.Message[start]];
        fields.Add(start, 1, 2, Words($"next-hop: {Octets(nextHop.Length)}"));
        AppendNextHop(fields, family, start + 1, nextHop);
        start += 1 + nextHop.Length;
        fields.Add(start, 1, 2, "reserved");
        start++;
        if (!MultiprotocolNlri.TryReadReach(fields.Message, (end - length)..end, session, isOwn: true, out _, out var error))
            fields.AddMalformed(start, end - start, 2, error.Text);
        AppendNlri(fields, family, start, end - start, isWithdraw: false, 2, session);
    }

    private static void AppendNextHop(FieldList fields, FamilyId id, int start, ReadOnlySpan<byte> nextHop)
    {
        if (nextHop.IsEmpty) return;
        var rd = AddressFamilies.Find(id)?.NextHopRdLength ?? 0;
        var address = nextHop.Length > rd ? nextHop[rd..] : nextHop;
        fields.Words.Append("next-hop "u8);
        if (address.Length is 4 or 16) IpAddress.FromBytes(address).AppendTo(fields.Words);
        else if (address.Length > 16) IpAddress.FromBytes(address[..16]).AppendTo(fields.Words);
        else fields.Words.AppendHex(nextHop);
        // RFC 2545 section 3: a link-local address behind the global one.
        if (address.Length >= 32)
        {
            fields.Words.Append(" link-local "u8);
            IpAddress.FromBytes(address[^16..]).AppendTo(fields.Words);
        }
        fields.AddWords(start, nextHop.Length, 2);
    }

    private static void AppendUnreach(FieldList fields, int start, int length, NegotiatedSession session)
    {
        if (!TryTakeFamily(fields, start, length, out var family)) return;
        if (!session.HasFamily(family)) fields.AddMalformed(start, 3, 2, $"the family {family} was not negotiated");
        if (length == 3) fields.Add(start + 3, 0, 2, $"no routes: End-of-RIB of {family}");
        AppendNlri(fields, family, start + 3, length - 3, isWithdraw: true, 2, session);
    }

    private static bool TryTakeFamily(FieldList fields, int start, int length, out FamilyId family)
    {
        family = default;
        if (length < 3)
        {
            fields.AddMalformed(start, length, 2, "AFI and SAFI have 3 octets");
            return false;
        }
        AppendAfi(fields, start, 2);
        AppendSafi(fields, start + 2, 2);
        family = new FamilyId((Afi)BinaryPrimitives.ReadUInt16BigEndian(fields[start, 2]), (Safi)fields.Message[start + 2]);
        return true;
    }

    private static string Describe(AttributeFlags flags)
    {
        var kind = (flags & Kind) switch
        {
            AttributeFlags.Optional | AttributeFlags.Transitive => "optional transitive",
            AttributeFlags.Optional => "optional",
            AttributeFlags.Transitive => "well-known",
            _ => "well-known, not transitive",
        };
        return (flags & AttributeFlags.Partial) != 0 ? kind + " partial" : kind;
    }

    private static string Outcome(ErrorAction action) => action switch
    {
        ErrorAction.AttributeDiscard => "attribute discard",
        ErrorAction.TreatAsWithdraw => "treat-as-withdraw",
        _ => "session reset",
    };
}
