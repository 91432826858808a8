using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families;

/// <summary>
/// Route target constraints (SAFI 132, RFC 4684 section 4): which route targets a peer wants the routes of.
/// <code>
/// +-------------------------------+
/// | length      (1 octet)         |   in bits: 0 for everything, else 32 to 96
/// +-------------------------------+
/// | origin as   (4 octets)        |
/// +-------------------------------+
/// | route target (8 octets)       |   as much of it as the length says
/// +-------------------------------+
/// </code>
/// </summary>
public sealed class RouteTargetConstraint : ReceivedFamily
{
    private const int OriginBits = 32;
    private const int MaxBits = OriginBits + ExtendedCommunity.Size * 8;
    private const int TargetAt = 5;

    /// <summary>Bits of an extended community's type that do not count in a constraint, and which ExaBGP clears.</summary>
    private const byte TypeFlags = 0xc0;

    public override FamilyId Id { get; } = new(Afi.Ipv4, Safi.Rtc);

    public override JsonVersion KnownSince => JsonVersion.Four;

    public override bool HasEventText => false;

    /// <inheritdoc/>
    /// <remarks>ExaBGP takes whole constraints only, and ends its session at one that leaves a part of the target open.</remarks>
    public override NlriResult TryRead(ref WireReader reader, bool isWithdraw, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        error = default;
        var rest = reader.Rest;
        if (rest.IsEmpty) return Fail("not enough data to extract the length of the RTC NLRI", out error);
        if (rest[0] is not 0 and (< OriginBits or > MaxBits)) return Fail($"incorrect RTC length: {rest[0]} (should be >=32,<=96)", out error);
        var size = 1 + (rest[0] + 7) / 8;
        return reader.TryReadBytes(size, out nlri)
            ? NlriResult.Ok
            : Fail($"RTC NLRI truncated: need {size} bytes, got {rest.Length}", out error);
    }

    /// <inheritdoc/>
    /// <remarks>As in any prefix, the bits behind the length do not count.</remarks>
    public override ReadOnlySpan<byte> Key(ReadOnlySpan<byte> nlri, Span<byte> scratch)
    {
        var spare = -nlri[0] & 7;
        if (spare == 0) return nlri;
        nlri.CopyTo(scratch);
        scratch[nlri.Length - 1] &= (byte)(0xff << spare);
        return scratch[..nlri.Length];
    }

    public override void AppendJson(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, IpAddress nextHop, bool compact, TextBuffer output)
    {
        output.Append("{ \"origin\": "u8).Append(Origin(nlri));
        if (nlri[0] <= OriginBits)
        {
            output.Append(", \"route-target\": null }"u8);
            return;
        }
        output.Append(", \"route-target\": \""u8);
        AppendTarget(nlri, output);
        output.Append("\" }"u8);
    }

    public override void AppendText(ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, TextBuffer output)
    {
        output.Append("rtc "u8);
        if (nlri[0] != 0) output.Append(Origin(nlri)).Append((byte)':');
        if (nlri[0] <= OriginBits) output.Append("wildcard"u8);
        else AppendTarget(nlri, output);
    }

    /// <summary>An address of either kind (RFC 4684 section 4).</summary>
    public override bool IsValidNextHopLength(int length) => length is 4 or 16;

    private static uint Origin(ReadOnlySpan<byte> nlri) => nlri[0] == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(nlri[1..]);

    /// <summary><c>target:65000:100</c>; of a part of a target its octets and how many bits of them count: <c>0x0002FDE8/32</c>.</summary>
    private static void AppendTarget(ReadOnlySpan<byte> nlri, TextBuffer output)
    {
        Span<byte> target = stackalloc byte[ExtendedCommunity.Size];
        var part = target[..(nlri.Length - TargetAt)];
        nlri[TargetAt..].CopyTo(part);
        part[0] &= unchecked((byte)~TypeFlags);
        if (nlri[0] == MaxBits) ExtendedCommunityTypes.AppendText(target, output);
        else output.Append("0x"u8).AppendHex(part).Append((byte)'/').Append((uint)nlri[0] - OriginBits);
    }

    private static NlriResult Fail(string text, out BgpError error)
    {
        error = BgpError.InvalidNetwork(text);
        return NlriResult.Error;
    }
}
