using System.Text;
using ExaSharp.Configuration.Programs;

namespace ExaSharp.Daemon;

/// <summary>Reads key files with the rights of the process, each time that a configuration is read.</summary>
internal sealed class KeyFiles(string configurationDirectory, IFileProbe files) : IKeyFiles
{
    /// <summary>A key has 80 octets at most, 108 in base64.</summary>
    private const int LongestFile = 1024;

    /// <inheritdoc/>
    public bool TryRead(string path, out string content, out UnixFileMode mode, out string? reason)
    {
        content = "";
        mode = default;
        reason = "No such file or directory";
        if (path.Contains('\0', StringComparison.Ordinal)) return false;
        var absolute = Path.GetFullPath(path, configurationDirectory);
        // What is no regular file might never end.
        var access = files.Open(absolute, out var facts, out var denied);
        if (access == FileAccessResult.NotFound) return false;
        reason = denied;
        if (access == FileAccessResult.Denied) return false;
        mode = facts.Mode;
        reason = "it is no regular file";
        if (facts.Kind != FileKind.Regular) return false;
        try
        {
            using var stream = File.OpenRead(absolute);
            var bytes = new byte[LongestFile + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            reason = $"it has more than {LongestFile} octets";
            if (length > LongestFile) return false;
            content = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length).TrimEnd('\n', '\r');
            reason = null;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = error.Message;
            return false;
        }
        catch (DecoderFallbackException)
        {
            reason = "it is no text in UTF-8; a key of other octets is written in base64";
            return false;
        }
    }
}
