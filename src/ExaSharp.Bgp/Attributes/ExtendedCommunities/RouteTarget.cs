using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.ExtendedCommunities;

/// <summary>
/// Route targets, route origins (RFC 4360 sections 4 and 5; RFC 5668) and route target records
/// (draft-ietf-bess-service-chaining) as ExaBGP writes them.
/// </summary>
internal static class RouteTarget
{
    public static void AppendTarget(ReadOnlySpan<byte> community, TextBuffer output) => Append("target:"u8, community, output);

    public static void AppendRecord(ReadOnlySpan<byte> community, TextBuffer output) => Append("rtrecord:"u8, community, output);

    /// <summary>ExaBGP 4.2 marks an AS of 4 octets with an L: <c>target:65536L:100</c>.</summary>
    public static void AppendLongTarget(ReadOnlySpan<byte> community, TextBuffer output) => AppendLong("target:"u8, community, output);

    /// <inheritdoc cref="AppendLongTarget"/>
    public static void AppendLongOrigin(ReadOnlySpan<byte> community, TextBuffer output) => AppendLong("origin:"u8, community, output);

    /// <inheritdoc cref="AppendLongTarget"/>
    public static void AppendLongRecord(ReadOnlySpan<byte> community, TextBuffer output) => AppendLong("rtrecord:"u8, community, output);

    /// <summary>ExaBGP 6.0: <c>origin:10.0.0.1:100</c>.</summary>
    public static void AppendAddressOrigin(ReadOnlySpan<byte> community, TextBuffer output) => Append("origin:"u8, community, output);

    /// <summary>
    /// ExaBGP takes the second part of an origin with a 2-octet AS for an address, and shows the address of one with an IPv4
    /// administrator behind the number: <c>origin:65000:10.0.0.1</c>, <c>origin:100:10.0.0.1</c>.
    /// </summary>
    public static void AppendOrigin(ReadOnlySpan<byte> community, TextBuffer output)
    {
        switch (community[0] & 0x0f)
        {
            case 0:
                output.Append("origin:"u8).Append(BinaryPrimitives.ReadUInt16BigEndian(community[2..])).Append((byte)':');
                IpAddress.FromBytes(community[4..8]).AppendTo(output);
                return;
            case 1:
                output.Append("origin:"u8).Append(BinaryPrimitives.ReadUInt16BigEndian(community[6..])).Append((byte)':');
                IpAddress.FromBytes(community[2..6]).AppendTo(output);
                return;
            default:
                Append("origin:"u8, community, output);
                return;
        }
    }

    private static void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> community, TextBuffer output)
    {
        output.Append(name);
        switch (community[0] & 0x0f)
        {
            case 0:
                output.Append(BinaryPrimitives.ReadUInt16BigEndian(community[2..])).Append((byte)':')
                    .Append(BinaryPrimitives.ReadUInt32BigEndian(community[4..]));
                return;
            case 1:
                IpAddress.FromBytes(community[2..6]).AppendTo(output);
                break;
            default:
                output.Append(BinaryPrimitives.ReadUInt32BigEndian(community[2..]));
                break;
        }
        output.Append((byte)':').Append(BinaryPrimitives.ReadUInt16BigEndian(community[6..]));
    }

    private static void AppendLong(ReadOnlySpan<byte> name, ReadOnlySpan<byte> community, TextBuffer output) => output
        .Append(name).Append(BinaryPrimitives.ReadUInt32BigEndian(community[2..])).Append("L:"u8)
        .Append(BinaryPrimitives.ReadUInt16BigEndian(community[6..]));
}
