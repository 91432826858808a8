using System.Text.RegularExpressions;
using ExaSharp.Testing;

namespace ExaSharp.Configuration.Tests.Messages;

/// <summary>
/// The texts of messages in the source of the parsers: string literals with words in them, but for those that something else
/// is made of. Enough of C# is understood for that: comments, characters, and interpolated strings with strings inside.
/// </summary>
internal static partial class MessageTemplates
{
    /// <summary>The files whose strings an operator sees when a configuration is read.</summary>
    private static readonly string[] Folders =
    [
        "ExaSharp.Configuration/Checks", "ExaSharp.Configuration/Drafts", "ExaSharp.Configuration/Programs", "ExaSharp.Configuration/Schema",
        "ExaSharp.Configuration/Sections", "ExaSharp.Bgp/Attributes", "ExaSharp.Bgp/Families", "ExaSharp.Bgp/Routes", "ExaSharp.Bgp/Text",
    ];

    /// <summary>What takes strings that are not messages: descriptions of keywords, errors of the wire and of programmers.</summary>
    private static readonly HashSet<string> NoMessage =
    [
        "new", "Of", "Boolean", "Message", "Route", "Join", "Append", "AppendHex", "Replace", "ReplaceLineEndings", "Discard", "Withdraw", "Reset", "InvalidNetwork",
        "AttributeLength", "MalformedAttribute", "OptionalAttribute", "Broken", "InvalidOperationException", "ArgumentException", "ArgumentOutOfRangeException", "Split", "NotSupported", "AppendSrgbs",
        "Older", "Insert", "Note", "Leaf",
    ];

    /// <summary>A literal of the source, as an expression that the messages made of it match.</summary>
    /// <param name="File">Where it stands.</param>
    /// <param name="Text">The literal, with <c>…</c> for what is filled in.</param>
    public sealed record Template(string File, string Text)
    {
        public Regex Pattern { get; } = new(string.Join(".*", Text.Split('…').Select(Regex.Escape)), RegexOptions.Singleline);
    }

    public static IReadOnlyList<Template> All { get; } = [.. Find().Distinct()];

    private static IEnumerable<Template> Find()
    {
        foreach (var folder in Folders)
        {
            var root = Path.Combine(RepositoryPaths.Root, "src", folder);
            foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                foreach (var text in IsWire(path) ? [] : Literals(File.ReadAllText(path)))
                    yield return new Template(Path.GetFileName(path), text);
        }
    }

    /// <summary>Files that read and show octets.</summary>
    private static bool IsWire(string path) =>
        path.EndsWith("Nlri.cs", StringComparison.Ordinal) || path.EndsWith("Text.cs", StringComparison.Ordinal) || path.Contains("/LinkState/", StringComparison.Ordinal);

    private static IEnumerable<string> Literals(string source)
    {
        // The words before each open parenthesis or brace, innermost last; empty for a brace.
        Stack<string> calls = new();
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '/' when source[i + 1] == '/':
                    i = source.IndexOf('\n', i);
                    continue;
                case '\'':
                    i = source.IndexOf('\'', source[i + 1] == '\\' ? i + 3 : i + 2);
                    continue;
                case '(' or '{' or '[':
                    calls.Push(source[i] == '(' ? CalledBefore().Match(source[Math.Max(0, i - 100)..i]).Groups[1].Value : "");
                    continue;
                case ')' or '}' or ']':
                    calls.TryPop(out _);
                    continue;
                case '"':
                    var text = ReadString(source, ref i, isInterpolated: source[i - 1] == '$');
                    var isUtf8 = source.AsSpan(i + 1).StartsWith("u8");
                    if (!isUtf8 && Words().IsMatch(text) && !NoMessage.Contains(calls.TryPeek(out var call) ? call : "")) yield return text;
                    continue;
            }
        }
    }

    /// <summary>Reads a literal from its opening quote to its closing one; what is filled in becomes <c>…</c>.</summary>
    private static string ReadString(string source, ref int i, bool isInterpolated)
    {
        var text = new System.Text.StringBuilder();
        for (i++; source[i] != '"'; i++)
        {
            if (source[i] == '\\') text.Append(source[++i]);
            else if (isInterpolated && source[i] is '{' or '}' && source[i + 1] == source[i]) text.Append(source[i++]);
            else if (isInterpolated && source[i] == '{')
            {
                SkipHole(source, ref i);
                text.Append('…');
            }
            else text.Append(source[i]);
        }
        return text.ToString();
    }

    private static void SkipHole(string source, ref int i)
    {
        for (var depth = 0; ; i++)
        {
            if (source[i] == '"') ReadString(source, ref i, isInterpolated: source[i - 1] == '$');
            else if (source[i] == '\'') i = source.IndexOf('\'', source[i + 1] == '\\' ? i + 3 : i + 2);
            else if (source[i] == '{') depth++;
            else if (source[i] == '}' && --depth == 0) return;
        }
    }

    [GeneratedRegex(@"(\w+)(?:<[^()]*>)?\s*$")]
    private static partial Regex CalledBefore();

    /// <summary>Two words, or one and something that is filled in.</summary>
    [GeneratedRegex("[a-z]{2}.* |^ .*[a-z]{2}|[a-z]{2}.*…|….*[a-z]{2}")]
    private static partial Regex Words();
}
