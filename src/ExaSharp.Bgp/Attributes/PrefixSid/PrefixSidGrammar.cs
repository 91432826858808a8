using System.Buffers.Binary;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.PrefixSid;

/// <summary>The text of the Prefix-SID attribute.</summary>
internal static class PrefixSidGrammar
{
    private const uint DefaultBehavior = 0xffff;
    private const ulong MaxLabelField = (1 << 24) - 1;

    private static readonly string[] Services = ["l3-service", "l2-service"];

    /// <summary><c>[ 300 ]</c>, or <c>[ 300, [ ( 800000,4096 ), ( 1000000,5000 ) ] ]</c>: label index, and base and range of SRGBs.</summary>
    public static bool TryParseLabelIndex(ref TokenReader reader, ValueBuilder value)
    {
        if (!TryTake(ref reader, TokenKind.OpenBracket, "[") || !TryNumber(ref reader, "a label index", uint.MaxValue, out var index))
            return false;
        var tlv = BeginTlv(value, PrefixSidTlv.LabelIndex);
        value.Reserve(PrefixSidTlv.LabelIndexSize - 4).Clear();
        value.UInt32((uint)index);
        EndTlv(value, tlv);
        if (reader.TryTake(TokenKind.Comma) || reader.Peek().Kind == TokenKind.OpenBracket)
            if (!TryParseSrgbs(ref reader, value)) return false;
        return TryTake(ref reader, TokenKind.CloseBracket, "]");
    }

    /// <summary><c>( l3-service SID [BEHAVIOR [LBL,LNL,FL,AL,TPL,TPO]] )</c>, or <c>l2-service</c>; numbers decimal or hexadecimal.</summary>
    public static bool TryParseSrv6(ref TokenReader reader, ValueBuilder value)
    {
        var keyword = reader.Last;
        if (!TryTake(ref reader, TokenKind.OpenParenthesis, "(") || !reader.RequireWord("l3-service or l2-service", out var service)) return false;
        if (TryFindOlder(service, out var older)) return TryParseOlder(ref reader, value, keyword, service, older);
        if (!Ascii.Equal(service, Services[0]) && !Ascii.Equal(service, Services[1]))
        {
            return reader.Fail(DiagnosticCode.UnknownKeyword,
                $"expect 'l3-service' or 'l2-service', but received '{Show(service)}'", SpellChecker.Suggest(service, Services));
        }
        var isLayer3 = Ascii.Equal(service, Services[0]);
        if (!reader.RequireWord("an IPv6 address", out var word)) return false;
        if (!IpAddress.TryParse(word, out var sid) || !sid.IsIpv6)
            return reader.Fail(DiagnosticCode.InvalidValue, $"'{Show(word)}' is not an IPv6 address");
        ulong behavior = DefaultBehavior;
        var hasBehavior = reader.Peek().Kind == TokenKind.Word;
        if (hasBehavior && !TryNumber(ref reader, "an endpoint behavior", ushort.MaxValue, out behavior)) return false;

        var tlv = BeginTlv(value, isLayer3 ? PrefixSidTlv.Srv6L3Service : PrefixSidTlv.Srv6L2Service);
        value.Byte(0);
        var information = BeginTlv(value, PrefixSidTlv.SidInformation);
        value.Byte(0);
        sid.CopyTo(value.Reserve(16));
        value.Byte(0);
        value.Byte((byte)(behavior >> 8));
        value.Byte((byte)behavior);
        value.Byte(0);
        if (hasBehavior && reader.TryTake(TokenKind.OpenBracket) && !TryParseStructure(ref reader, value)) return false;
        EndTlv(value, information);
        EndTlv(value, tlv);
        return TryTake(ref reader, TokenKind.CloseParenthesis, ")");
    }

    /// <summary>The kinds of ExaBGP 4.2, drafts of what became RFC 9252: which octets stand around the SID.</summary>
    private static bool TryFindOlder(ReadOnlySpan<byte> word, out OlderSid sid)
    {
        sid = word switch
        {
            _ when Ascii.Equal(word, "ipv6") => new OlderSid(PrefixSidTlv.DraftIpv6Sid, 3, false),
            _ when Ascii.Equal(word, "vpn") => new OlderSid(PrefixSidTlv.DraftVpnSid, 3, false),
            _ when Ascii.Equal(word, "l3vpn") => new OlderSid(PrefixSidTlv.Srv6L3Service, 1, true),
            _ => default,
        };
        return sid.Type != 0;
    }

