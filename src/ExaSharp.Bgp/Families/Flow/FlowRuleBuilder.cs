namespace ExaSharp.Bgp.Families.Flow;

/// <summary>Collects the components of a FlowSpec rule in any order (RFC 8955 section 4.2: they are sent in ascending type order).</summary>
public sealed class FlowRuleBuilder
{
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Clear() => _count = 0;
}
