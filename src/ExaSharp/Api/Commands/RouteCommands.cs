using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce|withdraw route PREFIX …</c>, several of them with <c>; route PREFIX …</c>.</summary>
internal sealed class AnnounceRouteCommand(RouteAction action) : RouteCommand(Verb.Of(action) + " route", action)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch)
    {
        do
        {
            if (!grammar.TryParseRoute(ref reader, Action, batch)) return false;
            if (!reader.TryTake(TokenKind.Semicolon)) return true;
        }
        while (reader.TryKeyword("route"));
        return true;
    }
}

/// <summary><c>announce|withdraw attribute(s) … nlri PREFIX PREFIX …</c>.</summary>
internal sealed class AnnounceAttributesCommand(string word, RouteAction action) : RouteCommand(Verb.Of(action) + " " + word, action)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseAttributes(ref reader, Action, batch);
}

/// <summary><c>announce|withdraw ipv4|ipv6 SAFI …</c>.</summary>
internal sealed class AnnounceFamilyCommand(Afi afi, RouteAction action) : RouteCommand(Verb.Of(action) + " " + FamilyNames.Name(afi), action)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseFamily(ref reader, afi, Action, batch);
}

/// <summary><c>announce|withdraw flow route …</c>.</summary>
internal sealed class AnnounceFlowCommand(RouteAction action) : RouteCommand(Verb.Of(action) + " flow", action)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        reader.TryKeyword("route")
            ? grammar.TryParseFlowRoute(ref reader, Action, batch)
            : reader.Expected("the word route");
}

/// <summary><c>announce|withdraw vpls …</c>.</summary>
internal sealed class AnnounceVplsCommand(RouteAction action) : RouteCommand(Verb.Of(action) + " vpls", action)
{
    private static readonly Family Vpls = AddressFamilies.Find(new FamilyId(Afi.L2vpn, Safi.Vpls))!;

    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseOfFamily(ref reader, Vpls, Action, batch);
}

/// <summary>The first word of a route command.</summary>
internal static class Verb
{
    public static string Of(RouteAction action) => action == RouteAction.Announce ? "announce" : "withdraw";
}
