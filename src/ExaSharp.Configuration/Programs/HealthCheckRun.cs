namespace ExaSharp.Configuration.Programs;

/// <summary>
/// Recognizes ExaBGP's health check in a <c>run</c> statement: <c>python3 -m exabgp healthcheck …</c> or <c>exabgp healthcheck …</c>. Where
/// ExaBGP is not installed, the daemon runs its own.
/// </summary>
public static class HealthCheckRun
{
    private const string Module = "exabgp";
    private const string Subcommand = "healthcheck";

    /// <summary>Whether the words are of one of these forms.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="isPython">Whether it is the form with a Python module.</param>
    /// <param name="arguments">What stands behind <c>healthcheck</c>.</param>
    public static bool TryMatch(IReadOnlyList<string> command, out bool isPython, out IEnumerable<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(command);
        isPython = command.Count >= 4 && IsPython(command[0]) && command[1] == "-m" && command[2] == Module && command[3] == Subcommand;
        var count = isPython ? 4 : 2;
        arguments = command.Skip(count);
        return isPython || (command.Count >= count && NameOf(command[0]) == Module && command[1] == Subcommand);
    }

    /// <summary><c>python</c>, also with a version, in any directory.</summary>
    private static bool IsPython(string program)
    {
        const string python = "python";
        var name = NameOf(program);
        return name.StartsWith(python, StringComparison.Ordinal) && name[python.Length..].All(c => char.IsAsciiDigit(c) || c == '.');
    }

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];
}
