using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// ADD-PATH (RFC 7911 section 4): for each family, whether path identifiers can be received and sent.
/// <code>{ AFI (2) | SAFI (1) | mode (1) } ...</code>
/// </summary>
public sealed class AddPathCapability : Capability
{
    /// <summary>The families that ExaBGP announces ADD-PATH for, in its order.</summary>
    public static IReadOnlyList<FamilyId> AnnouncedFamilies { get; } =
    [
        FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast,
        new(Afi.Ipv4, Safi.NlriMpls), new(Afi.Ipv6, Safi.NlriMpls),
        new(Afi.Ipv4, Safi.MplsVpn), new(Afi.Ipv6, Safi.MplsVpn),
        new(Afi.Ipv4, Safi.Mup), new(Afi.Ipv6, Safi.Mup),
    ];

    private const int EntrySize = 4;

    private readonly FamilyTable _modes = new();

    public AddPathCapability(IEnumerable<FamilyId> families, AddPathMode mode)
    {
        foreach (var family in families) _modes[family] = (byte)mode;
    }

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.AddPath;

    /// <summary>The families in the order of the OPEN.</summary>
    public IReadOnlyList<FamilyId> Families => _modes.Families;

    /// <summary>
    /// The directions of a family, <see cref="AddPathMode.None"/> for one that is not listed. A received value that RFC 7911
    /// does not define keeps its bits.
    /// </summary>
    public AddPathMode Mode(FamilyId family) => (AddPathMode)_modes[family];

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
        foreach (var family in Families)
        {
            if (_modes[family] == 0) continue;
            writer.UInt16((ushort)family.Afi);
            writer.Byte((byte)family.Safi);
            writer.Byte(_modes[family]);
        }
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output)
    {
        output.Append("{ \"name\": \"addpath\""u8);
        for (var i = 0; i < Families.Count; i++)
        {
            output.Append(i == 0 ? ", \""u8 : ",\""u8).Append(Families[i].ToSlashString()).Append("\": \""u8);
            AppendMode(output, _modes[Families[i]]);
            output.Append((byte)'"');
        }
        output.Append(" }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output)
    {
        output.Append("AddPath("u8);
        for (var i = 0; i < Families.Count; i++)
        {
            if (i > 0) output.Append((byte)',');
            AppendMode(output, _modes[Families[i]]);
            output.Append((byte)' ').Append(Families[i].ToString());
        }
        output.Append((byte)')');
    }

    private static void AppendMode(TextBuffer output, byte mode)
    {
        switch (mode)
        {
            case 0: output.Append("disabled"u8); break;
            case 1: output.Append("receive"u8); break;
            case 2: output.Append("send"u8); break;
            case 3: output.Append("send/receive"u8); break;
            default: output.Append("invalid ("u8).Append((uint)mode).Append((byte)')'); break;
        }
    }

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.AddPath;

        public override string Name => "add-path";

        public override Capability? Create(SessionSettings settings, uint localAs)
        {
            var mode = settings.Capabilities.AddPath;
            if (mode == AddPathMode.None) return null;
            var wanted = settings.AddPathFamilies ?? settings.Families;
            return new AddPathCapability(
                AnnouncedFamilies.Where(family => wanted.Contains(family) && settings.Families.Contains(family)), mode);
        }

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            var all = earlier as AddPathCapability ?? new AddPathCapability([], AddPathMode.None);
            for (; !value.IsEmpty; value = value[EntrySize..])
            {
                if (value.Length < EntrySize)
                    return Malformed("invalid ADD-PATH capability, trailing data", out capability, out error);
                all._modes[new FamilyId((Afi)(value[0] << 8 | value[1]), (Safi)value[2])] = value[3];
            }
            return Read(all, out capability, out error);
        }
    }
}
