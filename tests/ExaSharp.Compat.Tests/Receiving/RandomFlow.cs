using ExaSharp.Compat.Tests.Differential;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>Random FlowSpec rules (RFC 8955 section 4, RFC 8956 section 3) of any length.</summary>
internal static class RandomFlow
{
    public static byte[] Rule(Dice dice, int size, bool hasRd)
    {
        var types = Enumerable.Range(1, size == 4 ? 12 : 13).Where(_ => dice.Chance(25)).ToList();
        if (types.Count == 0) types.Add(1);
        List<byte> rule = [.. hasRd ? RandomNlri.Rd(dice) : []];
        // Some are so long that their length has two octets.
        var most = dice.Chance(6) ? 120 : 3;
        foreach (var type in types)
        {
            rule.Add((byte)type);
            rule.AddRange(type <= 2 ? Prefix(dice, size) : Conditions(dice, type, most));
        }
        return rule.Count < 240 ? [(byte)rule.Count, .. rule] : [(byte)(0xF0 | rule.Count >> 8), (byte)rule.Count, .. rule];
    }

    /// <summary>Of IPv6 without offset: ExaBGP has its own form of it.</summary>
    private static byte[] Prefix(Dice dice, int size)
    {
        var prefix = RandomNlri.Prefix(dice, size);
        return size == 4 ? prefix : [prefix[0], 0, .. prefix.AsSpan(1)];
    }

    private static IEnumerable<byte> Conditions(Dice dice, int type, int most)
    {
        var count = 1 + dice.Below(most);
        var isBitmask = type is 9 or 12;
        for (var i = 0; i < count; i++)
        {
            var octets = type switch
            {
                4 or 5 or 6 or 10 => dice.Pick(1, 2),
                9 => dice.Pick(1, 2),
                13 => dice.Pick(1, 2, 4),
                _ => 1,
            };
            var operation = isBitmask ? dice.Below(4) : dice.Below(8);
            if (i > 0 && dice.Chance(30)) operation |= 0x40;
            if (i == count - 1) operation |= 0x80;
            operation |= octets switch { 1 => 0, 2 => 0x10, _ => 0x20 };
            yield return (byte)operation;
            var value = dice.Octets(octets);
            // The bits that have no name are of the tests of octets.
            if (type == 12) value[^1] &= 0x0f;
            if (type == 9 && octets == 2) value[0] &= 1;
            if (type == 11) value[0] &= 0x3f;
            if (type == 13 && octets == 4) (value[0], value[1]) = (0, (byte)(value[1] & 0x0f));
            foreach (var octet in value) yield return octet;
        }
    }
}
