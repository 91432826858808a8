using System.Net;
using System.Text.Json;

namespace ExaSharp.Cli.Prompt;

/// <summary>
/// What can stand at the end of a command that is being typed: from the commands that the daemon's <c>help</c> lists, and from the neighbours that it has.
/// </summary>
internal sealed class CommandCompletion
{
    private static readonly string[] FilterKeys = ["local-ip", "local-as", "peer-as", "router-id"];

    private readonly List<Known> _commands;
    private readonly IReadOnlyList<string> _neighbors;

    /// <param name="help">The lines of the daemon's answer to <c>help</c>, in words or as JSON.</param>
    /// <param name="neighbors">The addresses of its neighbours.</param>
    public CommandCompletion(IReadOnlyList<string> help, IReadOnlyList<string> neighbors)
    {
        _commands = [.. help.SelectMany(line => line.StartsWith('{') ? FromJson(line) : FromWords(line)), new(["exit"], [], false), new(["help"], [], false)];
        _neighbors = neighbors;
    }

    /// <summary>The addresses in the lines of <c>show neighbor summary</c>: the first word of each, or what JSON says.</summary>
    public static IReadOnlyList<string> Neighbors(IReadOnlyList<string> summary) =>
    [
        .. summary.SelectMany(line => line.Split([' ', '\t', '"', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Take(line.StartsWith('[') || line.StartsWith('{') ? int.MaxValue : 1))
            .Where(word => IPAddress.TryParse(word, out _) && word.AsSpan().ContainsAny('.', ':')).Distinct(),
    ];

    /// <summary>The words that can stand in place of the last one, which may be empty or cut short.</summary>
    public IReadOnlyList<string> Complete(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var last = text.Length == 0 || text[^1] == ' ' ? "" : words[^1];
        if (last.Length > 0) words.RemoveAt(words.Count - 1);
        return [.. Next(words).Where(word => word.StartsWith(last, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> Next(List<string> words)
    {
        if (words is not ["neighbor", ..]) return NextOfCommand(words, _commands, atStart: true);
        if (words.Count == 1) return _neighbors;
        var verb = 2;
        while (verb < words.Count && FilterKeys.Contains(words[verb])) verb += 2;
        if (verb > words.Count) return [];
        var selected = NextOfCommand(words[verb..], _commands.Where(command => command.TakesSelector), atStart: false);
        return verb == words.Count ? selected.Concat(FilterKeys) : selected;
    }

    private IEnumerable<string> NextOfCommand(List<string> words, IEnumerable<Known> commands, bool atStart)
    {
        if (words.Count == 0 && atStart) yield return "neighbor";
        foreach (var command in commands)
        {
            if (command.Words.Length > words.Count)
            {
                if (command.Words.AsSpan(0, words.Count).SequenceEqual(words.ToArray())) yield return command.Words[words.Count];
            }
            else if (words.Take(command.Words.Length).SequenceEqual(command.Words))
            {
                foreach (var option in command.Options.Where(option => !words.Contains(option))) yield return option;
                if (words is ["show", "neighbor"]) foreach (var neighbor in _neighbors) yield return neighbor;
            }
        }
    }

    /// <summary>A line such as <c>[neighbor &lt;ip&gt; [filters]] show adj-rib out [ extensive | json ]</c>.</summary>
    private static IEnumerable<Known> FromWords(string line)
    {
        const string selector = "[neighbor <ip> [filters]] ";
        var takesSelector = line.StartsWith(selector, StringComparison.Ordinal);
        var text = takesSelector ? line[selector.Length..] : line;
        var options = text.IndexOf(" [ ", StringComparison.Ordinal);
        var words = (options < 0 ? text : text[..options]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // The other lines of the answer are sentences and rules.
        if (words.Length is 0 or > 4 || !words.All(word => word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) || words[0][0] == '-') yield break;
        yield return new Known(words, options < 0 ? [] : text[(options + 2)..].Split([' ', '|', '[', ']'], StringSplitOptions.RemoveEmptyEntries), takesSelector);
    }

    private static List<Known> FromJson(string line)
    {
        var found = new List<Known>();
        try
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("commands", out var commands)) return found;
            foreach (var command in commands.EnumerateArray())
            {
                found.Add(new Known(
                    (command.GetProperty("command").GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    command.TryGetProperty("options", out var options) ? [.. options.EnumerateArray().Select(option => option.GetString() ?? "")] : [],
                    command.TryGetProperty("neighbor_support", out var support) && support.GetBoolean()));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // A daemon that says something else completes nothing.
        }
        return found;
    }

    /// <summary>A command of the daemon.</summary>
    private sealed record Known(string[] Words, string[] Options, bool TakesSelector);
}
