namespace ExaSharp.Bgp.Text;

/// <summary>
/// Keeps keys out of what is shown of a configuration: an excerpt of a line with an error goes to logs, which more people read
/// than the file.
/// </summary>
public static class SecretText
{
    /// <summary>Keywords that begin as that of a key does, and have none.</summary>
    private static readonly string[] Harmless = ["md5-base64", "md5-file", "md5-ip"];

    /// <summary>
    /// The line with stars in place of the value of each keyword of a key, as long as it was; also where the keyword is misspelled.
    /// </summary>
    public static string Hide(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        char[]? hidden = null;
        for (var i = 0; i < line.Length;)
        {
            var start = i;
            while (i < line.Length && (char.IsLetterOrDigit(line[i]) || line[i] is '-' or '_')) i++;
            if (i == start)
            {
                i++;
                continue;
            }
            if (!IsSecret(line.AsSpan(start, i - start))) continue;
            while (i < line.Length && char.IsWhiteSpace(line[i])) i++;
            hidden ??= line.ToCharArray();
            for (var quote = '\0'; i < line.Length; i++)
            {
                if (quote == '\0' && line[i] is (';' or '{' or '}')) break;
                if (line[i] is '"' or '\'')
                {
                    if (quote == '\0') quote = line[i];
                    else if (quote == line[i]) quote = '\0';
                }
                else if (!char.IsWhiteSpace(line[i])) hidden[i] = '*';
            }
        }
        return hidden is null ? line : new string(hidden);
    }

    private static bool IsSecret(ReadOnlySpan<char> word) =>
        (word.StartsWith("md5", StringComparison.OrdinalIgnoreCase) && !Harmless.Contains(word.ToString(), StringComparer.OrdinalIgnoreCase))
        || word.Contains("passw", StringComparison.OrdinalIgnoreCase) || word.Contains("pasw", StringComparison.OrdinalIgnoreCase)
        || word.Contains("passo", StringComparison.OrdinalIgnoreCase);
}
