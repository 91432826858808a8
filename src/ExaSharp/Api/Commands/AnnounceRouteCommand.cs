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
