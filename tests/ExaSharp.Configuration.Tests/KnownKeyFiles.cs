using ExaSharp.Configuration.Programs;

namespace ExaSharp.Configuration.Tests;

/// <summary>Key files of each kind.</summary>
internal sealed class KnownKeyFiles : IKeyFiles
{
    private static readonly Dictionary<string, (string Content, int Mode)> Files = new()
    {
        ["good.key"] = ("secret", 0b110_000_000),
        ["base64.key"] = ("c2VjcmV0", 0b110_100_000),
        ["open.key"] = ("secret", 0b110_100_100),
        ["writable.key"] = ("secret", 0b110_000_010),
        ["long.key"] = (new string('x', 81), 0b110_000_000),
        ["empty.key"] = ("", 0b110_000_000),
    };

    public bool TryRead(string path, out string content, out UnixFileMode mode, out string? reason)
    {
        var isThere = Files.TryGetValue(path, out var file);
        (content, mode, reason) = (file.Content ?? "", (UnixFileMode)file.Mode, isThere ? null : "No such file or directory");
        return isThere;
    }
}
