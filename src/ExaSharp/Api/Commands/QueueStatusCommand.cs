using System.Globalization;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>
/// <c>queue-status</c>, <c>system queue-status</c>: how much waits to be read by each helper; behind it, where something was dropped, how much of what.
/// </summary>
internal sealed class QueueStatusCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var queues = reactor.Helpers.OrderBy(helper => helper.Key, StringComparer.Ordinal).Select(helper => QueueOf(helper.Value));
        if (request.IsJson) request.Helper.AnswerLine($"{{{string.Join(", ", queues.Select(Json))}}}");
        else foreach (var queue in queues) request.Helper.AnswerLine(Text(queue));
        request.Helper.Done();
    }

    private static Queue QueueOf(Helper helper)
    {
        var (lines, bytes) = helper.Channel?.Waiting ?? default;
        var (answers, events) = helper.Channel?.Dropped ?? default;
        return new Queue(helper.Name, lines, bytes, answers, events);
    }

    private static string Text(Queue queue)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{queue.Name}: {queue.Lines} items ({queue.Bytes} bytes)");
        return queue.HasDropped
            ? string.Create(CultureInfo.InvariantCulture, $"{text}, {queue.DroppedAnswers} answers and {queue.DroppedEvents} events dropped")
            : text;
    }

    private static string Json(Queue queue)
    {
        var dropped = queue.HasDropped
            ? string.Create(CultureInfo.InvariantCulture, $", \"dropped-answers\": {queue.DroppedAnswers}, \"dropped-events\": {queue.DroppedEvents}")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{PythonJson.Quote(queue.Name)}: {{\"items\": {queue.Lines}, \"bytes\": {queue.Bytes}{dropped}}}");
    }

    private readonly record struct Queue(string Name, int Lines, long Bytes, long DroppedAnswers, long DroppedEvents)
    {
        public bool HasDropped => DroppedAnswers != 0 || DroppedEvents != 0;
    }
}
