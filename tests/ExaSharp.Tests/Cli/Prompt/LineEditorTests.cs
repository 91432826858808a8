using ExaSharp.Cli.Prompt;
using Xunit;

namespace ExaSharp.Tests.Cli.Prompt;

/// <summary>A line that is typed: what its keys do, and what stands on the terminal.</summary>
public sealed class LineEditorTests
{
    private readonly StringWriter _terminal = new();
    private readonly CommandHistory _history = new(null);
    private int _columns = 80;

    [Theory]
    [InlineData("show neighbor", "show neighbor")]
    [InlineData("ab<left><left>x<home>y<end>z", "yxabz")]
    [InlineData("abc<backspace><ctrl-h>", "a")]
    [InlineData("abc<home><delete><ctrl-d>", "c")]
    [InlineData("one two three<ctrl-w>", "one two ")]
    [InlineData("one two<left><ctrl-u>", "o")]
    [InlineData("one two<ctrl-a><right><right><ctrl-k>", "on")]
    [InlineData("one two<ctrl-left>x<ctrl-right>y", "one xtwoy")]
    [InlineData("a<ctrl-b>b<ctrl-f>c<ctrl-e>d<ctrl-z>", "bacd")]
    [InlineData("<left><backspace><delete><up><down>", "")]
    [InlineData("ü€", "ü€")]
    internal void Keys_edit_the_line(string keys, string line)
    {
        var editor = Editor();
        Assert.Equal(EditResult.Editing, Type(editor, keys));
        Assert.Equal(line, editor.Text);
    }

    [Theory]
    [InlineData("x<enter>", EditResult.Accepted)]
    [InlineData("x<ctrl-c>", EditResult.Abandoned)]
    [InlineData("<ctrl-d>", EditResult.Closed)]
    [InlineData("x<ctrl-d>", EditResult.Editing)]
    internal void A_line_ends(string keys, EditResult result) => Assert.Equal(result, Type(Editor(), keys));

    [Fact]
    internal void The_history_is_gone_through_and_what_was_typed_is_at_its_end()
    {
        foreach (var line in new[] { "one", "two", "two" }) _history.Add(line);
        var editor = Editor();
        foreach (var (keys, line) in new[] { ("draft<up>", "two"), ("<ctrl-p>", "one"), ("<up>", "one"), ("<down>", "two"), ("<ctrl-n>", "draft"), ("<down>", "draft") })
        {
            Type(editor, keys);
            Assert.Equal(line, editor.Text);
        }
    }

    [Fact]
    internal void Tab_completes_what_is_certain_and_lists_the_rest()
    {
        var editor = Editor("summary", "sunny");
        Type(editor, "show s<tab>");
        Assert.Equal("show su", editor.Text);
        Type(editor, "<tab>");
        Assert.Contains("\nsummary  sunny\n", _terminal.ToString(), StringComparison.Ordinal);
        Type(editor, "m<tab>");
        Assert.Equal("show summary ", editor.Text);
        Type(editor, "x<tab>");
        Assert.Equal("show summary x", editor.Text);
    }

    [Fact]
    internal void Of_a_long_line_the_part_around_the_cursor_is_shown()
    {
        _columns = 30;
        var editor = Editor();
        Type(editor, "0123456789abcdefghijklmnopqrstuvwxyz");
        Assert.EndsWith("\r> 9abcdefghijklmnopqrstuvwxyz\e[K", _terminal.ToString(), StringComparison.Ordinal);
        Type(editor, "<home>");
        Assert.EndsWith("\r> 0123456789abcdefghijklmnopq\e[K\e[27D", _terminal.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever is typed, in whatever order: the cursor stays in the line, and the line in its row.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    internal void Any_keys_do_no_harm(int seed)
    {
        var random = new Random(seed);
        var keys = Enum.GetValues<ConsoleKey>();
        _columns = 25;
        for (var line = 0; line < 200; line++)
        {
            var editor = Editor("a", "ab", "announce");
            var result = EditResult.Editing;
            for (var i = 0; i < 100 && result == EditResult.Editing; i++)
            {
                _terminal.GetStringBuilder().Clear();
                result = editor.Take(new ConsoleKeyInfo((char)random.Next(0, 300), random.GetItems(keys, 1)[0], false, false, random.Next(2) == 0));
                var row = _terminal.ToString().Split('\r')[^1];
                Assert.True(row.Length <= 25 + "\e[K\e[99D".Length, row);
            }
            _history.Add(editor.Text);
        }
    }

    private LineEditor Editor(params string[] words)
    {
        var editor = new LineEditor("> ", _terminal, () => _columns, _history,
            text => [.. words.Where(word => word.StartsWith(text[(text.LastIndexOf(' ') + 1)..], StringComparison.Ordinal))]);
        editor.Begin();
        return editor;
    }

    /// <summary>Types characters and, in angle brackets, keys.</summary>
    private static EditResult Type(LineEditor editor, string keys)
    {
        var result = EditResult.Editing;
        for (var at = 0; at < keys.Length; at++)
        {
            if (keys[at] != '<')
            {
                result = editor.Take(new ConsoleKeyInfo(keys[at], ConsoleKey.None, false, false, false));
                continue;
            }
            var end = keys.IndexOf('>', at);
            result = editor.Take(Key(keys[(at + 1)..end]));
            at = end;
        }
        return result;
    }

    private static ConsoleKeyInfo Key(string name)
    {
        var control = name.StartsWith("ctrl-", StringComparison.Ordinal);
        var key = (control ? name[5..] : name) switch
        {
            "left" => ConsoleKey.LeftArrow,
            "right" => ConsoleKey.RightArrow,
            "up" => ConsoleKey.UpArrow,
            "down" => ConsoleKey.DownArrow,
            var other => Enum.Parse<ConsoleKey>(other, ignoreCase: true),
        };
        return new ConsoleKeyInfo('\0', key, false, false, control);
    }
}
