using ExaSharp.Bgp.Iana;

namespace ExaSharp.Api.Commands;

/// <summary>Reads <c>AFI SAFI</c>.</summary>
internal static class FamilyWords
{
    public static bool TryParse(string[] words, out FamilyId family)
    {
        family = default;
        if (words.Length < 2) return false;
        if (!FamilyNames.TryParseAfi(System.Text.Encoding.UTF8.GetBytes(words[0]), out var afi)) return false;
        if (!FamilyNames.TryParseSafi(System.Text.Encoding.UTF8.GetBytes(words[1]), out var safi)) return false;
        family = new FamilyId(afi, safi);
        return true;
    }
}
