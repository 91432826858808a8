using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// Host and domain name of the speaker (draft-walton-bgp-hostname-capability). An OPEN of ours without a host name shows
/// this capability in events, but does not carry it.
/// <code>length (1) | host name | length (1) | domain name</code>
/// </summary>
public sealed class HostnameCapability(string? host, string? domain) : Capability
{
    private const int MaxOctets = 64;

    public static CapabilityType Type { get; } = new Descriptor();

    /// <inheritdoc/>
    public override CapabilityCode Code => CapabilityCode.Hostname;

    /// <summary>Null when our configuration has none.</summary>
    public string? Host { get; } = host;

    /// <summary>Null when our configuration has none; empty when a peer sent none.</summary>
    public string? Domain { get; } = domain;

    /// <inheritdoc/>
    public override int ValueCount => string.IsNullOrEmpty(Host) ? 0 : 1;

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
        WriteName(ref writer, Host);
        WriteName(ref writer, Domain);
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output)
    {
        output.Append("{ \"host-name\": "u8);
        AppendJsonName(output, Host);
        output.Append(", \"domain-name\": "u8);
        AppendJsonName(output, Domain);
        output.Append(" }"u8);
    }

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output) => output
        .Append("Hostname("u8).Append(Host ?? "None").Append((byte)' ').Append(Domain ?? "None").Append((byte)')');

    private static void WriteName(ref WireWriter writer, string? name)
    {
        var bytes = Encoding.UTF8.GetBytes(name ?? "");
        var count = Math.Min(bytes.Length, MaxOctets);
        writer.Byte((byte)count);
        writer.Bytes(bytes.AsSpan(0, count));
    }

    private static void AppendJsonName(TextBuffer output, string? name)
    {
        if (name is null) output.Append("null"u8);
        else output.AppendJsonString(name);
    }

    private sealed class Descriptor : CapabilityType
    {
        public override CapabilityCode Code => CapabilityCode.Hostname;

        public override string Name => "hostname";

        public override JsonVersion KnownSince => JsonVersion.Five;

        public override Capability Create(SessionSettings settings, uint localAs) =>
            new HostnameCapability(settings.HostName, settings.DomainName);

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error)
        {
            if (value.IsEmpty) return Read(earlier ?? new HostnameCapability("", ""), out capability, out error);
            var total = value.Length.ToString(CultureInfo.InvariantCulture);
            var hostEnd = 1 + value[0];
            if (value.Length < hostEnd)
                return Malformed($"Hostname capability truncated: need {Number(hostEnd)} bytes for the host name, got {total}", out capability, out error);
            if (!Utf8Text.TryDecode(value[1..hostEnd], out var host))
                return Malformed("the host name in the capability is not valid UTF-8", out capability, out error);
            var domain = "";
            if (hostEnd < value.Length)
            {
                var domainEnd = hostEnd + 1 + value[hostEnd];
                if (value.Length < domainEnd)
                    return Malformed($"Hostname capability truncated: need {Number(domainEnd)} bytes total, got {total}", out capability, out error);
                if (!Utf8Text.TryDecode(value[(hostEnd + 1)..domainEnd], out domain))
                    return Malformed("the domain name in the capability is not valid UTF-8", out capability, out error);
            }
            return Read(new HostnameCapability(host, domain), out capability, out error);
        }

        private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
