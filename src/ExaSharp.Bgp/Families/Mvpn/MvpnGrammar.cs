using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Mvpn;

/// <summary>
/// The text of a multicast VPN route, up to its attributes; the words stand in this order:
/// <code>
/// source-ad   source ADDRESS group ADDRESS rd RD
/// shared-join rp     ADDRESS group ADDRESS rd RD source-as N
/// source-join source ADDRESS group ADDRESS rd RD source-as N
/// </code>
/// </summary>
internal static class MvpnGrammar
{
    private static readonly string[] Types = ["source-ad", "shared-join", "source-join"];

    /// <summary>Reads a route and writes its octets behind what <paramref name="nlri"/> holds.</summary>
    public static bool TryParse(ref TokenReader reader, Afi afi, ValueBuilder nlri)
    {
        if (!reader.RequireWord("source-ad, shared-join or source-join", out var word)) return false;
        var index = 0;
        while (index < Types.Length && !Ascii.Equal(word, Types[index])) index++;
        if (index == Types.Length)
        {
            return reader.Fail(
                DiagnosticCode.UnknownKeyword, $"unknown/unsupported mvpn route type: {NlriWords.Show(word)}", SpellChecker.Suggest(word, Types));
        }
        var type = MvpnRouteType.SourceActive + (byte)index;
        if (!TryKeyword(ref reader, type == MvpnRouteType.SharedTreeJoin ? "rp" : "source")
            || !NlriWords.TryAddress(ref reader, afi, out var source)
            || !TryKeyword(ref reader, "group")
            || !NlriWords.TryAddress(ref reader, afi, out var group)
            || !TryKeyword(ref reader, "rd")) return false;
        var start = nlri.Length;
        nlri.Byte((byte)type);
        nlri.Byte(0);
        if (!NlriWords.TryRd(ref reader, nlri)) return false;
        if (type != MvpnRouteType.SourceActive)
        {
            if (!TrySourceAs(ref reader, out var sourceAs)) return false;
            nlri.UInt32(sourceAs);
        }
        NlriWords.WriteAddress(source, nlri);
        NlriWords.WriteAddress(group, nlri);
        nlri.Span[start + MvpnNlri.LengthAt] = (byte)(nlri.Length - start - MvpnNlri.HeaderSize);
        return true;
    }

    private static bool TrySourceAs(ref TokenReader reader, out uint sourceAs)
    {
        sourceAs = 0;
        if (!TryKeyword(ref reader, "source-as") || !reader.RequireWord("an AS number", out var word)) return false;
        return Ascii.TryParseUInt32(word, out sourceAs) || reader.Fail(DiagnosticCode.InvalidValue,
            $"expect source-as to be a integer in the range 0-{uint.MaxValue}, but received '{NlriWords.Show(word)}'");
    }

    private static bool TryKeyword(ref TokenReader reader, string keyword)
    {
        if (reader.TryKeyword(keyword)) return true;
        var token = reader.Peek();
        return token.Kind == TokenKind.Word
            ? reader.Fail(DiagnosticCode.Expected, token.Span, $"expected '{keyword}' but found '{reader.Show(token)}' instead")
            : reader.Expected(keyword);
    }
}
