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
    private readonly Dictionary<FamilyId, HashSet<int>> _stale = [];

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
        var key = routes.KeyOf(route);
        if (_table.Set(key, route, set.Id)) CollectionsMarshal.GetValueRefOrAddDefault(_counts, family, out _)++;
        else Refresh(family, key);
        routes.Release(route);
    }

    /// <summary>Forgets a route, whatever its labels; false when it was not there.</summary>
    public bool Withdraw(FamilyId family, uint? pathId, ReadOnlySpan<byte> nlri)
    {
        var route = routes.Acquire(family, pathId, nlri);
        var key = routes.KeyOf(route);
        // Before the number is free for another route.
        Refresh(family, key);
        var removed = _table.Remove(key);
        if (removed) CollectionsMarshal.GetValueRefOrAddDefault(_counts, family, out _)--;
        routes.Release(route);
        return removed;
    }

    /// <summary>
    /// The peer begins to send all routes of a family again (BoRR, RFC 7313 section 4): those that are here are stale until they
    /// come. Of a peer that begins again before it has ended, all are stale again.
    /// </summary>
    public void BeginRefresh(FamilyId family)
    {
        if (CountOf(family) == 0) return;
        var stale = new HashSet<int>(CountOf(family));
        for (var key = _table.NextFrom(0); key >= 0; key = _table.NextFrom(key + 1))
            if (routes.Family(_table.Route(key)) == family) stale.Add(key);
        _stale[family] = stale;
    }

    /// <summary>The peer has sent all routes of a family again (EoRR): what is still stale is forgotten. Nothing, where it did not begin.</summary>
    /// <returns>How many routes were forgotten.</returns>
    public int EndRefresh(FamilyId family)
    {
        if (!_stale.Remove(family, out var stale)) return 0;
        foreach (var key in stale) _table.Remove(key);
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, family, out _) -= stale.Count;
        return stale.Count;
    }

    /// <summary>Forgets everything: the session ended, or <c>clear adj-rib in</c>.</summary>
    public void Clear()
    {
        _table.Clear();
        _counts.Clear();
        _stale.Clear();
    }

    /// <summary>
    /// The routes, of a family or all, by ascending number, as they are now. The batch holds its own references, so that another
    /// thread may write it out: <see cref="RouteBatch.Release"/> afterwards.
    /// </summary>
    public RouteBatch Snapshot(FamilyId? family = null) => _table.Snapshot(family);

    /// <inheritdoc cref="Clear"/>
    public void Dispose() => Clear();

    /// <summary>The peer spoke of a route: it is not stale any more.</summary>
    private void Refresh(FamilyId family, int key)
    {
        if (_stale.Count != 0 && _stale.TryGetValue(family, out var stale)) stale.Remove(key);
    }

    private static uint? PathId(ReadOnlySpan<byte> octets) => octets.IsEmpty ? null : BinaryPrimitives.ReadUInt32BigEndian(octets);
}
