using System.Buffers;
using System.Buffers.Binary;

namespace ExaSharp.Api.Helpers;

/// <summary>Lines with sequence numbers, first in first out, in pooled blocks: no object a line, and memory is given back as they leave.</summary>
internal sealed class LineFifo
{
    /// <summary>Bytes kept for a line beside its own: its number, its length, its newline.</summary>
    public const int Overhead = Header + 1;

    private const int Header = 12;
    private const int BlockSize = 64 * 1024;

    private readonly Queue<byte[]> _blocks = new();
    private byte[]? _last;
    private int _first;
    private int _lastEnd;

    /// <summary>Where each full block ends, in the order of the blocks.</summary>
    private readonly Queue<int> _ends = new();

    public int Count { get; private set; }

    /// <summary>Bytes of the lines, with <see cref="Overhead"/> each.</summary>
    public long Bytes { get; private set; }

    public long FirstSequence => BinaryPrimitives.ReadInt64LittleEndian(_blocks.Peek().AsSpan(_first));

    /// <summary>Length of the first line with its newline.</summary>
    public int FirstLength => BinaryPrimitives.ReadInt32LittleEndian(_blocks.Peek().AsSpan(_first + 8));

    public void Add(long sequence, ReadOnlySpan<byte> line)
    {
        var size = Overhead + line.Length;
        if (_last is null || _lastEnd + size > _last.Length)
        {
            if (_last is not null) _ends.Enqueue(_lastEnd);
            _last = ArrayPool<byte>.Shared.Rent(Math.Max(BlockSize, size));
            _blocks.Enqueue(_last);
            _lastEnd = 0;
        }
        var record = _last.AsSpan(_lastEnd, size);
        BinaryPrimitives.WriteInt64LittleEndian(record, sequence);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], line.Length + 1);
        line.CopyTo(record[Header..]);
        record[^1] = (byte)'\n';
        _lastEnd += size;
        Count++;
        Bytes += size;
    }

    /// <summary>Copies the first line with its newline and removes it; gives its length.</summary>
    public int Take(Span<byte> destination)
    {
        var length = FirstLength;
        _blocks.Peek().AsSpan(_first + Header, length).CopyTo(destination);
        Drop();
        return length;
    }

    /// <summary>Removes the first line.</summary>
    public void Drop()
    {
        var size = Header + FirstLength;
        _first += size;
        Count--;
        Bytes -= size;
        var end = _ends.Count > 0 ? _ends.Peek() : _lastEnd;
        if (_first < end) return;
        ArrayPool<byte>.Shared.Return(_blocks.Dequeue());
        _first = 0;
        if (_ends.Count > 0)
        {
            _ends.Dequeue();
        }
        else
        {
            _last = null;
            _lastEnd = 0;
        }
    }

    public void Clear()
    {
        while (_blocks.Count > 0) ArrayPool<byte>.Shared.Return(_blocks.Dequeue());
        _ends.Clear();
        _last = null;
        _first = _lastEnd = Count = 0;
        Bytes = 0;
    }
}
