namespace ExaSharp.Bgp.Text;

/// <summary>Whether a diagnostic stops the configuration from being used.</summary>
public enum Severity : byte
{
    Warning,
    Error,
}

/// <summary>
/// One thing that is wrong with a text: where, what, and what was probably meant. Rendered with file, line, column,
/// the line and a caret for a person (<see cref="DiagnosticRenderer"/>), or in one line for the API.
/// </summary>
/// <param name="Code">A stable name of the kind of error (<see cref="DiagnosticCode"/>).</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Span">The place in the text, in bytes.</param>
/// <param name="Message">What is wrong, in ExaBGP's words where it has some.</param>
/// <param name="Suggestion">A word that was probably meant, or null.</param>
public sealed record Diagnostic(string Code, Severity Severity, TextSpan Span, string Message, string? Suggestion)
{
    /// <summary>What may stand there: <c>0 | 3..65535 seconds</c>; null when the message says it, or nobody knows.</summary>
    public string? Expected { get; init; }
}

/// <summary>The stable names of the kinds of diagnostics.</summary>
public static class DiagnosticCode
{
    public const string InvalidSyntax = "invalid-syntax";
    public const string Expected = "expected";
    public const string UnknownKeyword = "unknown-keyword";
    public const string InvalidValue = "invalid-value";
    public const string MissingValue = "missing-value";
    public const string Duplicate = "duplicate";
    public const string NotSupported = "not-supported";
    public const string Conflict = "conflict";
    public const string Ignored = "ignored";

    /// <summary>A program that is not there or can not be run.</summary>
    public const string Unusable = "unusable";

    /// <summary>Allowed, but hardly what was meant.</summary>
    public const string Questionable = "questionable";
}

/// <summary>
/// The diagnostics of one text, in the order found. After <see cref="Limit"/> errors, or as many warnings, the rest is only
/// counted. A warning that was given before is not given again: a value of a template is looked at for each neighbour.
/// </summary>
public sealed class DiagnosticBag
{
    /// <summary>More errors than a person reads at once.</summary>
    public const int Limit = 50;

    private readonly List<Diagnostic> _items = [];
    private readonly HashSet<Diagnostic> _warnings = [];

    public IReadOnlyList<Diagnostic> Items => _items;

    public int ErrorCount { get; private set; }

    public int WarningCount { get; private set; }

    public bool HasErrors => ErrorCount > 0;

    /// <summary>The generation of ExaBGP that the text was written for, as far as it was read.</summary>
    public ConfigurationGeneration Generation { get; private set; } = ConfigurationGeneration.ExaBgp50;

    /// <summary>Takes what forms of older generations are in the present one; null when nobody asks for it.</summary>
    public TextEdits? Edits { get; init; }

    /// <summary>Takes note of a form that only this generation and older ones have.</summary>
    public void Saw(ConfigurationGeneration generation)
    {
        if (generation < Generation) Generation = generation;
    }

    /// <summary>A warning that is given once for each message, however often its cause is met.</summary>
    public void WarnOnce(string code, TextSpan span, string message)
    {
        if (_items.TrueForAll(item => item.Message != message)) Warning(code, span, message);
    }

    public void Error(string code, TextSpan span, string message, string? suggestion = null)
    {
        if (ErrorCount++ < Limit) _items.Add(new Diagnostic(code, Severity.Error, span, message, suggestion));
    }

    /// <summary>Adds what may follow a keyword to the errors about its value.</summary>
    /// <param name="first">The index of the first diagnostic that its value can have caused.</param>
    /// <param name="expected">The values, for people.</param>
    public void Explain(int first, string expected)
    {
        for (var i = first; i < _items.Count; i++)
            if (_items[i] is { Severity: Severity.Error, Code: DiagnosticCode.InvalidValue or DiagnosticCode.MissingValue, Expected: null })
                _items[i] = _items[i] with { Expected = expected };
    }

    public void Warning(string code, TextSpan span, string message, string? suggestion = null)
    {
        var warning = new Diagnostic(code, Severity.Warning, span, message, suggestion);
        if (_warnings.Contains(warning)) return;
        if (WarningCount++ >= Limit) return;
        _warnings.Add(warning);
        _items.Add(warning);
    }

    /// <summary>Takes all of another reading of the text for what this one found.</summary>
    public void Replace(DiagnosticBag other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Clear();
        _items.AddRange(other._items);
        _warnings.UnionWith(other._warnings);
        (ErrorCount, WarningCount, Generation) = (other.ErrorCount, other.WarningCount, other.Generation);
    }

    public void Clear()
    {
        _items.Clear();
        _warnings.Clear();
        ErrorCount = 0;
        WarningCount = 0;
        Generation = ConfigurationGeneration.ExaBgp50;
    }
}
