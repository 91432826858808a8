using System.Globalization;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>group end</c>: carries out what <see cref="GroupStartCommand"/> had kept.</summary>
internal sealed class GroupEndCommand() : ReadCommand("group end")
{
    public override bool TryRead(ApiLineReader reader, ref TokenReader text, PeerSelector? selector, CommandBatch batch)
    {
        if (reader.EndGroup() is not { } group)
        {
            batch.Items.Add(new CommandItem(this, null, 0, 0, ""));
            return true;
        }
        var result = new GroupResult();
        foreach (var line in group.Lines) reader.ReadGrouped(line, null, result, batch);
        batch.Items.Add(new CommandItem(this, null, 0, group.Lines.Count, "") { Read = result });
        return true;
    }

    public override void Execute(Reactor reactor, ApiRequest request)
    {
        if (request.Read is not GroupResult result)
        {
            request.Refuse(reactor.Log, "not in group block");
            return;
        }
        if (request.Count == 0) request.Say("group ended (0 commands)", """{"status": "group ended", "commands": 0}""");
        else Say(request, result);
        request.Helper.Done();
    }

    /// <summary>Tells what became of a group.</summary>
    public static void Say(ApiRequest request, GroupResult result)
    {
        var errors = result.Errors.Count;
        request.Say(
            string.Create(CultureInfo.InvariantCulture,
                $"group processed: {result.Announced} announced, {result.Withdrawn} withdrawn{(errors > 0 ? $", {errors} errors" : "")}"),
            string.Create(CultureInfo.InvariantCulture,
                $"{{\"status\": \"group processed\", \"announced\": {result.Announced}, \"withdrawn\": {result.Withdrawn}{(errors > 0 ? $", \"errors\": {PythonJson.List(result.Errors)}" : "")}}}"));
    }
}
