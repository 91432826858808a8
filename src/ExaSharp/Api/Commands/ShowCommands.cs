using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>show neighbor [FILTER] [summary|extensive|configuration] [json]</c>. As in ExaBGP the words stand in any order, json wins
/// over the other forms, and a selector before the command is no filter.
/// </summary>
internal sealed class ShowNeighborCommand() : ReactorCommand("show neighbor")
{
    private static readonly string[] Options = ["summary", "extensive", "configuration", "json", "text"];

    public override string Help => "show neighbor [ summary | extensive | configuration ]";

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var helper = request.Helper;
        var filter = request.Words.LastOrDefault(word => !Options.Contains(word) && word != "neighbor");
        if (request.Words.Contains("json"))
        {
            var output = new TextBuffer();
            output.Append((byte)'[');
            foreach (var session in reactor.Sessions)
            {
                if (output.Length > 1) output.Append(", "u8);
                reactor.Report(session).AppendJson(output);
            }
            helper.AnswerLine(output.Append((byte)']').ToString());
        }
        else if (request.Words.Contains("summary"))
        {
            helper.AnswerLine(NeighborReport.SummaryHeader);
            foreach (var session in reactor.Sessions.Where(session => filter is null || PeerAddress(session) == filter))
                helper.AnswerLine(reactor.Report(session).Summary());
        }
        else if (request.Words.Contains("extensive"))
        {
            foreach (var session in Selected(reactor, filter)) Lines(helper, reactor.Report(session).Extensive());
        }
        else if (request.Words.Contains("configuration"))
        {
            foreach (var session in Selected(reactor, filter)) Lines(helper, reactor.Report(session).Configuration());
        }
        else
        {
            helper.AnswerLine("please specify summary, extensive or configuration");
            helper.AnswerLine("you can filter by peer ip address adding it after the word neighbor");
        }
        helper.Done();
    }

    private static IEnumerable<PeerSession> Selected(Reactor reactor, string? filter) =>
        reactor.Sessions.Where(session => filter is null || session.Status.Settings.Name.Contains(filter, StringComparison.Ordinal));

    private static string PeerAddress(PeerSession session) => session.Status.Settings.Peer.Address.ToString();

    private static void Lines(Helper helper, IEnumerable<string> lines)
    {
        foreach (var line in lines) helper.AnswerLine(line);
    }
}

/// <summary>
/// <c>show adj-rib out|in [FILTER] [inet|flow|l2vpn|routes] [extensive]</c>: one line a route. The JSON form is not offered yet.
/// </summary>
internal sealed class ShowAdjRibCommand(bool isOut) : ReactorCommand("show adj-rib " + (isOut ? "out" : "in"))
{
    private static readonly string[] Options = ["inet", "flow", "l2vpn", "routes", "extensive", "json", "text"];

    public override string Help => $"{Name} [ extensive ]";

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var words = request.Words;
        if (request.Selector is not null || words.Contains("json"))
        {
            request.Helper.Fail(reactor.Log, $"{Name}: " + (request.Selector is null ? "json is not supported yet" : "a selector has no meaning here"));
            return;
        }
        // ExaBGP heeds the word only at the end.
        var extensive = words is [.., "extensive"];
        var filter = words.FirstOrDefault(word => !Options.Contains(word));
        var sessions = reactor.Sessions
            .Where(session => filter is null || session.Status.Settings.Name.Contains("neighbor " + filter, StringComparison.Ordinal))
            .ToList();
        var found = new Dictionary<PeerSession, RouteBatch>();
        reactor.Inspect(
            request.Helper,
            sessions,
            session =>
            {
                var routes = isOut ? session.AdjRibOut.Snapshot() : session.AdjRibIn.Snapshot();
                lock (found) found[session] = routes;
            },
            () =>
            {
                foreach (var session in sessions) Write(request.Helper, session.Status, found[session], extensive, Wanted(words));
                request.Helper.Done();
            });
    }

    private static Func<FamilyId, bool> Wanted(string[] words) =>
        words.Contains("inet") ? family => family.Safi is Safi.Unicast or Safi.Multicast or Safi.NlriMpls or Safi.MplsVpn
        : words.Contains("flow") ? family => family.IsFlow
        : words.Contains("l2vpn") ? family => family.Afi == Afi.L2vpn
        : _ => true;

    private static void Write(Helper helper, PeerStatus peer, RouteBatch routes, bool extensive, Func<FamilyId, bool> wanted)
    {
        var line = new TextBuffer();
        var session = peer.Negotiated ?? new NegotiatedSession();
        foreach (var change in routes.Changes)
        {
            var id = routes.Routes.Family(change.Route);
            if (!wanted(id) || AddressFamilies.Find(id) is not { } family) continue;
            var set = routes.Attributes.Get(change.Attributes);
            line.Clear();
            line.Append(extensive ? peer.Settings.Name : peer.Settings.Peer.Address.ToString());
            line.Append((byte)' ').Append(id.ToString()).Append((byte)' ');
            RouteText.Append(line, family, routes.Routes, change.Route, set, session, extensive);
            helper.AnswerLine(line.ToString());
        }
        routes.Release();
    }
}
