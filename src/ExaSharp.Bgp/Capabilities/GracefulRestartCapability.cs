using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Graceful restart (RFC 4724 section 3).
/// <code>
/// restart flags (4 bits) | restart time in seconds (12 bits)
/// { AFI (2) | SAFI (1) | flags (1) } ...
/// </code>
/// </summary>
public sealed class GracefulRestartCapability : Capability
{
    /// <summary>The Restart State bit of the 4 restart flags.</summary>
    public const byte RestartState = 0x8;

    /// <summary>The Forwarding State bit of a family's flags.</summary>
    public const byte ForwardingState = 0x80;

    private const int HeaderSize = 2;
    private const int EntrySize = 4;
    private const int MaxFamilies = (255 - HeaderSize) / EntrySize;
    private const ushort TimeMask = 0x0fff;

    private readonly FamilyTable _families = new();

    /// <param name="flags">The 4 restart flags.</param>
    /// <param name="time">Seconds; only the low 12 bits count.</param>
    /// <param name="families">Families, all with the Forwarding State bit.</param>
    public GracefulRestartCapability(byte flags, ushort time, IEnumerable<FamilyId> families)
    {
        Flags = flags;
        Time = (ushort)(time & TimeMask);
        foreach (var family in families.Take(MaxFamilies)) _families[family] = ForwardingState;
    }

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.GracefulRestart;

    /// <summary>The 4 restart flags; <see cref="RestartState"/> is the one that RFC 4724 defines.</summary>
    public byte Flags { get; private set; }

    /// <summary>Restart time, 0..4095 seconds.</summary>
    public ushort Time { get; private set; }

    public IReadOnlyList<FamilyId> Families => _families.Families;

    /// <summary>Whether forwarding state of the family was kept.</summary>
    public bool KeepsForwarding(FamilyId family) => (_families[family] & ForwardingState) != 0;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
        writer.UInt16((ushort)(Flags << 12 | Time));
        foreach (var family in Families)
        {
            writer.UInt16((ushort)family.Afi);
            writer.Byte((byte)family.Safi);
            writer.Byte(_families[family]);
        }
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) => AppendJson(JsonVersion.Five, output);

    /// <inheritdoc/>
    /// <remarks>Blanks differ from version to version; 3.4.8 has its members in the order of a table.</remarks>
    public override void AppendJson(JsonVersion version, TextBuffer output)
    {
        if (version == JsonVersion.Three)
        {
            output.Append("{ \"restart flags\": [ "u8).Append((Flags & RestartState) != 0 ? "\"forwarding\" ] "u8 : "] "u8)
                .Append(",\"address family flags\": { "u8);
            AppendFamilyFlags("\": [ "u8, "\"restart\" "u8, "]"u8, output);
            output.Append("} ,\"name\": \"graceful restart\",\"time\": "u8).Append((uint)Time).Append("} "u8);
            return;
        }
        output.Append("{ \"name\": \"graceful restart\", \"time\": "u8).Append((uint)Time).Append(", \"address-family-flags\": { "u8);
        AppendFamilyFlags("\": ["u8, " \"restart\""u8, " ] "u8, output);
        output.Append("}, \"restart-flags\": ["u8).Append((Flags & RestartState) != 0 ? " \"forwarding\" "u8 : " "u8)
            .Append(version == JsonVersion.Four ? "] }"u8 : "]  }"u8);
    }

    private void AppendFamilyFlags(ReadOnlySpan<byte> open, ReadOnlySpan<byte> restart, ReadOnlySpan<byte> close, TextBuffer output)
    {
        for (var i = 0; i < Families.Count; i++)
        {
            if (i > 0) output.Append(", "u8);
            output.Append((byte)'"').Append(Families[i].ToSlashString()).Append(open);
            if (KeepsForwarding(Families[i])) output.Append(restart);
            output.Append(close);
        }
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output)
    {
        output.Append("Graceful Restart Flags 0x"u8);
        AppendLowerHex(output, Flags);
        output.Append(" Time "u8).Append((uint)Time).Append((byte)' ');
        for (var i = 0; i < Families.Count; i++)
        {
            if (i > 0) output.Append((byte)' ');
            output.Append(Families[i].ToSlashString()).Append("=0x"u8);
            AppendLowerHex(output, _families[Families[i]]);
        }
    }

    private static void AppendLowerHex(TextBuffer output, byte value)
    {
        if (value > 0xf) output.Append("0123456789abcdef"u8[value >> 4]);
        output.Append("0123456789abcdef"u8[value & 0xf]);
    }

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.GracefulRestart;

        public override string Name => "graceful-restart";

        public override Capability? Create(SessionSettings settings, uint localAs)
        {
            if (settings.Capabilities.GracefulRestart is not { } configured) return null;
            var time = configured == 0 ? settings.HoldTime : configured;
            if (time == 0) return null;
            // ExaBGP always speaks as a speaker that has restarted: it cannot know whether the peer still holds its routes.
            return new GracefulRestartCapability(RestartState, time, settings.Families.Distinct().Order());
        }

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            if (value.Length < HeaderSize)
                return Malformed("invalid graceful-restart capability, not enough data for the header", out capability, out error);
            var all = earlier as GracefulRestartCapability ?? new GracefulRestartCapability(0, 0, []);
            all.Flags = (byte)(value[0] >> 4);
            all.Time = (ushort)((value[0] << 8 | value[1]) & TimeMask);
            for (value = value[HeaderSize..]; !value.IsEmpty; value = value[EntrySize..])
            {
                if (value.Length < EntrySize)
                    return Malformed("invalid graceful-restart capability, trailing data", out capability, out error);
                var family = new FamilyId((Afi)(value[0] << 8 | value[1]), (Safi)value[2]);
                all._families[family] = (byte)(value[3] & ForwardingState);
            }
            return Read(all, out capability, out error);
        }
    }
}
