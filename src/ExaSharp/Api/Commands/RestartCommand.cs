using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>restart</c>, <c>daemon restart</c>: as SIGALRM.</summary>
internal sealed class RestartCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Say("restart in progress", """{"status": "restart in progress"}""");
        request.Helper.Done();
        reactor.RequestRestart();
    }
}
