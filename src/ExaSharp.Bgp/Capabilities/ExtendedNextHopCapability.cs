using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Extended next-hop encoding (RFC 8950 section 4): families whose next-hop may be of another AFI.
/// <code>{ NLRI AFI (2) | reserved (1) | NLRI SAFI (1) | next-hop AFI (2) } ...</code>
/// </summary>
public sealed class ExtendedNextHopCapability : Capability
{
    private const int EntrySize = 6;

    private readonly List<(FamilyId Family, Afi NextHop)> _entries = [];

    public ExtendedNextHopCapability(IEnumerable<(FamilyId Family, Afi NextHop)> entries)
    {
        foreach (var (family, nextHop) in entries) Add(family, nextHop);
    }

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.ExtendedNextHop;

    /// <summary>Each entry once, in the order of the OPEN.</summary>
    public IReadOnlyList<(FamilyId Family, Afi NextHop)> Entries => _entries;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
        foreach (var (family, nextHop) in _entries)
        {
            writer.UInt16((ushort)family.Afi);
            writer.UInt16((ushort)family.Safi);
            writer.UInt16((ushort)nextHop);
        }
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output)
    {
        output.Append("{ \"name\": \"nexthop\", \"conversion\": ["u8);
        for (var i = 0; i < _entries.Count; i++)
        {
            var (family, nextHop) = _entries[i];
            output.Append(i == 0 ? " \""u8 : ", \""u8).Append(family.ToSlashString())
                .Append((byte)'/').Append(FamilyNames.Name(nextHop)).Append((byte)'"');
        }
        output.Append(" ] }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output)
    {
        output.Append("NextHop("u8);
        for (var i = 0; i < _entries.Count; i++)
        {
            if (i > 0) output.Append((byte)',');
            output.Append(_entries[i].Family.ToString()).Append((byte)' ').Append(FamilyNames.Name(_entries[i].NextHop));
        }
        output.Append((byte)')');
    }

    private void Add(FamilyId family, Afi nextHop)
    {
        if (!_entries.Contains((family, nextHop))) _entries.Add((family, nextHop));
    }

    private sealed class Descriptor : CapabilityType
    {
        // ExaBGP announces these only; entries for IPv6 NLRI with IPv4 next-hops are read from the configuration, not announced.
        private static readonly Safi[] Announced = [Safi.Unicast, Safi.Multicast, Safi.NlriMpls, Safi.MplsVpn];

        public override CapabilityCode Code => CapabilityCode.ExtendedNextHop;

        public override string Name => "nexthop";

        public override JsonVersion KnownSince => JsonVersion.Four;

        public override Capability? Create(SessionSettings settings, uint localAs)
        {
            if (!(settings.Capabilities.ExtendedNextHop ?? settings.NextHops.Count > 0)) return null;
            var families = settings.Families;
            return new ExtendedNextHopCapability(
                from safi in Announced
                let family = new FamilyId(Afi.Ipv4, safi)
                where settings.NextHops.Contains((family, Afi.Ipv6))
                where families.Contains(family) && families.Contains(new FamilyId(Afi.Ipv6, safi))
                select (family, Afi.Ipv6));
        }

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            var all = earlier as ExtendedNextHopCapability ?? new ExtendedNextHopCapability([]);
            for (; !value.IsEmpty; value = value[EntrySize..])
            {
                if (value.Length < EntrySize)
                    return Malformed("invalid extended next-hop capability, trailing data", out capability, out error);
                all.Add(new FamilyId((Afi)(value[0] << 8 | value[1]), (Safi)value[3]), (Afi)(value[4] << 8 | value[5]));
            }
            return Read(all, out capability, out error);
        }
    }
}
