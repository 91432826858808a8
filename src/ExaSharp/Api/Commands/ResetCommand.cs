using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>reset</c>, <c>session reset</c>: in ExaBGP drops the helper's commands that still wait to be carried out. Here none waits behind this
/// one, so there is nothing to drop; as there, <c>reset</c> is not answered, but in 6.0.
/// </summary>
internal sealed class ResetCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Helper.Version != JsonVersion.Six && !Versions.HasFlag(ApiVersions.Six)) return;
        request.Say("asynchronous queue cleared", """{"status": "asynchronous queue cleared"}""");
        request.Helper.Done();
    }
}
