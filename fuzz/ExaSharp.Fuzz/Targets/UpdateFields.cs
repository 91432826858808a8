using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Fuzz.Targets;

/// <summary>Takes the UPDATEs of the corpus apart, so that what one target starts from another one has too.</summary>
internal static class UpdateFields
{
    /// <summary>Codes and values of all path attributes.</summary>
    public static IEnumerable<(AttributeCode Code, byte[] Value)> Attributes(Corpus corpus)
    {
        foreach (var input in corpus.Inputs("update"))
        {
            var body = input[RandomSessions.Octets..];
            var position = 4 + BinaryPrimitives.ReadUInt16BigEndian(body);
            if (position > body.Length) continue;
            var end = Math.Min(body.Length, position + BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(position - 2)));
            while (end - position > 4)
            {
                var isExtended = (body[position] & (byte)AttributeFlags.ExtendedLength) != 0;
                var start = position + (isExtended ? 4 : 3);
                var length = isExtended ? BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(position + 2)) : body[position + 2];
                if (start + length > end) break;
                yield return ((AttributeCode)body[position + 1], body[start..(start + length)]);
                position = start + length;
            }
        }
    }

    /// <summary>Families and NLRI of all fields of the UPDATEs themselves, MP_REACH_NLRI and MP_UNREACH_NLRI.</summary>
    public static IEnumerable<(FamilyId Family, byte[] Nlri)> Nlri(Corpus corpus)
    {
        foreach (var input in corpus.Inputs("update"))
        {
            var body = input[RandomSessions.Octets..];
            var withdrawn = BinaryPrimitives.ReadUInt16BigEndian(body);
            if (withdrawn > 0 && 2 + withdrawn <= body.Length) yield return (FamilyId.Ipv4Unicast, body[2..(2 + withdrawn)]);
        }
        foreach (var (code, value) in Attributes(corpus))
        {
            if (code is not (AttributeCode.MpReachNlri or AttributeCode.MpUnreachNlri) || value.Length < 5) continue;
            var start = code == AttributeCode.MpReachNlri ? 5 + value[3] : 3;
            if (start < value.Length) yield return (new FamilyId((Afi)BinaryPrimitives.ReadUInt16BigEndian(value), (Safi)value[2]), value[start..]);
        }
    }
}
