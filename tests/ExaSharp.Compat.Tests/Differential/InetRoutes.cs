using System.Net;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random unicast and multicast routes.</summary>
internal static class InetRoutes
{
    public static RouteText Unicast(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        if (context.HasAnnounce && dice.Chance(40)) return Announced(context, "unicast", ipv6, dice.Prefix(ipv6, context.Used));
        if (dice.Chance(15)) return Attributes(context, ipv6);
        if (dice.Chance(10)) return Split(context, ipv6);
        return Static(context, dice.Prefix(ipv6, context.Used), ipv6);
    }

    public static RouteText Multicast(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        if (ipv6) return Announced(context, "multicast", ipv6, dice.Prefix(ipv6, context.Used));
        var octets = dice.Octets(4);
        octets[0] = (byte)(224 + octets[0] % 16);
        var prefix = new IPAddress(octets) + "/32";
        context.Used.Add(prefix);
        return !context.HasAnnounce || dice.Chance(50) ? Static(context, prefix, ipv6) : Announced(context, "multicast", ipv6, prefix);
    }

    /// <summary>A next-hop for routes of a family: an address of either family, or the session's own.</summary>
    public static string NextHop(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        if (!ipv6 && dice.Chance(10)) return "next-hop " + dice.Cased("self");
        var other = dice.Chance(10);
        return "next-hop " + (dice.Chance(50)
            ? ipv6 != other ? dice.Pick("2001:db8::1", "2001:db8::2") : dice.Pick("192.0.2.1", "192.0.2.2")
            : dice.Address(ipv6 != other));
    }

    /// <summary>A static route: in one line, or as a block.</summary>
    /// <param name="context">What it is written for.</param>
    /// <param name="prefix">Its prefix.</param>
    /// <param name="ipv6">Whether that is IPv6.</param>
    /// <param name="more">What it has beside attributes.</param>
    public static RouteText Static(RouteContext context, string prefix, bool ipv6, params string[] more)
    {
        string[] words = [NextHop(context, ipv6), .. more, .. PathInformation(context), .. AttributeWords.Some(context, isStatic: true)];
        var isBlock = context.Dice.Chance(20) && !context.Avoids(Avoidance.BlockInFile) && !(context.Avoids(Avoidance.LabelInBlock) && more.Length > 0 && more[0].StartsWith("label", StringComparison.Ordinal));
        return new RouteText(RouteSection.Static, isBlock
            ? $"route {prefix} {{ {string.Concat(words.Select(word => word + "; "))}}}"
            : $"route {prefix} {string.Join(' ', words)}");
    }

    /// <summary>A route of an <c>announce</c> section.</summary>
    public static RouteText Announced(RouteContext context, string safi, bool ipv6, string prefix, params string[] more)
    {
        string[] words = [NextHop(context, ipv6), .. more, .. safi == "multicast" ? [] : PathInformation(context), .. AttributeWords.Some(context, isStatic: false)];
        return new RouteText(ipv6 ? RouteSection.AnnounceIpv6 : RouteSection.AnnounceIpv4, $"{safi} {prefix} {string.Join(' ', words)}");
    }

    private static string[] PathInformation(RouteContext context)
    {
        var dice = context.Dice;
        var id = dice.Chance(50) ? dice.Decimal(32) : dice.Ipv4();
        return dice.Chance(80) || (context.Avoids(Avoidance.PathIdentifier0) && id is "0" or "0.0.0.0") ? [] : ["path-information " + id];
    }

    private static RouteText Attributes(RouteContext context, bool ipv6)
    {
        var prefixes = Enumerable.Range(0, 1 + context.Dice.Below(4)).Select(_ => context.Dice.Prefix(ipv6, context.Used)).ToArray();
        return new RouteText(RouteSection.Static,
            $"{context.Dice.Pick("attributes", "attribute")} {NextHop(context, ipv6)}{string.Concat(AttributeWords.Some(context, isStatic: true).Select(word => " " + word))} nlri {string.Join(' ', prefixes)}");
    }

    /// <summary>A prefix in pieces; each its own block of addresses, so that no other route is one of them.</summary>
    private static RouteText Split(RouteContext context, bool ipv6)
    {
        var number = context.Next();
        var prefix = ipv6 ? FormattableString.Invariant($"fd00:0:{number:x}::/48") : FormattableString.Invariant($"195.{number % 256}.{number / 256 * 16}.0/20");
        var length = (ipv6 ? 48 : 20) + context.Dice.Below(5);
        return Static(context, prefix, ipv6, FormattableString.Invariant($"split /{length}"));
    }
}
