namespace ExaSharp.Bgp.Text;

/// <summary>A text with a name, and where its lines begin.</summary>
public sealed class SourceText(string name, ReadOnlyMemory<byte> bytes)
{
    private int[]? _lineStarts;

    /// <summary>What to call the text in a message: the path of a file as the operator wrote it.</summary>
    public string Name { get; } = name;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Line and column, both from 1, of a byte; columns count UTF-8 characters.</summary>
    public (int Line, int Column) Position(int offset)
    {
        var starts = LineStarts;
        var line = Array.BinarySearch(starts, offset);
        if (line < 0) line = ~line - 1;
        var column = System.Text.Encoding.UTF8.GetCharCount(Bytes.Span[starts[line]..Math.Min(offset, Bytes.Length)]);
        return (line + 1, column + 1);
    }

    /// <summary>The text of a line (from 1) without its end.</summary>
    public string Line(int line)
    {
        var starts = LineStarts;
        var begin = starts[line - 1];
        var end = line < starts.Length ? starts[line] - 1 : Bytes.Length;
        return System.Text.Encoding.UTF8.GetString(Bytes.Span[begin..Math.Max(begin, end)]).TrimEnd('\r');
    }

    private int[] LineStarts
    {
        get
        {
            if (_lineStarts is not null) return _lineStarts;
            var starts = new List<int> { 0 };
            var span = Bytes.Span;
            for (var i = 0; i < span.Length; i++)
                if (span[i] == '\n') starts.Add(i + 1);
            return _lineStarts = [.. starts];
        }
    }
}
