using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce|withdraw attribute(s) … nlri PREFIX PREFIX …</c>.</summary>
internal sealed class AnnounceAttributesCommand(string word, RouteAction action, ApiVersions versions = ApiVersions.All)
    : RouteCommand(Verb.Of(action) + " " + word, action, versions)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseAttributes(ref reader, Action, batch);
}
