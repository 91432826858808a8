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

/// <summary>One step of a flush. Routes of equal <see cref="Batch"/> share UPDATEs.</summary>
internal readonly record struct FlushItem(FlushKind Kind, FamilyId Family, int Route, int Set, int Batch);
