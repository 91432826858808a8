using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>
/// What a peer knows after the messages it got: a plain reading of RFC 4271 and RFC 4760, written apart from the product's own
/// reader. NLRI of the test's VPN family have 6 octets, of which the first 3 are no part of the route.
/// </summary>
internal sealed class PeerTable(NegotiatedSession session)
{
    private static readonly FamilyId Ipv4 = FamilyId.Ipv4Unicast;

    /// <summary>By family, path identifier and route: NLRI, next-hop and attributes.</summary>
    public SortedDictionary<string, string> Routes { get; } = new(StringComparer.Ordinal);

    public int Messages { get; private set; }

    public int Withdraws { get; private set; }

    public void Apply(ReadOnlySpan<byte> stream)
    {
        while (!stream.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[16..]);
            if (length > session.MessageSize) throw new InvalidOperationException("A message is too long.");
            Messages++;
            if (stream[18] == (byte)MessageType.Update) ApplyUpdate(stream[19..length]);
            stream = stream[length..];
        }
    }

    private void ApplyUpdate(ReadOnlySpan<byte> body)
    {
        var withdrawn = body.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(body));
        var rest = body[(2 + withdrawn.Length)..];
        var attributes = rest.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(rest));
        var announced = rest[(2 + attributes.Length)..];
        Withdraw(Ipv4, withdrawn);
        var others = "";
        ReadOnlySpan<byte> reach = [];
        while (!attributes.IsEmpty)
        {
            var extended = (attributes[0] & 0x10) != 0;
            var code = (AttributeCode)attributes[1];
            int length = extended ? BinaryPrimitives.ReadUInt16BigEndian(attributes[2..]) : attributes[2];
            var value = attributes.Slice(extended ? 4 : 3, length);
            if (code == AttributeCode.MpUnreachNlri) Withdraw(Family(value), value[3..]);
            else if (code == AttributeCode.MpReachNlri) reach = value;
            else others += $"{code}={Convert.ToHexString(value)} ";
            attributes = attributes[((extended ? 4 : 3) + length)..];
        }
        if (!announced.IsEmpty) Announce(Ipv4, announced, others);
        if (!reach.IsEmpty) Announce(Family(reach), reach[(5 + reach[3])..], others + Convert.ToHexString(reach.Slice(4, reach[3])));
    }

    private static FamilyId Family(ReadOnlySpan<byte> value) => new((Afi)BinaryPrimitives.ReadUInt16BigEndian(value), (Safi)value[2]);

    private void Announce(FamilyId family, ReadOnlySpan<byte> field, string attributes)
    {
        while (!field.IsEmpty)
        {
            var (name, nlri) = Take(family, ref field);
            Routes[name] = nlri + " " + attributes;
        }
    }

    private void Withdraw(FamilyId family, ReadOnlySpan<byte> field)
    {
        while (!field.IsEmpty)
        {
            Routes.Remove(Take(family, ref field).Name);
            Withdraws++;
        }
    }

    private (string Name, string Nlri) Take(FamilyId family, ref ReadOnlySpan<byte> field)
    {
        var path = "";
        if (session.SendsPathId(family))
        {
            path = Convert.ToHexString(field[..4]);
            field = field[4..];
        }
        var length = family.Safi switch
        {
            Safi.Unicast or Safi.Multicast => 1 + (field[0] + 7) / 8,
            Safi.Flow => 1 + field[0],
            Safi.McastVpn => 2 + field[1],
            Safi.Vpls => 2 + BinaryPrimitives.ReadUInt16BigEndian(field),
            Safi.MplsVpn => 6,
            _ => throw new NotSupportedException(),
        };
        var nlri = field[..length];
        field = field[length..];
        return ($"{family} {path} {Convert.ToHexString(family.Safi == Safi.MplsVpn ? nlri[3..] : nlri)}", Convert.ToHexString(nlri));
    }
}
