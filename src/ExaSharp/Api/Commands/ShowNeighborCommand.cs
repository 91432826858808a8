using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>show neighbor [FILTER] [summary|extensive|configuration] [json]</c>, in 6.0 <c>peer show …</c> and <c>peer SELECTOR show …</c>, where the
/// answer is JSON. As in ExaBGP the words stand in any order, json wins over the other forms, and a selector before <c>show neighbor</c> is
/// no filter.
/// </summary>
internal sealed class ShowNeighborCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    private static readonly string[] Forms = ["summary", "extensive", "configuration", "json", "text"];

    public override bool StandsBehindPeer => Name == "peer show";

    public override IReadOnlyList<string> Options => ["summary", "extensive", "configuration"];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var helper = request.Helper;
        var filter = request.Words.LastOrDefault(word => !Forms.Contains(word) && word != "neighbor");
        var sessions = Name == "peer show" ? reactor.Selected(request) : reactor.Sessions;
        var reports = sessions.Select(session => (Session: session, Report: reactor.Report(session)));
        var version = helper.Version;
        if (version == JsonVersion.Six || request.Words.Contains("json"))
        {
            var output = new TextBuffer();
            output.Append((byte)'[');
            foreach (var (session, report) in reports)
            {
                if (filter is not null && !IsNamed(session, filter)) continue;
                if (output.Length > 1) output.Append(", "u8);
                report.AppendJson(output, version);
            }
            helper.AnswerLine(output.Append((byte)']').ToString());
        }
        else if (request.Words.Contains("summary"))
        {
            helper.AnswerLine(NeighborReport.SummaryHeader);
            foreach (var (session, report) in reports)
            {
                if (filter is not null && session.Status.Settings.Peer.Address.ToString() != filter) continue;
                // 4.2 knows nothing to tell of the others.
                if (version <= JsonVersion.Four && !session.Status.IsEstablished) continue;
                helper.AnswerLine(report.Summary());
            }
        }
        else if (request.Words.Contains("extensive"))
        {
            foreach (var (session, report) in reports.Where(peer => filter is null || IsNamed(peer.Session, filter)))
                if (version > JsonVersion.Four || session.Status.IsEstablished) Lines(helper, report.Extensive(version));
        }
        else if (request.Words.Contains("configuration"))
        {
            // What is written in the file: a range, and not its peers (ExaBGP).
            foreach (var (session, report) in reports.Where(peer => filter is null || IsNamed(peer.Session, filter)))
                if (!reactor.IsRangeMember(session)) Lines(helper, report.Configuration(version));
        }
        else
        {
            helper.AnswerLine("please specify summary, extensive or configuration");
            helper.AnswerLine("you can filter by peer ip address adding it after the word neighbor");
        }
        helper.Done();
    }

    private static bool IsNamed(PeerSession session, string filter) => session.Status.Settings.Name.Contains(filter, StringComparison.Ordinal);

    private static void Lines(Helper helper, IEnumerable<string> lines)
    {
        foreach (var line in lines) helper.AnswerLine(line);
    }
}
