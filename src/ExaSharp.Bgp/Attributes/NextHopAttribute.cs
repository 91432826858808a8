using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// NEXT_HOP (RFC 4271 section 5.1.3). It is not among the attributes that are stored or shown: a route has its next-hop
/// beside them (<see cref="NextHop"/>).
/// </summary>
public sealed class NextHopAttribute : AttributeType
{
    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.NextHop;

    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Transitive;

    /// <inheritdoc/>
    public override string Name => "next-hop";

    /// <summary>Writes the attribute for an IPv4 next-hop, and nothing for any other.</summary>
    public static void Encode(IpAddress nextHop, ref WireWriter writer)
    {
        if (!nextHop.IsIpv4) return;
        Span<byte> value = stackalloc byte[4];
        nextHop.CopyTo(value);
        WriteAttribute(ref writer, AttributeFlags.Transitive, AttributeCode.NextHop, value);
    }

    /// <summary>
    /// RFC 7606 section 7.3: a length other than 4 is treat-as-withdraw. ExaBGP takes an IPv6 address of 16 octets too, and
    /// so does this.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) =>
        value.Length is 4 or 16 ? default : WrongLength("NEXT_HOP", "4 or 16 bytes", value.Length);

    /// <summary>RFC 7606 section 7.3: a length other than 4 is treat-as-withdraw. ExaBGP takes IPv6 addresses.</summary>
    public override BgpError ValidateFromPeer(ReadOnlySpan<byte> stored, NegotiatedSession session) =>
        stored.Length == 4 ? default : WrongLength("NEXT_HOP", "4 bytes", stored.Length);

    /// <inheritdoc/>
    public override bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => false;

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append((byte)'"');
        IpAddress.FromBytes(value).AppendTo(output);
        output.Append((byte)'"');
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("next-hop "u8);
        IpAddress.FromBytes(value).AppendTo(output);
    }
}
