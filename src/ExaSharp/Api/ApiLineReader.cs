using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>
/// Turns the lines that a helper writes into commands: selector, name, and for routes the routes themselves. One per helper,
/// used by the task that reads its output; a line that announces a route allocates nothing.
/// </summary>
internal sealed class ApiLineReader(RouteGrammar grammar)
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

    /// <summary>Adds the command of a line to a batch. A line that is not understood is added as such.</summary>
    public void Read(ReadOnlySpan<byte> line, CommandBatch batch)
    {
        if (_diagnostics.Items.Count > 0) _diagnostics.Clear();
        var head = FindHead(line);
        var reader = new TokenReader(line, TokenizerMode.Api, _diagnostics, head?.Text.Length ?? 0, head?.Last ?? default);
        if (head is null ? TryRead(ref reader, batch) : TryReadRoutes(ref reader, head.Command, head.Selector, batch)) return;
        var text = System.Text.Encoding.UTF8.GetString(line);
        var reason = _diagnostics.Items.FirstOrDefault(item => item.Severity == Severity.Error) is { } error
            ? DiagnosticRenderer.RenderOneLine(new SourceText("api", line.ToArray()), error)
            : null;
        batch.Items.Add(new CommandItem(null, null, 0, 0, reason is null ? text : $"{text} ({reason})"));
    }

    private bool TryRead(ref TokenReader reader, CommandBatch batch)
    {
        if (IsComment(ref reader))
        {
            Add(batch, ApiCommands.Comment, null, reader.Source);
            return true;
        }
        if (!TryReadSelector(ref reader, out var selector)) return false;
        var command = ApiCommands.Find(ref reader);
        if (command is null) return false;
        if (command is not RouteCommand route)
        {
            // The words are whatever follows, as in ExaBGP: most commands ignore what they do not know.
            Add(batch, command, selector, reader.Source[reader.Last.End..]);
            return true;
        }
        RememberHead(ref reader, route, selector);
        return TryReadRoutes(ref reader, route, selector, batch);
    }

    private bool TryReadRoutes(ref TokenReader reader, RouteCommand route, PeerSelector? selector, CommandBatch batch)
    {
        var first = batch.Routes.Count;
        if (!route.TryParse(ref reader, grammar, batch.Routes) || !AtEnd(ref reader))
        {
            batch.Routes.Truncate(first);
            return false;
        }
        batch.Items.Add(new CommandItem(route, selector, first, batch.Routes.Count - first, null));
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
        batch.Items.Add(new CommandItem(command, selector, 0, 0, System.Text.Encoding.UTF8.GetString(words)));

    /// <summary>Reads the selector; the same text as on the line before gives the same object without reading it again.</summary>
    private bool TryReadSelector(ref TokenReader reader, out PeerSelector? selector)
    {
        selector = null;
        var token = reader.Peek();
        if (token.Kind != TokenKind.Word || !Ascii.Equal(reader.Text(token), "neighbor")) return true;
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
        var key = System.Text.Encoding.UTF8.GetString(reader.Source[start..verb.Span.Start]);
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
