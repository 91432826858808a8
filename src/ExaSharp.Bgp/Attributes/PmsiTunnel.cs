using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// PMSI Tunnel (RFC 6514 section 5): the tunnel that carries the multicast traffic of a VPN. It is received and shown;
/// ExaBGP has no keyword for it, so that a route has it as a generic attribute only.
/// </summary>
/// <remarks>
/// <code>
/// +---------------------------------+
/// |  Flags (1 octet)                |
/// +---------------------------------+
/// |  Tunnel Type (1 octet)          |
/// +---------------------------------+
/// |  MPLS Label (3 octets)          |   in the upper 20 bits
/// +---------------------------------+
/// |  Tunnel Identifier (variable)   |
/// +---------------------------------+
/// </code>
/// </remarks>
public sealed class PmsiTunnel : AttributeType
{
    private const int HeaderSize = 5;
    private const byte IngressReplication = 6;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.PmsiTunnel;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "pmsi";

    /// <inheritdoc/>
    public override string ErrorName => "pmsi-tunnel";

    /// <summary>RFC 6514 section 5: routes with a malformed attribute are handled as withdrawn.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) => value.Length >= HeaderSize
        ? default
        : BgpError.Withdraw(5, "could not decode PMSI tunnel, not enough data for the header");

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append((byte)'"');
        AppendTunnel(JsonVersion.Five, value, output);
        output.Append((byte)'"');
    }

    /// <inheritdoc/>
    /// <remarks>3.4.8 has a dash for flags and labels of 0, and like 6.0.0 no second form of the label.</remarks>
    public override void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("\"pmsi\": \""u8);
        AppendTunnel(version, value, output);
        output.Append((byte)'"');
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("pmsi "u8);
        AppendTunnel(JsonVersion.Five, value, output);
    }

    /// <summary>
    /// <c>pmsi:ingressreplication:0:100(1600):10.0.0.1</c>: type, flags, label, tunnel. As in ExaBGP, the whole label field
    /// stands in parentheses behind the label only of ingress replication by an IPv4 address.
    /// </summary>
    private static void AppendTunnel(JsonVersion version, ReadOnlySpan<byte> value, TextBuffer output)
    {
        // A generic attribute of a configuration may have any octets.
        if (value.Length < HeaderSize)
        {
            output.Append("pmsi:0x"u8).AppendHex(value);
            return;
        }
        var type = value[1];
        var tunnel = value[HeaderSize..];
        var label = (uint)BinaryPrimitives.ReadUInt16BigEndian(value[2..]) << 8 | value[4];
        var isReplication = type == IngressReplication && tunnel.Length == 4;
        output.Append("pmsi:"u8).Append(NameOf(type)).Append((byte)':');
        AppendNumber(version, value[0], output);
        output.Append((byte)':');
        AppendNumber(version, label >> 4, output);
        if (isReplication && label != 0 && version is (JsonVersion.Four or JsonVersion.Five)) output.Append((byte)'(').Append(label).Append((byte)')');
        output.Append((byte)':');
        if (isReplication) IpAddress.FromBytes(tunnel).AppendTo(output);
        else if (!tunnel.IsEmpty) output.Append("0x"u8).AppendHex(tunnel);
    }

    private static void AppendNumber(JsonVersion version, uint number, TextBuffer output)
    {
        if (number == 0 && version == JsonVersion.Three) output.Append((byte)'-');
        else output.Append(number);
    }

    private static ReadOnlySpan<byte> NameOf(byte type) => type switch
    {
        0 => "notunnel"u8,
        1 => "rsvp-tep2mplsp"u8,
        2 => "mldpp2mplsp"u8,
        3 => "pim-ssmtree"u8,
        4 => "pim-smtree"u8,
        5 => "bidir-pimtree"u8,
        IngressReplication => "ingressreplication"u8,
        7 => "mldpmp2mplsp"u8,
        _ => "unknown"u8,
    };
}
