using System.CommandLine;
using ExaSharp.Api.Channels;
using ExaSharp.Cli.Prompt;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary>
/// <c>cli</c>: sends commands to the running daemon over its Unix socket or its named pipes and shows the answers: the one of its
/// arguments, or the lines of its standard input, which may be a terminal.
/// </summary>
internal static class CliCommand
{
    public static Command Create(CliContext context)
    {
        var pipeName = new Option<string?>("--pipename") { Description = "name of the pipes and the socket (default: exabgp.api.pipename)" };
        var pipe = new Option<bool>("--pipe") { Description = "only over named pipes" };
        var socket = new Option<bool>("--socket") { Description = "only over the Unix socket" };
        var root = new Option<string?>("--root", "-f") { Description = "root folder where etc, bin, sbin and run are" };
        var words = new Argument<string[]>("command")
        {
            Description = "command to run on the daemon; without one those of standard input, line by line",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("cli", "control a running exabgp server instance") { pipeName, pipe, socket, root, words };
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            if (result.GetValue(pipeName) is { } name) settings = settings with { ApiPipename = name, ApiSocketName = name };
            var place = new Place(
                result.GetValue(root) is { } folder ? Path.GetFullPath(folder, context.Directory).TrimEnd('/') : context.Root, settings,
                Pipes: !result.GetValue(socket), Socket: !result.GetValue(pipe));
            using var client = Open(context, place);
            return client is null ? ExitCode.Failure : RunAsync(context, client, result.GetValue(words) ?? []).GetAwaiter().GetResult();
        });
        return command;
    }

    /// <summary>Where the daemon is looked for.</summary>
    private sealed record Place(string Root, EnvironmentSettings Settings, bool Pipes, bool Socket);

    /// <summary>Reaches the daemon: over its socket, else over its pipes; null after the operator was told why not.</summary>
    private static CommandClient? Open(CliContext context, Place place)
    {
        var problem = "";
        var settings = place.Settings;
        if (place.Socket && ControlSocket.Find(place.Root, ControlSocket.Name(settings), settings.ApiSocketPath) is { } path
            && SocketClient.TryOpen(path, context.Time, out problem) is { } socket) return socket;
        if (place.Pipes && PipeFolders.Find(place.Root, settings.ApiPipename) is { } folder)
        {
            var pipes = PipeClient.TryOpen($"{folder}{settings.ApiPipename}", context.Time, out problem);
            if (pipes is null) context.Error.WriteLine(problem);
            return pipes;
        }
        if (problem.Length > 0)
        {
            context.Error.WriteLine(problem);
            return null;
        }
        var name = settings.ApiPipename;
        context.Output.WriteLine(place.Pipes
            ? $"could not find ExaBGP's named pipes ({name}.in and {name}.out) for the cli"
            : $"could not find ExaBGP's Unix socket ({ControlSocket.Name(settings)}.sock) for the cli");
        context.Output.WriteLine("we scanned the following folders (the number is your PID):");
        foreach (var scanned in PipeFolders.All(place.Root)) context.Output.WriteLine($" - {scanned}");
        return null;
    }

    private static async Task<int> RunAsync(CliContext context, CommandClient client, string[] words)
    {
        await client.DrainAsync().ConfigureAwait(false);
        var exchange = new CommandExchange(client, context.Output, context.Error);
        if (words.Length > 0) return await RunOneAsync(context, exchange, words).ConfigureAwait(false);
        if (context.IsTerminal()) return await RunPromptAsync(context, exchange).ConfigureAwait(false);
        if (await RunLinesAsync(context, exchange).ConfigureAwait(false) is { } status) return status;
        context.Output.WriteLine("no commmand provided, sending \"help\"");
        return await RunOneAsync(context, exchange, ["help"]).ConfigureAwait(false);
    }

    private static async Task<int> RunPromptAsync(CliContext context, CommandExchange exchange)
    {
        // Ctrl-c gives a line up, and ends the program only while an answer is awaited.
        ConsoleKeyInfo ReadKey()
        {
            Console.TreatControlCAsInput = true;
            try
            {
                return Console.ReadKey(intercept: true);
            }
            finally
            {
                Console.TreatControlCAsInput = false;
            }
        }
        return await new CommandPrompt(context, exchange, ReadKey, () => Console.WindowWidth).RunAsync().ConfigureAwait(false);
    }

    private static Task<int> RunOneAsync(CliContext context, CommandExchange exchange, string[] words)
    {
        var command = CommandWords.Expand(words);
        // ExaBGP 4.2's program shows what it sends only where that differs from what was asked for.
        if (context.ProgramName != ArgumentRewriter.OldCli || command != string.Join(' ', words)) context.Output.WriteLine(CommandExchange.Echo + command);
        return exchange.RunAsync(command);
    }

    /// <summary>Sends each line of standard input, whatever becomes of those before it; null when there is none.</summary>
    private static async Task<int?> RunLinesAsync(CliContext context, CommandExchange exchange)
    {
        int? status = null;
        using var input = new StreamReader(context.Input());
        while (!exchange.IsOver && await input.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var result = await exchange.RunAsync(CommandWords.Expand([line])).ConfigureAwait(false);
            await context.Output.FlushAsync().ConfigureAwait(false);
            status = status is null or ExitCode.Success ? result : status;
        }
        return status;
    }
}
