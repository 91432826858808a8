using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// An OPEN message (RFC 4271 section 4.2), ours or the peer's. Immutable.
/// <code>
///  +---------------+
///  |    Version    |
///  +---------------+---------------+
///  |   My Autonomous System (2)    |
///  +-------------------------------+
///  |          Hold Time (2)        |
///  +-------------------------------+-------------------------------+
///  |                       BGP Identifier (4)                      |
///  +---------------+-----------------------------------------------+
///  | Opt Parm Len  |  Optional Parameters (variable)               |
///  +---------------+-----------------------------------------------+
/// </code>
/// </summary>
public sealed class OpenMessage
{
    /// <summary>The only version that there is.</summary>
    public const byte BgpVersion = 4;

    private const int FixedSize = 9;

    private OpenMessage(bool isReceived, uint asn, ushort holdTime, IpAddress routerId, IReadOnlyList<Capability> capabilities)
    {
        IsReceived = isReceived;
        Asn = asn;
        HoldTime = holdTime;
        RouterId = routerId;
        Capabilities = capabilities;
    }

    /// <summary>Whether a peer sent it: events then name capabilities by their codes.</summary>
    public bool IsReceived { get; }

    /// <summary>Ours: our whole AS number. The peer's: its 2-octet field, 23456 when the number needs more.</summary>
    public uint Asn { get; }

    /// <summary>The AS number of 4 octets if that capability is there, else <see cref="Asn"/>.</summary>
    public uint WholeAsn => Asn == Primitives.Asn.Trans && Find<Asn4Capability>() is { } asn4 ? asn4.Asn : Asn;

    /// <summary>Seconds.</summary>
    public ushort HoldTime { get; }

    /// <summary>The BGP identifier, as an IPv4 address.</summary>
    public IpAddress RouterId { get; }

    /// <summary>One for each code, in the order of the message.</summary>
    public IReadOnlyList<Capability> Capabilities { get; }

    /// <summary>The OPEN that we send to a neighbour.</summary>
    /// <param name="settings">The neighbour's settings.</param>
    /// <param name="localAs">Our AS (of <c>local-as auto</c>: the peer's).</param>
    /// <param name="routerId">Our BGP identifier.</param>
    public static OpenMessage Create(SessionSettings settings, uint localAs, IpAddress routerId)
    {
        var capabilities = new List<Capability>();
        foreach (var type in CapabilityTypes.All)
            if (type.Create(settings, localAs) is { } capability) capabilities.Add(capability);
        return new OpenMessage(isReceived: false, localAs, settings.HoldTime, routerId, capabilities);
    }

    /// <summary>Reads the body of a received OPEN. The error carries ExaBGP's NOTIFICATION: 1/2, 2/0, 2/1, 2/5.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out OpenMessage? open, out BgpError error)
    {
        open = null;
        if (body.Length <= FixedSize)
        {
            var length = (BgpHeader.Size + body.Length).ToString(CultureInfo.InvariantCulture);
            error = BgpError.Reset(NotificationCode.MessageHeaderError, 2, $"OPEN has an invalid message length of {length}");
            return false;
        }
        // RFC 4271 section 6.2: if the version number in the Version field is not supported, the Error Subcode MUST be set to
        // Unsupported Version Number.
        if (body[0] != BgpVersion)
        {
            var version = body[0].ToString(CultureInfo.InvariantCulture);
            error = BgpError.Reset(NotificationCode.OpenMessageError, 1, $"version number: {version}");
            return false;
        }
        if (!OptionalParameters.TryRead(body[FixedSize..], out var capabilities, out error)) return false;
        open = new OpenMessage(
            isReceived: true,
            BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
            IpAddress.FromBytes(body[5..9]),
            capabilities);
        return true;
    }

    /// <summary>Writes the whole message with its header.</summary>
    public void Write(ref WireWriter writer)
    {
        var start = BgpHeader.Begin(ref writer, MessageType.Open);
        writer.Byte(BgpVersion);
        writer.UInt16(Primitives.Asn.ToTwoOctets(Asn));
        writer.UInt16(HoldTime);
        writer.UInt32(RouterId.Ipv4Value);
        OptionalParameters.Write(ref writer, Capabilities);
        BgpHeader.End(ref writer, start);
    }

    /// <summary>The capability of that class; null when it was not announced.</summary>
    public T? Find<T>() where T : Capability
    {
        foreach (var capability in Capabilities)
            if (capability is T found) return found;
        return null;
    }

    /// <summary>Whether the capability was announced.</summary>
    public bool Has(CapabilityCode code)
    {
        foreach (var capability in Capabilities)
            if (capability.Code == code) return true;
        return false;
    }

