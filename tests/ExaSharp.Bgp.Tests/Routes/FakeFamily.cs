using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>A family with the traits that a test asks for, so that tests of the RIBs do not depend on what real families do.</summary>
internal sealed class FakeFamily(FamilyId id) : Family
{
    public override FamilyId Id => id;

    public bool Grouped { get; init; }

    public bool CarriesAttributes { get; init; } = true;

    public bool WithNextHop { get; init; } = true;

    public bool WithNextHopAttribute { get; init; } = true;

    public int RdLength { get; init; }

    /// <summary>Octets at the start of the NLRI that do not tell which route it is.</summary>
    public int LabelOctets { get; init; }

    /// <summary>Whether the last octet of the NLRI does not count: it is 0 in the plain spelling.</summary>
    public bool IgnoresLastOctet { get; init; }

    public override bool IsGrouped => Grouped;

    public override bool WithdrawCarriesAttributes => CarriesAttributes;

    public override bool NeedsNextHop => WithNextHop;

    public override bool SendsNextHopAttribute => WithNextHopAttribute;

    public override int NextHopRdLength => RdLength;

    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch)
    {
        if (IgnoresLastOctet)
        {
            nlri.CopyTo(scratch);
            scratch[nlri.Length - 1] = 0;
            return scratch[..nlri.Length];
        }
        if (LabelOctets == 0) return nlri;
        nlri[LabelOctets..].CopyTo(scratch);
        return scratch[..(nlri.Length - LabelOctets)];
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<FamilyId, Family?> Known = new();

    public static Family? Find(FamilyId id) => Known.GetOrAdd(id, static id => Make(id));

    private static FakeFamily? Make(FamilyId id) => id switch
    {
        { Afi: Afi.Ipv4, Safi: Safi.Unicast } => new FakeFamily(id) { Grouped = true, CarriesAttributes = false },
        { Afi: Afi.Ipv6, Safi: Safi.Multicast } => new FakeFamily(id) { CarriesAttributes = false, IgnoresLastOctet = true },
        { Safi: Safi.Unicast or Safi.Multicast } => new FakeFamily(id) { CarriesAttributes = false },
        { Safi: Safi.McastVpn } => new FakeFamily(id) { Grouped = true },
        { Safi: Safi.Flow } => new FakeFamily(id) { WithNextHop = false, WithNextHopAttribute = false },
        { Safi: Safi.Vpls } => new FakeFamily(id) { WithNextHopAttribute = false },
        { Safi: Safi.MplsVpn } => new FakeFamily(id) { RdLength = 8, LabelOctets = 3 },
        _ => null,
    };

    public override bool TryParseHead(ref TokenReader reader, RouteDraft draft) => throw new NotSupportedException();

    public override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error) => throw new NotSupportedException();

    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error) =>
        throw new NotSupportedException();

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output) =>
        throw new NotSupportedException();

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output) => throw new NotSupportedException();

    public override bool IsValidNextHopLength(int length) => throw new NotSupportedException();
}
