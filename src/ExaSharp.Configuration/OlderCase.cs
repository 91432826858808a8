using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration;

/// <summary>
/// ExaBGP 3.4 reads every line in lower case, but for those of <c>run</c>, <c>md5</c> and <c>asm</c>. Newer ones do not, so only a file that
/// can not be read otherwise, and that has forms of 3.4, is read so.
/// </summary>
internal static class OlderCase
{
    /// <summary>Reads the text as it is; when that has errors, as 3.4 would read it. Diagnostics are of the reading that counts.</summary>
    /// <param name="source">The text; in lower case when that is how it was read.</param>
    /// <param name="context">What it is read into.</param>
    /// <param name="diagnostics">Takes errors and warnings; another object when the text was read in lower case.</param>
    /// <param name="file">What the sections gave.</param>
    public static DaemonConfiguration? Parse(ref SourceText source, ConfigurationContext context, ref DiagnosticBag diagnostics, out FileDraft file)
    {
        var result = ConfigurationParser.ParseAsWritten(source, context, diagnostics, out file);
        if (result is not null || Lower(source.Bytes.Span) is not { } lower) return result;
        var lowered = new SourceText(source.Name, lower);
        var again = new DiagnosticBag { Edits = diagnostics.Edits is null ? null : new TextEdits(lower) };
        var older = ConfigurationParser.ParseAsWritten(lowered, context, again, out var olderFile);
        if (older is null) return null;
        if (older.Generation != ConfigurationGeneration.ExaBgp34)
        {
            older.ReleaseRoutes();
            return null;
        }
        again.Warning(DiagnosticCode.Ignored, new TextSpan(0, 0), "upper case is read as lower case, as ExaBGP 3.4 does");
        again.Edits?.Note("ExaBGP 3.4 reads upper case as lower case");
        (source, diagnostics, file) = (lowered, again, olderFile);
        return older;
    }

    /// <summary>The text with its lines in lower case; null when they are so already. No octet changes its place.</summary>
    private static byte[]? Lower(ReadOnlySpan<byte> text)
    {
        var lower = text.ToArray();
        for (var start = 0; start < lower.Length;)
        {
            var length = lower.AsSpan(start).IndexOf((byte)'\n');
            var line = length < 0 ? lower.AsSpan(start) : lower.AsSpan(start, length + 1);
            start += line.Length;
            var words = line.TrimStart(" \t"u8);
            if (words.StartsWith("run"u8) || words.StartsWith("md5"u8) || words.StartsWith("asm"u8)) continue;
            foreach (ref var octet in line)
                if (octet is >= (byte)'A' and <= (byte)'Z') octet |= 0x20;
        }
        return text.SequenceEqual(lower) ? null : lower;
    }
}
