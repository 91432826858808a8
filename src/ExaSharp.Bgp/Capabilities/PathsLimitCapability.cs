using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// PATHS-LIMIT (draft-abraitis-idr-addpath-paths-limit): for each family, how many paths of a prefix are of use. Received ones are told of;
/// none is announced.
/// <code>{ AFI (2) | SAFI (1) | limit (2) } ...</code>
/// </summary>
public sealed class PathsLimitCapability : Capability
{
    private const int EntrySize = 5;

    private readonly List<(FamilyId Family, ushort Limit)> _limits = [];

    private byte[] _last = [];

    private PathsLimitCapability()
    {
    }

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.PathsLimit;

    /// <summary>The families in the order of the OPEN, each with the first limit that is not 0.</summary>
    public IReadOnlyList<(FamilyId Family, ushort Limit)> Limits => _limits;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer) => writer.Bytes(_last);

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output)
    {
        output.Append("{ \"name\": \"paths-limit\""u8);
        foreach (var (family, limit) in _limits)
            output.Append(", \""u8).Append(family.ToSlashString()).Append("\": "u8).Append((uint)limit);
        output.Append(" }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output)
    {
        output.Append("PathsLimit("u8);
        for (var i = 0; i < _limits.Count; i++)
            output.Append(i == 0 ? "" : ", ").Append(_limits[i].Family.ToString()).Append((byte)' ').Append((uint)_limits[i].Limit);
        output.Append((byte)')');
    }

    private void Read(ReadOnlySpan<byte> value)
    {
        _last = value.ToArray();
        for (; value.Length >= EntrySize; value = value[EntrySize..])
        {
            var family = new FamilyId((Afi)BinaryPrimitives.ReadUInt16BigEndian(value), (Safi)value[2]);
            var limit = BinaryPrimitives.ReadUInt16BigEndian(value[3..]);
            if (limit != 0 && !_limits.Exists(known => known.Family == family)) _limits.Add((family, limit));
        }
    }

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.PathsLimit;

        public override string Name => "paths-limit";

        public override JsonVersion KnownSince => JsonVersion.Six;

        /// <remarks>Octets too few for an entry are passed over: nothing of the session depends on them.</remarks>
        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            var all = earlier as PathsLimitCapability ?? new PathsLimitCapability();
            all.Read(value);
            return Read(all, out capability, out error);
        }
    }
}
