using System.Text;

namespace ExaSharp.Bgp.Text;

/// <summary>
/// Changes of a source text, collected while it is read: each says what stands for a span in the present form of the
/// language. What no change covers, layout and comments, stays as it is.
/// </summary>
public sealed class TextEdits(ReadOnlyMemory<byte> source)
{
    private readonly List<Edit> _edits = [];
    private readonly List<string> _notes = [];

    /// <summary>Where the last replaced span ends.</summary>
    private int _end;

    /// <summary>What was changed, for people: each said once.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Says that a text stands in the place of a span. Changes inside of it made before count no more.</summary>
    public void Replace(TextSpan span, string text, string? note = null)
    {
        // Most changes are made from the beginning to the end, so that there is nothing to look for.
        if (span.Start < _end) _edits.RemoveAll(edit => edit.Span.Start >= span.Start && edit.Span.End <= span.End && edit.Span.Length > 0);
        _edits.Add(new Edit(span, text));
        _end = Math.Max(_end, span.End);
        Note(note);
    }

    /// <summary>Puts a text before a position; several at one position stand in the order they were given.</summary>
    public void Insert(int position, string text, string? note = null)
    {
        _edits.Add(new Edit(new TextSpan(position, 0), text));
        Note(note);
    }

    /// <summary>A position that no replaced span has inside: the position itself, or the end of the span around it.</summary>
    public int EndOfEdit(int position)
    {
        foreach (var edit in _edits)
            if (edit.Span.Start < position && edit.Span.End > position) return edit.Span.End;
        return position;
    }

    public void Note(string? note)
    {
        if (note is not null && !_notes.Contains(note)) _notes.Add(note);
    }

    /// <summary>The whole text with the changes.</summary>
    public string Apply() => Apply(new TextSpan(0, source.Length));

    /// <summary>A part of the text with the changes inside of it.</summary>
    public string Apply(TextSpan span)
    {
        var result = new StringBuilder();
        var position = span.Start;
        // The order of insertions at one place is that in which they were made: the sort is stable.
        foreach (var edit in _edits.Where(edit => edit.Span.Start >= span.Start && edit.Span.End <= span.End).OrderBy(edit => edit.Span.Start).ThenBy(edit => edit.Span.Length))
        {
            if (edit.Span.Start < position) continue;
            result.Append(Text(position, edit.Span.Start)).Append(edit.Text);
            position = edit.Span.End;
        }
        return result.Append(Text(position, span.End)).ToString();
    }

    private string Text(int start, int end) => Encoding.UTF8.GetString(source.Span[start..end]);

    private readonly record struct Edit(TextSpan Span, string Text);
}
