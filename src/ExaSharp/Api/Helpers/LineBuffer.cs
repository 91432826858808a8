namespace ExaSharp.Api.Helpers;

/// <summary>
/// What was read of a helper's output and not yet handled: complete lines, and the beginning of one more. In one piece,
/// so that a line is a span.
/// </summary>
internal sealed class LineBuffer
{
    private const int ReadSize = 64 * 1024;

    private byte[] _bytes = new byte[ReadSize];
    private int _length;
    private int _linesEnd;

    /// <summary>All complete lines, their newlines included.</summary>
    public ReadOnlyMemory<byte> Lines => _bytes.AsMemory(0, _linesEnd);

    /// <summary>Bytes of the line whose end has not been read yet.</summary>
    public int PartialLength => _length - _linesEnd;

    /// <summary>Room to read into, never empty.</summary>
    public Memory<byte> Free()
    {
        if (_length == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        return _bytes.AsMemory(_length);
    }

    /// <summary>Takes in what was read.</summary>
    public void Advance(int count)
    {
        var newline = _bytes.AsSpan(_length, count).LastIndexOf((byte)'\n');
        if (newline >= 0) _linesEnd = _length + newline + 1;
        _length += count;
    }

    /// <summary>Forgets the complete lines.</summary>
    public void RemoveLines()
    {
        var rest = _bytes.AsSpan(_linesEnd, PartialLength);
        // A long line is rare: the room that it took is given back behind it.
        if (_bytes.Length > ReadSize && rest.Length < ReadSize / 2)
        {
            var bytes = new byte[ReadSize];
            rest.CopyTo(bytes);
            _bytes = bytes;
        }
        else
        {
            rest.CopyTo(_bytes);
        }
        _length = rest.Length;
        _linesEnd = 0;
    }
}
