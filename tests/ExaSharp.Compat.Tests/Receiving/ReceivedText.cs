using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExaSharp.Compat.Tests.Differential;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>Two texts of one event, brought together where ExaBGP's is no JSON or says of an NLRI what its octets do not.</summary>
internal static partial class ReceivedText
{
    /// <summary>The two, as they would be if ExaBGP had not the defects that are known.</summary>
    public static (string Theirs, string Ours) Align(string theirs, string ours, bool isFive)
    {
        if (theirs.StartsWith(ReceivingDaemon.NoJson, StringComparison.Ordinal))
        {
            // SRv6 services without their SID and behaviour, MUP routes without a comma before the source.
            var repaired = Placeholders().Replace(theirs[ReceivingDaemon.NoJson.Length..], "\"sid\": \"\", \"flags\": 0, \"endpoint_behavior\": 0");
            repaired = repaired.Replace("\"\"source_ip_len\"", "\", \"source_ip_len\"", StringComparison.Ordinal);
            repaired = repaired.Replace(", \"source_ip_len\": 0, \"source_ip\": \"b''\"", "", StringComparison.Ordinal);
            // Bits of which none is set, in a list with others; and rules without a component.
            if (!isFive) repaired = LeadingCommas().Replace(FlowBits().Replace(repaired, ""), "{ ");
            if (ReceivingDaemon.TryCompact(repaired, out var compact)) theirs = compact;
            if (theirs.Contains("\"sid\":\"\"", StringComparison.Ordinal)) ours = Sids().Replace(ours, "\"sid\":\"\",\"flags\":0,\"endpoint_behavior\":0");
        }
        if (!isFive) (theirs, ours) = (WithoutOddities(theirs), WithoutOddities(ours));
        return (MaskPrefixes(theirs), MaskPrefixes(ours));
    }

    /// <summary>Every NLRI of an event with its family, announced or withdrawn.</summary>
    public static List<string> Routes(string told)
    {
        List<string> routes = [];
        if (told.Length == 0 || told.StartsWith(ReceivingDaemon.NoJson, StringComparison.Ordinal)) return routes;
        using var document = JsonDocument.Parse(told);
        if (!document.RootElement.TryGetProperty("update", out var update)) return [];
        if (update.TryGetProperty("announce", out var announced))
            foreach (var family in announced.EnumerateObject())
                foreach (var nextHop in family.Value.EnumerateObject())
                    routes.AddRange(nextHop.Value.EnumerateArray().Select(nlri => $"{family.Name} {nlri.GetRawText()}"));
        if (update.TryGetProperty("withdraw", out var withdrawn))
            foreach (var family in withdrawn.EnumerateObject())
                routes.AddRange(family.Value.EnumerateArray().Select(nlri => $"{family.Name} {nlri.GetRawText()}"));
        return routes;
    }

    /// <summary>The attributes of an event without the word of what was wrong; empty for none.</summary>
    public static string Error(string told) => ErrorMember().Match(told) is { Success: true } error ? error.Groups["error"].Value : "";

    /// <summary>Bits behind the length of a prefix, which do not count (RFC 4271 section 4.3), as 0.</summary>
    private static string MaskPrefixes(string text) => Prefixes().Replace(text, match =>
    {
        var length = int.Parse(match.Groups["length"].Value, System.Globalization.CultureInfo.InvariantCulture);
        if (!IPAddress.TryParse(match.Groups["address"].Value, out var address)) return match.Value;
        var octets = address.GetAddressBytes();
        if (length > octets.Length * 8) return match.Value;
        Dice.Clear(octets, length);
        return $"{new IPAddress(octets)}/{length}";
    });

    /// <summary>
    /// Without what ExaBGP 4.2 never shows, AIGP, for it looks for the capability in the wrong place; and without the members of FlowSpec
    /// bits, which Debian's 4.2.21 tears apart (<c>"=fin", "=syn"</c>) and later ones do not: they are in <c>string</c> too. IPv6 extended
    /// communities have their leading zeros.
    /// </summary>
    private static string WithoutOddities(string text) => ShortCommunities().Replace(FlowBits().Replace(AigpMember().Replace(text, ""), ""), digits => digits.Value.PadLeft(40, '0'));

    /// <summary>Without the members of AS_PATH and AGGREGATOR.</summary>
    public static string WithoutPath(string text) => PathMembers().Replace(text, "");

    [GeneratedRegex(",?\"((as-path|as-set|confederation-path|confederation-set)\":\\[[^\\]]*\\]|aggregator\":\"[^\"]*\")")]
    private static partial Regex PathMembers();

    /// <summary>Without the identifier of the tunnel type that has none (RFC 6514 section 5).</summary>
    public static string WithoutTunnel(string text) => NoTunnel().Replace(text, "");

    [GeneratedRegex("\\{(, )+")]
    private static partial Regex LeadingCommas();

    [GeneratedRegex("(?<=pmsi:notunnel:[0-9]+:[0-9]+:)0x[0-9A-F]+")]
    private static partial Regex NoTunnel();

    [GeneratedRegex("(?<=\"attribute-0x19-0xC0\":\"[^\"]*\\b0x)[0-9A-F]{1,39}\\b")]
    private static partial Regex ShortCommunities();

    [GeneratedRegex(",\"aigp\":\"[^\"]*\"|\"aigp\":\"[^\"]*\",?")]
    private static partial Regex AigpMember();

    [GeneratedRegex("\"(tcp-flags|fragment)\": ?\\[[^\\]]*\\], ?")]
    private static partial Regex FlowBits();

    [GeneratedRegex("\"sid\": \"%s\", \"flags\": 0, \"endpoint_behavior\": %d")]
    private static partial Regex Placeholders();

    [GeneratedRegex("\"sid\":\"[^\"]*\",\"flags\":\\d+,\"endpoint_behavior\":\\d+")]
    private static partial Regex Sids();

    [GeneratedRegex("\"error\":\"(?<error>[^\"]*)\"")]
    private static partial Regex ErrorMember();

    [GeneratedRegex("(?<address>[0-9a-f]*[:.][0-9a-f:.]*)/(?<length>[0-9]{1,3})")]
    private static partial Regex Prefixes();
}
