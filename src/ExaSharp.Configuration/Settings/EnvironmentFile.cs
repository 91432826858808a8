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

    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private EnvironmentFile()
    {
    }

    /// <summary>The value of a key, with other keys filled in.</summary>
    /// <param name="section">As written in brackets, case-sensitive.</param>
    /// <param name="key">In any case.</param>
    /// <param name="value">The value, when there is one.</param>
    /// <param name="error">What is wrong with a value that is there; else null.</param>
    internal bool TryGet(string section, string key, out string value, out string? error)
    {
        value = "";
        error = null;
        if (!_sections.TryGetValue(section, out var own) || !TryRaw(own, key, out var raw)) return false;
        var result = new StringBuilder();
        if (Interpolate(raw, own, 0, result))
        {
            value = result.ToString();
            return true;
        }
        error = $"invalid value for {section}.{key} : {raw} ('%' must be followed by '%' or by '(' and a known key)";
        return false;
    }

    /// <summary>Reads the text; an error names its line.</summary>
    internal static bool TryParse(string text, out EnvironmentFile file, out string error)
    {
        file = new EnvironmentFile();
        error = "";
        Dictionary<string, string>? section = null;
        string? key = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';') continue;
            if (key is not null && section is not null && char.IsWhiteSpace(line[0]))
            {
                section[key] += "\n" + content;
                continue;
            }
            if (content[0] == '[' && content.IndexOf(']', StringComparison.Ordinal) is > 1 and var end)
            {
                var name = content[1..end];
                key = null;
                if (file._sections.TryGetValue(name, out section) && name != DefaultSection) return Fail(number, $"the section [{name}] is there twice", out error);
                if (section is null) file._sections[name] = section = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                continue;
            }
            if (section is null) return Fail(number, "a line before the first section", out error);
            var delimiter = content.AsSpan().IndexOfAny('=', ':');
            if (delimiter <= 0) return Fail(number, $"\"{content}\" is no key with a value", out error);
            key = content[..delimiter].TrimEnd();
            if (!section.TryAdd(key, content[(delimiter + 1)..].TrimStart())) return Fail(number, $"the key {key} is there twice", out error);
        }
        return true;
    }

    private static bool Fail(int line, string what, out string error)
    {
        error = $"env file line {line}: {what}";
        return false;
    }

    private bool TryRaw(Dictionary<string, string> section, string key, out string raw) =>
        section.TryGetValue(key, out raw!)
        || (_sections.TryGetValue(DefaultSection, out var defaults) && defaults.TryGetValue(key, out raw!));

    private bool Interpolate(string raw, Dictionary<string, string> section, int depth, StringBuilder result)
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
            if (!TryRaw(section, raw[(i + 1)..end], out var other) || !Interpolate(other, section, depth + 1, result)) return false;
            i = end + 1;
        }
        return true;
    }
}
