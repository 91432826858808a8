using System.CommandLine;
using ExaSharp.Api.Channels;

namespace ExaSharp.Cli;

/// <summary><c>cli</c>: sends one command to the running daemon over its named pipes and shows the answer.</summary>
internal static class CliCommand
{
    public static Command Create(CliContext context)
    {
        var pipeName = new Option<string?>("--pipename") { Description = "name of the pipes (default: exabgp.api.pipename)" };
        var words = new Argument<string[]>("command") { Description = "command to run on the daemon", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("cli", "control a running exabgp server instance") { pipeName, words };
        command.SetAction(result => context.LoadSettings() is { } settings
            ? Run(context, result.GetValue(pipeName) ?? settings.ApiPipename, result.GetValue(words) ?? [])
            : ExitCode.Failure);
        return command;
    }

    private static int Run(CliContext context, string pipeName, string[] words)
    {
        if (words.Length == 0)
        {
            context.Output.WriteLine("no commmand provided, sending \"help\"");
            words = ["help"];
        }
        if (PipeFolders.Find(context.Root, pipeName) is not { } folder)
        {
            context.Output.WriteLine($"could not find ExaBGP's named pipes ({pipeName}.in and {pipeName}.out) for the cli");
            context.Output.WriteLine("we scanned the following folders (the number is your PID):");
            foreach (var scanned in PipeFolders.All(context.Root)) context.Output.WriteLine($" - {scanned}");
            return ExitCode.Failure;
        }
        return SendAsync(context, $"{folder}{pipeName}", CommandWords.Expand(words)).GetAwaiter().GetResult();
    }

    private static async Task<int> SendAsync(CliContext context, string pipes, string command)
    {
        using var client = PipeClient.TryOpen(pipes, context.Time, out var problem);
        if (client is null)
        {
            context.Error.WriteLine(problem);
            return ExitCode.Failure;
        }
        await client.DrainAsync().ConfigureAwait(false);
        context.Output.WriteLine($"command: {command}");
        if (!await client.TrySendAsync(command).ConfigureAwait(false))
        {
            context.Error.WriteLine("could not send command to ExaBGP (command timeout)");
            return ExitCode.Failure;
        }
        while (await client.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            switch (PipeClient.EndOf(line))
            {
                case AnswerEnd.Done:
                    return ExitCode.Success;
                case AnswerEnd.Error:
                    context.Error.WriteLine("ExaBGP returns an error (see ExaBGP's logs for more information)");
                    context.Error.WriteLine("use help for a list of available commands");
                    return ExitCode.Failure;
                case AnswerEnd.Shutdown:
                    if (command == "shutdown") return ExitCode.Success;
                    context.Error.WriteLine("ExaBGP is shutting down, command aborted");
                    return ExitCode.Failure;
                default:
                    context.Output.WriteLine(line);
                    break;
            }
        }
        context.Error.WriteLine("warning: no end of command message received");
        context.Error.WriteLine("warning: normal if exabgp.api.ack is set to false otherwise some data may get stuck on the pipe");
        context.Error.WriteLine("warning: otherwise it may cause exabgp reactor to block");
        return ExitCode.Failure;
    }
}
