using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Primitives;

/// <summary>Autonomous system numbers (RFC 6793): text forms and the 2-octet stand-in.</summary>
public static class Asn
{
    /// <summary>AS_TRANS: stands for a 4-octet number where only 2 octets fit (RFC 6793 section 9).</summary>
    public const ushort Trans = 23456;

    /// <summary>Decimal 0..4294967295, or asdot <c>high.low</c> (RFC 5396) with 0..65535 each.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out uint asn)
    {
        var dot = text.IndexOf((byte)'.');
        if (dot < 0) return Ascii.TryParseUInt32(text, out asn);
        asn = 0;
        if (!Ascii.TryParseUInt16(text[..dot], out var high) || !Ascii.TryParseUInt16(text[(dot + 1)..], out var low)) return false;
        asn = (uint)high << 16 | low;
        return true;
    }

    /// <summary>The number in 2 octets: itself, or <see cref="Trans"/> when larger.</summary>
    public static ushort ToTwoOctets(uint asn) => asn > ushort.MaxValue ? Trans : (ushort)asn;
}
