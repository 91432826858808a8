using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>crash</c>, <c>system crash</c>: ExaBGP's way to try what a failing command does. It answers <c>error</c> (4.2 nothing; 6.0 <c>done</c> too,
/// with which a helper miscounts its answers).
/// </summary>
internal sealed class CrashCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request) => request.Helper.Error("this command always fails");
}
