using System.Buffers.Binary;
using System.Globalization;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Tests.EndToEnd.Soak;

/// <summary>The commands of one helper, which it alone has said about its routes, and what they do to the models.</summary>
internal sealed class RandomChurn(int helper, Random random, SoakNeighbor[] neighbors)
{
    private const int Routes = 40;

    private int _value = helper * 1_000_000;

    /// <summary>The next commands, their effect already in the models.</summary>
    public SoakCommand[] Next() => [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => One())];

    /// <summary>A route that all neighbours have, announced now: its name, what its attributes hold, and the command.</summary>
    public (string Route, string Attributes, SoakCommand Command) Marker()
    {
        var value = ++_value;
        foreach (var neighbor in neighbors) neighbor.Set(V4(250), Med(value));
        return (V4(250), Med(value), new SoakCommand(Invariant($"announce route 10.{helper}.250.0/24 next-hop 1.2.3.4 med {value}")));
    }

    public static string Med(int value) => string.Create(CultureInfo.InvariantCulture, $"{(AttributeCode)4}={value:X8} ");

    private SoakCommand One()
    {
        var (selector, targets) = Selector();
        var (i, j, value) = (random.Next(Routes), random.Next(Routes), ++_value);
        var (p, q) = (Invariant($"10.{helper}.{i}.0/24"), Invariant($"10.{helper}.{j}.0/24"));
        var attributes = Invariant($"next-hop 1.2.3.{random.Next(1, 4)} med {value}");
        switch (random.Next(14))
        {
            case 0 or 1:
                Set(targets, Med(value), V4(i));
                return new($"{selector}announce route {p} {attributes}");
            case 2:
                Forget(targets, V4(i));
                return new($"{selector}withdraw route {p}");
            case 3:
                Set(targets, Med(value), V4(i), V4(j));
                return new($"{selector}announce attributes {attributes} nlri {p} {q}");
            case 4:
                Forget(targets, V4(i), V4(j));
                return new($"{selector}withdraw attributes next-hop 1.2.3.4 nlri {p} {q}");
            case 5:
                Set(targets, Med(value), V6(i));
                return new(Invariant($"{selector}announce ipv6 unicast 2001:db8:{helper}{i:x2}::/48 next-hop 2001:db8::1 med {value}"));
            case 6:
                Forget(targets, V6(i));
                return new(Invariant($"{selector}withdraw route 2001:db8:{helper}{i:x2}::/48"));
            case 7:
                Set(targets, Rate(value), Flow(i));
                return new(Invariant($"{selector}announce flow route {{ match {{ source 10.9.{helper}.{i}/32; }} then {{ rate-limit {value + 10_000}; }} }}"));
            case 8:
                Forget(targets, Flow(i));
                return new(Invariant($"{selector}withdraw flow route source 10.9.{helper}.{i}/32 discard"));
            case 9:
                Set(targets, Med(value), Vpls(i));
                return new(Invariant($"{selector}announce vpls rd 1.1.1.1:{helper} endpoint {i} base 10702 offset 1 size 8 {attributes}"));
            case 10:
                Forget(targets, Vpls(i));
                return new(Invariant($"{selector}withdraw vpls rd 1.1.1.1:{helper} endpoint {i} base 10702 offset 1 size 8 next-hop 1.2.3.4"));
            case 11 when random.Next(40) == 0:
                return new($"neighbor {targets[0].Address} teardown 4", targets[0].Plan);
            case 12 when random.Next(10) == 0:
                return new($"{selector}flush adj-rib out") { NeedsSession = true };
            case 13 when helper == 0:
                // What a watchdog is told goes to all neighbours.
                var announces = random.Next(2) == 0;
                if (announces) Set(neighbors, "", SoakNeighbor.WatchdogRoute);
                else Forget(neighbors, SoakNeighbor.WatchdogRoute);
                return new(announces ? "announce watchdog dog" : "withdraw watchdog dog");
            default:
                Set(targets, Med(value), V4(i), V4(j));
                return new($"{selector}announce route {p} {attributes} ; route {q} {attributes}");
        }
    }

    private (string Words, SoakNeighbor[] Targets) Selector()
    {
        var present = neighbors.Where(neighbor => neighbor.IsPresent).ToArray();
        var (one, other) = (present[random.Next(present.Length)], present[random.Next(present.Length)]);
        return random.Next(6) switch
        {
            0 => ("neighbor * ", neighbors),
            1 => ($"neighbor {one.Address}, neighbor {other.Address} ", [one, other]),
            2 => ("", neighbors),
            _ => ($"neighbor {one.Address} ", [one]),
        };
    }

    private static void Set(SoakNeighbor[] targets, string attributes, params string[] routes)
    {
        foreach (var neighbor in targets.Where(target => target.IsPresent))
            foreach (var route in routes) neighbor.Set(route, attributes);
    }

    private static void Forget(SoakNeighbor[] targets, params string[] routes)
    {
        foreach (var neighbor in targets.Where(target => target.IsPresent))
            foreach (var route in routes) neighbor.Forget(route);
    }

    private string V4(int i) => Invariant($"ipv4 unicast  180A{helper:X2}{i:X2}");

    private string V6(int i) => Invariant($"ipv6 unicast  3020010DB80{helper:X1}{i:X2}");

    private string Flow(int i) => Invariant($"ipv4 flow  0602200A09{helper:X2}{i:X2}");

    private string Vpls(int i) => Invariant($"l2vpn vpls  0011000101010101{helper:X4}{i:X4}00010008029CE1");

    private static string Rate(int value)
    {
        Span<byte> rate = stackalloc byte[4];
        BinaryPrimitives.WriteSingleBigEndian(rate, value + 10_000);
        return "80060000" + Convert.ToHexString(rate);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
