using System.Text;
using ExaSharp.Api.Commands;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>
/// Turns the lines that a helper writes into commands: selector, name, and for routes the routes themselves. One per helper,
/// used by the task that reads its output; a line that announces a route allocates nothing.
/// </summary>
/// <param name="grammar">Reads routes.</param>
/// <param name="version">The ExaBGP whose answers the helper expects.</param>
internal sealed class ApiLineReader(RouteGrammar grammar, JsonVersion version = JsonVersion.Five)
{
    private const int MaxSelectors = 4096;
    private const int MaxHeads = 8;

    private readonly Dictionary<string, PeerSelector?> _selectors = [];
    private readonly DiagnosticBag _diagnostics = new();
    private byte[] _lastSelectorAndVerb = [];
    private int _lastSelectorLength;
    private PeerSelector? _lastSelector;

    private readonly Head?[] _heads = new Head?[MaxHeads];
    private int _nextHead;

    private GroupBlock? _group;
    private ApiCommand? _found;
    private bool? _isSync;

    /// <summary>Whether the helper is between <c>group start</c> and <c>group end</c>.</summary>
    public bool IsGrouping => _group is not null;

    /// <summary>Keeps what announces and withdraws from now on for the end of the group.</summary>
    public void StartGroup() => _group = new GroupBlock();

    /// <summary>What was kept of the group; null when there is none.</summary>
    public GroupBlock? EndGroup()
    {
        var group = _group;
        _group = null;
        return group;
    }

    /// <summary>Adds the command of a line to a batch. A line that is not understood is added as such.</summary>
    public void Read(ReadOnlySpan<byte> line, CommandBatch batch)
    {
        if (_group is not null && GroupBlock.Keeps(line))
        {
            var kept = _group.TryAdd(line);
            if (!kept) _group = null;
            batch.Items.Add(new CommandItem(kept ? GroupCommands.Kept : GroupCommands.Overflow, null, 0, 0, ""));
            return;
        }
        if (TryRead(line, batch)) return;
        var text = Encoding.UTF8.GetString(line);
        batch.Items.Add(new CommandItem(null, null, 0, 0, text) { Reason = Reason(line), Refusal = Refusal(line) });
    }

    /// <summary>
    /// Adds the routes of a command of a group, which is not answered by itself; what can not be read is an error of the group.
    /// </summary>
    /// <param name="line">The command.</param>
    /// <param name="selector">For which neighbours it is when it does not say.</param>
    /// <param name="result">Where it is counted.</param>
    /// <param name="batch">Where it is added.</param>
    public void ReadGrouped(ReadOnlySpan<byte> line, PeerSelector? selector, GroupResult result, CommandBatch batch)
    {
        var (items, routes) = (batch.Items.Count, batch.Routes.Count);
        if (TryRead(line, batch) && batch.Items[^1] is { Command: RouteCommand } item)
        {
            batch.Items[^1] = item with { Selector = item.Selector ?? selector, Group = result };
            foreach (var change in batch.Routes.Changes[item.First..])
            {
                if (change.Action == RouteAction.Announce) result.Announced++;
                else result.Withdrawn++;
            }
            return;
        }
        batch.Items.RemoveRange(items, batch.Items.Count - items);
        batch.Routes.Truncate(routes);
        result.Errors.Add($"could not parse: {Encoding.UTF8.GetString(line)}");
    }

    /// <summary>Why the last line could not be read.</summary>
    public string? Reason(ReadOnlySpan<byte> line) =>
        _diagnostics.Items.FirstOrDefault(item => item.Severity == Severity.Error) is { } error
            ? DiagnosticRenderer.RenderOneLine(new SourceText("api", line.ToArray()), error)
            : null;

    private bool TryRead(ReadOnlySpan<byte> line, CommandBatch batch)
    {
        _isSync = null;
        if (version == JsonVersion.Six) line = WithoutForm(line);
        if (_diagnostics.Items.Count > 0) _diagnostics.Clear();
        var head = FindHead(line);
        var reader = new TokenReader(line, TokenizerMode.Api, _diagnostics, head?.Text.Length ?? 0, head?.Last ?? default);
        _found = head?.Command;
        return head is null ? TryRead(ref reader, batch) : TryReadRoutes(ref reader, head.Command, head.Selector, batch);
    }

    /// <summary>6.0 says why it takes no route.</summary>
    private string? Refusal(ReadOnlySpan<byte> line)
    {
        if (version != JsonVersion.Six) return null;
        var words = Encoding.UTF8.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var verb = Array.FindIndex(words, word => word is "announce" or "withdraw");
        if (verb < 0 || verb + 1 == words.Length) return null;
        if (_found is null) return $"error: unknown {words[verb]} type: {words[verb + 1]}";
        return words[verb + 1] == "route" ? $"error: Could not parse route: {string.Join(' ', words[(verb + 1)..])}" : null;
    }

