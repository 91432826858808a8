using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>neighbor X teardown N</c>: NOTIFICATION Cease with subcode N. Without a selector nothing happens (ExaBGP).</summary>
internal sealed class TeardownCommand() : ReactorCommand("teardown", ApiVersions.All)
{
    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => ["peer " + Name];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Words is not [var word, ..] || !byte.TryParse(word, out var subcode))
        {
            request.Helper.Fail(reactor.Log, "teardown: a Cease subcode (0 to 255) was expected");
            return;
        }
        if (request.Selector is not null) reactor.PostEstablished(request, new SessionMessage.Teardown(subcode));
        request.Helper.Done();
    }
}
