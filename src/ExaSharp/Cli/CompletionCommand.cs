using System.CommandLine;
using ExaSharp.Cli.Completion;

namespace ExaSharp.Cli;

/// <summary><c>completion</c>: prints a script that completes commands, options and files in a shell.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", CompletionScripts.Shells)}" };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new Command("completion", "print a script for the completion of a shell") { shell };
        command.SetAction(result =>
        {
            context.Output.Write(CompletionScripts.Write(result.GetValue(shell)!, CompletionTree.Of((RootCommand)result.RootCommandResult.Command)));
            return ExitCode.Success;
        });
        return command;
    }
}
