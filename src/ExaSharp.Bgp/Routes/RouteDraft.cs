using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Families.Vpls;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// A route while its text is read: what the keywords said so far. Owned by a <see cref="RouteGrammar"/> and used again for
/// the next route, so that reading a route allocates nothing.
/// </summary>
public sealed class RouteDraft
{
    private readonly List<uint> _labels = [];

    public IpPrefix Prefix { get; set; }

    public bool HasPrefix { get; set; }

    /// <summary><c>path-information</c> (RFC 7911); null when not given.</summary>
    public uint? PathId { get; set; }

    public RouteDistinguisher? Rd { get; set; }

    /// <summary>MPLS labels, outermost first.</summary>
    public IList<uint> Labels => _labels;

    public NextHop NextHop { get; set; }

    /// <summary>The path attributes given.</summary>
    public AttributeSetBuilder Attributes { get; } = new();

    /// <summary>The FlowSpec components given.</summary>
    public FlowRuleBuilder Flow { get; } = new();

    /// <summary>The numbers of a VPLS site given.</summary>
    public VplsFields Vpls { get; } = new();

    /// <summary>The NLRI itself, from families whose text is turned into octets as it is read.</summary>
    public ValueBuilder Nlri { get; } = new();

    /// <summary><c>split /n</c>: the route stands for all its parts of that length; null when not given.</summary>
    public byte? Split { get; set; }

    /// <summary>The watchdog group that the route belongs to (configured routes), or null.</summary>
    public string? Watchdog { get; set; }

    /// <summary><c>withdraw</c> beside <c>watchdog</c>: the route starts withdrawn.</summary>
    public bool StartsWithdrawn { get; set; }

    /// <summary>Numbers that a keyword has read and not yet written; of no meaning between keywords.</summary>
    internal List<uint> Scratch { get; } = [];

    /// <summary>Who aggregates when <c>aggregator</c> has no value (ExaBGP 3.4); not part of a route, so it outlives them.</summary>
    public (uint LocalAs, IpAddress Address)? Speaker { get; set; }

    /// <summary>Makes the draft empty for the next route.</summary>
    public void Clear()
    {
        ClearNlri();
        NextHop = default;
        Attributes.Clear();
        Watchdog = null;
        StartsWithdrawn = false;
        Split = null;
    }

    /// <summary>Forgets the NLRI only: <c>attributes … nlri A B C</c> shares everything else.</summary>
    public void ClearNlri()
    {
        Prefix = default;
        HasPrefix = false;
        PathId = null;
        Rd = null;
        _labels.Clear();
        Flow.Clear();
        Vpls.Clear();
        Nlri.Truncate(0);
    }
}