    /// <summary>
    /// <c>( ipv6 | vpn | l3vpn SID )</c> as in ExaBGP 4.2, with its octets. There is no word for them any more, so that the
    /// present form is the attribute's octets.
    /// </summary>
    private static bool TryParseOlder(ref TokenReader reader, ValueBuilder value, TextSpan keyword, ReadOnlySpan<byte> kind, OlderSid older)
    {
        var name = Show(kind);
        if (!reader.RequireWord("an IPv6 address", out var word)) return false;
        if (!IpAddress.TryParse(word, out var sid) || !sid.IsIpv6)
            return reader.Fail(DiagnosticCode.InvalidValue, $"'{Show(word)}' is not an IPv6 address");
        var tlv = BeginTlv(value, older.Type);
        value.Reserve(older.Before).Clear();
        sid.CopyTo(value.Reserve(16));
        if (older.HasBehavior)
        {
            value.Byte(0);
            value.Byte((byte)(DefaultBehavior >> 8));
            value.Byte((byte)(DefaultBehavior & byte.MaxValue));
            value.Byte(0);
        }
        EndTlv(value, tlv);
        if (!TryTake(ref reader, TokenKind.CloseParenthesis, ")")) return false;
        if (reader.Diagnostics is { } diagnostics)
        {
            diagnostics.Saw(ConfigurationGeneration.ExaBgp42);
            diagnostics.Edits?.Replace(keyword.To(reader.Last), $"attribute [ 0x28 0xc0 0x{Convert.ToHexStringLower(value.Written)} ]",
                $"bgp-prefix-sid-srv6 ( {name} … ) is now given by its octets");
        }
        return true;
    }

    private readonly record struct OlderSid(byte Type, int Before, bool HasBehavior);

    private static bool TryParseSrgbs(ref TokenReader reader, ValueBuilder value)
    {
        if (!TryTake(ref reader, TokenKind.OpenBracket, "[")) return false;
        var start = value.Length;
        var tlv = BeginTlv(value, PrefixSidTlv.Srgb);
        value.Reserve(PrefixSidTlv.SrgbHeaderSize).Clear();
        var isEmpty = true;
        while (!reader.TryTake(TokenKind.CloseBracket))
        {
            if (reader.TryTake(TokenKind.Comma)) continue;
            if (!TryTake(ref reader, TokenKind.OpenParenthesis, "(")
                || !TryNumber(ref reader, "the base of an SRGB", MaxLabelField, out var first)
                || !TryTake(ref reader, TokenKind.Comma, ",")
                || !TryNumber(ref reader, "the range of an SRGB", MaxLabelField, out var range)
                || !TryTake(ref reader, TokenKind.CloseParenthesis, ")")) return false;
            UInt24(value, first);
            UInt24(value, range);
            isEmpty = false;
        }
        if (isEmpty) value.Truncate(start);
        else EndTlv(value, tlv);
        return true;
    }

    private static bool TryParseStructure(ref TokenReader reader, ValueBuilder value)
    {
        var tlv = BeginTlv(value, PrefixSidTlv.SidStructure);
        for (var i = 0; i < PrefixSidTlv.SidStructureSize; i++)
        {
            if (i > 0 && !TryTake(ref reader, TokenKind.Comma, ",")) return false;
            if (!TryNumber(ref reader, "a length in bits", byte.MaxValue, out var length)) return false;
            value.Byte((byte)length);
        }
        EndTlv(value, tlv);
        return TryTake(ref reader, TokenKind.CloseBracket, "]");
    }

    private static bool TryTake(ref TokenReader reader, TokenKind kind, string shown)
    {
        if (reader.TryTake(kind)) return true;
        var token = reader.Peek();
        return token.Kind is TokenKind.EndOfLine or TokenKind.End or TokenKind.Invalid
            ? reader.Expected($"\"{shown}\"")
            : reader.Fail(DiagnosticCode.Expected, token.Span, $"expect '{shown}', but received '{reader.Show(token)}'");
    }

    private static bool TryNumber(ref TokenReader reader, string what, ulong max, out ulong number)
    {
        number = 0;
        if (!reader.RequireWord(what, out var word)) return false;
        return Ascii.TryParseNumber(word, max, out number)
            || reader.Fail(DiagnosticCode.InvalidValue, $"\"{Show(word)}\" is not {what}, a number of at most {max}");
    }

    /// <summary>Writes a TLV's header; gives where its value starts.</summary>
    private static int BeginTlv(ValueBuilder value, byte type)
    {
        value.Byte(type);
        value.Reserve(2);
        return value.Length;
    }

    /// <summary>Fills in the length of a TLV.</summary>
    private static void EndTlv(ValueBuilder value, int start) =>
        BinaryPrimitives.WriteUInt16BigEndian(value.Span[(start - 2)..], (ushort)(value.Length - start));

    private static void UInt24(ValueBuilder value, ulong number)
    {
        value.Byte((byte)(number >> 16));
        value.Byte((byte)(number >> 8));
        value.Byte((byte)number);
    }

    private static string Show(ReadOnlySpan<byte> word) => System.Text.Encoding.UTF8.GetString(word);
}
