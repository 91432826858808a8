using System.CommandLine;

namespace ExaSharp.Cli.Completion;

/// <summary>A word that can be completed to.</summary>
/// <param name="Text">The word.</param>
/// <param name="Description">What it is, in one line.</param>
/// <param name="HasValue">Whether a value follows: options only.</param>
internal sealed record CompletionWord(string Text, string Description, bool HasValue = false);

/// <summary>A command, with its options, and the words that its arguments can be; without any, they are files.</summary>
internal sealed record CompletionNode(CompletionWord Name, IReadOnlyList<CompletionWord> Options, IReadOnlyList<string> Values);

/// <summary>What can be completed: made from the command line's own description, so that it is always all of it.</summary>
/// <param name="Commands">The commands.</param>
/// <param name="ApiCommands">The commands of <c>cli</c>, each of one to three words.</param>
internal sealed record CompletionTree(IReadOnlyList<CompletionNode> Commands, IReadOnlyList<string> ApiCommands)
{
    /// <summary>The options that stand before or behind any command.</summary>
    public IReadOnlyList<CompletionWord> Everywhere { get; } =
    [
        new("--help", "show help and usage information"),
        new("--env-file", "file of settings", HasValue: true),
    ];

    public static CompletionTree Of(RootCommand root) => new(
        [.. root.Subcommands.Where(command => !command.Hidden).OrderBy(command => command.Name, StringComparer.Ordinal).Select(Node)],
        [.. Api.ApiCommands.All.Select(command => command.Name).Where(name => char.IsAsciiLetterLower(name[0])).Distinct().Order(StringComparer.Ordinal)]);

    private static CompletionNode Node(Command command)
    {
        var options =
            from option in command.Options
            where !option.Hidden
            from name in option.Aliases.Where(alias => alias.StartsWith('-')).Prepend(option.Name)
            select new CompletionWord(name, Line(option.Description), option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool));
        var values = command.Arguments.SelectMany(argument => argument.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty))
            .Select(item => item.Label);
        return new CompletionNode(new CompletionWord(command.Name, Line(command.Description)), [.. options], [.. values]);
    }

    private static string Line(string? text) => (text ?? "").ReplaceLineEndings(" ");
}
