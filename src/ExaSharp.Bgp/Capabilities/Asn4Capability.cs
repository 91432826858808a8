using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>Support for 4-octet AS numbers (RFC 6793 section 3): the sender's AS number in four octets.</summary>
public sealed class Asn4Capability(uint asn) : Capability
{
    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.Asn4;

    public uint Asn { get; } = asn;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer) => writer.UInt32(Asn);

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) =>
        output.Append("{ \"name\": \"asn4\", \"asn4\": "u8).Append(Asn).Append(" }"u8);

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output) => output.Append("ASN4("u8).Append(Asn).Append((byte)')');

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.Asn4;

        public override string Name => "asn4";

        public override Capability? Create(SessionSettings settings, uint localAs) =>
            settings.Capabilities.Asn4 ? new Asn4Capability(localAs) : null;

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            if (value.Length == 4)
                return Read(new Asn4Capability(BinaryPrimitives.ReadUInt32BigEndian(value)), out capability, out error);
            var length = value.Length.ToString(CultureInfo.InvariantCulture);
            return Malformed($"AS4 capability must be 4 bytes long, got {length}", out capability, out error);
        }
    }
}
