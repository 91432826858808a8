using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.ExtendedCommunities;

/// <summary>The FlowSpec actions (RFC 8955 section 7 and its drafts) as ExaBGP writes them.</summary>
internal static class TrafficActions
{
    /// <summary>The rate as a whole number, cut off towards zero; ExaBGP can not write infinity or a NaN, shown here as 0.</summary>
    public static void AppendRate(ReadOnlySpan<byte> community, TextBuffer output)
    {
        output.Append("rate-limit:"u8);
        AppendNumber(community, output);
    }

    /// <summary>Packets a second (RFC 8955 section 7.2), which ExaBGP knows since 6.0: <c>rate-limit:100:packets</c>.</summary>
    public static void AppendPacketRate(ReadOnlySpan<byte> community, TextBuffer output)
    {
        output.Append("rate-limit:"u8);
        AppendNumber(community, output);
        output.Append(":packets"u8);
    }

    private static void AppendNumber(ReadOnlySpan<byte> community, TextBuffer output)
    {
        var rate = BinaryPrimitives.ReadSingleBigEndian(community[4..]);
        if (!float.IsFinite(rate)) output.Append((byte)'0');
        else if (Math.Abs(rate) < long.MaxValue) AppendSigned((long)rate, output);
        else output.Append(new BigInteger(rate).ToString(CultureInfo.InvariantCulture));
    }

    public static void AppendAction(ReadOnlySpan<byte> community, TextBuffer output)
    {
        var sample = (community[7] & 2) != 0;
        var terminal = (community[7] & 1) != 0;
        output.Append("action "u8);
        if (sample) output.Append("sample"u8);
        if (sample && terminal) output.Append((byte)'-');
        if (terminal) output.Append("terminal"u8);
    }

    public static void AppendRedirect(ReadOnlySpan<byte> community, TextBuffer output) => output
        .Append("redirect:"u8).Append(BinaryPrimitives.ReadUInt16BigEndian(community[2..]))
        .Append((byte)':').Append(BinaryPrimitives.ReadUInt32BigEndian(community[4..]));

    public static void AppendMark(ReadOnlySpan<byte> community, TextBuffer output) =>
        output.Append("mark "u8).Append((uint)community[7]);

    public static void AppendNextHop(ReadOnlySpan<byte> community, TextBuffer output) =>
        output.Append((community[7] & 1) != 0 ? "copy-to-nexthop"u8 : "redirect-to-nexthop"u8);

    /// <summary>Both sizes: the address is what stands between the type and the last two octets.</summary>
    public static void AppendNextHopIetf(ReadOnlySpan<byte> community, TextBuffer output)
    {
        var copy = (community[^1] & 1) != 0;
        output.Append(copy ? "copy-to-nexthop-ietf "u8 : "redirect-to-nexthop-ietf "u8);
        IpAddress.FromBytes(community[2..^2]).AppendTo(output);
        if (copy) output.Append(" (with copy)"u8);
    }

    /// <summary>As in ExaBGP, one bit of the group is cut off when it is shown.</summary>
    public static void AppendInterfaceSet(ReadOnlySpan<byte> community, TextBuffer output)
    {
        var target = BinaryPrimitives.ReadUInt16BigEndian(community[6..]);
        output.Append("interface-set:"u8);
        output.Append((target >> 14) switch { 1 => "input"u8, 2 => "output"u8, 3 => "input-output"u8, _ => "0"u8 });
        output.Append((byte)':').Append(BinaryPrimitives.ReadUInt32BigEndian(community[2..]))
            .Append((byte)':').Append(target & 0x1fffu);
    }

    private static void AppendSigned(long value, TextBuffer output)
    {
        if (value < 0) output.Append((byte)'-');
        output.Append((ulong)Math.Abs(value));
    }
}
