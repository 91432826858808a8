using System.Text;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>peer delete SELECTOR</c>, <c>delete neighbor SELECTOR</c>: ends sessions; those of the configuration come back with the next reload.</summary>
internal sealed class PeerDeleteCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var text = request.Text.TrimStart();
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text.StartsWith('[') ? "peer " + text : text), TokenizerMode.Api, new DiagnosticBag());
        var read = PeerSelector.StandsAt(reader, out _) ? PeerSelector.TryParse(ref reader, out var selector) : PeerSelector.TryParseTarget(ref reader, out selector);
        var sessions = read && reader.Peek().Kind == TokenKind.End ? reactor.Selected(request with { Selector = selector }).ToList() : [];
        if (sessions.Count == 0)
        {
            request.RefuseInWords(reactor.Log, "no neighbors match the selector");
            return;
        }
        reactor.Delete(sessions);
        request.Helper.Done();
    }
}
