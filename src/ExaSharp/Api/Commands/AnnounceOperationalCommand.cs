using System.Text;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;
using ExaSharp.Peers;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>announce operational asm|adm|rpcq|… afi AFI safi SAFI …</c>: an OPERATIONAL message to the neighbours that the helper may
/// command. As in ExaBGP, another kind is answered with <c>done</c> and does nothing.
/// </summary>
internal sealed class AnnounceOperationalCommand() : ReactorCommand("announce operational", ApiVersions.All)
{
    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => ["peer " + Name];

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var diagnostics = new DiagnosticBag();
        var text = Encoding.UTF8.GetBytes(request.Text);
        var reader = new TokenReader(text, TokenizerMode.Api, diagnostics);
        if (!reader.TryWord(out var word) || !OperationalGrammar.TryParseKind(word, out var kind))
        {
            request.Helper.Done();
            return;
        }
        if (!OperationalGrammar.TryParse(ref reader, kind, out var message))
        {
            var reason = DiagnosticRenderer.RenderOneLine(new SourceText("api", text), diagnostics.Items[0]);
            request.Helper.Fail(reactor.Log, $"announce operational: {reason}");
            return;
        }
        request.Helper.Answer(reactor.PostCommanded(request, new SessionMessage.AnnounceOperational(message!)));
    }
}
