using System.Buffers.Binary;
using ExaSharp.Compat.Tests.Differential;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>The body of an UPDATE to be read by two daemons.</summary>
/// <param name="Body">The octets behind the message's header.</param>
/// <param name="IsDamaged">Whether it may break rules of the protocol.</param>
internal sealed record RandomUpdate(byte[] Body, bool IsDamaged)
{
    private const int Most = 4096 - 19;

    public static RandomUpdate Next(Dice dice, ReceivedKind kind, bool isFive)
    {
        while (true)
        {
            var isDamaged = dice.Chance(45);
            var (withdrawn, attributes, announced) = Parts(dice, kind, isFive, hasLinkLocal: !isDamaged && dice.Chance(20));
            if (isDamaged && dice.Chance(60)) Damage(dice, attributes);
            var octets = attributes.SelectMany(attribute => attribute).ToArray();
            byte[] body = [.. Length(withdrawn.Length), .. withdrawn, .. Length(octets.Length), .. octets, .. announced];
            if (isDamaged && dice.Chance(50)) body = Damage(dice, body);
            if (body.Length <= Most) return new RandomUpdate(body, isDamaged);
        }
    }

    /// <summary>An UPDATE that tells apart what was read before it from what was read behind.</summary>
    public static byte[] Marker(ReceivedKind kind, int number)
    {
        byte[] path = [.. new byte[kind.AsSize - 2], (byte)(kind.PeerAs >> 8), (byte)kind.PeerAs];
        byte[] med = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(med, number);
        byte[] attributes =
        [
            .. RandomAttributes.Of(0x40, 1, [0]), .. RandomAttributes.Of(0x40, 2, [2, 1, .. path]), .. RandomAttributes.Of(0x40, 3, [192, 0, 2, 254]),
            .. RandomAttributes.Of(0x80, 4, med),
        ];
        byte[] pathId = kind.HasPathIds ? new byte[4] : [];
        return [0, 0, .. Length(attributes.Length), .. attributes, .. pathId, 32, 198, 18, 0, 1];
    }

    private static (byte[] Withdrawn, List<byte[]> Attributes, byte[] Announced) Parts(Dice dice, ReceivedKind kind, bool isFive, bool hasLinkLocal)
    {
        byte[] Prefixes(int percent) => dice.Chance(percent) ? Many(dice, kind, 1, 1, one => RandomNlri.Prefix(one, 4)) : [];
        var families = RandomNlri.Families.Where(family => isFive || family.Safi is not (5 or 85)).ToList();
        switch (dice.Below(10))
        {
            case 0:
                return (Prefixes(100), [], []);
            case 1:
                var (afi, safi, next) = dice.Pick(families);
                return ([], [RandomAttributes.Of(0x80, 15, [.. Family(afi, safi), .. Many(dice, kind, afi, safi, next)])], []);
        }
        var announced = Prefixes(35);
        var attributes = RandomAttributes.Mandatory(dice, kind);
        if (announced.Length > 0 || dice.Chance(30)) attributes.Add(RandomAttributes.Of(0x40, 3, dice.Octets(4)));
        attributes.AddRange(RandomAttributes.Optional(dice, kind));
        if (announced.Length == 0 || dice.Chance(20))
        {
            var (afi, safi, next) = dice.Pick(families);
            var nlri = Many(dice, kind, afi, safi, next);
            var nextHop = NextHop(dice, kind, afi, safi);
            if (hasLinkLocal && afi == 2 && safi is 1 or 4 && nextHop.Length == 16) nextHop = [.. nextHop, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, .. dice.Octets(8)];
            attributes.Add(RandomAttributes.Of(0x80, 14, [.. Family(afi, safi), (byte)nextHop.Length, .. nextHop, 0, .. nlri]));
        }
        if (dice.Chance(10))
        {
            var (afi, safi, next) = dice.Pick(families);
            attributes.Add(RandomAttributes.Of(0x80, 15, [.. Family(afi, safi), .. Many(dice, kind, afi, safi, next)]));
        }
        if (dice.Chance(30)) attributes = [.. dice.Some(attributes, 0).Concat(attributes.OrderBy(_ => dice.Below(1000)))];
        return (Prefixes(15), attributes, announced);
    }

    private static byte[] Many(Dice dice, ReceivedKind kind, ushort afi, byte safi, Func<Dice, byte[]> next) =>
    [
        .. Enumerable.Range(0, 1 + dice.Below(dice.Chance(70) ? 1 : 5)).SelectMany(_ =>
            kind.TakesPathId(afi, safi) ? [.. dice.Chance(20) ? new byte[4] : dice.Octets(4), .. next(dice)] : next(dice)),
    ];

    private static byte[] NextHop(Dice dice, ReceivedKind kind, ushort afi, byte safi)
    {
        byte[] Global() => [0x20, 1, .. dice.Octets(14)];
        if (safi is 133 or 134) return dice.Chance(70) ? [] : afi == 1 ? dice.Octets(4) : Global();
        if (safi == 128) return [.. new byte[8], .. afi == 1 ? dice.Octets(4) : Global()];
        if (safi == 85 && dice.Chance(30)) return Global();
        if (kind.HasExtendedNextHops && (afi, safi) == (1, 1)) return Global();
        if (afi == 2 && safi is 5) return dice.Chance(50) ? dice.Octets(4) : Global();
        return afi == 2 ? Global() : dice.Octets(4);
    }

    /// <summary>Spoils attributes, the lengths around them right.</summary>
    private static void Damage(Dice dice, List<byte[]> attributes)
    {
        if (attributes.Count == 0) return;
        var index = dice.Below(attributes.Count);
        var attribute = attributes[index];
        var isLong = (attribute[0] & 0x10) != 0;
        var value = attribute[(isLong ? 4 : 3)..];
        switch (dice.Below(7))
        {
            case 0:
                attributes[index] = RandomAttributes.Of((byte)(dice.Below(16) << 4), attribute[1], value, isLong);
                break;
            case 1:
                attributes[index] = RandomAttributes.Of(attribute[0], attribute[1], value[..dice.Below(value.Length + 1)], isLong);
                break;
            case 2:
                attributes[index] = RandomAttributes.Of(attribute[0], attribute[1], [.. value, .. dice.Octets(1 + dice.Below(4))], isLong);
                break;
            case 3:
                attributes.Add(attribute);
                break;
            case 4:
                attributes.RemoveAt(index);
                break;
            default:
                if (value.Length > 0) value[dice.Below(value.Length)] = (byte)dice.Below(256);
                attributes[index] = RandomAttributes.Of(attribute[0], attribute[1], value, isLong);
                break;
        }
    }

    /// <summary>Flips bits, or cuts the message off, whatever the lengths in it say.</summary>
    private static byte[] Damage(Dice dice, byte[] body)
    {
        if (dice.Chance(30)) return body[..dice.Below(body.Length + 1)];
        for (var flips = 1 + dice.Below(3); flips > 0; flips--) body[dice.Below(body.Length)] ^= (byte)(1 << dice.Below(8));
        return body;
    }

    private static byte[] Family(ushort afi, byte safi) => [(byte)(afi >> 8), (byte)afi, safi];

    private static byte[] Length(int length) => [(byte)(length >> 8), (byte)length];
}
