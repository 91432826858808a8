using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// A capability that says all by being there: route refresh (RFC 2918; and Cisco's code 128), enhanced route refresh
/// (RFC 7313), extended message (RFC 8654), operational (draft-ietf-idr-operational-message). Octets in a received value
/// are ignored.
/// </summary>
public sealed class FlagCapability : Capability
{
    private readonly string _json;
    private readonly string _text;

    private FlagCapability(CapabilityCode code, string json, string text)
    {
        Code = code;
        _json = json;
        _text = text;
    }

    public static CapabilityType RouteRefresh { get; } = new Descriptor(
        new FlagCapability(CapabilityCode.RouteRefresh, "{ \"name\": \"route-refresh\", \"variant\": \"RFC\" }", "Route Refresh"),
        "route-refresh", settings => settings.Capabilities.RouteRefresh);

    public static CapabilityType EnhancedRouteRefresh { get; } = new Descriptor(
        new FlagCapability(CapabilityCode.EnhancedRouteRefresh, "{ \"name\": \"enhanced-route-refresh\" }", "Enhanced Route Refresh"),
        "enhanced-route-refresh", settings => settings.Capabilities.RouteRefresh);

    public static CapabilityType Operational { get; } = new Descriptor(
        new FlagCapability(CapabilityCode.Operational, "{ \"name\": \"operational\" }", "Operational"),
        "operational", settings => settings.Capabilities.Operational, JsonVersion.Four);

    public static CapabilityType ExtendedMessage { get; } = new Descriptor(
        new FlagCapability(CapabilityCode.ExtendedMessage, "{ \"name\": \"extended-message\", \"size\": 65535 }", "Extended Message(65535)"),
        "extended-message", settings => settings.Capabilities.ExtendedMessage, JsonVersion.Four);

    /// <summary>Understood when received, never sent.</summary>
    public static CapabilityType RouteRefreshCisco { get; } = new Descriptor(
        new FlagCapability(CapabilityCode.RouteRefreshCisco, "{ \"name\": \"route-refresh\", \"variant\": \"Cisco\" }", "Cisco Route Refresh"),
        "cisco-route-refresh", _ => false);

    /// <inheritdoc/>
    public override CapabilityCode Code { get; }

    /// <inheritdoc/>
    public override void WriteValue(int index, ref WireWriter writer)
    {
    }

    /// <inheritdoc/>
    public override void AppendJson(TextBuffer output) => output.Append(_json);

    /// <inheritdoc/>
    public override void AppendText(TextBuffer output) => output.Append(_text);

    private sealed class Descriptor(
        FlagCapability flag, string name, Func<SessionSettings, bool> isConfigured, JsonVersion knownSince = JsonVersion.Three) : CapabilityType
    {
        public override CapabilityCode Code => flag.Code;

        public override string Name => name;

        public override JsonVersion KnownSince => knownSince;

        public override Capability? Create(SessionSettings settings, uint localAs) => isConfigured(settings) ? flag : null;

        public override bool TryRead(
            ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error) =>
            Read(flag, out capability, out error);
    }
}