    private bool TryRead(ref TokenReader reader, CommandBatch batch)
    {
        if (IsComment(ref reader))
        {
            Add(batch, ApiCommands.Comment, null, reader.Source);
            return true;
        }
        if (version == JsonVersion.Six && reader.Peek().Kind == TokenKind.End)
        {
            Add(batch, ApiCommands.Comment, null, reader.Source);
            return true;
        }
        if (!TryReadSelector(ref reader, out var selector, out var ofPeer)) return false;
        var command = _found = ApiCommands.Find(ref reader, ofPeer);
        if (command is null) return false;
        if (command is ReadCommand read)
        {
            var (items, routes) = (batch.Items.Count, batch.Routes.Count);
            if (read.TryRead(this, ref reader, selector, batch)) return true;
            batch.Items.RemoveRange(items, batch.Items.Count - items);
            batch.Routes.Truncate(routes);
            return false;
        }
        if (command is not RouteCommand route)
        {
            // The words are whatever follows, as in ExaBGP: most commands ignore what they do not know.
            Add(batch, command, selector, reader.Source[reader.Last.End..]);
            return true;
        }
        RememberHead(ref reader, route, selector);
        return TryReadRoutes(ref reader, route, selector, batch);
    }

    /// <summary>
    /// In 6.0 a command may end with the form of its answer, which is JSON always, and with <c>sync</c> or <c>async</c>, in any order.
    /// </summary>
    private ReadOnlySpan<byte> WithoutForm(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("announce "u8) < 0 && line.IndexOf("withdraw "u8) < 0) return line;
        for (var words = 0; words < 2; words++)
        {
            line = line.TrimEnd((byte)' ');
            if (line.EndsWith(" json"u8) || line.EndsWith(" text"u8)) line = line[..^5];
            else if (line.EndsWith(" async"u8)) line = Without(line, 6, isSync: false);
            else if (line.EndsWith(" sync"u8)) line = Without(line, 5, isSync: true);
            else break;
        }
        return line;
    }

    private ReadOnlySpan<byte> Without(ReadOnlySpan<byte> line, int length, bool isSync)
    {
        _isSync = isSync;
        return line[..^length];
    }

    private bool TryReadRoutes(ref TokenReader reader, RouteCommand route, PeerSelector? selector, CommandBatch batch)
    {
        var first = batch.Routes.Count;
        if (!route.TryParse(ref reader, grammar, batch.Routes) || !AtEnd(ref reader))
        {
            batch.Routes.Truncate(first);
            return false;
        }
        batch.Items.Add(new CommandItem(route, selector, first, batch.Routes.Count - first, null) { IsSync = _isSync });
        return true;
    }

    private Head? FindHead(ReadOnlySpan<byte> line)
    {
        foreach (var head in _heads)
        {
            if (head is null) return null;
            if (line.StartsWith(head.Text)) return head;
        }
        return null;
    }

    /// <summary>
    /// Most lines of a helper begin as one before. Not with a command whose name begins a longer one: there the words behind
    /// it tell which is meant.
    /// </summary>
    private void RememberHead(ref TokenReader reader, RouteCommand command, PeerSelector? selector)
    {
        var end = reader.Last.End;
        if (end >= reader.Source.Length || reader.Source[end] != ' ' || ApiCommands.BeginsLongerName(command)) return;
        _heads[_nextHead] = new Head(reader.Source[..(end + 1)].ToArray(), reader.Last, selector, command);
        _nextHead = (_nextHead + 1) % MaxHeads;
    }

    private static bool IsComment(ref TokenReader reader)
    {
        var token = reader.Peek();
        return token.Kind == TokenKind.Word && reader.Source[token.Span.Start] == '#';
    }

    private static bool AtEnd(ref TokenReader reader)
    {
        reader.TryTake(TokenKind.Semicolon);
        return reader.Peek().Kind == TokenKind.End || reader.Expected("the end of the command");
    }

    private static void Add(CommandBatch batch, ApiCommand command, PeerSelector? selector, ReadOnlySpan<byte> words) =>
        batch.Items.Add(new CommandItem(command, selector, 0, 0, Encoding.UTF8.GetString(words)));

    /// <summary>Reads the selector; the same text as on the line before gives the same object without reading it again.</summary>
    private bool TryReadSelector(ref TokenReader reader, out PeerSelector? selector, out bool ofPeer)
    {
        selector = null;
        ofPeer = false;
        if (!PeerSelector.StandsAt(reader, out ofPeer)) return true;
        var token = reader.Peek();
        var start = token.Span.Start;
        if (_lastSelector is not null && BeginsWith(reader.Source[start..], _lastSelectorAndVerb))
        {
            selector = _lastSelector;
            reader = new TokenReader(reader.Source, TokenizerMode.Api, _diagnostics, start + _lastSelectorLength);
            return true;
        }
        if (!PeerSelector.TryParse(ref reader, out selector)) return false;
        var verb = reader.Peek();
        if (verb.Kind != TokenKind.Word) return true;
        var key = Encoding.UTF8.GetString(reader.Source[start..verb.Span.Start]);
        if (!_selectors.TryGetValue(key, out var known))
        {
            if (_selectors.Count >= MaxSelectors) _selectors.Clear();
            _selectors[key] = known = selector;
        }
        selector = known;
        _lastSelector = known;
        // With the verb, so that a longer selector which begins alike is not taken for this one.
        _lastSelectorAndVerb = reader.Source[start..verb.Span.End].ToArray();
        _lastSelectorLength = verb.Span.Start - start;
        return true;
    }

    /// <summary>Whether a line begins with these words: the last one must not go on in it.</summary>
    private static bool BeginsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> words) =>
        line.StartsWith(words) && (line.Length == words.Length || line[words.Length] == (byte)' ');

    /// <summary>How a line of routes began: selector and command's name with the blank behind it, and what they said.</summary>
    private sealed record Head(byte[] Text, TextSpan Last, PeerSelector? Selector, RouteCommand Command);
}
