using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>clear adj-rib [in|out]</c>, <c>rib clear [in|out]</c>: forgets what was received, or withdraws all that was announced.</summary>
internal sealed class ClearAdjRibCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => [Name + " in", Name + " out"];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        // ExaBGP: anything that is not "in" means "out".
        SessionMessage message = request.Words is ["in", ..] or ["adj-rib-in", ..]
            ? new SessionMessage.ClearAdjRibIn()
            : new SessionMessage.ClearAdjRibOut();
        request.Helper.Answer(reactor.PostSelected(request, message));
    }
}
