using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce|withdraw vpls …</c>.</summary>
internal sealed class AnnounceVplsCommand(RouteAction action) : RouteCommand(Verb.Of(action) + " vpls", action)
{
    private static readonly Family Vpls = AddressFamilies.Find(new FamilyId(Afi.L2vpn, Safi.Vpls))!;

    public override bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseOfFamily(ref reader, Vpls, Action, batch);
}
