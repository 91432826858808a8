namespace ExaSharp.Cli.Prompt;

/// <summary><c>cli</c> on a terminal: reads commands, sends them, shows the answers, until <c>exit</c>, ctrl-d or the daemon's end.</summary>
internal sealed class CommandPrompt(CliContext context, CommandExchange exchange, Func<ConsoleKeyInfo> readKey, Func<int> width)
{
    private const string Sign = "exabgp> ";

    /// <summary>Gives the exit status: success, unless the daemon could not be asked any more.</summary>
    public async Task<int> RunAsync()
    {
        var completion = new CommandCompletion(
            await exchange.AskAsync("help").ConfigureAwait(false),
            CommandCompletion.Neighbors(await exchange.AskAsync("show neighbor summary").ConfigureAwait(false)));
        if (exchange.IsOver) return ExitCode.Failure;
        var history = new CommandHistory(CommandHistory.PathFor(context.Variable));
        var editor = new LineEditor(Sign, context.Output, width, history, completion.Complete);
        context.Output.WriteLine("commands of the daemon; help lists them, tab completes, exit or ctrl-d leaves");
        while (true)
        {
            var result = Edit(editor);
            if (result == EditResult.Closed) return ExitCode.Success;
            var line = editor.Text.Trim();
            if (result == EditResult.Abandoned || line.Length == 0) continue;
            history.Add(line);
            if (line is "exit" or "quit") return ExitCode.Success;
            var command = CommandWords.Expand([line]);
            var status = await exchange.RunAsync(command).ConfigureAwait(false);
            if (exchange.IsOver) return command == "shutdown" ? status : ExitCode.Failure;
        }
    }

    private EditResult Edit(LineEditor editor)
    {
        editor.Begin();
        while (true)
        {
            var result = editor.Take(readKey());
            if (result != EditResult.Editing) return result;
        }
    }
}
