using System.Globalization;
using System.Net;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random choices that a seed repeats, with the edges of each range more often than chance would have them.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number of 0 to one less than the bound.</summary>
    public int Below(int bound) => _random.Next(bound);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>A number of so many bits; small ones, the largest and its neighbours often.</summary>
    public ulong Number(int bits)
    {
        var max = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        return _random.Next(6) switch
        {
            0 => 0,
            1 => max,
            2 => Math.Min(max, (ulong)_random.Next(1, 256)),
            3 => max >> _random.Next(bits),
            _ => (ulong)_random.NextInt64(long.MinValue, long.MaxValue) & max,
        };
    }

    public string Decimal(int bits) => Number(bits).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as decimal or, sometimes, with <c>0x</c>.</summary>
    public string DecimalOrHex(int bits) => Chance(70) ? Decimal(bits) : "0x" + Number(bits).ToString(Chance(50) ? "x" : "X", CultureInfo.InvariantCulture);

    public byte[] Octets(int count)
    {
        var octets = new byte[count];
        _random.NextBytes(octets);
        return octets;
    }

    public string Ipv4() => Chance(20) ? Pick("0.0.0.0", "255.255.255.255", "192.0.2.1", "10.0.0.1") : new IPAddress(Octets(4)).ToString();

    /// <summary>An IPv6 address in one of its spellings.</summary>
    public string Ipv6()
    {
        var octets = Octets(16);
        octets[0] = 0x20;
        octets[1] = 0x01;
        if (Chance(70)) octets.AsSpan(4, 2 + Below(9)).Clear();
        return Spelled(octets);
    }

    public string Address(bool ipv6) => ipv6 ? Ipv6() : Ipv4();

    /// <summary>The octets of an IPv6 address as text: shortened, in full, or in upper case.</summary>
    public string Spelled(byte[] octets)
    {
        var shortest = new IPAddress(octets).ToString();
        return Below(6) switch
        {
            0 => shortest.ToUpperInvariant(),
            1 => string.Join(':', Enumerable.Range(0, 8).Select(i => Convert.ToHexStringLower(octets.AsSpan(i * 2, 2)))),
            _ => shortest,
        };
    }

    /// <summary>A prefix without bits behind its length, which no earlier one of these dice had.</summary>
    public string Prefix(bool ipv6, ISet<string> used, int shortest = 0)
    {
        while (true)
        {
            var octets = Octets(ipv6 ? 16 : 4);
            // Neither multicast groups, which have a family of their own, nor the prefix of the marker.
            octets[0] = ipv6 ? (byte)0x20 : (byte)(octets[0] % 190);
            var length = Math.Max(shortest, Below(10) switch
            {
                0 => octets.Length * 8,
                1 => Below(octets.Length * 8 + 1),
                _ => (ipv6 ? 28 : 14) + Below(ipv6 ? 37 : 16),
            });
            // See Avoidance.Ipv6Slash32.
            if (ipv6 && length == 32) length++;
            Clear(octets, length);
            var text = FormattableString.Invariant($"{(ipv6 ? Spelled(octets) : new IPAddress(octets).ToString())}/{length}");
            if (used.Add(FormattableString.Invariant($"{new IPAddress(octets)}/{length}"))) return text;
        }
    }

    /// <summary>Clears the bits behind a prefix' length.</summary>
    public static void Clear(byte[] octets, int length)
    {
        for (var bit = length; bit < octets.Length * 8; bit++) octets[bit / 8] &= (byte)~(0x80 >> bit % 8);
    }

    public string Asn() => Below(4) switch
    {
        0 => Decimal(32),
        1 => FormattableString.Invariant($"{Number(16)}.{Number(16)}"),
        _ => Decimal(16),
    };

    /// <summary>Some of the choices in a random order.</summary>
    public IEnumerable<T> Some<T>(IReadOnlyList<T> choices, int atMost)
    {
        var all = choices.ToArray();
        _random.Shuffle(all);
        return all.Take(Below(atMost + 1));
    }

    /// <summary>Letters in a random case.</summary>
    public string Cased(string word) => Chance(80) ? word : Chance(50) ? word.ToUpperInvariant() : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>One value, or several in brackets.</summary>
    public string List(IEnumerable<string> values, string separator = " ")
    {
        var all = values.ToArray();
        return all.Length == 1 && Chance(60) ? all[0] : "[ " + string.Join(separator, all) + " ]";
    }
}
