using System.Globalization;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>peer list</c>: addresses, AS numbers and states; JSON always.</summary>
internal sealed class PeerListCommand() : ReactorCommand("peer list", ApiVersions.Six)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var peers = reactor.Sessions.Select(session =>
        {
            var settings = session.Status.Settings;
            var asn = settings.Session.PeerAs?.ToString(CultureInfo.InvariantCulture) ?? "null";
            return $"{{\"peer-address\": \"{settings.Peer.Address}\", \"peer-as\": {asn}, \"state\": \"{session.Status.State}\"}}";
        });
        request.Helper.AnswerLine($"[{string.Join(", ", peers)}]");
        request.Helper.Done();
    }
}
