using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// What one neighbour told us (RFC 4271 section 3.2, Adj-RIB-In), as received, for <c>show adj-rib in</c>. It lives as long as
/// the session. Owned by the neighbour's session: not thread-safe.
/// </summary>
public sealed class AdjRibIn(RouteStore routes, AttributeInterner attributes) : IDisposable
{
    private readonly RouteTable _table = new(routes, attributes);
    private readonly Dictionary<FamilyId, int> _counts = [];
    private readonly AttributeSetBuilder _builder = new();

    /// <summary>Routes of all families.</summary>
    public int Count => _table.Count;

    /// <summary>Routes of a family.</summary>
    public int CountOf(FamilyId family) => _counts.GetValueOrDefault(family);

    /// <summary>Takes in all routes of an UPDATE, those that RFC 7606 treats as withdrawn as such.</summary>
    public void Apply(UpdateView update)
    {
        for (var i = 0; i < update.SectionCount; i++)
        {
            var section = update.Section(i);
            if (section.Action == RouteAction.Withdraw)
            {
                foreach (var item in section) Withdraw(section.Family, PathId(item.PathId), item.Nlri);
                continue;
            }
            UpdateReader.CanonicalAttributes(update, _builder);
            var set = attributes.Acquire(_builder, section.NextHop.IsDefined ? NextHop.Of(section.NextHop) : NextHop.None);
            foreach (var item in section) Announce(section.Family, PathId(item.PathId), item.Nlri, set);
            attributes.Release(set.Id);
        }
    }

    /// <summary>Takes in a route; one with the same path identifier and NLRI, whatever its labels, is replaced.</summary>
    /// <param name="family">Its family.</param>
    /// <param name="pathId">Its path identifier; null when the session has none for the family.</param>
    /// <param name="nlri">Its octets.</param>
    /// <param name="set">Its attributes and next-hop; the caller keeps its own reference.</param>
    public void Announce(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri, AttributeSet set)
    {
        var route = routes.Acquire(family, pathId, nlri);
        if (_table.Set(routes.KeyOf(route), route, set.Id)) CollectionsMarshal.GetValueRefOrAddDefault(_counts, family, out _)++;
        routes.Release(route);
    }

    /// <summary>Forgets a route, whatever its labels; false when it was not there.</summary>
    public bool Withdraw(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri)
    {
        var route = routes.Acquire(family, pathId, nlri);
        var removed = _table.Remove(routes.KeyOf(route));
        if (removed) CollectionsMarshal.GetValueRefOrAddDefault(_counts, family, out _)--;
        routes.Release(route);
        return removed;
    }

    /// <summary>Forgets everything: the session ended, or <c>clear adj-rib in</c>.</summary>
    public void Clear()
    {
        _table.Clear();
        _counts.Clear();
    }

    /// <summary>
    /// The routes, of a family or all, by ascending number, as they are now. The batch holds its own references, so that another
    /// thread may write it out: <see cref="RouteBatch.Release"/> afterwards.
    /// </summary>
    public RouteBatch Snapshot(FamilyId? family = null) => _table.Snapshot(family);

    /// <inheritdoc cref="Clear"/>
    public void Dispose() => Clear();

    private static uint? PathId(ReadOnlySpan<byte> octets) => octets.IsEmpty ? null : BinaryPrimitives.ReadUInt32BigEndian(octets);
}
