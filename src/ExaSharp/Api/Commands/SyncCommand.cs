using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>enable-sync</c> and <c>disable-sync</c>, in 6.0 <c>session sync enable|disable</c>: whether commands of routes are answered when
/// the routes are on the wire, and not when they are in the Adj-RIB-Out.
/// </summary>
internal sealed class SyncCommand(string name, ApiVersions versions, bool enable) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.IsSync = enable;
        request.Helper.Done();
    }
}
