using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The grammar of a route, the same for a configuration file and for an API command. Each method is called behind the
/// word that chose it, reads up to the end of the statement (<c>;</c>, the closing brace of a block, or the end of the
/// line; a terminating <c>;</c> is left to the caller), and adds what it read to the batch; on an error it reports to the
/// reader, adds nothing and gives false. Not thread-safe: one per reader of text.
/// </summary>
public sealed class RouteGrammar(RouteStore store, AttributeInterner interner)
{
    private readonly RouteStore _store = store;
    private readonly AttributeInterner _interner = interner;

    /// <summary><c>route PREFIX …</c> or <c>route PREFIX { … }</c>.</summary>
    public bool TryParseRoute(ref TokenReader reader, RouteAction action, RouteBatch batch) => throw new NotImplementedException();

    /// <summary><c>attributes … nlri PREFIX PREFIX …</c> (also <c>attribute</c>).</summary>
    public bool TryParseAttributes(ref TokenReader reader, RouteAction action, RouteBatch batch) => throw new NotImplementedException();

    /// <summary><c>ipv4 SAFI …</c> or <c>ipv6 SAFI …</c>, behind the AFI.</summary>
    public bool TryParseFamily(ref TokenReader reader, Afi afi, RouteAction action, RouteBatch batch) => throw new NotImplementedException();

    /// <summary><c>flow route …</c>, behind <c>route</c>: the block form with match, scope and then, or all words in a row.</summary>
    public bool TryParseFlowRoute(ref TokenReader reader, RouteAction action, RouteBatch batch) => throw new NotImplementedException();
}
