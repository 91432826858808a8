using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>api version [N]</c>, <c>system api version [N]</c>: the version of the helper's interface, or the one of helpers that say none and are started
/// by a reload from now on.
/// </summary>
internal sealed class ApiVersionCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override IReadOnlyList<string> Options => ["4", "6"];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var words = request.Words is [.., "json"] ? request.Words[..^1] : request.Words;
        if (words is [])
        {
            var version = Number(request.Helper.Version);
            var description = request.Helper.Version == JsonVersion.Six ? "json-only" : "legacy (text/json)";
            request.Say($"API version: {version} ({description})", $$"""{"api_version": {{version}}, "description": "{{description}}"}""");
            request.Helper.Done();
            return;
        }
        if (!int.TryParse(words[0], out var number))
        {
            Refuse(reactor, request, $"error: invalid version: {words[0]}", $"Invalid version: {words[0]}");
            return;
        }
        if (number is not (4 or 5 or 6))
        {
            Refuse(reactor, request, "error: API version must be 4, 5 or 6", "API version must be 4, 5 or 6");
            return;
        }
        reactor.Services.SetApiVersion(number switch { 4 => JsonVersion.Four, 5 => JsonVersion.Five, _ => JsonVersion.Six });
        request.Say(
            $"API version set to {number} (effective on next process restart)",
            $$"""{"status": "API version set", "version": {{number}}, "note": "effective on next process restart"}""");
        request.Helper.Done();
    }

    private static string Number(JsonVersion version) => version switch
    {
        JsonVersion.Three => "3.4",
        JsonVersion.Four => "4",
        JsonVersion.Five => "5",
        _ => "6",
    };

    private static void Refuse(Reactor reactor, ApiRequest request, string text, string reason)
    {
        request.Say(text, $"{{\"error\": {PythonJson.Quote(reason)}}}");
        request.Helper.Fail(reactor.Log, reason);
    }
}
