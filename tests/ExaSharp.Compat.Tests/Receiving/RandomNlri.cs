using System.Buffers.Binary;
using ExaSharp.Compat.Tests.Differential;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>Random NLRI of every family, octet by octet as the RFCs have them and not by our own encoders.</summary>
internal static class RandomNlri
{
    /// <summary>The families, each with what writes one NLRI. A new family is added here.</summary>
    public static IReadOnlyList<(ushort Afi, byte Safi, Func<Dice, byte[]> Next)> Families { get; } =
    [
        (1, 1, dice => Prefix(dice, 4)), (1, 2, dice => Prefix(dice, 4)), (1, 4, dice => Labelled(dice, 4, hasRd: false)),
        (1, 128, dice => Labelled(dice, 4, hasRd: true)), (1, 5, dice => Mvpn(dice, 4)), (1, 85, dice => Mup(dice, 4)),
        (1, 132, RouteTarget), (1, 133, dice => RandomFlow.Rule(dice, 4, hasRd: false)), (1, 134, dice => RandomFlow.Rule(dice, 4, hasRd: true)),
        (2, 1, dice => Prefix(dice, 16)), (2, 4, dice => Labelled(dice, 16, hasRd: false)), (2, 128, dice => Labelled(dice, 16, hasRd: true)),
        (2, 5, dice => Mvpn(dice, 16)), (2, 85, dice => Mup(dice, 16)), (2, 133, dice => RandomFlow.Rule(dice, 16, hasRd: false)),
        (2, 134, dice => RandomFlow.Rule(dice, 16, hasRd: true)), (25, 65, Vpls), (25, 70, Evpn),
    ];

    /// <summary>Length in bits and the octets that it needs, those of the bits behind it 0.</summary>
    public static byte[] Prefix(Dice dice, int size)
    {
        var octets = dice.Octets(size);
        var length = dice.Chance(10) ? dice.Pick(0, size * 8) : dice.Below(size * 8 + 1);
        Dice.Clear(octets, length);
        return [(byte)length, .. octets.AsSpan(0, (length + 7) / 8)];
    }

    public static byte[] Rd(Dice dice)
    {
        var rd = dice.Octets(8);
        rd[0] = 0;
        rd[1] = (byte)dice.Below(3);
        return rd;
    }

    /// <summary>RFC 8277, RFC 4364: a length that counts labels and route distinguisher too.</summary>
    private static byte[] Labelled(Dice dice, int size, bool hasRd)
    {
        var prefix = Prefix(dice, size);
        var labels = Enumerable.Range(0, dice.Chance(80) || (hasRd && size == 16) ? 1 : 2).SelectMany(_ => Label(dice, isLast: false)).ToArray();
        // In a withdraw, a first label of 0 is no label (RFC 8277 section 2.4).
        if (labels.Length > 3) labels[2] |= 0x10;
        labels[^1] |= 1;
        byte[] rd = hasRd ? Rd(dice) : [];
        return [(byte)(8 * (labels.Length + rd.Length) + prefix[0]), .. labels, .. rd, .. prefix.AsSpan(1)];
    }

    private static byte[] Label(Dice dice, bool isLast)
    {
        var label = (uint)dice.Number(20) << 4 | (isLast ? 1u : 0);
        return [(byte)(label >> 16), (byte)(label >> 8), (byte)label];
    }

    private static byte[] Vpls(Dice dice)
    {
        byte[] label = Label(dice, isLast: true);
        return [0, 17, .. Rd(dice), .. dice.Octets(2), .. dice.Octets(2), .. dice.Octets(2), .. label];
    }

    /// <summary>RFC 4684: origin AS and route target, or everything.</summary>
    private static byte[] RouteTarget(Dice dice) =>
        dice.Chance(10) ? [0] : [96, .. dice.Octets(4), (byte)dice.Below(3), 2, .. dice.Octets(6)];

    /// <summary>RFC 7432 section 7, RFC 9136 section 3.</summary>
    private static byte[] Evpn(Dice dice)
    {
        var type = dice.Chance(90) ? 1 + dice.Below(5) : 6 + dice.Below(6);
        var address = dice.Octets(dice.Chance(60) ? 4 : 16);
        byte[] bits = [(byte)(address.Length * 8), .. address];
        byte[] esi = dice.Chance(40) ? new byte[10] : dice.Octets(10);
        var tag = dice.Chance(40) ? new byte[4] : dice.Octets(4);
        byte[] body = type switch
        {
            1 => [.. Rd(dice), .. esi, .. tag, .. Label(dice, isLast: true)],
            2 => [.. Rd(dice), .. esi, .. tag, 48, .. dice.Octets(6), .. dice.Chance(30) ? [0] : bits, .. Label(dice, isLast: true),
                .. dice.Chance(30) ? Label(dice, isLast: true) : []],
            3 => [.. Rd(dice), .. tag, .. bits],
            4 => [.. Rd(dice), .. esi, .. bits],
            5 => [.. Rd(dice), .. esi, .. tag, .. Subnet(dice, address), .. dice.Chance(50) ? new byte[address.Length] : dice.Octets(address.Length), .. Label(dice, isLast: true)],
            _ => dice.Octets(dice.Below(40)),
        };
        return [(byte)type, (byte)body.Length, .. body];
    }

    private static byte[] Subnet(Dice dice, byte[] address)
    {
        var length = dice.Below(address.Length * 8 + 1);
        Dice.Clear(address, length);
        return [(byte)length, .. address];
    }

    /// <summary>RFC 6514 section 4.</summary>
    private static byte[] Mvpn(Dice dice, int size)
    {
        var type = dice.Chance(90) ? 5 + dice.Below(3) : 1 + dice.Below(4);
        byte[] Address() => [(byte)(size * 8), .. dice.Octets(size)];
        byte[] body = type switch
        {
            5 => [.. Rd(dice), .. Address(), .. Address()],
            6 or 7 => [.. Rd(dice), .. dice.Octets(4), .. Address(), .. Address()],
            _ => dice.Octets(dice.Below(30)),
        };
        return [(byte)type, (byte)body.Length, .. body];
    }

    /// <summary>draft-mpmz-bess-mup-safi section 3, with ExaBGP's order of the octets of a TEID.</summary>
    private static byte[] Mup(Dice dice, int size)
    {
        var type = dice.Chance(90) ? 1 + dice.Below(4) : 5 + dice.Below(9);
        byte[] Address() => [(byte)(size * 8), .. dice.Octets(size)];
        byte[] body = type switch
        {
            1 => [.. Rd(dice), .. Prefix(dice, size)],
            2 => [.. Rd(dice), .. dice.Octets(size)],
            3 => [.. Rd(dice), .. Prefix(dice, size), .. dice.Octets(4), (byte)dice.Below(256), .. Address(), .. dice.Chance(40) ? Address() : []],
            4 => [.. Rd(dice), .. Endpoint(dice, size)],
            _ => dice.Octets(dice.Below(30)),
        };
        return [dice.Chance(95) ? (byte)1 : (byte)dice.Below(256), 0, (byte)type, (byte)body.Length, .. body];
    }

    private static byte[] Endpoint(Dice dice, int size)
    {
        var bits = dice.Below(33);
        var teid = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(teid, bits == 0 ? 0 : (uint)dice.Number(32) >> 32 - bits);
        return [(byte)(size * 8 + bits), .. dice.Octets(size), .. teid.AsSpan(4 - (bits + 7) / 8)];
    }
}
