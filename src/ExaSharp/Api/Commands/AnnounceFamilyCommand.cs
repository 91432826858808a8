using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce|withdraw ipv4|ipv6 SAFI …</c>.</summary>
internal sealed class AnnounceFamilyCommand(Afi afi, RouteAction action) : RouteCommand(Verb.Of(action) + " " + FamilyNames.Name(afi), action, ApiVersions.Five | ApiVersions.Six)
{
    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseFamily(ref reader, afi, Action, batch);
}
