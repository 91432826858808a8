using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce|withdraw flow route …</c>.</summary>
internal sealed class AnnounceFlowCommand(RouteAction action) : RouteCommand(Verb.Of(action) + " flow", action)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        reader.TryKeyword("route")
            ? grammar.TryParseFlowRoute(ref reader, Action, batch)
            : reader.Expected("the word route");
}
