using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>enable-ack</c>, <c>disable-ack</c> (both always answered) and <c>silence-ack</c> (never); in 6.0 <c>session ack
/// enable|disable|silence</c>.
/// </summary>
internal sealed class AckCommand(string name, ApiVersions versions, bool enable, bool answers) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AckEnabled = answers;
        if (answers) request.Helper.Done();
        request.Helper.AckEnabled = enable;
    }
}
