using System.Text;

namespace ExaSharp.Configuration.Settings;

/// <summary>
/// An env file: the ini dialect of Python's ConfigParser, which ExaBGP reads it with. <c>key = value</c> or
/// <c>key: value</c>; whole-line comments with <c>#</c> or <c>;</c>; indented lines go on with the value; <c>%(key)s</c> stands
/// for another key, <c>%%</c> for a percent sign; keys in any case; <c>[DEFAULT]</c> gives values to all sections.
/// </summary>
internal sealed class EnvironmentFile
{
    internal static readonly EnvironmentFile Empty = new();

    /// <summary>How deep values may stand in values.</summary>
    private const int MaxDepth = 10;

    /// <summary>Values that double and double end here.</summary>
    private const int MaxLength = 1 << 20;

    private const string DefaultSection = "DEFAULT";

    private readonly Dictionary<string, Dictionary<string, Entry>> _sections = new(StringComparer.Ordinal);

    private EnvironmentFile()
    {
    }

    /// <summary>What is behind a key, and the line that it begins in.</summary>
    private readonly record struct Entry(string Text, int Line);

    /// <summary>All keys with their sections and lines, those of <c>[DEFAULT]</c> left out.</summary>
    internal IEnumerable<(string Section, string Key, int Line)> Keys =>
        from section in _sections
        where section.Key != DefaultSection
        from entry in section.Value
        orderby entry.Value.Line
        select (section.Key, entry.Key, entry.Value.Line);

    /// <summary>The value of a key, with other keys filled in.</summary>
    /// <param name="section">As written in brackets, case-sensitive.</param>
    /// <param name="key">In any case.</param>
    /// <param name="value">The value, when there is one.</param>
    /// <param name="line">The line that the key stands in.</param>
    /// <param name="error">What is wrong with a value that is there; else null.</param>
    internal bool TryGet(string section, string key, out string value, out int line, out string? error)
    {
        value = "";
        line = 0;
        error = null;
        if (!_sections.TryGetValue(section, out var own) || !TryRaw(own, key, out var entry)) return false;
        line = entry.Line;
        var (raw, result) = (entry.Text, new StringBuilder());
        if (Interpolate(raw, own, 0, result))
        {
            value = result.ToString();
            return true;
        }
        error = $"line {line}: invalid value for {section}.{key} : {raw} ('%' must be followed by '%' or by '(' and a known key)";
        return false;
    }

    /// <summary>Reads the text; an error begins with its line.</summary>
    internal static bool TryParse(string text, out EnvironmentFile file, out string error)
    {
        file = new EnvironmentFile();
        error = "";
        Dictionary<string, Entry>? section = null;
        string? key = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';') continue;
            if (key is not null && section is not null && char.IsWhiteSpace(line[0]))
            {
                section[key] = section[key] with { Text = section[key].Text + "\n" + content };
                continue;
            }
            if (content[0] == '[' && content.IndexOf(']', StringComparison.Ordinal) is > 1 and var end)
            {
                var name = content[1..end];
                key = null;
                if (file._sections.TryGetValue(name, out section) && name != DefaultSection) return Fail(number, $"the section [{name}] is there twice", out error);
                if (section is null) file._sections[name] = section = new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase);
                continue;
            }
            if (section is null) return Fail(number, "a line before the first section", out error);
            var delimiter = content.AsSpan().IndexOfAny('=', ':');
            if (delimiter <= 0) return Fail(number, $"\"{content}\" is no key with a value", out error);
            key = content[..delimiter].TrimEnd();
            if (!section.TryAdd(key, new Entry(content[(delimiter + 1)..].TrimStart(), number))) return Fail(number, $"the key {key} is there twice", out error);
        }
        return true;
    }

    private static bool Fail(int line, string what, out string error)
    {
        error = $"line {line}: {what}";
        return false;
    }

    private bool TryRaw(Dictionary<string, Entry> section, string key, out Entry entry) =>
        section.TryGetValue(key, out entry)
        || (_sections.TryGetValue(DefaultSection, out var defaults) && defaults.TryGetValue(key, out entry));

    private bool Interpolate(string raw, Dictionary<string, Entry> section, int depth, StringBuilder result)
    {
        if (depth > MaxDepth || result.Length > MaxLength) return false;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
            {
                result.Append(raw[i]);
                continue;
            }
            if (i + 1 >= raw.Length) return false;
            if (raw[++i] == '%')
            {
                result.Append('%');
                continue;
            }
            var end = raw.IndexOf(")s", i, StringComparison.Ordinal);
            if (raw[i] != '(' || end < 0) return false;
            if (!TryRaw(section, raw[(i + 1)..end], out var other) || !Interpolate(other.Text, section, depth + 1, result)) return false;
            i = end + 1;
        }
        return true;
    }
}
