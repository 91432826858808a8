using System.CommandLine;

namespace ExaSharp.Cli;

/// <summary>
/// Command lines of ExaBGP 3.4 and 4.2, which have no commands but options and configurations. Those that only they have are told in the
/// words of today's commands; what 5.0 takes too is left to it.
/// </summary>
internal static class OlderArguments
{
    private const string Run = "--run";

    /// <summary>What a command line can lack.</summary>
    internal enum Lack
    {
        /// <summary>A configuration file.</summary>
        File,

        /// <summary>A program that <c>--run</c> could start.</summary>
        Program,
    }

    /// <summary>An option: of all that ExaBGP 3.4, 4.2 and the command <c>server</c> of 5.0 have, for they can stand together.</summary>
    /// <param name="Name">The long form without its dashes.</param>
    /// <param name="Letter">The short form; a blank for none.</param>
    /// <param name="HasValue">Whether a value belongs to it.</param>
    /// <param name="IsOlder">Whether 5.0 does not have it, so that the line is one of 3.4 or 4.2.</param>
    private sealed record OlderOption(string Name, char Letter, bool HasValue, bool IsOlder);

    private static readonly OlderOption[] Options =
    [
        new("version", ' ', false, true), new("root", 'f', true, true), new("folder", ' ', true, true), new("env", 'e', true, true),
        new("full-ini", ' ', false, true), new("fi", ' ', false, true), new("diff-ini", ' ', false, true), new("di", ' ', false, true),
        new("full-env", ' ', false, true), new("fe", ' ', false, true), new("diff-env", ' ', false, true), new("de", ' ', false, true),
        new("validate", ' ', false, true), new("test", 't', false, true), new("decode", 'x', true, true),
        new("verbose", 'v', false, false), new("debug", 'd', false, false), new("signal", 's', true, false), new("once", '1', false, false),
        new("pdb", 'p', false, false), new("passive", 'P', false, false), new("memory", 'm', false, false), new("profile", ' ', true, false),
    ];

    /// <summary>What was read of a command line.</summary>
    private sealed class Reading
    {
        public List<(OlderOption Option, string Value)> Options { get; } = [];

        public List<string> Files { get; } = [];

        public bool Has(params ReadOnlySpan<string> names)
        {
            foreach (var (option, _) in Options)
                if (names.Contains(option.Name)) return true;
            return false;
        }

        public IEnumerable<string> Values(string name) => Options.Where(given => given.Option.Name == name).Select(given => given.Value);
    }

    /// <summary>
    /// Puts today's words in the place of older ones, and tells the context what <c>--root</c>, <c>--folder</c> and <c>--env</c> say.
    /// </summary>
    /// <returns>What is lacking, when nothing can be done; else null.</returns>
    public static Lack? Rewrite(List<string> words, RootCommand root, CliContext context)
    {
        // How the module of 4.2 is told that the daemon is meant.
        if (words.Count > 0 && words[0] == "bgp") words.RemoveAt(0);
        if (words.Count == 0 || root.Subcommands.Any(command => command.Name == words[0])) return null;
        if (words.FindIndex(word => word == Run || word.StartsWith(Run + "=", StringComparison.Ordinal)) is >= 0 and var run) return RewriteRun(words, run);
        if (words.Contains("-h") || words.Contains("--help")) return null;
        if (words is ["-v"]) words[0] = "--version";
        if (Read(words) is not { } reading || !reading.Options.Any(given => given.Option.IsOlder)) return null;
        if (reading.Values("root").LastOrDefault() is { } folder) context.RootArgument = folder;
        if (reading.Values("folder").LastOrDefault() is { } etc) context.EnvFileArgument = Path.Combine(etc, "exabgp.env");
        if (reading.Values("env").LastOrDefault() is { } file) context.EnvFileArgument = Path.Combine(context.Etc, file);
        words.Clear();
        words.AddRange(Translate(reading));
        return reading.Files.Count > 0 || words[0] is "version" or "env" or "decode" ? null : Lack.File;
    }

    /// <summary>What stands behind <c>--run</c> is all of the program that it names.</summary>
    private static Lack? RewriteRun(List<string> words, int run)
    {
        if (words[run].StartsWith(Run + "=", StringComparison.Ordinal)) words[run] = words[run][(Run.Length + 1)..];
        else words.RemoveAt(run);
        words.RemoveRange(0, run);
        return words.FirstOrDefault() is "healthcheck" or "cli" ? null : Lack.Program;
    }

    private static IEnumerable<string> Translate(Reading reading)
    {
        if (reading.Has("version")) return ["version"];
        if (reading.Has("full-ini", "fi")) return ["env", "--older"];
        if (reading.Has("full-env", "fe")) return ["env", "--older", "--env"];
        if (reading.Has("diff-ini", "di")) return ["env", "--older", "--diff"];
        if (reading.Has("diff-env", "de")) return ["env", "--older", "--diff", "--env"];
        if (reading.Has("decode")) return ["decode", .. reading.Files.SelectMany(file => new[] { "-c", file }), "--", string.Concat(reading.Values("decode"))];
        var verbose = reading.Has("debug", "verbose") ? ["--verbose"] : Array.Empty<string>();
        if (reading.Has("test")) return ["validate", "--route", .. verbose, "--", .. reading.Files];
        if (reading.Has("validate")) return ["validate", "--neighbor", .. verbose, "--", .. reading.Files];
        var options = reading.Options.Where(given => !given.Option.IsOlder)
            .Select(given => given.Option.HasValue ? $"--{given.Option.Name}={given.Value}" : $"--{given.Option.Name}");
        return ["server", .. options, "--", .. reading.Files];
    }

    /// <summary>Reads options and files; null when something is neither, which today's parser then tells.</summary>
    private static Reading? Read(List<string> words)
    {
        var reading = new Reading();
        var left = new Queue<string>(words);
        while (left.TryDequeue(out var word))
        {
            if (word == "--")
            {
                reading.Files.AddRange(left);
                break;
            }
            if (word.Length < 2 || word[0] != '-') reading.Files.Add(word);
            else if (!(word[1] == '-' ? ReadLong(word[2..], left, reading) : ReadShort(word[1..], left, reading))) return null;
        }
        return reading;
    }

    private static bool ReadLong(string word, Queue<string> left, Reading reading)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        var found = Array.Find(Options, option => option.Name == name);
        if (found is null && Options.Where(option => option.Name.StartsWith(name, StringComparison.Ordinal)).ToList() is [var only]) found = only;
        if (found is null || (value is not null && !found.HasValue)) return false;
        if (found.HasValue && value is null && !left.TryDequeue(out value)) return false;
        reading.Options.Add((found, value ?? ""));
        return true;
    }

    /// <summary>Letters in one word; behind one that takes a value stands the value, else the next word is it.</summary>
    private static bool ReadShort(string letters, Queue<string> left, Reading reading)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var (letter, rest) = (letters[i], letters[(i + 1)..]);
            // In 4.2 it is --memory, without a value; in 5.0 --signal, with one.
            if (letter == 's' && !IsNumber(rest.Length > 0 ? rest : left.TryPeek(out var next) ? next : "")) letter = 'm';
            if (letter == ' ' || Array.Find(Options, option => option.Letter == letter) is not { } found) return false;
            var value = "";
            if (found.HasValue)
            {
                value = rest.TrimStart('=');
                if (rest.Length == 0 && !left.TryDequeue(out value)) return false;
                i = letters.Length;
            }
            reading.Options.Add((found, value));
        }
        return true;
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
