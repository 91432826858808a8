using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>shutdown</c>, <c>daemon shutdown</c>: as SIGTERM.</summary>
internal sealed class ShutdownCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Say("shutdown in progress", """{"status": "shutdown in progress"}""");
        request.Helper.Done();
        reactor.RequestShutdown();
    }
}
