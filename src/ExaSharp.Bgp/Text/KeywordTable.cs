namespace ExaSharp.Bgp.Text;

/// <summary>
/// Finds the handler of a keyword given as UTF-8, without making a string of it. Built once from a plain list.
/// </summary>
public sealed class KeywordTable<T>
    where T : class
{
    private readonly (byte[] Name, T Value)[] _slots;
    private readonly int _mask;

    public KeywordTable(IEnumerable<(string Name, T Value)> items)
    {
        var list = items.ToList();
        Names = [.. list.Select(item => item.Name)];
        var size = 8;
        while (size < list.Count * 4) size *= 2;
        _slots = new (byte[], T)[size];
        _mask = size - 1;
        foreach (var (name, value) in list)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(name);
            var slot = Hash(bytes) & _mask;
            while (_slots[slot].Name is not null)
            {
                if (bytes.AsSpan().SequenceEqual(_slots[slot].Name))
                    throw new ArgumentException($"the keyword \"{name}\" is listed twice", nameof(items));
                slot = (slot + 1) & _mask;
            }
            _slots[slot] = (bytes, value);
        }
    }

    /// <summary>All keywords, in the order of the list: for help and for suggestions.</summary>
    public IReadOnlyList<string> Names { get; }

    public T? Find(ReadOnlySpan<byte> word)
    {
        for (var slot = Hash(word) & _mask; _slots[slot].Name is { } name; slot = (slot + 1) & _mask)
            if (word.SequenceEqual(name)) return _slots[slot].Value;
        return null;
    }

    /// <summary>The keyword that was probably meant, or null.</summary>
    public string? Suggest(ReadOnlySpan<byte> word) => SpellChecker.Suggest(word, Names);

    private static int Hash(ReadOnlySpan<byte> word)
    {
        var hash = 17u + (uint)word.Length;
        foreach (var b in word) hash = hash * 31 + b;
        return (int)(hash & int.MaxValue);
    }
}
