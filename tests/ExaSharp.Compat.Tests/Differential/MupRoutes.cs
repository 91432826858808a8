using System.Globalization;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random routes of mobile user planes (draft-mpmz-bess-mup-safi), of all four types.</summary>
internal static class MupRoutes
{
    public static RouteText Write(RouteContext context, bool ipv6)
    {
        var dice = context.Dice;
        // In a file each route is one of its own by its distinguisher.
        var rd = context.IsFile ? FormattableString.Invariant($"65000:{context.Next()}") : LabeledRoutes.Rd(dice);
        var route = dice.Below(4) switch
        {
            0 => $"mup-isd {Prefix(context, ipv6)} rd {rd}",
            1 => $"mup-dsd {dice.Address(ipv6)} rd {rd}",
            2 => $"mup-t1st {Prefix(context, ipv6)} rd {rd} teid {dice.Decimal(32)} qfi {dice.Decimal(8)} endpoint {dice.Address(ipv6)}"
                + (dice.Chance(50) ? $" source {dice.Address(ipv6)}" : ""),
            _ => $"mup-t2st {dice.Address(ipv6)} rd {rd} teid {Teid(dice)}",
        };
        var words = $"mup {route} next-hop {dice.Address(dice.Chance(50))}";
        if (dice.Chance(60)) words += " " + ExtendedCommunityWords.Keyword(context);
        if (dice.Chance(60)) words += " " + AttributeWords.Srv6(dice);
        return new RouteText(ipv6 ? RouteSection.AnnounceIpv6 : RouteSection.AnnounceIpv4, words);
    }

    private static string Prefix(RouteContext context, bool ipv6) => context.Dice.Prefix(ipv6, new HashSet<string>());

    private static string Teid(Dice dice)
    {
        var length = dice.Below(33);
        return FormattableString.Invariant($"{(length == 0 ? 0 : dice.Number(length)).ToString(CultureInfo.InvariantCulture)}/{length}");
    }
}
