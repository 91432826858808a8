namespace ExaSharp.Compat.Tests.Differential;

/// <summary>What a generator of routes writes for.</summary>
/// <param name="Dice">Where its choices come from.</param>
/// <param name="Program">The ExaBGP that has to understand it.</param>
/// <param name="Session">The session that it is sent in.</param>
/// <param name="IsFile">Whether it stands in a file, where all routes have to be different ones, or is sent alone.</param>
internal sealed record RouteContext(Dice Dice, ExaBgpProgram Program, SessionKind Session, bool IsFile)
{
    private int _count;

    /// <summary>Whether something is not to be written here.</summary>
    public bool Avoids(Avoidance avoidance) => avoidance.Applies(this);

    /// <summary>Whether there is <c>ipv4 SAFI …</c>.</summary>
    public bool HasAnnounce => !Avoids(Avoidance.FamilyCommands);

    /// <summary>An AS number; 4.2 knows no <c>high.low</c>.</summary>
    public string Asn() => Program.IsFive || Dice.Chance(3) ? Dice.Asn() : Dice.Decimal(Dice.Pick(16, 32));

    /// <summary>The prefixes used already.</summary>
    public HashSet<string> Used { get; } = [];

    /// <summary>A number that no other route has.</summary>
    public int Next() => ++_count;
}

/// <summary>Writes random valid routes of a family.</summary>
/// <param name="Name">The family as ExaBGP calls it.</param>
/// <param name="Afi">Its address family identifier.</param>
/// <param name="Safi">Its subsequent address family identifier.</param>
/// <param name="NeedsFive">Whether ExaBGP 4.2 does not have it.</param>
/// <param name="Weight">How many routes it writes in comparison with others.</param>
/// <param name="Write">Writes one.</param>
internal sealed record RouteGenerator(string Name, ushort Afi, byte Safi, bool NeedsFive, int Weight, Func<RouteContext, RouteText> Write)
{
    /// <summary>A generator for each family. A new family is a line here.</summary>
    public static IReadOnlyList<RouteGenerator> All { get; } =
    [
        new("ipv4 unicast", 1, 1, false, 6, context => InetRoutes.Unicast(context, ipv6: false)),
        new("ipv6 unicast", 2, 1, false, 4, context => InetRoutes.Unicast(context, ipv6: true)),
        new("ipv4 multicast", 1, 2, false, 1, context => InetRoutes.Multicast(context, ipv6: false)),
        new("ipv6 multicast", 2, 2, true, 1, context => InetRoutes.Multicast(context, ipv6: true)),
        new("ipv4 nlri-mpls", 1, 4, false, 2, context => LabeledRoutes.Labeled(context, ipv6: false)),
        new("ipv6 nlri-mpls", 2, 4, false, 1, context => LabeledRoutes.Labeled(context, ipv6: true)),
        new("ipv4 mpls-vpn", 1, 128, false, 3, context => LabeledRoutes.Vpn(context, ipv6: false)),
        new("ipv6 mpls-vpn", 2, 128, false, 2, context => LabeledRoutes.Vpn(context, ipv6: true)),
        new("ipv4 flow", 1, 133, false, 6, context => FlowRoutes.Write(context, ipv6: false, vpn: false)),
        new("ipv6 flow", 2, 133, false, 4, context => FlowRoutes.Write(context, ipv6: true, vpn: false)),
        new("ipv4 flow-vpn", 1, 134, false, 1, context => FlowRoutes.Write(context, ipv6: false, vpn: true)),
        new("ipv6 flow-vpn", 2, 134, false, 1, context => FlowRoutes.Write(context, ipv6: true, vpn: true)),
        new("ipv4 mup", 1, 85, true, 2, context => MupRoutes.Write(context, ipv6: false)),
        new("ipv6 mup", 2, 85, true, 2, context => MupRoutes.Write(context, ipv6: true)),
        new("ipv4 mcast-vpn", 1, 5, true, 1, context => MvpnRoutes.Write(context, ipv6: false)),
        new("ipv6 mcast-vpn", 2, 5, true, 1, context => MvpnRoutes.Write(context, ipv6: true)),
        new("l2vpn vpls", 25, 65, false, 1, VplsRoutes.Write),
    ];

    /// <summary>Those that an ExaBGP has.</summary>
    public static IReadOnlyList<RouteGenerator> Of(ExaBgpProgram program) => [.. All.Where(generator => program.IsFive || !generator.NeedsFive)];

    /// <summary>Routes of all families that the ExaBGP has.</summary>
    public static List<RouteText> Routes(RouteContext context, int count)
    {
        var generators = Of(context.Program).SelectMany(generator => Enumerable.Repeat(generator, generator.Weight)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => context.Dice.Pick(generators).Write(context))];
    }
}
