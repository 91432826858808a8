using System.Buffers;

namespace ExaSharp.Bgp.Routes;

/// <summary>A set of ids of one range, a bit for each. Not thread-safe.</summary>
internal sealed class KeySet
{
    private const int WordBits = 6;

    private ulong[] _words = [];
    private int _firstWord;
    private int _count;

    /// <summary>Octets of the bits.</summary>
    public long Allocated => (long)_count * sizeof(ulong);

    /// <summary>Makes room for ids from <paramref name="first"/>, which is a multiple of 64, to before <paramref name="end"/>. The set is empty then.</summary>
    public void Reserve(int first, int end)
    {
        Clear();
        _firstWord = first >> WordBits;
        _count = (end - first + (1 << WordBits) - 1) >> WordBits;
        _words = ArrayPool<ulong>.Shared.Rent(_count);
        _words.AsSpan(0, _count).Clear();
    }

    /// <summary>Adds an id of the range.</summary>
    public void Add(int id) => _words[(id >> WordBits) - _firstWord] |= 1UL << id;

    public bool Contains(int id)
    {
        var word = (id >> WordBits) - _firstWord;
        return (uint)word < (uint)_count && (_words[word] & (1UL << id)) != 0;
    }

    /// <summary>Forgets all ids and gives the room back.</summary>
    public void Clear()
    {
        if (_count == 0) return;
        ArrayPool<ulong>.Shared.Return(_words);
        _words = [];
        _count = 0;
    }
}
