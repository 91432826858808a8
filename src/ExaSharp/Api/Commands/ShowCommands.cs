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
            // What is written in the file: a range, and not its peers (ExaBGP).
            foreach (var session in Selected(reactor, filter).Where(session => !reactor.IsRangeMember(session)))
                Lines(helper, reactor.Report(session).Configuration());
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
/// <c>show adj-rib out|in [FILTER] [inet|flow|l2vpn|routes] [json] [extensive]</c>: one line a route, family by family in the order of
/// the neighbour's families.
/// </summary>
internal sealed class ShowAdjRibCommand(bool isOut) : ReactorCommand("show adj-rib " + (isOut ? "out" : "in"))
{
    private static readonly string[] Options = ["inet", "flow", "l2vpn", "routes", "extensive", "json", "text"];

    public override string Help => $"{Name} [ extensive ]";

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var words = request.Words;
        if (request.Selector is not null)
        {
            request.Helper.Fail(reactor.Log, $"{Name}: a selector has no meaning here");
            return;
        }
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
                foreach (var session in sessions) Write(request, reactor.Report(session), session.Status, found[session]);
                request.Helper.Done();
            });
    }

    private static bool IsWanted(string[] words, FamilyId family) =>
        words.Contains("inet") ? family.Safi is Safi.Unicast or Safi.Multicast or Safi.NlriMpls or Safi.MplsVpn
        : words.Contains("flow") ? family.IsFlow
        : !words.Contains("l2vpn") || family.Afi == Afi.L2vpn;

    private void Write(ApiRequest request, NeighborReport report, PeerStatus peer, RouteBatch routes)
    {
        var line = new TextBuffer();
        // ExaBGP heeds the word only at the end.
        var extensive = request.Words is [.., "extensive"];
        var json = request.Words.Contains("json");
        foreach (var id in Families(peer, routes))
        {
            if (!IsWanted(request.Words, id) || AddressFamilies.Find(id) is not { } family) continue;
            foreach (var change in routes.Changes)
            {
                if (routes.Routes.Family(change.Route) != id) continue;
                line.Clear();
                if (!json) AppendText(line, family, peer, routes, change, extensive);
                else if (!TryAppendJson(line, family, peer, routes, change, extensive ? report : null)) continue;
                request.Helper.AnswerLine(line.ToString());
            }
        }
        routes.Release();
    }

    /// <summary>The neighbour's families, then those that it has not (any more).</summary>
    private static List<FamilyId> Families(PeerStatus peer, RouteBatch routes)
    {
        var families = new List<FamilyId>(peer.Settings.Session.Families);
        foreach (var change in routes.Changes)
        {
            var family = routes.Routes.Family(change.Route);
            if (!families.Contains(family)) families.Add(family);
        }
        return families;
    }

    private void AppendText(TextBuffer line, Family family, PeerStatus peer, RouteBatch routes, RouteChange change, bool extensive)
    {
        line.Append(extensive ? peer.Settings.Name : peer.Settings.Peer.Address.ToString());
        line.Append((byte)' ').Append(family.Id.ToString()).Append((byte)' ');
        var set = routes.Attributes.Get(change.Attributes);
        RouteText.Append(line, family, routes.Routes, change.Route, set, peer.Negotiated ?? new NegotiatedSession(), isOwn: isOut, extensive);
    }

    /// <summary>ExaBGP's first form, in which only routes that are a prefix stand.</summary>
    private static bool TryAppendJson(TextBuffer line, Family family, PeerStatus peer, RouteBatch routes, RouteChange change, NeighborReport? report)
    {
        if (family.Id.Safi is not (Safi.Unicast or Safi.Multicast)) return false;
        line.Append($"{{\"{peer.Settings.Peer.Address}\": {{\"routes\": [{{\"prefix\": \"");
        family.AppendText(routes.Routes.Nlri(change.Route), default, line);
        line.Append($"\", \"family\": \"{family.Id}\"}}]");
        if (report is not null)
        {
            line.Append(", "u8);
            report.AppendMembers(line);
        }
        line.Append("}}"u8);
        return true;
    }
}
