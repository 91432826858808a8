using System.Globalization;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>Random rules as text.</summary>
internal static class FlowSamples
{
    private static readonly string[] Numeric =
    [
        "port", "destination-port", "source-port", "packet-length", "icmp-type", "icmp-code", "protocol", "dscp",
    ];

    private static readonly string[] TcpFlags = ["fin", "syn", "rst", "push", "ack", "urg", "ece", "cwr", "ns"];
    private static readonly string[] Fragments = ["dont-fragment", "is-fragment", "first-fragment", "last-fragment"];
    private static readonly string[] Operators = ["=", "<", ">", "<=", ">=", "!="];
    private static readonly string[] BitOperators = ["", "!", "=", "!="];

    /// <summary>A rule of a random family, with every component at most once, in the spelling in which it is shown.</summary>
    public static string Words(Random random, out FamilyId family)
    {
        var isIpv6 = random.Next(2) == 0;
        var words = new List<string> { "destination-" + (isIpv6 ? "ipv6 " : "ipv4 ") + Prefixes(random, isIpv6) };
        if (random.Next(2) == 0) words.Add("source-" + (isIpv6 ? "ipv6 " : "ipv4 ") + Prefixes(random, isIpv6));
        foreach (var name in Numeric)
            if (random.Next(3) == 0) words.Add(Named(name, isIpv6) + " " + List(random, () => NumericValue(random, name, isIpv6)));
        if (random.Next(3) == 0) words.Add("tcp-flags " + List(random, () => Flags(random, TcpFlags)));
        if (random.Next(3) == 0) words.Add("fragment " + List(random, () => Flags(random, Fragments)));
        if (isIpv6 && random.Next(3) == 0) words.Add("flow-label " + List(random, () => NumericValue(random, "flow-label", isIpv6)));
        var isVpn = random.Next(3) == 0;
        if (isVpn) words.Add(string.Create(CultureInfo.InvariantCulture, $"rd {random.Next(1 << 17)}:{random.Next(1 << 16)}"));
        for (var i = words.Count - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (words[i], words[other]) = (words[other], words[i]);
        }
        family = new FamilyId(isIpv6 ? Afi.Ipv6 : Afi.Ipv4, isVpn ? Safi.FlowVpn : Safi.Flow);
        return string.Join(' ', words);
    }

    private static string Named(string name, bool isIpv6) => (name, isIpv6) switch
    {
        ("protocol", true) => "next-header",
        ("dscp", true) => "traffic-class",
        _ => name,
    };

    private static string Prefixes(Random random, bool isIpv6)
    {
        var one = Prefix(random, isIpv6);
        return random.Next(8) != 0 ? one : one + (isIpv6 ? " destination-ipv6 " : " destination-ipv4 ") + Prefix(random, isIpv6);
    }

    private static string Prefix(Random random, bool isIpv6)
    {
        var octets = new byte[isIpv6 ? 16 : 4];
        random.NextBytes(octets);
        var length = random.Next(octets.Length * 8 + 1);
        for (var bit = length; bit < octets.Length * 8; bit++) octets[bit / 8] &= (byte)~(0x80 >> bit % 8);
        var offset = isIpv6 ? $"/{(length > 1 && random.Next(2) == 0 ? random.Next(length) : 0)}" : "";
        return $"{new System.Net.IPAddress(octets)}/{length}{offset}";
    }

    private static string List(Random random, Func<string> value)
    {
        var count = 1 + random.Next(random.Next(20) == 0 ? 150 : 4);
        if (count == 1) return value();
        var result = "[ " + value();
        for (var i = 1; i < count; i++) result += (random.Next(3) == 0 ? "&" : " ") + value();
        return result + " ]";
    }

    private static string NumericValue(Random random, string name, bool isIpv6)
    {
        var max = name switch { "icmp-type" or "icmp-code" or "protocol" => 256, "dscp" => 64, "flow-label" => 1 << 20, _ => 1 << 16 };
        var value = random.Next(random.Next(2) == 0 ? Math.Min(max, 256) : max);
        // The names of ICMP types mean the numbers of ICMPv6 in an IPv6 rule: those without a name only.
        if (isIpv6 && name == "icmp-type") value = 44 + value % 200;
        var shown = new TextBuffer();
        var type = name switch { "protocol" => FlowComponent.Protocol, "icmp-type" => FlowComponent.IcmpType, _ => FlowComponent.PacketLength };
        FlowNames.AppendNumber(JsonVersion.Five, type, (ulong)value, showServices: false, shown);
        return Operators[random.Next(Operators.Length)] + shown;
    }

    private static string Flags(Random random, string[] names)
    {
        var mask = 1 + random.Next((1 << names.Length) - 1);
        return BitOperators[random.Next(BitOperators.Length)] + string.Join('+', names.Where((_, bit) => (mask >> bit & 1) != 0));
    }
}
