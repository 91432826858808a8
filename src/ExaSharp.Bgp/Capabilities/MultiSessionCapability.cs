using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Multisession (draft-ietf-idr-bgp-multisession; Cisco uses code 131). As ExaBGP writes it, it comes twice: with the value
/// 0 (flags), and with the code of the capability that tells the sessions apart. A received value is not looked into.
/// </summary>
public sealed class MultiSessionCapability : Capability
{
    private readonly bool _ours;

    private MultiSessionCapability(CapabilityCode code, bool ours)
    {
        Code = code;
        _ours = ours;
    }

    public static CapabilityType Type { get; } = new Descriptor(CapabilityCode.MultiSession, "multi-session");

    /// <summary>Understood when received, never sent.</summary>
    public static CapabilityType CiscoType { get; } = new Descriptor(CapabilityCode.MultiSessionCisco, "cisco-multi-session");

    /// <inheritdoc/>
    public override CapabilityCode Code { get; }

    /// <inheritdoc/>
    public override int ValueCount => _ours ? 2 : 1;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer) =>
        writer.Byte(index == 0 ? (byte)0 : (byte)CapabilityCode.Multiprotocol);

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) => AppendJson(JsonVersion.Five, output);

    /// <inheritdoc/>
    public override void AppendJson(JsonVersion version, TextBuffer output)
    {
        output.Append("{ \"name\": \"multisession\", \"variant\": \""u8);
        output.Append(Code == CapabilityCode.MultiSession ? "RFC"u8 : "Cisco"u8);
        output.Append(version == JsonVersion.Three ? "\" ,\"capabilities\": ["u8 : "\", \"capabilities\": ["u8);
        if (_ours) output.Append(" \"multiprotocol\""u8);
        output.Append(" ] }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output)
    {
        output.Append("Multisession"u8);
        if (Code == CapabilityCode.MultiSession) output.Append(" (RFC)"u8);
        output.Append((byte)' ');
        if (_ours) output.Append("multiprotocol"u8);
    }

    private sealed class Descriptor(CapabilityCode code, string name) : CapabilityType
    {
        private readonly MultiSessionCapability _received = new(code, ours: false);

        public override CapabilityCode Code => code;

        public override string Name => name;

        public override Capability? Create(SessionSettings settings, uint localAs) =>
            settings.Capabilities.MultiSession && code == CapabilityCode.MultiSession
                ? new MultiSessionCapability(code, ours: true)
                : null;

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error) =>
            Read(_received, out capability, out error);
    }
}
