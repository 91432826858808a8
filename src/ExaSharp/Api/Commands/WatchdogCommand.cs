using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce|withdraw watchdog [NAME]</c>: the configured routes of a group, of every neighbour.</summary>
internal sealed class WatchdogCommand(bool announce) : ReactorCommand((announce ? "announce" : "withdraw") + " watchdog", ApiVersions.All)
{
    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => ["peer " + Name];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        // ExaBGP: the process's own name when none is given, every neighbour whatever the selector.
        var name = request.Words.Length > 0 ? request.Words[0] : request.Helper.Name;
        reactor.PostAll(new SessionMessage.Watchdog(name, announce));
        request.Helper.Done();
    }
}
