using System.Globalization;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random path attributes in their spellings.</summary>
internal static class AttributeWords
{
    private static readonly string[] CommunityNames =
        ["no-export", "no-advertise", "no-export-subconfed", "nopeer", "no-peer", "blackhole", "no_export", "no_advertise"];

    /// <summary>What a static route may have beside its next-hop; the last of it is not for <c>announce</c> sections.</summary>
    private static readonly Func<RouteContext, string>[] Anywhere =
    [
        context => "origin " + context.Dice.Cased(context.Dice.Pick("igp", "egp", "incomplete")),
        context => "med " + context.Dice.Decimal(32),
        context => "local-preference " + context.Dice.Decimal(32),
        AsPath, AsPath,
        _ => "atomic-aggregate",
        context => "aggregator " + Aggregator(context),
        context => "originator-id " + context.Dice.Ipv4(),
        context => "cluster-list " + context.Dice.List(Enumerable.Range(0, 1 + context.Dice.Below(3)).Select(_ => context.Dice.Ipv4())),
        Community, Community, LargeCommunity, ExtendedCommunityWords.Keyword, ExtendedCommunityWords.Keyword,
        context => "aigp " + context.Dice.DecimalOrHex(64),
        Generic,
        context => "name " + context.Dice.Pick("a", "customer-7", "x.y_z"),
        context => "watchdog " + context.Dice.Pick("dog", "cat"),
        _ => "withdraw",
    ];

    private static readonly Func<RouteContext, string>[] InStatic = [.. Anywhere, PrefixSid];

    /// <summary>Some attributes, none twice.</summary>
    public static IEnumerable<string> Some(RouteContext context, bool isStatic)
    {
        var dice = context.Dice;
        if (dice.Chance(15)) return [];
        var some = dice.Some(isStatic ? InStatic : Anywhere, dice.Chance(10) ? 18 : 5).Select(write => write(context))
            .Where(words => !context.Avoids(Avoidance.AigpToExternal) || Keyword(words) != "aigp")
            .Where(words => !context.Avoids(Avoidance.WithdrawInFile) || words != "withdraw").ToList();
        return dice.Chance(10) ? some : some.DistinctBy(Keyword);
    }

    public static string Community(RouteContext context) => "community " + Communities(context);

    public static string LargeCommunity(RouteContext context)
    {
        var dice = context.Dice;
        var values = Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => (A: dice.Number(32), B: dice.Number(32), C: dice.Number(32)));
        return "large-community " + dice.List(values.Select(value => dice.Chance(85)
            ? FormattableString.Invariant($"{value.A}:{value.B}:{value.C}")
            : (((UInt128)value.A << 64) + (value.B << 32) + value.C).ToString(CultureInfo.InvariantCulture)));
    }

    private static string Communities(RouteContext context) =>
        context.Dice.List(Enumerable.Range(0, 1 + context.Dice.Below(5)).Select(_ => OneCommunity(context)));

    private static string OneCommunity(RouteContext context)
    {
        var dice = context.Dice;
        if (dice.Chance(20))
        {
            var name = dice.Pick(CommunityNames);
            if (!context.Avoids(Avoidance.UnderscoredCommunity) || !name.Contains('_', StringComparison.Ordinal)) return dice.Cased(name);
        }
        var value = (uint)dice.Number(32);
        return dice.Below(6) switch
        {
            0 => value.ToString(CultureInfo.InvariantCulture),
            1 => "0x" + value.ToString("x", CultureInfo.InvariantCulture),
            2 => "0X" + value.ToString("X8", CultureInfo.InvariantCulture),
            _ => FormattableString.Invariant($"{value >> 16}:{value & 0xFFFF}"),
        };
    }

    /// <summary>A sequence and sets: 5.0 has one behind the other, 4.2 a set within.</summary>
    private static string AsPath(RouteContext context)
    {
        var dice = context.Dice;
        string Asns(int atMost, bool commas = true) => string.Join(commas && dice.Chance(10) ? " , " : " ", Enumerable.Range(0, 1 + dice.Below(atMost)).Select(_ => context.Asn()));
        var length = dice.Chance(2) ? 300 : 5;
        if (!context.Program.IsFive)
        {
            return "as-path " + dice.Below(5) switch
            {
                0 => context.Asn(),
                1 => $"[ {Asns(4)} ( {Asns(3, commas: false)} ) ]",
                2 => $"[ {Asns(4)} [ {Asns(3, commas: false)} ] ]",
                _ => $"[ {Asns(length)} ]",
            };
        }
        return "as-path " + dice.Below(6) switch
        {
            0 => "[ ]",
            1 => $"( {Asns(3)} )",
            2 => $"[ {Asns(4)} ] ( {Asns(3)} )",
            3 => $"[ {Asns(3)} ] ( {Asns(2)} ) [ {Asns(2)} ]",
            _ => $"[ {Asns(length)} ]",
        };
    }

    private static string Aggregator(RouteContext context)
    {
        var dice = context.Dice;
        var value = context.Asn() + ":" + dice.Ipv4();
        return dice.Below(3) switch { 0 => value, 1 => $"( {value} )", _ => $"({value})" };
    }

    private static string Generic(RouteContext context)
    {
        var dice = context.Dice;
        // A code that has no meaning, and flags that do not matter to it.
        var code = dice.Pick<int>(0x14, 0x1B, 0x62, 0x63, 0x80, 0xC7, 0xFE);
        var flags = dice.Pick("0xC0", "0xc0", "0xE0", "0x40", "0x80", "0xd0", "0xF0");
        var octets = dice.Octets(dice.Chance(5) ? 300 : 1 + dice.Below(12));
        return FormattableString.Invariant($"attribute [ 0x{code:x2} {flags} 0x{(dice.Chance(50) ? Convert.ToHexString(octets) : Convert.ToHexStringLower(octets))} ]");
    }

    private static string PrefixSid(RouteContext context)
    {
        var dice = context.Dice;
        if (!context.Avoids(Avoidance.Srv6) && dice.Chance(50)) return Srv6(dice);
        if (dice.Chance(50)) return $"bgp-prefix-sid [ {dice.Decimal(32)} ]";
        var blocks = Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => $"( {dice.Decimal(24)},{dice.Decimal(24)} )");
        return $"bgp-prefix-sid [ {dice.Decimal(32)}, [ {string.Join(", ", blocks)} ] ]";
    }

    /// <summary>An SRv6 service (RFC 9252).</summary>
    public static string Srv6(Dice dice)
    {
        var words = $"bgp-prefix-sid-srv6 ( {dice.Pick("l3-service", "l2-service")} {dice.Ipv6()}";
        if (dice.Chance(70))
        {
            words += " " + (dice.Chance(50) ? dice.Decimal(16) : "0x" + dice.Number(16).ToString("x", CultureInfo.InvariantCulture));
            if (dice.Chance(60)) words += " [" + string.Join(',', Enumerable.Range(0, 6).Select(_ => dice.Decimal(8))) + "]";
        }
        return words + " )";
    }

    private static string Keyword(string words) => words.Split(' ')[0] switch
    {
        "bgp-prefix-sid-srv6" => "bgp-prefix-sid",
        var keyword => keyword,
    };
}