    /// <summary>
    /// Appends the JSON object of an <c>open</c> event: <c>{ "version": 4, "asn": …, "capabilities": { … } }</c>, capabilities
    /// keyed by name in ours and by code in the peer's.
    /// </summary>
    public void AppendJson(TextBuffer output) => AppendJson(JsonVersion.Five, output);

    /// <summary>As <see cref="AppendJson(TextBuffer)"/>, in the form of a version. 3.4.8 has another order, and codes in both.</summary>
    public void AppendJson(JsonVersion version, TextBuffer output)
    {
        if (version == JsonVersion.Three)
        {
            output.Append("{ \"router_id\": \""u8);
            RouterId.AppendTo(output);
            output.Append("\", \"version\": 4, \"hold_time\": "u8).Append((uint)HoldTime).Append(", \"asn\": "u8).Append(Asn);
        }
        else
        {
            output.Append("{ \"version\": 4, \"asn\": "u8).Append(Asn)
                .Append(", \"hold_time\": "u8).Append((uint)HoldTime).Append(", \"router_id\": \""u8);
            RouterId.AppendTo(output);
            output.Append((byte)'"');
        }
        output.Append(", \"capabilities\": { "u8);
        for (var i = 0; i < Capabilities.Count; i++)
        {
            if (i > 0) output.Append(", "u8);
            AppendCapability(version, Capabilities[i], output);
        }
        output.Append(" } }"u8);
    }

    private void AppendCapability(JsonVersion version, Capability capability, TextBuffer output)
    {
        var type = CapabilityTypes.Find(capability.Code);
        output.Append((byte)'"');
        if (IsReceived || version == JsonVersion.Three || type is null) output.Append((uint)capability.Code);
        else output.Append(type.Name);
        output.Append("\": "u8);
        (IsUnknown(version, capability) ? AsUnknown(capability) : capability).AppendJson(version, output);
    }

    /// <summary>Whether ExaBGP of that version would not know the capability: what it sent itself it knows, but 3.4 sends less.</summary>
    private bool IsUnknown(JsonVersion version, Capability capability) =>
        (IsReceived || version == JsonVersion.Three) && CapabilityTypes.Find(capability.Code) is { } type && version < type.KnownSince;

    private static UnknownCapability AsUnknown(Capability capability)
    {
        var octets = new byte[byte.MaxValue];
        var writer = new WireWriter(octets);
        capability.WriteValue(capability.ValueCount - 1, ref writer);
        return new UnknownCapability(capability.Code, writer.Written);
    }

    /// <summary>
    /// Appends what follows <c>open</c> in a text event: <c>version 4 asn 65002 hold_time 180 router_id 10.0.0.2 capabilities [ … ]</c>,
    /// capabilities by code, in lower case, on one line.
    /// </summary>
    public void AppendText(TextBuffer output) => AppendText(JsonVersion.Five, output);

    /// <summary>As <see cref="AppendText(TextBuffer)"/>, for a version that may not know all capabilities.</summary>
    public void AppendText(JsonVersion version, TextBuffer output)
    {
        output.Append("version 4 asn "u8).Append(Asn)
            .Append(" hold_time "u8).Append((uint)HoldTime).Append(" router_id "u8);
        RouterId.AppendTo(output);
        output.Append(" capabilities ["u8);
        var capabilities = new TextBuffer();
        AppendCapabilities(version, capabilities);
        Utf8Text.AppendOneLine(output, capabilities.Written, lower: true);
        output.Append((byte)']');
    }

    /// <summary>ExaBGP's text of the log: <c>OPEN version=4 asn=65533 hold_time=180 router_id=10.0.0.2 capabilities=[ … ]</c>.</summary>
    public override string ToString()
    {
        var output = new TextBuffer();
        output.Append("OPEN version=4 asn="u8).Append((uint)Primitives.Asn.ToTwoOctets(Asn))
            .Append(" hold_time="u8).Append((uint)HoldTime).Append(" router_id="u8);
        RouterId.AppendTo(output);
        output.Append(" capabilities=["u8);
        var capabilities = new TextBuffer();
        AppendCapabilities(JsonVersion.Five, capabilities);
        Utf8Text.AppendOneLine(output, capabilities.Written);
        return output.Append((byte)']').ToString();
    }

    private void AppendCapabilities(JsonVersion version, TextBuffer output)
    {
        var first = true;
        foreach (var capability in Capabilities.OrderBy(capability => capability.Code))
        {
            if (!first) output.Append(", "u8);
            first = false;
            (IsUnknown(version, capability) ? AsUnknown(capability) : capability).AppendText(output);
        }
    }
}
