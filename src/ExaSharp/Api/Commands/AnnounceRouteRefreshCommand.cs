using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce route-refresh AFI SAFI</c>: a ROUTE-REFRESH to every established neighbour that is selected.</summary>
internal sealed class AnnounceRouteRefreshCommand() : ReactorCommand("announce route-refresh", ApiVersions.All)
{
    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => ["peer " + Name];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Words.Length != 2 || !FamilyWords.TryParse(request.Words, out var family))
        {
            request.Helper.Fail(reactor.Log, "announce route-refresh: an AFI and a SAFI were expected");
            return;
        }
        request.Helper.Answer(reactor.PostEstablished(request, new SessionMessage.AnnounceRouteRefresh(family)));
    }
}
