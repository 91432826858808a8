using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration.Programs;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration;

/// <summary>What a configuration file is read into and against: the process's routes and the world's answers that reading it needs.</summary>
public sealed class ConfigurationContext(RouteStore routes, AttributeInterner attributes)
{
    /// <summary>Where the NLRI of configured routes are kept.</summary>
    public RouteStore Routes { get; } = routes;

    /// <summary>Where the attributes of configured routes are kept.</summary>
    public AttributeInterner Attributes { get; } = attributes;

    /// <summary>Finds the programs of <c>run</c>; null takes them as written, unchecked.</summary>
    public IProgramLocator? Programs { get; init; }

    /// <summary>Reads the files of <c>md5-file</c>; null looks at none, and their neighbours have no key.</summary>
    public IKeyFiles? KeyFiles { get; init; }

    /// <summary>The setting <c>api.encoder</c>: the form of the events of a process that does not say which it wants.</summary>
    public HelperEncoder DefaultEncoder { get; init; }

    /// <summary>The setting <c>bgp.passive</c>: every neighbour is passive, so that a range needs no <c>passive</c> of its own.</summary>
    public bool AllPassive { get; init; }

    /// <summary>The setting <c>bgp.rfc</c>: what a neighbour without the keyword <c>rfc</c> does.</summary>
    public bool Rfc { get; init; }
}
