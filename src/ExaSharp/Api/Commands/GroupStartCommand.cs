using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>group start</c>: commands that announce and withdraw are kept, and answered with <c>done</c>, until <c>group end</c>, which carries them out in
/// one breath.
/// </summary>
internal sealed class GroupStartCommand() : ReadCommand("group start")
{
    private static readonly object Nested = new();

    public override bool TryRead(ApiLineReader reader, ref TokenReader text, PeerSelector? selector, CommandBatch batch)
    {
        var nested = reader.IsGrouping;
        if (!nested) reader.StartGroup();
        batch.Items.Add(new CommandItem(this, null, 0, 0, "") { Read = nested ? Nested : null });
        return true;
    }

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Read == Nested)
        {
            request.Refuse(reactor.Log, "already in group block (nested groups not allowed)");
            return;
        }
        request.Say("group started", """{"status": "group started"}""");
        request.Helper.Done();
    }
}
