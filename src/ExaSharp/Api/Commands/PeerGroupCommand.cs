using System.Text;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>peer SELECTOR group COMMAND ; COMMAND ; …</c>: commands that announce and withdraw, in one breath. <c>attributes …</c> at the head stands for
/// what routes behind it do not say themselves.
/// </summary>
internal sealed class PeerGroupCommand() : ReadCommand("peer group")
{
    public override bool TakesSelector => true;

    public override bool TryRead(ApiLineReader reader, ref TokenReader text, PeerSelector? selector, CommandBatch batch)
    {
        var commands = Split(Encoding.UTF8.GetString(text.Source[text.Last.End..]));
        var result = new GroupResult();
        var shared = "";
        foreach (var command in commands)
        {
            if (command.Split(' ', 2) is ["attribute" or "attributes", var attributes]) shared = " " + attributes;
            else if (command.StartsWith("announce ", StringComparison.Ordinal) || command.StartsWith("withdraw ", StringComparison.Ordinal))
                reader.ReadGrouped(Encoding.UTF8.GetBytes(command + shared), selector, result, batch);
            else result.Errors.Add($"unknown action in group: {command.Split(' ')[0]}");
        }
        batch.Items.Add(new CommandItem(this, selector, 0, commands.Count, "") { Read = result });
        return true;
    }

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Count == 0)
        {
            request.Refuse(reactor.Log, "empty group");
            return;
        }
        GroupEndCommand.Say(request, (GroupResult)request.Read!);
        request.Helper.Done();
    }

    /// <summary>Cuts at the semicolons that stand in no braces.</summary>
    private static List<string> Split(string text)
    {
        List<string> parts = [];
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '{') depth++;
            if (i < text.Length && text[i] == '}') depth--;
            if (i < text.Length && (text[i] != ';' || depth > 0)) continue;
            if (text[start..i].Trim() is { Length: > 0 } part) parts.Add(part);
            start = i + 1;
        }
        return parts;
    }
}
