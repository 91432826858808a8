using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>bye</c>, <c>session bye [CLIENT]</c>: a client of 6.0 takes its leave. Nothing is kept of it.</summary>
internal sealed class ByeCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request) => request.Helper.Done();
}
