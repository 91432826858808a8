namespace ExaSharp.Configuration.Schema;

/// <summary>How a text is written as one word of a configuration.</summary>
internal static class Quoting
{
    /// <summary>The text itself when it is a plain word, else in quotes.</summary>
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.All(IsPlain)) return text;
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal);
        return text.Contains('"', StringComparison.Ordinal) ? $"'{escaped.Replace("'", "\\'", StringComparison.Ordinal)}'" : $"\"{escaped}\"";
    }

    private static bool IsPlain(char c) => c is > ' ' and < (char)127 and not (';' or '{' or '}' or '[' or ']' or ',' or '#' or '"' or '\'' or '\\' or '(' or ')');
}
