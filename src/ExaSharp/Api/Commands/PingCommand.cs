using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>ping</c>, <c>session ping [CLIENT START]</c>: whether the daemon lives, and whether it is the same as before. JSON unless the word
/// <c>text</c> asks for text.
/// </summary>
internal sealed class PingCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AnswerLine(request.Words.Contains("text", StringComparer.OrdinalIgnoreCase)
            ? $"pong {reactor.Id} active=true"
            : $$"""{"pong": "{{reactor.Id}}", "active": true}""");
        request.Helper.Done();
    }
}
