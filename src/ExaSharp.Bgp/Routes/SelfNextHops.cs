using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The attribute sets with <c>next-hop self</c> that a session met, each with the set that has the resolved address instead.
/// Holds references to both. Not thread-safe.
/// </summary>
internal sealed class SelfNextHops(AttributeInterner attributes)
{
    // Sets come and go with the routes of a long session: then it starts over.
    private const int MaxCount = 1024;

    private readonly Dictionary<(int Set, bool IsIpv6), int> _resolved = [];

    /// <summary>The set to send; the set itself when <c>self</c> can not be resolved for the family.</summary>
    public int Resolve(AttributeSet set, FamilyId family, NegotiatedSession session)
    {
        var name = (set.Id, family.Afi == Afi.Ipv6);
        if (_resolved.TryGetValue(name, out var known)) return known;
        var address = NextHopResolver.Resolve(set.NextHop, family, session);
        if (!address.IsDefined) return set.Id;
        if (_resolved.Count == MaxCount) Clear();
        attributes.AddReference(set.Id);
        return _resolved[name] = attributes.Acquire(set.Canonical, NextHop.Of(address)).Id;
    }

    /// <summary>Forgets all, as the next session may have another address.</summary>
    public void Clear()
    {
        foreach (var (name, set) in _resolved)
        {
            attributes.Release(name.Set);
            attributes.Release(set);
        }
        _resolved.Clear();
    }
}
