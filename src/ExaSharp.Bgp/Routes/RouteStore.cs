using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// All NLRI of the process, each once, by a dense number (from 1) that Adj-RIBs use as an index. Routes are counted as
/// attribute sets are. Thread-safe: one writer at a time, readers of an id that they hold never wait.
/// </summary>
public sealed class RouteStore
{
    /// <summary>The number of the route, with one reference more for the caller.</summary>
    /// <param name="family">Its address family.</param>
    /// <param name="pathId">Its path identifier; null for none (which is another route than 0).</param>
    /// <param name="nlri">Its octets without path identifier.</param>
    public int Acquire(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri) => throw new NotImplementedException();

    public FamilyId Family(int id) => throw new NotImplementedException();

    public uint? PathId(int id) => throw new NotImplementedException();

    /// <summary>The NLRI's octets; valid while the caller holds the route.</summary>
    public ReadOnlySpan<byte> Nlri(int id) => throw new NotImplementedException();

    public void AddReference(int id) => throw new NotImplementedException();

    public void Release(int id) => throw new NotImplementedException();

    /// <summary>Routes alive.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>One more than the largest number given so far: the size that an index by number needs.</summary>
    public int Capacity => throw new NotImplementedException();
}
