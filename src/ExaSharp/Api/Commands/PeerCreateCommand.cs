using System.Buffers;
using System.Text;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>peer create IP local-address IP local-as N peer-as N [router-id IP] [family-allowed AFI-SAFI/…] [graceful-restart SECONDS]
/// [group-updates true|false] {api PROCESS}</c>, also <c>create neighbor …</c>: a neighbour that lasts until the next reload. Without
/// <c>api</c> it is the helper's own.
/// </summary>
internal sealed class PeerCreateCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    /// <summary>What would end a value in a file.</summary>
    private static readonly SearchValues<char> Syntax = SearchValues.Create(";{}[]#\"'\\");

    private static readonly string[] Required = ["local-address", "local-as", "peer-as"];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var words = request.Words is ["neighbor" or "peer", ..] ? request.Words[1..] : request.Words;
        if (!TryWrite(words, request.Helper, reactor.Helpers, out var section, out var reason))
        {
            request.RefuseInWords(reactor.Log, reason);
            return;
        }
        if (reactor.Services.ReadNeighbor(section, out reason) is not { } neighbor)
        {
            request.RefuseInWords(reactor.Log, $"neighbor create failed: {reason}");
            return;
        }
        if (reactor.TryCreate(neighbor)) request.Helper.Done();
        else request.RefuseInWords(reactor.Log, $"peer already exists: {neighbor.Name}");
    }

    /// <summary>Writes the neighbour's section, so that its values are read where those of a file are.</summary>
    private static bool TryWrite(string[] words, Helper helper, IReadOnlyDictionary<string, Helper> helpers, out string section, out string reason)
    {
        section = reason = "";
        if (words.Length == 0 || !IpAddress.TryParse(Encoding.UTF8.GetBytes(words[0]), out var address))
        {
            reason = words.Length == 0 ? "no neighbor selector" : $"invalid IP address {words[0]}";
            return false;
        }
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> processes = [];
        for (var i = 1; i < words.Length; i += 2)
        {
            var key = words[i] == "local-ip" ? "local-address" : words[i];
            if (key is not ("local-address" or "local-as" or "peer-as" or "router-id" or "family-allowed" or "graceful-restart" or "group-updates" or "api"))
                reason = $"unknown parameter: {key}";
            else if (i + 1 == words.Length)
                reason = $"missing value for {key}";
            else if (key == "api" && !helpers.ContainsKey(words[i + 1]))
                reason = $"no such process: {words[i + 1]}";
            else if (words[i + 1].AsSpan().ContainsAny(Syntax))
                reason = $"invalid value for {key}: {words[i + 1]}";
            else if (key == "api")
                processes.Add(words[i + 1]);
            else if (!values.TryAdd(key, words[i + 1]))
                reason = $"duplicate parameter: {key}";
            if (reason.Length > 0) return false;
        }
        var missing = Required.Where(key => !values.ContainsKey(key)).ToList();
        if (missing.Count > 0)
        {
            reason = $"missing required parameters: {string.Join(", ", missing)}";
            return false;
        }
        if (processes.Count == 0 && !helper.IsCommandLine) processes.Add(helper.Name);
        section = Section(address, values, processes);
        return true;
    }

    private static string Section(IpAddress address, Dictionary<string, string> values, List<string> processes)
    {
        var text = new StringBuilder();
        foreach (var process in processes) text.Append($"process {process} {{ run /bin/cat; encoder json; }} ");
        text.Append($"neighbor {address} {{ ");
        // The router identifier of a neighbour with an IPv6 address has to be said, as in a file.
        if (!values.ContainsKey("router-id")) text.Append($"router-id {values["local-address"]}; ");
        foreach (var key in new[] { "local-address", "local-as", "peer-as", "router-id", "group-updates" })
            if (values.TryGetValue(key, out var value)) text.Append($"{key} {value}; ");
        var families = values.GetValueOrDefault("family-allowed") is { } allowed and not "in-open"
            ? allowed.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(family => family.Replace('-', ' ') + "; ")
            : ["ipv4 unicast; "];
        text.Append($"family {{ {string.Concat(families)}}} ");
        if (values.GetValueOrDefault("graceful-restart") is { } time and not "0") text.Append($"capability {{ graceful-restart {time}; }} ");
        if (processes.Count > 0) text.Append($"api {{ processes [ {string.Join(" ", processes)} ]; }} ");
        return text.Append('}').ToString();
    }
}
