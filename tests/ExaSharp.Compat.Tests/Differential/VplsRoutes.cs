namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random VPLS routes (RFC 4761): in one line, or in a file as a block.</summary>
internal static class VplsRoutes
{
    /// <summary>What other routes may have and these not.</summary>
    private static readonly string[] NotHere = ["large-community", "aigp", "attribute"];

    public static RouteText Write(RouteContext context)
    {
        var dice = context.Dice;
        var rd = context.IsFile ? FormattableString.Invariant($"65002:{context.Next()}") : LabeledRoutes.Rd(dice);
        string[] words =
        [
            $"endpoint {dice.Decimal(16)}", $"size {dice.Decimal(16)}", $"offset {dice.Decimal(16)}", $"base {dice.Decimal(16)}", $"rd {rd}",
            $"next-hop {dice.Ipv4()}",
            .. AttributeWords.Some(context, isStatic: false).Where(word => !NotHere.Contains(word.Split(' ')[0])),
        ];
        return new RouteText(RouteSection.L2vpn, context.IsFile && dice.Chance(50)
            ? $"vpls site{context.Next()} {{ {string.Concat(words.Select(word => word + "; "))}}}"
            : $"vpls {string.Join(' ', words)}");
    }
}
