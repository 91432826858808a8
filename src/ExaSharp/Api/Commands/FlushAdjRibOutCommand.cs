using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>flush adj-rib out</c>, <c>rib flush out</c>: sends everything again to the established neighbours that are selected.</summary>
internal sealed class FlushAdjRibOutCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request) =>
        request.Helper.Answer(reactor.PostEstablished(request, new SessionMessage.FlushAdjRibOut()));
}
