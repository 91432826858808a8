using System.Globalization;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>status</c>, <c>daemon status</c>: version, process, age and the neighbours' states.</summary>
internal sealed class StatusCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var age = reactor.Services.Time.GetUtcNow() - reactor.StartTime;
        var peers = reactor.Sessions.Select(session => (session.Status.Settings.Name, session.Status.State)).ToList();
        if (request.IsJson)
        {
            var start = (reactor.StartTime - DateTimeOffset.UnixEpoch).TotalSeconds;
            var states = string.Join(", ", peers.Select(peer => $"{PythonJson.Quote(peer.Name)}: {PythonJson.Quote(peer.State)}"));
            request.Helper.AnswerLine(string.Create(CultureInfo.InvariantCulture,
                $"{{\"version\": {PythonJson.Quote(reactor.Version)}, \"uuid\": \"{reactor.Id}\", \"pid\": {Environment.ProcessId}, \"uptime\": {(long)age.TotalSeconds}, \"start_time\": {start:0.0######}, \"peers\": {{{states}}}}}"));
        }
        else
        {
            string[] lines =
            [
                "ExaBGP Daemon Status", "====================", $"Version: {reactor.Version}", $"UUID: {reactor.Id}",
                string.Create(CultureInfo.InvariantCulture, $"PID: {Environment.ProcessId}"),
                string.Create(CultureInfo.InvariantCulture, $"Uptime: {(long)age.TotalHours}h {age.Minutes}m {age.Seconds}s"),
                string.Create(CultureInfo.InvariantCulture, $"Peers: {peers.Count}"),
                .. peers.Select(peer => $"  - {peer.Name}: {peer.State}"),
            ];
            foreach (var line in lines) request.Helper.AnswerLine(line);
        }
        request.Helper.Done();
    }
}
