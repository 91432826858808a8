namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random extended communities in all forms.</summary>
internal static class ExtendedCommunityWords
{
    /// <summary>One or several.</summary>
    public static string Keyword(RouteContext context)
    {
        var dice = context.Dice;
        return "extended-community " + dice.List(Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => One(context)));
    }

    /// <summary>One; for 4.2 mostly in a form that it sends as 5.0 does.</summary>
    public static string One(RouteContext context)
    {
        var dice = context.Dice;
        return dice.Below(context.Program.IsFive || dice.Chance(10) ? 14 : 9) switch
        {
            0 => "0x" + Convert.ToHexStringLower(Unknown(dice)),
            1 => $"{dice.Decimal(16)}:{dice.Decimal(32)}",
            2 => $"redirect:{dice.Decimal(16)}:{dice.Decimal(32)}",
            3 => $"l2info:{dice.Decimal(8)}:{dice.Decimal(8)}:{dice.Decimal(16)}:{dice.Decimal(16)}",
            4 => $"bandwidth:{dice.Decimal(16)}:{dice.Decimal(dice.Pick(8, 16, 24, 32))}",
            5 => "redirect-to-nexthop",
            6 => $"{dice.Pick("target", "origin")}:{dice.Decimal(16)}:{dice.Ipv4()}",
            7 or 8 => $"{dice.Pick("target", "origin")}:{dice.Decimal(16)}:{dice.Decimal(32)}",
            // Addresses and AS numbers of four octets have other types in 4.2.
            9 => $"{dice.Pick("target", "origin")}:{dice.Ipv4()}:{dice.Decimal(16)}",
            10 => $"mup:{dice.Decimal(16)}:{dice.Decimal(32)}",
            11 => $"{dice.Pick("target", "origin", "target4", "origin4")}:{65536 + dice.Number(31)}:{dice.Decimal(16)}",
            12 => $"{dice.Pick("target", "origin")}:{dice.Decimal(16)}L:{dice.Decimal(16)}",
            _ => $"{dice.Pick("target4", "origin4")}:{dice.Decimal(32)}:{dice.Decimal(16)}",
        };
    }

    /// <summary>Eight octets of a subtype without meaning: ExaBGP decodes those it knows and drops what it does not keep of them.</summary>
    private static byte[] Unknown(Dice dice)
    {
        var octets = dice.Octets(8);
        octets[1] |= 0x40;
        return octets;
    }
}
