using System.Text;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Migration;

/// <summary>How a configuration is laid out: lines, indentation, and the extent of statements.</summary>
internal sealed class Layout(ReadOnlyMemory<byte> source)
{
    /// <summary>One step of indentation.</summary>
    public string Step { get; } = source.Span.IndexOf("\n\t"u8) >= 0 ? "\t" : "    ";

    /// <summary>Whether a brace really stands there: at the end of a file it may be missing.</summary>
    public bool IsCloseBrace(TextSpan span) => span is { Length: 1 } && source.Span[span.Start] == '}';

    /// <summary>The blanks at the beginning of the line.</summary>
    public string Indent(int position)
    {
        var start = LineStart(position);
        var end = start;
        while (end < source.Length && source.Span[end] is (byte)' ' or (byte)'\t') end++;
        return Encoding.UTF8.GetString(source.Span[start..Math.Min(end, Math.Max(start, position))]);
    }

    /// <summary>The span, with the whole of its lines when nothing else stands on them.</summary>
    public TextSpan WholeLines(TextSpan span)
    {
        var start = LineStart(span.Start);
        if (source.Span[start..span.Start].ContainsAnyExcept((byte)' ', (byte)'\t')) return span;
        var end = source.Span[span.End..].IndexOf((byte)'\n');
        end = end < 0 ? source.Length : span.End + end + 1;
        return source.Span[span.End..end].ContainsAnyExcept(" \t\r\n"u8) ? span : new TextSpan(start, end - start);
    }

    /// <summary>Whether anything but blanks stands behind a position on its line.</summary>
    public bool HasRestOfLine(int position)
    {
        var rest = source.Span[position..];
        var end = rest.IndexOf((byte)'\n');
        return (end < 0 ? rest : rest[..end]).ContainsAnyExcept(" \t\r"u8);
    }

    /// <summary>Whether only blanks stand before a position on its line.</summary>
    public bool IsFirstOfLine(int position) => !source.Span[LineStart(position)..position].ContainsAnyExcept((byte)' ', (byte)'\t');

    /// <summary>Whether a statement, a block or a line ends before a position.</summary>
    public bool EndsStatement(int position) => position == 0 || source.Span[position - 1] is (byte)';' or (byte)'{' or (byte)'}' or (byte)'\n';

    public bool IsLineStart(int position) => LineStart(position) == position;

    /// <summary>A statement from its first word to the semicolon, or to the end of its block.</summary>
    public TextSpan Statement(int start)
    {
        var tokenizer = new Tokenizer(source.Span, TokenizerMode.Configuration, start);
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End; token = tokenizer.Next())
            if (token.EndsStatement) return new TextSpan(start, token.Span.End - start);
        return new TextSpan(start, source.Length - start);
    }

    /// <summary>The keyword of the innermost block around a position; empty when there is none behind <paramref name="from"/>.</summary>
    public string EnclosingBlock(int from, int position)
    {
        Stack<string> blocks = new();
        var tokenizer = new Tokenizer(source.Span, TokenizerMode.Configuration, from);
        var keyword = "";
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End && token.Span.Start < position; token = tokenizer.Next())
        {
            if (token.Kind == TokenKind.OpenBrace) blocks.Push(keyword);
            else if (token.Kind == TokenKind.CloseBrace) blocks.TryPop(out _);
            else if (keyword.Length == 0) keyword = Encoding.UTF8.GetString(source.Span.Slice(token.Span.Start, token.Span.Length));
            if (token.EndsStatement) keyword = "";
        }
        return blocks.TryPeek(out var block) ? block : "";
    }

    /// <summary>The first words of the statements of a part, and of those in its <c>capability</c> blocks.</summary>
    public IEnumerable<(string Word, int Place)> Statements(int from, int to)
    {
        List<(string, int)> result = [];
        Stack<string> blocks = new();
        var tokenizer = new Tokenizer(source.Span[..to], TokenizerMode.Configuration, from);
        var keyword = "";
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End; token = tokenizer.Next())
        {
            if (token.Kind == TokenKind.OpenBrace) blocks.Push(keyword);
            else if (token.Kind == TokenKind.CloseBrace) blocks.TryPop(out _);
            else if (keyword.Length == 0 && token.Kind == TokenKind.Word)
            {
                keyword = Encoding.UTF8.GetString(source.Span.Slice(token.Span.Start, token.Span.Length));
                if (blocks.Count == 0 || (blocks.Count == 1 && blocks.Peek() == "capability")) result.Add((keyword, token.Span.Start));
            }
            if (token.EndsStatement) keyword = "";
        }
        return result;
    }

    /// <summary>Where the last word of a part ends; its start when it has comments and blanks alone.</summary>
    public int LastTokenEnd(TextSpan span)
    {
        var tokenizer = new Tokenizer(source.Span[..span.End], TokenizerMode.Configuration, span.Start);
        var end = span.Start;
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End; token = tokenizer.Next())
            if (token.Kind != TokenKind.EndOfLine) end = token.Span.End;
        return end;
    }

    private int LineStart(int position) => source.Span[..position].LastIndexOf((byte)'\n') + 1;
}
