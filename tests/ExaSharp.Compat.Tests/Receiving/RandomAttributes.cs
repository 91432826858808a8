using ExaSharp.Compat.Tests.Differential;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>Random path attributes that are valid in a session, octet by octet as the RFCs have them.</summary>
internal static class RandomAttributes
{
    private static readonly byte[][] ExtendedCommunities =
    [
        [0, 2], [1, 2], [2, 2], [0, 3], [1, 3], [2, 3], [0x80, 6], [0x80, 7], [0x80, 8], [0x82, 8], [0x80, 9], [0x80, 10], [8, 0], [1, 12],
        [3, 12], [3, 0x14], [6, 0], [7, 2], [0x47, 2], [0x0c, 0], [0, 0x13], [0x40, 4], [3, 11], [0x43, 0], [6, 1],
    ];

    /// <summary>One attribute: flags, code, length and value.</summary>
    public static byte[] Of(byte flags, byte code, byte[] value, bool isLong = false) => value.Length > 255 || isLong
        ? [(byte)(flags | 0x10), code, (byte)(value.Length >> 8), (byte)value.Length, .. value]
        : [flags, code, (byte)value.Length, .. value];

    /// <summary>Those that every announced route has, but for the next-hop.</summary>
    public static List<byte[]> Mandatory(Dice dice, ReceivedKind kind) =>
        [Of(0x40, 1, [(byte)dice.Below(3)]), Of(0x40, 2, Path(dice, kind.AsSize))];

    /// <summary>Some of the others, each at most once.</summary>
    public static IEnumerable<byte[]> Optional(Dice dice, ReceivedKind kind)
    {
        if (dice.Chance(30)) yield return Of(0x80, 4, dice.Octets(4), dice.Chance(10));
        if (dice.Chance(30)) yield return Of(0x40, 5, dice.Octets(4));
        if (dice.Chance(20)) yield return Of(0x40, 6, []);
        if (dice.Chance(20)) yield return Of(0xc0, 7, [.. As(dice, kind.AsSize), .. dice.Octets(4)]);
        if (dice.Chance(30)) yield return Of(0xc0, 8, Many(dice, () => dice.Chance(20) ? [0xff, 0xff, 0xff, (byte)dice.Below(5)] : dice.Octets(4)));
        if (dice.Chance(15)) yield return Of(0x80, 9, dice.Octets(4));
        if (dice.Chance(15)) yield return Of(0x80, 10, Many(dice, () => dice.Octets(4)));
        if (dice.Chance(40)) yield return Of(0xc0, 16, Many(dice, () => ExtendedCommunity(dice)));
        if (kind.AsSize == 2 && dice.Chance(10)) yield return Of(0xc0, 17, Path(dice, 4, atLeast: 1));
        if (kind.AsSize == 2 && dice.Chance(10)) yield return Of(0xc0, 18, [.. As(dice, 4), .. dice.Octets(4)]);
        if (dice.Chance(15)) yield return Of(0xc0, 22, Tunnel(dice));
        if (dice.Chance(10)) yield return Of(0xc0, 25, Many(dice, () => [0, (byte)dice.Pick(2, 11, 12), .. dice.Octets(18)]));
        if (kind.HasAigp && dice.Chance(20)) yield return Of(0x80, 26, [1, 0, 11, .. dice.Octets(8)]);
        if (dice.Chance(20)) yield return Of(0xc0, 32, Many(dice, () => dice.Octets(12)));
        if (dice.Chance(20)) yield return Of(0xc0, 40, PrefixSid(dice));
        if (dice.Chance(15)) yield return Of((byte)dice.Pick(0xc0, 0xe0, 0x80), (byte)(50 + dice.Below(60)), dice.Octets(dice.Below(20)));
    }

    private static byte[] Path(Dice dice, int size, int atLeast = 0)
    {
        List<byte> path = [];
        for (var segments = Math.Max(atLeast, dice.Below(4)); segments > 0; segments--)
        {
            var count = dice.Chance(3) ? 255 : 1 + dice.Below(5);
            path.AddRange([(byte)dice.Pick(2, 2, 2, 1, 3, 4), (byte)count]);
            for (var i = 0; i < count; i++) path.AddRange(As(dice, size));
        }
        return [.. path];
    }

    private static byte[] As(Dice dice, int size)
    {
        var number = dice.Octets(size);
        if (size == 4 && dice.Chance(60)) number[0] = number[1] = 0;
        // 0 is nobody's (RFC 7607), 23456 is no real one.
        number[^1] |= 1;
        return number;
    }

    private static byte[] Many(Dice dice, Func<byte[]> next) =>
        [.. Enumerable.Range(0, 1 + dice.Below(dice.Chance(5) ? 60 : 4)).SelectMany(_ => next())];

    private static byte[] ExtendedCommunity(Dice dice)
    {
        byte[] community = [.. dice.Pick(ExtendedCommunities), .. dice.Octets(6)];
        // A rate in octets a second: a number and no NaN.
        if (community is [0x80, 6, ..]) (community[4], community[5]) = (0x45, (byte)dice.Below(128));
        // Reserved bits of MAC mobility are 0.
        if (community is [6, 0, ..]) (community[2], community[3]) = ((byte)(community[2] & 1), 0);
        // Of the encapsulations only those with a number are told apart.
        if (community is [3, 12, ..]) community.AsSpan(2, 5).Clear();
        return community;
    }

    private static byte[] Tunnel(Dice dice)
    {
        var type = dice.Below(9);
        return [(byte)dice.Below(2), (byte)type, .. dice.Octets(3), .. type switch { 0 => [], 6 => dice.Octets(4), _ => dice.Octets(dice.Below(20)) }];
    }

    private static byte[] PrefixSid(Dice dice)
    {
        List<byte> value = [];
        if (dice.Chance(50)) value.AddRange([1, 0, 7, 0, 0, 0, .. dice.Octets(4)]);
        if (dice.Chance(40)) value.AddRange([3, 0, 14, 0, 0, .. dice.Octets(12)]);
        if (dice.Chance(20)) value.AddRange(Service(dice));
        if (dice.Chance(20) || value.Count == 0) value.AddRange([(byte)(10 + dice.Below(200)), 0, 3, .. dice.Octets(3)]);
        return [.. value];
    }

    /// <summary>RFC 9252 sections 2 and 3.</summary>
    private static byte[] Service(Dice dice)
    {
        byte[] structure = dice.Chance(50) ? [1, 0, 6, .. dice.Octets(6)] : [];
        byte[] sid = [0, .. dice.Octets(16), 0, .. dice.Octets(2), 0, .. structure];
        return [(byte)dice.Pick(5, 6), 0, (byte)(4 + sid.Length), 0, 1, 0, (byte)sid.Length, .. sid];
    }
}
