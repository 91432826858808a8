using ExaSharp.Bgp.Iana;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Checks;

/// <summary>ExaBGP's names of neighbours: keys, log sources, selectors and answers of the API.</summary>
internal static class NeighborName
{
    /// <summary>The peer as shown: the address as written, with the length of a range.</summary>
    public static string Peer(WrittenPrefix peer) =>
        peer.Prefix.Length == peer.Prefix.MaxLength ? peer.Text : $"{peer.Text}/{peer.Prefix.Length}";

    /// <summary><c>neighbor P local-ip L local-as N peer-as N router-id R family-allowed F</c>.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="local">Our address; empty for <c>auto</c>, which is shown as <c>None</c>.</param>
    /// <param name="localAs">Our AS; null for <c>auto</c>.</param>
    /// <param name="peerAs">The peer's AS; null for <c>auto</c>.</param>
    /// <param name="routerId">Our BGP identifier.</param>
    /// <param name="families">The families under multi-session; null otherwise.</param>
    public static string Create(WrittenPrefix peer, string local, uint? localAs, uint? peerAs, string routerId, IReadOnlyList<FamilyId>? families)
    {
        var allowed = families is null
            ? "in-open"
            : string.Join('/', families.Select(family => $"{FamilyNames.Name(family.Afi)}-{FamilyNames.Name(family.Safi)}"));
        return $"neighbor {Peer(peer)} local-ip {(local.Length == 0 ? "None" : local)} local-as {Show(localAs)} peer-as {Show(peerAs)} router-id {routerId} family-allowed {allowed}";
    }

    private static string Show(uint? asn) => asn?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "auto";
}
