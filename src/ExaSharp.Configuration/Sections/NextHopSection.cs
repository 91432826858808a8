using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>nexthop { … }</c> of a neighbour (RFC 8950).</summary>
internal static class NextHopSection
{
    private const string Syntax = "unicast | multicast | nlri-mpls | mpls-vpn, then the other of ipv4 and ipv6";

    public static readonly Section<NextHopDraft> Definition = new("nexthop",
    [
        new("ipv4", Syntax, null, "IPv4 routes with IPv6 next-hops", (ref TokenReader reader, NextHopDraft draft) => Read(ref reader, draft, Afi.Ipv4, Afi.Ipv6)),
        new("ipv6", Syntax, null, "IPv6 routes with IPv4 next-hops", (ref TokenReader reader, NextHopDraft draft) => Read(ref reader, draft, Afi.Ipv6, Afi.Ipv4)),
    ], []);

    private static bool Read(ref TokenReader reader, NextHopDraft draft, Afi afi, Afi other)
    {
        var keyword = reader.Last;
        var word = Values.Take(ref reader);
        if (!FamilyNames.TryParseSafi(word, out var safi) || safi is not (Safi.Unicast or Safi.Multicast or Safi.NlriMpls or Safi.MplsVpn))
            return Values.Refuse(reader, word, $"invalid afi/safi pair {Values.Pair(afi, word)}",
                SpellChecker.Suggest(word, ["unicast", "multicast", "nlri-mpls", "mpls-vpn"]));
        var nextHop = Values.Take(ref reader);
        if (!Ascii.EqualIgnoreCase(nextHop, FamilyNames.Name(other)))
            return Values.Refuse(reader, nextHop, $"invalid nexthop afi {Values.Text(nextHop).ToLowerInvariant()}", FamilyNames.Name(other));
        draft.Entries.Add(new NextHopEntry(new FamilyId(afi, safi), other, keyword));
        return true;
    }
}
