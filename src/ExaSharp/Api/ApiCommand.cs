using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api;

/// <summary>A command of the helper API. One class and one line in <see cref="ApiCommands"/> each; no state.</summary>
internal abstract class ApiCommand(string name, ApiVersions versions)
{
    /// <summary>The words that it begins with: one to three.</summary>
    public string Name { get; } = name;

    /// <summary>The ExaBGPs that have it.</summary>
    public ApiVersions Versions { get; } = versions;

    /// <summary>Whether <c>help</c> shows that a selector may stand before it.</summary>
    public virtual bool TakesSelector => false;

    /// <summary>Whether <c>peer SELECTOR</c> of 6.0 may stand before it, then without its own first word when that is <c>peer</c>.</summary>
    public virtual bool StandsBehindPeer => TakesSelector;

    /// <summary>The names with which 6.0 lists it.</summary>
    public virtual IReadOnlyList<string> ListedNames => [Name];

    /// <summary>What may stand behind the name, as <c>help</c> shows it.</summary>
    public virtual IReadOnlyList<string> Options => [];
}

/// <summary>
/// A command that announces or withdraws routes. Its text is read where the helper's output is read, so that the reactor
/// only has to hand the routes to the neighbours.
/// </summary>
internal abstract class RouteCommand(string name, RouteAction action, ApiVersions versions = ApiVersions.All) : ApiCommand(name, versions)
{
    public RouteAction Action { get; } = action;

    public override bool TakesSelector => true;

    public override IReadOnlyList<string> ListedNames => ["peer " + Name];

    /// <summary>Reads what follows the command's name and adds its routes to the batch; false after an error was reported.</summary>
    public abstract bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch);
}

/// <summary>A command that the reactor carries out, in order with the other commands of the same helper.</summary>
internal abstract class ReactorCommand(string name, ApiVersions versions) : ApiCommand(name, versions)
{
    /// <summary>Carries the command out and answers it.</summary>
    /// <param name="reactor">The reactor, on whose task this runs.</param>
    /// <param name="request">Who asks, for which neighbours, with which words behind the name.</param>
    public abstract void Execute(Reactor reactor, ApiRequest request);
}

/// <summary>
/// A command of 6.0 with other commands or routes in it, which are read where the helper's output is read.
/// </summary>
internal abstract class ReadCommand(string name) : ReactorCommand(name, ApiVersions.Six)
{
    /// <summary>
    /// Reads what follows the command's name, and adds what it found, and this command with what it made of it, to the batch. False after an error was
    /// reported.
    /// </summary>
    public abstract bool TryRead(ApiLineReader reader, ref TokenReader text, PeerSelector? selector, CommandBatch batch);
}

/// <summary>A command as a helper wrote it.</summary>
/// <param name="Helper">Who asks.</param>
/// <param name="Selector">For which neighbours; null when it did not say.</param>
/// <param name="Words">What follows the command's name, cut at blanks.</param>
/// <param name="Text">What follows the command's name.</param>
internal sealed record ApiRequest(Helper Helper, PeerSelector? Selector, string[] Words, string Text)
{
    /// <summary>What <see cref="ReadCommand.TryRead"/> made of it.</summary>
    public object? Read { get; init; }

    /// <summary>The batch that it stands in, with its routes from <see cref="First"/> on.</summary>
    public required CommandBatch Batch { get; init; }

    public int First { get; init; }

    public int Count { get; init; }

    /// <summary>Whether the answer is JSON: in 6.0 always, before when the last word asks for it.</summary>
    public bool IsJson => Helper.Version == JsonVersion.Six || Words is [.., "json"];

    /// <summary>Answers one line in the form that is asked for.</summary>
    public void Say(string text, string json) => Helper.AnswerLine(IsJson ? json : text);

    /// <summary>Refuses the command with a reason: in the answer as in 6.0, and in the log.</summary>
    public void Refuse(DaemonLog log, string reason)
    {
        if (!Helper.IsVerbose) Helper.AnswerLine(IsJson ? $"{{\"error\": {PythonJson.Quote(reason)}}}" : $"error: {reason}");
        Helper.Fail(log, $"{Text}: {reason}");
    }

    /// <summary>As <see cref="Refuse"/>, where 6.0 tells the reason in words always.</summary>
    public void RefuseInWords(DaemonLog log, string reason)
    {
        if (!Helper.IsVerbose) Helper.AnswerLine($"error: {reason}");
        Helper.Fail(log, $"{Text}: {reason}");
    }
}
