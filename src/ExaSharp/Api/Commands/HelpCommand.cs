using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>help</c>, <c>system help</c>: the commands of the helper's version, in ExaBGP's layouts.</summary>
internal sealed class HelpCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var version = request.Helper.Version.Commands();
        var commands = ApiCommands.All.Where(command => command.Versions.HasFlag(version)).ToList();
        if (request.Helper.Version == JsonVersion.Six) request.Helper.AnswerLine(Json(commands));
        else foreach (var line in Lines(commands)) request.Helper.AnswerLine(line);
        request.Helper.Done();
    }

    private static string[] Lines(IReadOnlyList<ApiCommand> commands) =>
    [
        "", "available API commands are listed here:", "=======================================", "",
        "filter can be: [local-ip <ip>][local-as <asn>][peer-as <asn>][router-id <router-id>]", "", "command are:", "------------", "",
        .. commands.Select(Line).Order(StringComparer.Ordinal), "",
    ];

    private static string Line(ApiCommand command)
    {
        var options = command.Options.Count == 0 ? "" : $" [ {string.Join(" | ", command.Options)} ]";
        return command.TakesSelector ? $"[neighbor <ip> [filters]] {command.Name}{options}" : $"{command.Name}{options} ";
    }

    private static string Json(IReadOnlyList<ApiCommand> commands)
    {
        var entries = commands.SelectMany(command => command.ListedNames.Select(name => (Name: name, Command: command)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry =>
            {
                var options = entry.Command.Options.Count == 0 ? "" : $", \"options\": {PythonJson.List(entry.Command.Options)}";
                return $"{{\"command\": {PythonJson.Quote(entry.Name)}, \"neighbor_support\": {PythonJson.Bool(entry.Command.TakesSelector)}, \"json_support\": true{options}}}";
            });
        return """{"description": "Available API commands (v6 format)", "peer_filters": ["local-ip", "local-as", "peer-as", "router-id"], "commands": ["""
            + string.Join(", ", entries) + "]}";
    }
}
