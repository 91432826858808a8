using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Multiprotocol extensions (RFC 4760 section 8): one value for each family.
/// <code>AFI (2) | reserved (1) | SAFI (1)</code>
/// </summary>
public sealed class MultiprotocolCapability : Capability
{
    private const int EntrySize = 4;

    private readonly List<FamilyId> _families;

    public MultiprotocolCapability(IEnumerable<FamilyId> families) => _families = [.. families];

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.Multiprotocol;

    /// <summary>The families in the order of the OPEN; a received list may repeat one.</summary>
    public IReadOnlyList<FamilyId> Families => _families;

    /// <inheritdoc/>
    public override int ValueCount => _families.Count;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
        writer.UInt16((ushort)_families[index].Afi);
        writer.UInt16((ushort)_families[index].Safi);
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) => AppendJson(JsonVersion.Five, output);

    /// <inheritdoc/>
    /// <remarks>Since 6.0 a family that is repeated is shown once.</remarks>
    public override void AppendJson(JsonVersion version, TextBuffer output)
    {
        output.Append("{ \"name\": \"multiprotocol\", \"families\": ["u8);
        for (var i = 0; i < _families.Count; i++)
        {
            if (version >= JsonVersion.Six && _families.IndexOf(_families[i]) != i) continue;
            output.Append(i == 0 ? " \""u8 : ", \""u8).Append(_families[i].ToSlashString()).Append((byte)'"');
        }
        output.Append(" ] }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output)
    {
        output.Append("Multiprotocol("u8);
        for (var i = 0; i < _families.Count; i++)
        {
            if (i > 0) output.Append((byte)',');
            output.Append(_families[i].ToString());
        }
        output.Append((byte)')');
    }

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.Multiprotocol;

        public override string Name => "multiprotocol";

        public override Capability Create(SessionSettings settings, uint localAs) =>
            new MultiprotocolCapability(settings.Families.Distinct().Order());

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            if (value.Length < EntrySize)
            {
                var length = value.Length.ToString(CultureInfo.InvariantCulture);
                return Malformed($"invalid multiprotocol capability, expected 4 bytes, got {length}", out capability, out error);
            }
            var all = earlier as MultiprotocolCapability ?? new MultiprotocolCapability([]);
            all._families.Add(new FamilyId((Afi)(value[0] << 8 | value[1]), (Safi)value[3]));
            return Read(all, out capability, out error);
        }
    }
}
