namespace ExaSharp.Cli;

/// <summary>A stream whose first octets can be looked at before it is read.</summary>
/// <param name="inner">The stream; not closed with this one.</param>
internal sealed class PeekableStream(Stream inner) : Stream
{
    private byte[] _peeked = [];
    private int _taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first octets, fewer when the stream has fewer. To be called once, before anything is read.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        _peeked = new byte[count];
        var length = inner.ReadAtLeast(_peeked, count, throwOnEndOfStream: false);
        Array.Resize(ref _peeked, length);
        return _peeked;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_taken == _peeked.Length) return inner.Read(buffer);
        var count = Math.Min(buffer.Length, _peeked.Length - _taken);
        _peeked.AsSpan(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
