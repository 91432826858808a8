using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The text behind a route's prefix up to what ended the statement, so that the same text behind the next prefix need not be
/// read again: the same octets at the same place of a statement are the same tokens.
/// </summary>
internal sealed class RepeatedWords
{
    /// <summary>Longer texts are read each time.</summary>
    private const int MaxLength = 4096;

    private byte[] _text = [];
    private int _length = -1;

    /// <summary>Whether the end of the text ended the statement; else a semicolon did, which is part of <see cref="_text"/>.</summary>
    private bool _toEnd;

    /// <summary>The next text is another one, whatever it is.</summary>
    public void Forget() => _length = -1;

    /// <summary>
    /// Keeps what was read since <paramref name="start"/>, when the reader stands before the semicolon or the end of the text
    /// that ended it and it was no block.
    /// </summary>
    public void Remember(ref TokenReader reader, int start)
    {
        if (reader.Source[reader.Last.Start] == '}') return;
        var end = reader.Peek();
        if (end.Kind is not (TokenKind.Semicolon or TokenKind.End)) return;
        var text = reader.Source[start..end.Span.End];
        if (text.Length > MaxLength) return;
        if (_text.Length < text.Length) _text = new byte[MaxLength];
        text.CopyTo(_text);
        _length = text.Length;
        _toEnd = end.Kind == TokenKind.End;
    }

    /// <summary>Goes before the end of the statement when the same text stands behind the word just taken.</summary>
    public bool TrySkip(ref TokenReader reader)
    {
        if (_length < 0) return false;
        var start = reader.Last.End;
        var rest = reader.Source[start..];
        var text = _text.AsSpan(0, _length);
        if (_toEnd ? !rest.SequenceEqual(text) : !rest.StartsWith(text)) return false;
        reader.SkipTo(start + _length - (_toEnd ? 0 : 1));
        return true;
    }
}
