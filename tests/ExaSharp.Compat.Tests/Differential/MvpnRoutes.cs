namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random routes of multicast VPNs (RFC 6514), of the three types that ExaBGP announces.</summary>
internal static class MvpnRoutes
{
    public static RouteText Write(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        // In a file each route is one of its own by its distinguisher.
        var rd = context.IsFile ? FormattableString.Invariant($"65001:{context.Next()}") : LabeledRoutes.Rd(dice);
        var group = $"group {dice.Address(ipv6)} rd {rd}";
        var route = dice.Below(3) switch
        {
            0 => $"source-ad source {dice.Address(ipv6)} {group}",
            1 => $"source-join source {dice.Address(ipv6)} {group} source-as {dice.Decimal(32)}",
            _ => $"shared-join rp {dice.Address(ipv6)} {group} source-as {dice.Decimal(32)}",
        };
        string[] words = [$"mcast-vpn {route} next-hop {dice.Address(ipv6 && dice.Chance(50))}", .. AttributeWords.Some(context, isStatic: false)];
        return new RouteText(ipv6 ? RouteSection.AnnounceIpv6 : RouteSection.AnnounceIpv4, string.Join(' ', words));
    }
}
