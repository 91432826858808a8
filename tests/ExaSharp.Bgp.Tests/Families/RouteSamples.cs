using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Tests.Families.Flow;

namespace ExaSharp.Bgp.Tests.Families;

/// <summary>Random routes of a family as text, and the way back from the text that is shown to one that can be read.</summary>
/// <param name="Statement">A random statement behind <c>announce</c>, without next-hop.</param>
/// <param name="Readable">The statement that a shown route stands for.</param>
internal sealed record RouteSample(Func<Random, string> Statement, Func<string, string> Readable);

/// <summary>The samples of all families that can be announced: a new family is added here.</summary>
internal static partial class RouteSamples
{
    public static IReadOnlyDictionary<FamilyId, RouteSample> All { get; } = new[] { Afi.Ipv4, Afi.Ipv6 }.SelectMany(OfAfi)
        .Append((new FamilyId(Afi.L2vpn, Safi.Vpls), new RouteSample(Vpls, shown => shown)))
        .ToDictionary(item => item.Item1, item => item.Item2);

    private static IEnumerable<(FamilyId, RouteSample)> OfAfi(Afi afi)
    {
        yield return Inet(afi, Safi.Unicast, random => Prefix(random, afi) + PathInformation(random));
        yield return Inet(afi, Safi.Multicast, random => Prefix(random, afi));
        yield return Inet(afi, Safi.NlriMpls, random => Prefix(random, afi) + PathInformation(random) + Labels(random));
        yield return Inet(afi, Safi.MplsVpn, random => $"{Prefix(random, afi)}{PathInformation(random)}{Labels(random)} rd {Rd(random)}");
        yield return Of(afi, Safi.McastVpn, random => Mvpn(random, afi), ReadMvpn);
        yield return Of(afi, Safi.Mup, random => Mup(random, afi), shown => ReadMup(shown, afi));
        foreach (var safi in new[] { Safi.Flow, Safi.FlowVpn })
            yield return (new FamilyId(afi, safi), new RouteSample(random => Flow(random, new FamilyId(afi, safi)), FlowStatement));
    }

    private static (FamilyId, RouteSample) Inet(Afi afi, Safi safi, Func<Random, string> words) => Of(afi, safi, words, shown => shown);

    private static (FamilyId, RouteSample) Of(Afi afi, Safi safi, Func<Random, string> words, Func<string, string> readable)
    {
        var id = new FamilyId(afi, safi);
        return (id, new RouteSample(random => $"{id} {words(random)}", shown => $"{id} {readable(shown)}"));
    }

    private static string Vpls(Random random) =>
        $"vpls rd {Rd(random)} endpoint {Number16(random)} base {Number16(random)} offset {Number16(random)} size {Number16(random)}";

    private static string Mvpn(Random random, Afi afi)
    {
        var (source, group) = (FullAddress(random, afi), FullAddress(random, afi));
        return random.Next(3) switch
        {
            0 => $"source-ad source {source} group {group} rd {Rd(random)}",
            1 => $"shared-join rp {source} group {group} rd {Rd(random)} source-as {Number32(random)}",
            _ => $"source-join source {source} group {group} rd {Rd(random)} source-as {Number32(random)}",
        };
    }

    private static string ReadMvpn(string shown)
    {
        var match = MvpnText().Match(shown);
        var (rd, source, group) = (match.Groups["rd"].Value, match.Groups["source"].Value, match.Groups["group"].Value);
        return match.Groups["type"].Value switch
        {
            "sourcead" => $"source-ad source {source} group {group} rd {rd}",
            "shared-join" => $"shared-join rp {source} group {group} rd {rd} source-as {match.Groups["as"].Value}",
            _ => $"source-join source {source} group {group} rd {rd} source-as {match.Groups["as"].Value}",
        };
    }

    private static string Mup(Random random, Afi afi)
    {
        var rd = Rd(random);
        switch (random.Next(4))
        {
            case 0: return $"mup-isd {Prefix(random, afi)} rd {rd}";
            case 1: return $"mup-dsd {Address(random, afi)} rd {rd}";
            case 2:
                var source = random.Next(2) == 0 ? "" : $" source {Address(random, afi)}";
                return $"mup-t1st {Prefix(random, afi)} rd {rd} teid {Number32(random)} qfi {random.Next(256)} endpoint {Address(random, afi)}{source}";
            default:
                var bits = random.Next(33);
                return $"mup-t2st {Address(random, afi)} rd {rd} teid {Number32(random) >> 32 - bits}/{bits}";
        }
    }

