using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// Makes the changes of one statement from drafts: checks that a route is complete, cuts it into parts, and stores NLRI and
/// attributes once. Kept and used again by its grammar.
/// </summary>
internal sealed class RouteBatchWriter(RouteStore store, AttributeInterner interner, byte[] nlri, int maxParts)
{
    private RouteBatch? _batch;
    private RouteAction _action;
    private int _first;

    /// <summary>The attribute set of the statement; 0 before its first route.</summary>
    private int _attributes;

    /// <summary>The set of the last statement; no reference to it is held.</summary>
    private AttributeSet? _last;
    private bool _repeats;

    public void Begin(RouteBatch batch, RouteAction action)
    {
        _repeats = false;
        _batch = batch;
        _action = action;
        _first = batch.Count;
        _attributes = 0;
    }

    /// <summary>The statement has the attributes and the next-hop of the one before.</summary>
    public void Repeat() => _repeats = true;

    /// <summary>Ends the statement: a failed one leaves nothing behind.</summary>
    public void End(bool ok)
    {
        if (!ok) _batch!.Truncate(_first);
        _batch = null;
    }

    /// <summary>Adds the draft's route, or its parts. All routes of a statement have the same attributes.</summary>
    /// <param name="reader">Where errors go.</param>
    /// <param name="family">The route's family.</param>
    /// <param name="draft">The route.</param>
    /// <param name="place">What an error points at.</param>
    /// <param name="incomplete">ExaBGP's words for a route that lacks something.</param>
    public bool TryAdd(ref TokenReader reader, Family family, RouteDraft draft, TextSpan place, string incomplete)
    {
        if (_action == RouteAction.Announce && ((family.NeedsNextHop && draft.NextHop.IsNone) || !family.IsComplete(draft)))
            return reader.Fail(DiagnosticCode.MissingValue, place, family.FindMissing(draft, _action) ?? incomplete);
        if (_action == RouteAction.Announce && draft.StartsWithdrawn && draft.Watchdog is null)
            reader.Diagnostics?.Warning(DiagnosticCode.Ignored, place, "withdraw is ignored without watchdog: the route is announced");
        var whole = draft.Prefix;
        if (draft.Split is not { } length || !draft.HasPrefix || length <= whole.Length)
            return TryAddOne(ref reader, family, draft, place, incomplete);
        if (length > whole.MaxLength)
            return reader.Fail(DiagnosticCode.InvalidValue, place, $"{whole} can not be split into parts of /{length}");
        var bits = length - whole.Length;
        if (bits > 30 || (1 << bits) > maxParts - (_batch!.Count - _first))
            return reader.Fail(DiagnosticCode.InvalidValue, place, $"split /{length} makes more than {maxParts} routes of {whole}");
        for (var part = 0; part < 1 << bits; part++)
        {
            draft.Prefix = new IpPrefix(whole.Address.Add((uint)part, whole.MaxLength - length), length);
            if (!TryAddOne(ref reader, family, draft, place, incomplete)) return false;
        }
        return true;
    }

    private bool TryAddOne(ref TokenReader reader, Family family, RouteDraft draft, TextSpan place, string incomplete)
    {
        var writer = new WireWriter(nlri);
        if (!family.TryWriteNlri(draft, ref writer, out var error))
        {
            return reader.Fail(DiagnosticCode.MissingValue, place,
                family.FindMissing(draft, _action) ?? (error is null ? incomplete : $"{incomplete}: {error}"));
        }
        if (writer.Overflowed) return reader.Fail(DiagnosticCode.InvalidValue, place, "the route is too long for a BGP message");
        var route = store.Acquire(family.Id, family.TakesPathId ? draft.PathId : null, writer.Written);
        if (_attributes == 0) _attributes = AcquireAttributes(draft);
        else interner.AddReference(_attributes);
        _batch!.Add(new RouteChange(route, _attributes, _action), draft.Watchdog, draft.StartsWithdrawn);
        return true;
    }

    private int AcquireAttributes(RouteDraft draft)
    {
        if (_repeats && _last is not null && AttributeInterner.TryAddReference(_last)) return _last.Id;
        _last = interner.Acquire(draft.Attributes, draft.NextHop);
        return _last.Id;
    }
}
