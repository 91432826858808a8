using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>version</c>, <c>system version</c>: ExaBGP's line, which programs parse.</summary>
internal sealed class VersionCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Say($"exabgp {reactor.Version}", $$"""{"version": {{PythonJson.Quote(reactor.Version)}}, "application": "exabgp"}""");
        request.Helper.Done();
    }
}
