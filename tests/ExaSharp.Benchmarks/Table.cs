using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ExaSharp.Benchmarks;

/// <summary>
/// The routes of the benchmarks, the same for every daemon and in every form: /24 prefixes in runs of six with the same
/// attributes, about what a table of the Internet looks like.
/// </summary>
internal static class Table
{
    private const int RunLength = 6;

    /// <summary>Words behind a prefix in ExaBGP's syntax.</summary>
    public static string Words(int route)
    {
        var run = route / RunLength;
        return string.Create(CultureInfo.InvariantCulture,
            $" next-hop 192.0.2.1 origin igp as-path [ 65001 {3000 + run % 997} {20000 + run % 4999} {run % 60000 + 1} ] med {run % 100} community [ 65001:{run % 1000} 65001:{run % 89} ]");
    }

    public static string Prefix(int route) =>
        string.Create(CultureInfo.InvariantCulture, $"{20 + (route >> 16)}.{route >> 8 & 255}.{route & 255}.0/24");

    public static string ApiLine(int route) => "announce route " + Prefix(route) + Words(route) + "\n";

    /// <summary>The table as <c>static</c> block of ExaBGP's configuration.</summary>
    public static string StaticRoutes(int count)
    {
        var text = new StringBuilder("static {\n");
        for (var i = 0; i < count; i++) text.Append("route ").Append(Prefix(i)).Append(Words(i)).Append(";\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>The table as routes of a static protocol of BIRD.</summary>
    public static string BirdRoutes(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var run = i / RunLength;
            text.Append(CultureInfo.InvariantCulture,
                $"route {Prefix(i)} blackhole {{ bgp_path.prepend({run % 60000 + 1}); bgp_med = {run % 100}; bgp_community.add((65001,{run % 1000})); }};\n");
        }
        return text.ToString();
    }

    /// <summary>The table as UPDATEs of an external peer (RFC 4271 section 4.3).</summary>
    public static byte[] Updates(int count, uint asn)
    {
        using var stream = new MemoryStream();
        Span<byte> message = stackalloc byte[4096];
        for (var first = 0; first < count; first += RunLength)
        {
            var run = (uint)(first / RunLength);
            ReadOnlySpan<byte> attributes =
            [
                0x40, 1, 1, 0,
                0x40, 2, 14, 2, 3, .. Octets(asn), .. Octets(3000 + run % 997), .. Octets(run % 60000 + 1),
                0x40, 3, 4, 127, 0, 0, 1,
                0x80, 4, 4, .. Octets(run % 100),
                0xc0, 8, 4, .. Octets(65001u << 16 | run % 1000),
            ];
            message[..16].Fill(0xff);
            message[18] = 2;
            message[19..21].Clear();
            BinaryPrimitives.WriteUInt16BigEndian(message[21..], (ushort)attributes.Length);
            attributes.CopyTo(message[23..]);
            var length = 23 + attributes.Length;
            for (var i = first; i < Math.Min(count, first + RunLength); i++, length += 4)
                WritePrefix(message[length..], i);
            BinaryPrimitives.WriteUInt16BigEndian(message[16..], (ushort)length);
            stream.Write(message[..length]);
        }
        return stream.ToArray();
    }

    private static void WritePrefix(Span<byte> room, int route) =>
        (room[0], room[1], room[2], room[3]) = (24, (byte)(20 + (route >> 16)), (byte)(route >> 8), (byte)route);

    private static byte[] Octets(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
