using System.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>A comment: logged, answered <c>done</c>.</summary>
internal sealed class CommentCommand() : ReactorCommand("#")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        reactor.Log.HelperComment(request.Helper.Name, string.Join(' ', request.Words));
        request.Helper.Done();
    }
}

/// <summary><c>enable-ack</c>, <c>disable-ack</c> (both always answered) and <c>silence-ack</c> (never).</summary>
internal sealed class AckCommand(string name, bool enable, bool answers) : ReactorCommand(name)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AckEnabled = answers;
        if (answers) request.Helper.Done();
        request.Helper.AckEnabled = enable;
    }
}

/// <summary><c>version</c>: ExaBGP's line, which programs parse.</summary>
internal sealed class VersionCommand() : ReactorCommand("version")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AnswerLine($"exabgp {reactor.Version}");
        request.Helper.Done();
    }
}

/// <summary><c>shutdown</c>: as SIGTERM.</summary>
internal sealed class ShutdownCommand() : ReactorCommand("shutdown")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AnswerLine("shutdown in progress");
        request.Helper.Done();
        reactor.RequestShutdown();
    }
}

/// <summary><c>reload</c>: as SIGUSR1.</summary>
internal sealed class ReloadCommand() : ReactorCommand("reload")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AnswerLine("reload in progress");
        reactor.TellSignal(0, "none");
        if (reactor.Reload()) request.Helper.Done();
        else request.Helper.Error();
    }
}

/// <summary><c>restart</c>: as SIGALRM.</summary>
internal sealed class RestartCommand() : ReactorCommand("restart")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        request.Helper.AnswerLine("restart in progress");
        request.Helper.Done();
        reactor.RequestRestart();
    }
}

/// <summary>
/// <c>reset</c>: in ExaBGP drops the helper's commands that still wait to be carried out. Here none waits behind this one, so there
/// is nothing to drop; as there, it is not answered.
/// </summary>
internal sealed class ResetCommand() : ReactorCommand("reset")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
    }
}

/// <summary><c>crash</c>: ExaBGP's way to try what a failing command does. It answers <c>error</c>.</summary>
internal sealed class CrashCommand() : ReactorCommand("crash")
{
    public override bool TakesSelector => true;

    public override void Execute(Reactor reactor, ApiRequest request) => request.Helper.Error();
}

/// <summary><c>help</c>: the commands, in ExaBGP's layout.</summary>
internal sealed class HelpCommand() : ReactorCommand("help")
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        var text = new StringBuilder();
        text.Append("\navailable API commands are listed here:\n")
            .Append("=======================================\n\n")
            .Append("filter can be: [local-ip <ip>][local-as <asn>][peer-as <asn>][router-id <router-id>]\n\n")
            .Append("command are:\n------------\n\n");
        foreach (var line in ApiCommands.All.Select(Line).Order(StringComparer.Ordinal)) text.Append(line).Append('\n');
        foreach (var line in text.ToString().Split('\n')) request.Helper.AnswerLine(line);
        request.Helper.Done();
    }

    private static string Line(ApiCommand command) =>
        command.TakesSelector ? $"[neighbor <ip> [filters]] {command.Help}" : $"{command.Help} ";
}