    private static string ReadMup(string shown, Afi afi)
    {
        var head = MupHead().Match(shown);
        var (rd, rest) = (head.Groups["rd"].Value, shown[head.Length..]);
        switch (head.Groups["type"].Value)
        {
            case "isd": return $"mup-isd {rest} rd {rd}";
            case "dsd": return $"mup-dsd {rest} rd {rd}";
            case "t1st":
                var first = MupType1().Match(rest);
                var source = first.Groups["source"].Success ? $" source {first.Groups["source"].Value}" : "";
                return $"mup-t1st {first.Groups["prefix"].Value} rd {rd} teid {first.Groups["teid"].Value} qfi {first.Groups["qfi"].Value} endpoint {first.Groups["endpoint"].Value}{source}";
            default:
                var second = MupType2().Match(rest);
                var bits = int.Parse(second.Groups["bits"].Value, CultureInfo.InvariantCulture) - (afi == Afi.Ipv4 ? 32 : 128);
                return $"mup-t2st {second.Groups["endpoint"].Value} rd {rd} teid {second.Groups["teid"].Value}/{bits}";
        }
    }

    private static string Flow(Random random, FamilyId id)
    {
        while (true)
        {
            var words = FlowSamples.Words(random, out var family);
            if (family == id) return "flow route " + words;
        }
    }

    private static string FlowStatement(string shown) => "flow route " + FlowRoundTripTests.Readable(shown["flow".Length..].Trim());

    private static string PathInformation(Random random) => random.Next(2) == 0 ? "" : $" path-information {Address(random, Afi.Ipv4)}";

    /// <summary>One label or two: a third one and an IPv6 prefix of a VPN are more than the length of an NLRI can count.</summary>
    private static string Labels(Random random)
    {
        var labels = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => random.Next(1 << 20)).ToArray();
        return labels.Length == 1 ? $" label {labels[0]}" : $" label [ {string.Join(' ', labels)} ]";
    }

    private static string Rd(Random random) => random.Next(3) switch
    {
        0 => $"{Number16(random)}:{Number32(random)}",
        1 => $"{Address(random, Afi.Ipv4)}:{Number16(random)}",
        _ => $"{65536 + (long)random.Next()}:{Number16(random)}",
    };

    private static string Prefix(Random random, Afi afi)
    {
        var octets = Octets(random, afi);
        var length = random.Next(octets.Length * 8 + 1);
        for (var bit = length; bit < octets.Length * 8; bit++) octets[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return $"{Show(octets)}/{length}";
    }

    private static string Address(Random random, Afi afi)
    {
        var octets = Octets(random, afi);
        if (random.Next(3) == 0) octets.AsSpan(random.Next(octets.Length)).Clear();
        return Show(octets);
    }

    /// <summary>An address without <c>::</c>: where two stand in a row, the text would not tell where the second begins.</summary>
    private static string FullAddress(Random random, Afi afi)
    {
        var octets = Octets(random, afi);
        for (var i = 0; i < octets.Length; i++) octets[i] |= 1;
        return Show(octets);
    }

    private static byte[] Octets(Random random, Afi afi)
    {
        var octets = new byte[afi == Afi.Ipv4 ? 4 : 16];
        random.NextBytes(octets);
        return octets;
    }

    private static string Show(byte[] octets) => new IPAddress(octets).ToString();

    private static int Number16(Random random) => random.Next(1 << 16);

    private static long Number32(Random random) => random.NextInt64(1L << 32);

    [GeneratedRegex(@"^mvpn:(?<type>[a-z-]+)::(?<rd>[^:]+:\d+):(?:(?<as>\d+):)?(?<source>[0-9.]+|(?:[0-9a-f]+:){7}[0-9a-f]+):(?<group>[0-9.]+|(?:[0-9a-f]+:){7}[0-9a-f]+)$")]
    private static partial Regex MvpnText();

    [GeneratedRegex(@"^mup:(?<type>[a-z0-9]+)::(?<rd>[^:]+:\d+):")]
    private static partial Regex MupHead();

    [GeneratedRegex(@"^(?<prefix>[^/]+/\d+):(?<teid>\d+):(?<qfi>\d+):(?<endpoint>[^/]+)/\d+(?::(?<source>[^/]+)/\d+)?$")]
    private static partial Regex MupType1();

    [GeneratedRegex(@"^(?<bits>\d+):(?<endpoint>.+):(?<teid>\d+):$")]
    private static partial Regex MupType2();
}
