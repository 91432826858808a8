using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Routes;

/// <summary>What is to be sent next.</summary>
internal enum FlushKind : byte
{
    Announce,
    Withdraw,

    /// <summary>A withdraw in the first generation of a session: only its attributes are sent (ExaBGP).</summary>
    AttributesOnly,

    /// <summary>Beginning of Route Refresh (RFC 7313).</summary>
    RefreshBegin,

    /// <summary>End of Route Refresh.</summary>
    RefreshEnd,
}

/// <summary>One step of a flush.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Family">The route's family, or the one refreshed.</param>
/// <param name="Route">The route.</param>
/// <param name="Set">Its attribute set.</param>
/// <param name="Batch">Routes of equal batch share UPDATEs.</param>
/// <param name="Replaces">Whether the peer may have the route with other attributes.</param>
internal readonly record struct FlushItem(FlushKind Kind, FamilyId Family, int Route, int Set, int Batch, bool Replaces = false);
