using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>show adj-rib out|in [FILTER] [inet|flow|l2vpn|routes] [json] [extensive]</c>, <c>rib show out|in …</c>: one line a route, family by family in the order of
/// the neighbour's families.
/// </summary>
internal sealed class ShowAdjRibCommand(string name, ApiVersions versions, bool isOut) : ReactorCommand(name, versions)
{
    private static readonly string[] Forms = ["inet", "flow", "l2vpn", "routes", "extensive", "json", "text"];

    public override IReadOnlyList<string> Options => ["extensive"];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var words = request.Words;
        // ExaBGP 5.0 refuses a selector here; 4.2 passes over it.
        if (request.Selector is not null && request.Helper.Version > JsonVersion.Four)
        {
            request.Helper.Fail(reactor.Log, $"{Name}: a selector has no meaning here");
            return;
        }
        var filter = words.FirstOrDefault(word => !Forms.Contains(word));
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
        var version = request.Helper.Version;
        // ExaBGP heeds the word only at the end, but for 6.0.
        var extensive = request.Words is [.., "extensive"] || (version == JsonVersion.Six && request.Words.Contains("extensive"));
        var json = version == JsonVersion.Six || request.Words.Contains("json");
        foreach (var id in Families(peer, routes))
        {
            if (!IsWanted(request.Words, id) || AddressFamilies.Find(id) is not { } family) continue;
            foreach (var change in routes.Changes)
            {
                if (routes.Routes.Family(change.Route) != id) continue;
                line.Clear();
                if (!json) AppendText(line, version, family, peer, routes, change, extensive);
                else if (!TryAppendJson(line, version, family, peer, routes, change, extensive ? report : null)) continue;
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

    private void AppendText(TextBuffer line, JsonVersion version, Family family, PeerStatus peer, RouteBatch routes, RouteChange change, bool extensive)
    {
        if (extensive) line.Append(peer.Settings.Name);
        else line.Append(version <= JsonVersion.Four ? "neighbor " : "").Append(peer.Settings.Peer.Address.ToString());
        line.Append((byte)' ').Append(family.Id.ToString()).Append((byte)' ');
        var set = routes.Attributes.Get(change.Attributes);
        // 4.2 has numbers where 5.0 has the names of services.
        RouteText.Append(line, version, family, routes.Routes, change.Route, set, peer.Negotiated ?? new NegotiatedSession(), isOwn: isOut && version > JsonVersion.Four, extensive,
            peer.Negotiated?.LocalAddress ?? peer.Settings.Session.LocalAddress);
    }

    /// <summary>
    /// ExaBGP's first form, in which only routes that have a prefix stand; in 6.0 the others stand there in their text.
    /// </summary>
    private bool TryAppendJson(TextBuffer line, JsonVersion version, Family family, PeerStatus peer, RouteBatch routes, RouteChange change, NeighborReport? report)
    {
        var nlri = routes.Routes.Nlri(change.Route);
        var text = new TextBuffer();
        var hasPrefix = family.TryAppendJsonKey(nlri, text);
        if (!hasPrefix && version != JsonVersion.Six) return false;
        if (!hasPrefix)
        {
            if (isOut) family.AppendConfiguredText(nlri, default, text);
            else family.AppendText(nlri, default, text);
        }
        line.Append($"{{\"{peer.Settings.Peer.Address}\": {{\"routes\": [{{");
        if (version == JsonVersion.Six) line.Append($"\"family\": \"{family.Id}\", \"{(hasPrefix ? "prefix" : "nlri")}\": {PythonJson.Quote(text.ToString())}}}]");
        else line.Append($"\"prefix\": \"{text}\", \"family\": \"{family.Id}\"}}]");
        if (report is not null)
        {
            line.Append(", "u8);
            report.AppendMembers(line, version);
        }
        line.Append("}}"u8);
        return true;
    }
}
