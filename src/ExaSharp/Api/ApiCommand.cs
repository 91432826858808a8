using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Daemon;

namespace ExaSharp.Api;

/// <summary>A command of the helper API. One class and one line in <see cref="ApiCommands"/> each; no state.</summary>
internal abstract class ApiCommand(string name)
{
    /// <summary>ExaBGP's name of it: one to three words.</summary>
    public string Name { get; } = name;

    /// <summary>How <c>help</c> shows it; null when it is not shown.</summary>
    public virtual string? Help => Name;

    /// <summary>Whether <c>help</c> shows that a selector may stand before it.</summary>
    public virtual bool TakesSelector => false;
}

/// <summary>
/// A command that announces or withdraws routes. Its text is read where the helper's output is read, so that the reactor
/// only has to hand the routes to the neighbours.
/// </summary>
internal abstract class RouteCommand(string name, RouteAction action) : ApiCommand(name)
{
    public RouteAction Action { get; } = action;

    public override bool TakesSelector => true;

    /// <summary>Reads what follows the command's name and adds its routes to the batch; false after an error was reported.</summary>
    public abstract bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch);
}

/// <summary>A command that the reactor carries out, in order with the other commands of the same helper.</summary>
internal abstract class ReactorCommand(string name) : ApiCommand(name)
{
    /// <summary>Carries the command out and answers it.</summary>
    /// <param name="reactor">The reactor, on whose task this runs.</param>
    /// <param name="request">Who asks, for which neighbours, with which words behind the name.</param>
    public abstract void Execute(Reactor reactor, ApiRequest request);
}

/// <summary>A command as a helper wrote it.</summary>
/// <param name="Helper">Who asks.</param>
/// <param name="Selector">For which neighbours; null when it did not say.</param>
/// <param name="Words">What follows the command's name, cut at blanks.</param>
/// <param name="Text">What follows the command's name.</param>
internal sealed record ApiRequest(Helper Helper, PeerSelector? Selector, string[] Words, string Text);
