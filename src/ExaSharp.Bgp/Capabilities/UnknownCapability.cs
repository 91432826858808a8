using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>A received capability whose code is not in <see cref="CapabilityTypes"/>; of several values the last is kept.</summary>
public sealed class UnknownCapability(CapabilityCode code, ReadOnlySpan<byte> value) : Capability
{
    private readonly byte[] _value = value.ToArray();

    /// <inheritdoc/>
    public override CapabilityCode Code { get; } = code;

    public ReadOnlySpan<byte> Value => _value;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer) => writer.Bytes(_value);

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) => output
        .Append("{ \"name\": \"unknown\", \"iana\": \""u8)
        .Append((byte)Code switch { >= 128 => "reserved"u8, >= 70 => "unassigned"u8, _ => "unknown"u8 })
        .Append("\", \"value\": "u8).Append((uint)Code).Append(", \"raw\": \""u8).AppendHex(_value).Append("\" }"u8);

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output) => output
        .Append((byte)Code switch { >= 128 => "Reserved "u8, >= 70 => "Unassigned "u8, _ => "Unknown "u8 })
        .Append((uint)Code);
}
