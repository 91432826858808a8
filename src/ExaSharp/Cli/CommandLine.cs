using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary>The command line: ExaBGP's commands, and some of our own.</summary>
internal static class CommandLine
{
    private const string Description = """
        The BGP swiss army knife of networking

        A configuration file can be passed directly:
          exasharp config.conf     (equivalent to: exasharp server config.conf)

        Environment file override:
          exasharp --env-file /path/to/exabgp.env server config.conf
          EXABGP_ENVFILE=/path/to/exabgp.env exasharp server config.conf
        """;

    /// <summary>Runs what the arguments ask for; gives the exit status.</summary>
    /// <param name="arguments">The arguments without the program's name.</param>
    /// <param name="contextOf">Makes the context from the value of <c>--env-file</c>.</param>
    /// <param name="programName">The name that the program was started by: <c>exabgpcli</c> is <c>cli</c>.</param>
    public static int Run(IEnumerable<string> arguments, Func<string?, CliContext> contextOf, string programName = "exasharp")
    {
        var words = programName == ArgumentRewriter.OldCli ? ArgumentRewriter.FromOldCli(arguments) : arguments.ToList();
        var context = contextOf(ArgumentRewriter.TakeEnvFile(words));
        var root = Root(context);
        if (OlderArguments.Rewrite(words, root, context) is { } lack) return Refuse(root, context, lack);
        ArgumentRewriter.InsertServer(words, root);
        ArgumentRewriter.CompleteOptions(words, root);
        var invocation = Invocation(context);
        if (words.Count == 0) return ShowAll(root, context);
        // A word that begins with @ is a word.
        var result = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (words.Contains("-h") || words.Contains("--help") || ErrorText(result) is not { } error) return result.Invoke(invocation);
        var command = result.CommandResult.Command;
        context.Error.WriteLine(Usage(command));
        context.Error.WriteLine($"{Name(command)}: error: {error}");
        return ExitCode.Usage;
    }

    private static InvocationConfiguration Invocation(CliContext context) => new()
    {
        Output = context.Output,
        Error = context.Error,
        // The daemon has its own signals, and the program its own last words.
        ProcessTerminationTimeout = null,
        EnableDefaultExceptionHandler = false,
    };

    /// <summary>Help and settings, for who did not say what to do.</summary>
    private static int ShowAll(RootCommand root, CliContext context)
    {
        root.Parse(["--help"]).Invoke(Invocation(context));
        WriteSettings(context.Output);
        return ExitCode.Failure;
    }

    /// <summary>The same, and what is lacking, as ExaBGP 4.2 ends.</summary>
    private static int Refuse(RootCommand root, CliContext context, OlderArguments.Lack lack)
    {
        ShowAll(root, context);
        if (lack == OlderArguments.Lack.Program) return ExitCode.Success;
        context.Output.WriteLine();
        context.Output.WriteLine("no configuration file provided");
        return ExitCode.Failure;
    }

    /// <summary>The list of all settings, as ExaBGP shows it when it does not know what to do.</summary>
    public static void WriteSettings(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Environment values are:");
        foreach (var setting in EnvironmentCatalog.All.Where(setting => setting.IsPublic))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" - exabgp.{setting.Name,-20} {setting.Help}. default ({setting.Default.Trim('\'')})"));
    }

    private static RootCommand Root(CliContext context)
    {
        var root = new RootCommand(Description)
        {
            ServerCommand.Create(context),
            ValidateCommand.Create(context),
            MigrateCommand.Create(context),
            DecodeCommand.Create(context),
            EncodeCommand.Create(context),
            EnvCommand.Create(context),
            VersionCommand.Create(context),
            CliCommand.Create(context),
            HealthCheckCommand.Create(context),
            PeerCommand.Create(context),
            CompletionCommand.Create(context),
        };
        // It would print a version in its own form; here that is a command.
        if (root.Options.OfType<VersionOption>().FirstOrDefault() is { } version) root.Options.Remove(version);
        return root;
    }

    private static string Name(Command command) => command is RootCommand ? "exasharp" : $"exasharp {command.Name}";

    private static string Usage(Command command)
    {
        var options = command.Options.Select(option => option.Aliases.Append(option.Name).MinBy(name => name.Length));
        var arguments = command.Arguments.Select(argument => argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name} [{argument.Name} ...]" : argument.Name);
        return string.Join(' ', ["usage:", Name(command), .. options.Select(name => $"[{name}]"), .. arguments]);
    }

    /// <summary>What is wrong with the arguments, in argparse's words where it has some; null when nothing is.</summary>
    private static string? ErrorText(ParseResult result)
    {
        var unknown = UnknownOptions(result).Concat(result.UnmatchedTokens).Distinct().ToList();
        if (unknown.Count > 0) return $"unrecognized arguments: {string.Join(' ', unknown)}";
        if (result.Errors.Count == 0) return null;
        var missing = result.CommandResult.Command.Arguments.FirstOrDefault(argument => result.GetResult(argument) is not { Tokens.Count: > 0 });
        return missing is null ? result.Errors[0].Message : $"the following arguments are required: {missing.Name}";
    }

    /// <summary>Words that look like options and were taken as arguments, up to <c>--</c>.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult result)
    {
        var beforeDashes = result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet();
        return result.CommandResult.Tokens
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && beforeDashes.Contains(token))
            .Select(token => token.Value);
    }
}
