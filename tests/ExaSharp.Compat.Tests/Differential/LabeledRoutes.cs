namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random routes with labels, and of VPNs.</summary>
internal static class LabeledRoutes
{
    public static RouteText Labeled(RouteContext context, bool ipv6)
    {
        var prefix = context.Dice.Prefix(ipv6, context.Used);
        var label = Label(context.Dice, 3);
        return context.HasAnnounce && context.Dice.Chance(50)
            ? InetRoutes.Announced(context, "nlri-mpls", ipv6, prefix, label)
            : InetRoutes.Static(context, prefix, ipv6, label);
    }

    public static RouteText Vpn(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        // Avoidance.LongVpnPrefix: 64 bits for the distinguisher, 128 for the prefix, 24 for each label.
        if (context.Program.IsFive && context.HasAnnounce && !context.IsFile && dice.Chance(10))
            return InetRoutes.Announced(context, "mpls-vpn", ipv6, dice.Prefix(ipv6, context.Used), $"rd {Rd(dice)}", Label(dice, ipv6 ? 2 : 3));
        return InetRoutes.Static(context, dice.Prefix(ipv6, context.Used), ipv6, $"{dice.Pick("rd", "route-distinguisher")} {Rd(dice)}", Label(dice, ipv6 ? 2 : 3));
    }

    /// <summary>A route distinguisher of one of the three types (RFC 4364 section 4.2).</summary>
    public static string Rd(Dice dice) => dice.Below(3) switch
    {
        0 => $"{dice.Ipv4()}:{dice.Decimal(16)}",
        1 => $"{dice.Decimal(16)}:{dice.Decimal(32)}",
        _ => $"{dice.Decimal(32)}:{dice.Decimal(16)}",
    };

    private static string Label(Dice dice, int atMost) => "label " + dice.List(Enumerable.Range(0, 1 + dice.Below(atMost)).Select(_ => dice.Decimal(20)));
}
