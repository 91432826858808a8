namespace ExaSharp.Api;

/// <summary>What became of the commands of a group, which are answered together.</summary>
internal sealed class GroupResult
{
    public int Announced { get; set; }

    public int Withdrawn { get; set; }

    public List<string> Errors { get; } = [];
}

/// <summary>The commands of a helper behind <c>group start</c>, up to the bounds that ExaBGP has.</summary>
internal sealed class GroupBlock
{
    public const int MaxCommands = 100_000;
    public const int MaxBytes = 100 * 1024 * 1024;

    private readonly List<byte[]> _lines = [];
    private long _bytes;

    public IReadOnlyList<byte[]> Lines => _lines;

    /// <summary>
    /// Whether a line is kept for the end of the group: what announces or withdraws, also with a selector before it (which ExaBGP carries out
    /// at once).
    /// </summary>
    public static bool Keeps(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        if (line.StartsWith("announce "u8) || line.StartsWith("withdraw "u8)) return true;
        return (line.StartsWith("peer "u8) || line.StartsWith("neighbor "u8))
            && (line.IndexOf(" announce "u8) > 0 || line.IndexOf(" withdraw "u8) > 0) && line.IndexOf(" group "u8) < 0;
    }

    /// <summary>Keeps a line; false when there are too many.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        if (_lines.Count >= MaxCommands || _bytes + line.Length > MaxBytes) return false;
        _lines.Add(line.ToArray());
        _bytes += line.Length;
        return true;
    }
}
