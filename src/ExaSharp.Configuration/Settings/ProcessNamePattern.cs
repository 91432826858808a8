using System.Text.RegularExpressions;

namespace ExaSharp.Configuration.Settings;

/// <summary>Regular expressions of <c>processes-match</c>: those of Python, matched from the start of a process's name.</summary>
public static class ProcessNamePattern
{
    /// <summary>An expression that runs away matches nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether it is a regular expression at all.</summary>
    public static bool IsValid(string pattern) => Create(pattern) is not null;

    /// <summary>Whether the expression matches at the start of the name; what is behind the match does not count (Python's <c>re.match</c>).</summary>
    public static bool IsMatch(string pattern, string processName)
    {
        try
        {
            return Create(pattern) is { } regex && regex.IsMatch(processName);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? Create(string pattern)
    {
        try
        {
            // Python's spelling of a named group.
            var dialect = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
            return new Regex($@"\A(?:{dialect})", RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
