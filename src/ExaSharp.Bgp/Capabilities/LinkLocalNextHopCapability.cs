using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Link-Local Next Hop (draft-ietf-idr-linklocal-capability): a next-hop may be a link-local address alone. Received ones are told of; none is
/// announced. The value is empty; octets in it are kept for versions that do not know the capability.
/// </summary>
public sealed class LinkLocalNextHopCapability : Capability
{
    private readonly byte[] _value;

    private LinkLocalNextHopCapability(ReadOnlySpan<byte> value) => _value = value.ToArray();

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.LinkLocalNextHop;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer) => writer.Bytes(_value);

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) => output.Append("{ \"name\": \"link-local-nexthop\" }"u8);

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output) => output.Append("Link-Local NextHop"u8);

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.LinkLocalNextHop;

        public override string Name => "link-local-nexthop";

        public override JsonVersion KnownSince => JsonVersion.Six;

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error) =>
            Read(new LinkLocalNextHopCapability(value), out capability, out error);
    }
}
