using ExaSharp.Bgp.Iana;
using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce eor [AFI SAFI]</c>: an End-of-RIB marker to every established neighbour that is selected.</summary>
internal sealed class AnnounceEorCommand() : ReactorCommand("announce eor", ApiVersions.All)
{
    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => ["peer " + Name];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var family = FamilyId.Ipv4Unicast;
        if (request.Words.Length > 0 && !FamilyWords.TryParse(request.Words, out family))
        {
            request.Helper.Fail(reactor.Log, "announce eor: an AFI and a SAFI were expected");
            return;
        }
        request.Helper.Answer(reactor.PostEstablished(request, new SessionMessage.AnnounceEor(family)));
    }
}
