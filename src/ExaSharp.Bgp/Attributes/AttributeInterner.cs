using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// All attribute sets of the process, each once. Sets are counted: who keeps an id holds a reference, and a set that
/// nobody holds is forgotten. Thread-safe.
/// </summary>
public sealed class AttributeInterner
{
    /// <summary>The set with these attributes and this next-hop, with one reference more for the caller.</summary>
    public AttributeSet Acquire(AttributeSetBuilder attributes, NextHop nextHop) => Acquire(attributes.Canonical(), nextHop);

    /// <summary>As the other overload, from a canonical form.</summary>
    public AttributeSet Acquire(ReadOnlySpan<byte> canonical, NextHop nextHop) => throw new NotImplementedException();

    /// <summary>The set of an id that the caller holds a reference to. Does not block.</summary>
    public AttributeSet Get(int id) => throw new NotImplementedException();

    public void AddReference(int id) => throw new NotImplementedException();

    public void Release(int id) => throw new NotImplementedException();

    /// <summary>Sets alive.</summary>
    public int Count => throw new NotImplementedException();
}
