using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// The keys of an object that is about to be written, in their order, and which of those that are equal is the last one. Kept
/// and used again: no key is allocated.
/// </summary>
internal sealed class JsonKeys
{
    private const int Empty = -1;

    private int[] _ends = new int[64];
    private bool[] _isSuperseded = new bool[64];
    private int[] _slots = new int[128];

    /// <summary>Where a key is written before <see cref="Add"/>.</summary>
    public TextBuffer Text { get; } = new();

    public int Count { get; private set; }

    public void Clear()
    {
        Text.Clear();
        Count = 0;
        _slots.AsSpan().Fill(Empty);
    }

    /// <summary>Takes what was written to <see cref="Text"/> since the last one as a key.</summary>
    public void Add()
    {
        if (Count == _ends.Length) Grow();
        _ends[Count] = Text.Length;
        _isSuperseded[Count] = false;
        Insert(Count++);
    }

    public ReadOnlySpan<byte> Key(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return Text.Written[start.._ends[index]];
    }

    /// <summary>Whether no later key is equal to this one.</summary>
    public bool IsLast(int index) => !_isSuperseded[index];

    private void Insert(int index)
    {
        var key = Key(index);
        var hash = new HashCode();
        hash.AddBytes(key);
        var mask = _slots.Length - 1;
        for (var at = hash.ToHashCode() & mask; ; at = (at + 1) & mask)
        {
            var other = _slots[at];
            if (other != Empty && !Key(other).SequenceEqual(key)) continue;
            if (other != Empty) _isSuperseded[other] = true;
            _slots[at] = index;
            return;
        }
    }

    /// <summary>Twice the room, and the slots again at most half full.</summary>
    private void Grow()
    {
        Array.Resize(ref _ends, 2 * _ends.Length);
        Array.Resize(ref _isSuperseded, 2 * _isSuperseded.Length);
        _slots = new int[2 * _slots.Length];
        _slots.AsSpan().Fill(Empty);
        for (var i = 0; i < Count; i++)
            if (!_isSuperseded[i]) Insert(i);
    }
}
