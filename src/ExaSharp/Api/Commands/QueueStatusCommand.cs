using System.Globalization;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary><c>queue-status</c>, <c>system queue-status</c>: how much waits to be read by each helper.</summary>
internal sealed class QueueStatusCommand(string name, ApiVersions versions) : ReactorCommand(name, versions)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var queues = reactor.Helpers.OrderBy(helper => helper.Key, StringComparer.Ordinal)
            .Select(helper => (Name: helper.Key, Waiting: helper.Value.Channel?.Waiting ?? default)).ToList();
        if (request.IsJson)
        {
            var members = queues.Select(queue => string.Create(CultureInfo.InvariantCulture,
                $"{PythonJson.Quote(queue.Name)}: {{\"items\": {queue.Waiting.Lines}, \"bytes\": {queue.Waiting.Bytes}}}"));
            request.Helper.AnswerLine($"{{{string.Join(", ", members)}}}");
        }
        else
        {
            foreach (var queue in queues)
                request.Helper.AnswerLine(string.Create(CultureInfo.InvariantCulture, $"{queue.Name}: {queue.Waiting.Lines} items ({queue.Waiting.Bytes} bytes)"));
        }
        request.Helper.Done();
    }
}
