using System.CommandLine;

namespace ExaSharp.Cli;

/// <summary>What ExaBGP does to its arguments before it parses them.</summary>
internal static class ArgumentRewriter
{
    /// <summary>ExaBGP 4.2's program for what is <c>cli</c> now.</summary>
    public const string OldCli = "exabgpcli";

    private const string EnvFile = "--env-file";

    /// <summary>
    /// What <c>exabgpcli</c> was asked, as arguments of <c>cli</c>: of its options <c>--env</c> has another name here, behind the first word of
    /// the command all belongs to it.
    /// </summary>
    public static List<string> FromOldCli(IEnumerable<string> arguments)
    {
        List<string> rewritten = ["cli"];
        var words = new Queue<string>(arguments);
        while (words.TryDequeue(out var word))
        {
            var isOption = word.StartsWith('-');
            if (word is "-e" or "--env") word = EnvFile;
            else if (word.StartsWith("--env=", StringComparison.Ordinal)) word = EnvFile + word["--env".Length..];
            rewritten.Add(word);
            if (word is EnvFile or "-f" or "--root" or "--pipename" && words.TryDequeue(out var value)) rewritten.Add(value);
            else if (!isOption) rewritten.AddRange(words);
            if (!isOption) break;
        }
        return rewritten;
    }

    /// <summary>
    /// Takes <c>--env-file F</c> or <c>--env-file=F</c> out, wherever it stands; as the last word, without a value, it stays.
    /// </summary>
    public static string? TakeEnvFile(List<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == EnvFile && i < arguments.Count - 1)
            {
                var value = arguments[i + 1];
                arguments.RemoveRange(i, 2);
                return value;
            }
            if (arguments[i].StartsWith(EnvFile + "=", StringComparison.Ordinal))
            {
                var value = arguments[i][(EnvFile.Length + 1)..];
                arguments.RemoveAt(i);
                return value;
            }
        }
        return null;
    }

    /// <summary>
    /// Puts <c>server</c> first when the first word is no command and no help is asked for, so that a configuration can be given
    /// alone.
    /// </summary>
    public static void InsertServer(List<string> arguments, RootCommand root)
    {
        if (arguments.Count == 0 || arguments.Contains("-h") || arguments.Contains("--help")) return;
        if (root.Subcommands.All(command => command.Name != arguments[0])) arguments.Insert(0, "server");
    }

    /// <summary>Completes long options that were cut short, when only one fits, as Python's argparse takes them.</summary>
    public static void CompleteOptions(List<string> arguments, RootCommand root)
    {
        var command = root.Subcommands.FirstOrDefault(candidate => candidate.Name == arguments.FirstOrDefault());
        if (command is null) return;
        for (var i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] == "--") return;
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) continue;
            var equals = arguments[i].IndexOf('=', StringComparison.Ordinal);
            var (word, rest) = equals < 0 ? (arguments[i], "") : (arguments[i][..equals], arguments[i][equals..]);
            var fitting = command.Options.Where(option => option.Name.StartsWith(word, StringComparison.Ordinal)).ToList();
            if (fitting.Count == 1) arguments[i] = fitting[0].Name + rest;
        }
    }
}
