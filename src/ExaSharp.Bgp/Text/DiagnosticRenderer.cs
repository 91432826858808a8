using System.Text;

namespace ExaSharp.Bgp.Text;

/// <summary>Diagnostics as text: for a person with the line and a caret, for the API as one line.</summary>
public static class DiagnosticRenderer
{
    /// <summary>Characters of a line that are shown at most.</summary>
    private const int LongestLine = 200;

    private const string Ellipsis = "...";

    /// <summary>
    /// <c>file:line:column: error: message</c>, the line itself, a caret under the place, what was expected, and "did you mean".
    /// Lines are joined by a newline; there is none at the end.
    /// </summary>
    public static string Render(SourceText source, Diagnostic diagnostic)
    {
        var (line, column) = source.Position(diagnostic.Span.Start);
        var text = SecretText.Hide(source.Line(line));
        var severity = diagnostic.Severity == Severity.Error ? "error" : "warning";
        var result = new StringBuilder();
        result.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"{source.Name}:{line}:{column}: {severity}: {diagnostic.Message} [{diagnostic.Code}]").Append('\n');
        AppendLine(text, column - 1, diagnostic.Span.Length, result);
        if (diagnostic.Expected is not null) result.Append("\n    expected: ").Append(diagnostic.Expected);
        if (diagnostic.Suggestion is not null)
            result.Append('\n').Append("    did you mean \"").Append(diagnostic.Suggestion).Append("\"?");
        return result.ToString();
    }

    /// <summary>The line with a caret under the place; of a very long one, the part around it.</summary>
    private static void AppendLine(string text, int place, int length, StringBuilder result)
    {
        var start = 0;
        var end = text.Length;
        if (text.Length > LongestLine)
        {
            start = Math.Clamp(place - LongestLine / 2, 0, text.Length - LongestLine);
            end = start + LongestLine;
            // No half of a character outside of the basic plane.
            if (start > 0 && char.IsLowSurrogate(text[start])) start++;
            if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        }
        var (before, after) = (start > 0 ? Ellipsis : "", end < text.Length ? Ellipsis : "");
        result.Append("    ").Append(before).Append(text[start..end].Replace('\t', ' ')).Append(after).Append('\n');
        var width = Math.Max(1, Math.Min(length, end - place));
        result.Append(' ', 4 + before.Length + place - start).Append('^').Append('~', width - 1);
    }

    /// <summary>All errors or all warnings of a text, each as <see cref="Render"/> shows it; at the end how many are not shown.</summary>
    public static IEnumerable<string> RenderAll(SourceText source, DiagnosticBag diagnostics, Severity severity)
    {
        foreach (var diagnostic in diagnostics.Items)
            if (diagnostic.Severity == severity) yield return Render(source, diagnostic);
        var (count, name) = severity == Severity.Error ? (diagnostics.ErrorCount, "errors") : (diagnostics.WarningCount, "warnings");
        if (count > DiagnosticBag.Limit) yield return $"{source.Name}: and {count - DiagnosticBag.Limit} more {name}";
    }

    /// <summary><c>line 1 column 27: message</c>, as one line, with the suggestion in parentheses.</summary>
    public static string RenderOneLine(SourceText source, Diagnostic diagnostic)
    {
        var (line, column) = source.Position(diagnostic.Span.Start);
        var hint = diagnostic.Suggestion is null ? "" : $" (did you mean \"{diagnostic.Suggestion}\"?)";
        return $"line {line} column {column}: {diagnostic.Message}{hint}".ReplaceLineEndings(" ");
    }
}
