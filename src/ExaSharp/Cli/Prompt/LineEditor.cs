using System.Text;

namespace ExaSharp.Cli.Prompt;

/// <summary>What a key made of the line.</summary>
internal enum EditResult : byte
{
    /// <summary>It is still being typed.</summary>
    Editing,

    /// <summary>It is to be carried out.</summary>
    Accepted,

    /// <summary>It was given up (ctrl-c).</summary>
    Abandoned,

    /// <summary>There will be no more lines (ctrl-d on an empty one).</summary>
    Closed,
}

/// <summary>
/// One line that is being typed on a terminal, with the keys of readline: moving, deleting, going through the history, completing.
/// It is shown on one row; of a longer line the part around the cursor.
/// </summary>
internal sealed class LineEditor(string prompt, TextWriter terminal, Func<int> width, CommandHistory history, Func<string, IReadOnlyList<string>> complete)
{
    private readonly StringBuilder _text = new();
    private int _cursor;
    private int _shownEntry;
    private string _typed = "";

    /// <summary>The line as it stands.</summary>
    public string Text => _text.ToString();

    /// <summary>Begins an empty line.</summary>
    public void Begin()
    {
        _text.Clear();
        _cursor = 0;
        _shownEntry = history.Count;
        _typed = "";
        Show();
    }

    /// <summary>Takes a key and shows what became of the line.</summary>
    public EditResult Take(ConsoleKeyInfo key)
    {
        var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
            case ConsoleKey.J or ConsoleKey.M when isControl:
                return End(EditResult.Accepted);
            case ConsoleKey.C when isControl:
                terminal.Write("^C");
                return End(EditResult.Abandoned);
            case ConsoleKey.D when isControl && _text.Length == 0:
                return End(EditResult.Closed);
            case ConsoleKey.Tab:
                Complete();
                break;
            default:
                if (isControl) Control(key.Key);
                else if (!TryMove(key.Key) && !char.IsControl(key.KeyChar)) Insert(key.KeyChar.ToString());
                break;
        }
        Show();
        return EditResult.Editing;
    }

    private void Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A: _cursor = 0; break;
            case ConsoleKey.E: _cursor = _text.Length; break;
            case ConsoleKey.B: Left(); break;
            case ConsoleKey.F: Right(); break;
            case ConsoleKey.P: Recall(_shownEntry - 1); break;
            case ConsoleKey.N: Recall(_shownEntry + 1); break;
            case ConsoleKey.D: Delete(_cursor, _cursor + 1); break;
            case ConsoleKey.H: Delete(_cursor - 1, _cursor); break;
            case ConsoleKey.U: Delete(0, _cursor); break;
            case ConsoleKey.K: Delete(_cursor, _text.Length); break;
            case ConsoleKey.W or ConsoleKey.Backspace: Delete(WordBefore(), _cursor); break;
            case ConsoleKey.LeftArrow: _cursor = WordBefore(); break;
            case ConsoleKey.RightArrow: _cursor = WordBehind(); break;
            case ConsoleKey.L: terminal.Write("\e[H\e[2J"); break;
        }
    }

    private bool TryMove(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.LeftArrow: Left(); return true;
            case ConsoleKey.RightArrow: Right(); return true;
            case ConsoleKey.UpArrow: Recall(_shownEntry - 1); return true;
            case ConsoleKey.DownArrow: Recall(_shownEntry + 1); return true;
            case ConsoleKey.Home: _cursor = 0; return true;
            case ConsoleKey.End: _cursor = _text.Length; return true;
            case ConsoleKey.Backspace: Delete(_cursor - 1, _cursor); return true;
            case ConsoleKey.Delete: Delete(_cursor, _cursor + 1); return true;
            default: return false;
        }
    }

    private EditResult End(EditResult result)
    {
        terminal.Write('\n');
        terminal.Flush();
        return result;
    }

    private void Insert(string text)
    {
        _text.Insert(_cursor, text);
        _cursor += text.Length;
    }

    private void Delete(int from, int to)
    {
        from = Math.Max(from, 0);
        to = Math.Min(to, _text.Length);
        if (from >= to) return;
        _text.Remove(from, to - from);
        _cursor = from;
    }

    private void Left() => _cursor = Math.Max(_cursor - 1, 0);

    private void Right() => _cursor = Math.Min(_cursor + 1, _text.Length);

    private int WordBefore()
    {
        var at = _cursor;
        while (at > 0 && _text[at - 1] == ' ') at--;
        while (at > 0 && _text[at - 1] != ' ') at--;
        return at;
    }

    private int WordBehind()
    {
        var at = _cursor;
        while (at < _text.Length && _text[at] == ' ') at++;
        while (at < _text.Length && _text[at] != ' ') at++;
        return at;
    }

    /// <summary>Shows a line of the history; behind the last one stands what was typed.</summary>
    private void Recall(int entry)
    {
        if (entry < 0 || entry > history.Count || entry == _shownEntry) return;
        if (_shownEntry == history.Count) _typed = Text;
        _shownEntry = entry;
        _text.Clear().Append(entry == history.Count ? _typed : history[entry]);
        _cursor = _text.Length;
    }

    /// <summary>
    /// Completes the word before the cursor as far as all candidates agree, with a blank behind the only one; lists them when that
    /// adds nothing.
    /// </summary>
    private void Complete()
    {
        var before = _text.ToString(0, _cursor);
        var word = before[(before.LastIndexOf(' ') + 1)..];
        var candidates = complete(before);
        if (candidates.Count == 0) return;
        var common = candidates.Aggregate(CommonBeginning);
        if (candidates.Count == 1) common += ' ';
        if (common.Length > word.Length) Insert(common[word.Length..]);
        else terminal.Write($"\n{string.Join("  ", candidates)}\n");
    }

    private static string CommonBeginning(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && one[length] == other[length]) length++;
        return one[..length];
    }

    private void Show()
    {
        // A terminal that does not know how wide it is says 0.
        var room = (width() is > 20 and var columns ? columns : 80) - prompt.Length - 1;
        var first = Math.Max(0, _cursor - room);
        var shown = _text.ToString(first, Math.Min(room, _text.Length - first));
        terminal.Write($"\r{prompt}{shown}\e[K");
        if (first + shown.Length - _cursor is > 0 and var back) terminal.Write($"\e[{back}D");
        terminal.Flush();
    }
}
