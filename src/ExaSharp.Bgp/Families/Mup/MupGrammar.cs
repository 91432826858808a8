using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Mup;

/// <summary>
/// The text of a MUP route, up to its attributes; the words stand in this order:
/// <code>
/// mup-isd  PREFIX  rd RD
/// mup-dsd  ADDRESS rd RD
/// mup-t1st PREFIX  rd RD teid N qfi N endpoint ADDRESS [source ADDRESS]
/// mup-t2st ADDRESS rd RD teid N/LENGTH
/// </code>
/// </summary>
internal static class MupGrammar
{
    private static readonly string[] Types = ["mup-isd", "mup-dsd", "mup-t1st", "mup-t2st"];

    /// <summary>Reads a route and writes its octets behind what <paramref name="nlri"/> holds.</summary>
    public static bool TryParse(ref TokenReader reader, Afi afi, ValueBuilder nlri)
    {
        if (!reader.RequireWord("mup-isd, mup-dsd, mup-t1st or mup-t2st", out var word)) return false;
        var index = 0;
        while (index < Types.Length && !Ascii.Equal(word, Types[index])) index++;
        if (index == Types.Length)
        {
            return reader.Fail(
                DiagnosticCode.UnknownKeyword, $"mup: unknown mup type: {NlriWords.Show(word)}", SpellChecker.Suggest(word, Types));
        }
        var start = nlri.Length;
        var header = nlri.Reserve(MupNlri.HeaderSize);
        header[0] = MupNlri.Architecture;
        header[1] = 0;
        header[2] = (byte)(index + 1);
        var ok = (MupRouteType)(index + 1) switch
        {
            MupRouteType.InterworkSegmentDiscovery => TryParseInterwork(ref reader, afi, nlri),
            MupRouteType.DirectSegmentDiscovery => TryParseDirect(ref reader, afi, nlri),
            MupRouteType.Type1SessionTransformed => TryParseType1(ref reader, afi, nlri),
            _ => TryParseType2(ref reader, afi, nlri),
        };
        nlri.Span[start + MupNlri.LengthAt] = (byte)(nlri.Length - start - MupNlri.HeaderSize);
        return ok;
    }

    private static bool TryParseInterwork(ref TokenReader reader, Afi afi, ValueBuilder nlri)
    {
        if (!TryPrefix(ref reader, afi, out var prefix) || !TryRd(ref reader, nlri)) return false;
        WritePrefix(prefix, nlri);
        return true;
    }

    private static bool TryParseDirect(ref TokenReader reader, Afi afi, ValueBuilder nlri)
    {
        if (!NlriWords.TryAddress(ref reader, afi, out var address) || !TryRd(ref reader, nlri)) return false;
        address.CopyTo(nlri.Reserve(address.Length));
        return true;
    }

    private static bool TryParseType1(ref TokenReader reader, Afi afi, ValueBuilder nlri)
    {
        if (!TryPrefix(ref reader, afi, out var prefix) || !TryRd(ref reader, nlri)) return false;
        WritePrefix(prefix, nlri);
        if (!TryNumber(ref reader, "teid", uint.MaxValue, out var teid)
            || !TryNumber(ref reader, "qfi", byte.MaxValue, out var qfi)
            || !TryKeyword(ref reader, "endpoint")
            || !NlriWords.TryAddress(ref reader, afi, out var endpoint)) return false;
        nlri.UInt32((uint)teid);
        nlri.Byte((byte)qfi);
        NlriWords.WriteAddress(endpoint, nlri);
        if (!reader.TryKeyword("source")) return true;
        if (!NlriWords.TryAddress(ref reader, afi, out var source)) return false;
        NlriWords.WriteAddress(source, nlri);
        return true;
    }

    private static bool TryParseType2(ref TokenReader reader, Afi afi, ValueBuilder nlri)
    {
        if (!NlriWords.TryAddress(ref reader, afi, out var endpoint)
            || !TryRd(ref reader, nlri)
            || !TryTeid(ref reader, out var teid, out var length)) return false;
        nlri.Byte((byte)(endpoint.Length * 8 + length));
        endpoint.CopyTo(nlri.Reserve(endpoint.Length));
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, teid);
        // ExaBGP's octets, also where the length is no multiple of 8: the low-order ones.
        nlri.Bytes(octets[^((length + 7) / 8)..]);
        return true;
    }

    /// <summary><c>teid N/LENGTH</c>: a number of LENGTH bits.</summary>
    private static bool TryTeid(ref TokenReader reader, out uint teid, out int length)
    {
        teid = 0;
        length = 0;
        if (!TryKeyword(ref reader, "teid") || !reader.RequireWord("a TEID and its length", out var word)) return false;
        var slash = word.IndexOf((byte)'/');
        if (slash < 0
            || !Ascii.TryParseUInt32(word[..slash], out teid)
            || !Ascii.TryParseDecimal(word[(slash + 1)..], MupNlri.MaxTeidLength, out var bits))
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"unexpect teid format, this expect format <teid>/<length, expect 0 ~ {MupNlri.MaxTeidLength}>");
        }
        length = (int)bits;
        return (ulong)teid >> length == 0
            || reader.Fail(DiagnosticCode.InvalidValue, $"unexpect teid format, we can not store {teid} using {length} bits");
    }

    private static bool TryRd(ref TokenReader reader, ValueBuilder nlri) => TryKeyword(ref reader, "rd") && NlriWords.TryRd(ref reader, nlri);

    private static bool TryNumber(ref TokenReader reader, string keyword, ulong max, out ulong number)
    {
        number = 0;
        if (!TryKeyword(ref reader, keyword) || !reader.RequireWord("a number", out var word)) return false;
        return Ascii.TryParseDecimal(word, max, out number)
            || reader.Fail(DiagnosticCode.InvalidValue, $"expect {keyword} to be a number of at most {max}, but received '{NlriWords.Show(word)}'");
    }

    private static bool TryKeyword(ref TokenReader reader, string keyword)
    {
        if (reader.TryKeyword(keyword)) return true;
        var token = reader.Peek();
        return token.Kind == TokenKind.Word
            ? reader.Fail(DiagnosticCode.Expected, token.Span, $"expect {keyword}, but received '{reader.Show(token)}'")
            : reader.Expected(keyword);
    }

    private static bool TryPrefix(ref TokenReader reader, Afi afi, out IpPrefix prefix)
    {
        prefix = default;
        if (!reader.RequireWord("a prefix", out var word)) return false;
        return word.Contains((byte)'/') && IpPrefix.TryParse(word, out prefix) && prefix.Afi == afi
            || reader.Fail(DiagnosticCode.InvalidValue, $"'{NlriWords.Show(word)}' is not an {FamilyNames.Name(afi)} prefix with its length");
    }

    private static void WritePrefix(IpPrefix prefix, ValueBuilder nlri)
    {
        Span<byte> bytes = stackalloc byte[16];
        prefix.Address.CopyTo(bytes);
        nlri.Byte(prefix.Length);
        nlri.Bytes(bytes[..((prefix.Length + 7) / 8)]);
    }
}
