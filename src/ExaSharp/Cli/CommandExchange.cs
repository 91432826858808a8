using ExaSharp.Api.Channels;

namespace ExaSharp.Cli;

/// <summary>Sends commands to the daemon, one after the other, and shows what it answers.</summary>
internal sealed class CommandExchange(CommandClient client, TextWriter output, TextWriter error)
{
    /// <summary>What is printed before the answer: the command as it is sent.</summary>
    public const string Echo = "command: ";

    /// <summary>Whether the daemon can not be asked any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Sends a command and shows its answer; gives the exit status.</summary>
    public async Task<int> RunAsync(string command)
    {
        var ended = await SendAsync(command, output.WriteLine).ConfigureAwait(false);
        switch (ended)
        {
            case AnswerEnd.Done:
                return ExitCode.Success;
            case AnswerEnd.Error:
                error.WriteLine("ExaBGP returns an error (see ExaBGP's logs for more information)");
                error.WriteLine("use help for a list of available commands");
                return ExitCode.Failure;
            case AnswerEnd.Shutdown:
                if (command == "shutdown") return ExitCode.Success;
                error.WriteLine("ExaBGP is shutting down, command aborted");
                return ExitCode.Failure;
            default:
                return ExitCode.Failure;
        }
    }

    /// <summary>Asks for something that is not shown; the lines of the answer, none when it is an error.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string command)
    {
        List<string> lines = [];
        return await SendAsync(command, lines.Add).ConfigureAwait(false) == AnswerEnd.Done ? lines : [];
    }

    /// <summary>Sends a command and passes its answer on, line by line; <see cref="AnswerEnd.None"/> when the end did not come, which was told.</summary>
    private async Task<AnswerEnd> SendAsync(string command, Action<string> take)
    {
        if (!await client.TrySendAsync(command).ConfigureAwait(false))
        {
            IsOver = true;
            error.WriteLine("could not send command to ExaBGP (command timeout)");
            return AnswerEnd.None;
        }
        // The only command that no ExaBGP answers.
        if (command == "reset") return AnswerEnd.Done;
        while (await client.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var end = CommandClient.EndOf(line);
            if (end == AnswerEnd.Shutdown) IsOver = true;
            if (end != AnswerEnd.None) return end;
            take(line);
        }
        IsOver = true;
        error.WriteLine("warning: no end of command message received");
        error.WriteLine("warning: normal if exabgp.api.ack is set to false otherwise some data may get stuck on the pipe");
        error.WriteLine("warning: otherwise it may cause exabgp reactor to block");
        return AnswerEnd.None;
    }
}
