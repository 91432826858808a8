using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Name and version of the speaker's software (draft-abraitis-bgp-version-capability).
/// <code>length (1) | text</code>
/// </summary>
public sealed class SoftwareVersionCapability(string software) : Capability
{
    private const int MaxOctets = 64;

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.SoftwareVersion;

    public string Software { get; } = software;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
        var bytes = Encoding.UTF8.GetBytes(Software);
        var count = Math.Min(bytes.Length, byte.MaxValue - 1);
        writer.Byte((byte)count);
        writer.Bytes(bytes.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) =>
        output.Append("{ \"software\": "u8).AppendJsonString(Software).Append(" }"u8);

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output) => output.Append("Software("u8).Append(Software).Append((byte)')');

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.SoftwareVersion;

        public override string Name => "software-version";

        public override JsonVersion KnownSince => JsonVersion.Five;

        public override Capability? Create(SessionSettings settings, uint localAs)
        {
            if (!settings.Capabilities.SoftwareVersion) return null;
            var software = settings.SoftwareVersion;
            return new SoftwareVersionCapability(
                software.Length <= MaxOctets ? software : string.Concat(software.AsSpan(0, MaxOctets - 3), "..."));
        }

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            if (value.IsEmpty) return Malformed("Software capability too short: need at least 1 byte", out capability, out error);
            var end = 1 + value[0];
            if (value.Length < end)
            {
                var need = end.ToString(CultureInfo.InvariantCulture);
                var got = value.Length.ToString(CultureInfo.InvariantCulture);
                return Malformed($"Software capability truncated: need {need} bytes, got {got}", out capability, out error);
            }
            if (!Utf8Text.TryDecode(value[1..end], out var software))
                return Malformed("the software version in the capability is not valid UTF-8", out capability, out error);
            return Read(new SoftwareVersionCapability(software), out capability, out error);
        }
    }
}
