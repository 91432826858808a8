using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>reload</c>, <c>daemon reload</c>: as SIGUSR1.</summary>
internal sealed class ReloadCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Say("reload in progress", """{"status": "reload in progress"}""");
        reactor.TellSignal(0, "none");
        if (reactor.Reload()) request.Helper.Done();
        else request.Helper.Error("the configuration has errors, nothing was changed");
    }
}
