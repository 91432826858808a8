using ExaSharp.Bgp.Iana;
using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary><c>announce eor [AFI SAFI]</c>: an End-of-RIB marker to every established neighbour that is selected.</summary>
internal sealed class AnnounceEorCommand() : ReactorCommand("announce eor")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var family = FamilyId.Ipv4Unicast;
        if (request.Words.Length > 0 && !FamilyWords.TryParse(request.Words, out family))
        {
            request.Helper.Fail(reactor.Log, "announce eor: an AFI and a SAFI were expected");
            return;
        }
        request.Helper.Answer(reactor.PostEstablished(request, new SessionMessage.AnnounceEor(family)));
    }
}

/// <summary><c>announce route-refresh AFI SAFI</c>: a ROUTE-REFRESH to every established neighbour that is selected.</summary>
internal sealed class AnnounceRouteRefreshCommand() : ReactorCommand("announce route-refresh")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Words.Length != 2 || !FamilyWords.TryParse(request.Words, out var family))
        {
            request.Helper.Fail(reactor.Log, "announce route-refresh: an AFI and a SAFI were expected");
            return;
        }
        request.Helper.Answer(reactor.PostEstablished(request, new SessionMessage.AnnounceRouteRefresh(family)));
    }
}

/// <summary><c>announce|withdraw watchdog [NAME]</c>: the configured routes of a group, of every neighbour.</summary>
internal sealed class WatchdogCommand(bool announce) : ReactorCommand((announce ? "announce" : "withdraw") + " watchdog")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        // ExaBGP: the process's own name when none is given, every neighbour whatever the selector.
        var name = request.Words.Length > 0 ? request.Words[0] : request.Helper.Name;
        reactor.PostAll(new SessionMessage.Watchdog(name, announce));
        request.Helper.Done();
    }
}

/// <summary><c>flush adj-rib out</c>: sends everything again to the established neighbours that are selected.</summary>
internal sealed class FlushAdjRibOutCommand() : ReactorCommand("flush adj-rib out")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request) =>
        request.Helper.Answer(reactor.PostEstablished(request, new SessionMessage.FlushAdjRibOut()));
}

/// <summary><c>clear adj-rib [in|out]</c>: forgets what was received, or withdraws all that was announced.</summary>
internal sealed class ClearAdjRibCommand() : ReactorCommand("clear adj-rib")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        // ExaBGP: anything that is not "in" means "out".
        SessionMessage message = request.Words is ["in", ..] or ["adj-rib-in", ..]
            ? new SessionMessage.ClearAdjRibIn()
            : new SessionMessage.ClearAdjRibOut();
        request.Helper.Answer(reactor.PostSelected(request, message));
    }
}

/// <summary><c>neighbor X teardown N</c>: NOTIFICATION Cease with subcode N. Without a selector nothing happens (ExaBGP).</summary>
internal sealed class TeardownCommand() : ReactorCommand("teardown")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Words is not [var word, ..] || !byte.TryParse(word, out var subcode))
        {
            request.Helper.Fail(reactor.Log, "teardown: a Cease subcode (0 to 255) was expected");
            return;
        }
        if (request.Selector is not null) reactor.PostEstablished(request, new SessionMessage.Teardown(subcode));
        request.Helper.Done();
    }
}

/// <summary>Reads <c>AFI SAFI</c>.</summary>
internal static class FamilyWords
{
    public static bool TryParse(string[] words, out FamilyId family)
    {
        family = default;
        if (words.Length < 2) return false;
        if (!FamilyNames.TryParseAfi(System.Text.Encoding.UTF8.GetBytes(words[0]), out var afi)) return false;
        if (!FamilyNames.TryParseSafi(System.Text.Encoding.UTF8.GetBytes(words[1]), out var safi)) return false;
        family = new FamilyId(afi, safi);
        return true;
    }
}
