using System.Text.RegularExpressions;

namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>Where our parser does not do as ExaBGP's on purpose.</summary>
internal static class IntendedDifferences
{
    /// <summary>The reason, what the difference looks like, and what the configuration then has in it.</summary>
    private static readonly (string Reason, Regex Difference, Regex? Text)[] All =
    [
        // ExaBGP takes what can not work, or what it then silently reads as something else.
        Of("what stands between \"route\" and the end is more than ExaBGP looks at: a FlowSpec rule that loses a condition hits other traffic",
            """^refused: .*(is not a prefix: ip/length|expected a prefix, not|leaves no bit to compare)"""),
        Of("a rule of one IP version can not match addresses of the other; ExaBGP drops the condition", """^refused: .*an IPv[46] rule can not match the IPv[46] prefix"""),
        Of("a VPN route without a label can not be encoded (RFC 4364)", """^refused: .*invalid route \(missing next-hop, label or rd \?\)"""),
        Of("a multicast route without next-hop can not be encoded", """^refused: .*invalid announcement \(missing next-hop""", @"\bmulticast\b"),
        Of("a flow-vpn route without route distinguisher can not be encoded", """^refused: .*a flow-vpn route needs a route distinguisher"""),
        Of("a prefix of the other IP version can not be encoded", """^refused: .*(is not an ipv[46] prefix|is not an ipv[46] prefix with its length)"""),
        Of("conditions and actions outside of a route, which ExaBGP puts into the route before", """^refused: .*invalid keyword""", @"flow \{[^{}]*(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}[^{}]*)*\b(accept|discard|source|destination|protocol|port)\b"),
        Of("no name in a list of templates, or a list in it", """^refused: invalid inherit list""", @"inherit \[ ?[,\[]|inherit \[ \w+, \[|inherit \[[^\];]*\] \["),
        Of("words between the prefix and the brace of a route, which ExaBGP loses", """^(refused|routes)""", @"route\s+\S+\s+[^\s;{}][^;{}]*\{"),
        Of("a punctuation mark or nothing is no name", """^refused: .*expected a (name|watchdog name), not"""),
        Of("a number beyond its field, or none", """^refused: .*(invalid (path-information|label|community .*too large)|expected a path identifier|is not a label index|invalid cluster list|code is not 0x hexadecimal|the port must be)"""),
        Of("a sign before a number", """^refused: """, @" [+-]\d"),
        Of("an expression that ends with its operator, or is empty", """^refused: .*(Can not finish an expresion on an &|Invalid expression \(too short\))"""),
        Of("words behind or in the numbers of bgp-prefix-sid, which ExaBGP loses", """^refused: .*expect '[\[\](),]', but received|^refused: .*(base|range) of an SRGB"""),
        Of("a route in more parts than there can be; ExaBGP dies of it in static, and does not split in announce", """^refused: .*can not be split into parts of"""),
        Of("an empty word is no keyword", """^refused: .*(invalid keyword|unknown command|The command) ["']["']""", "\"\"|''"),
        Of("a brace too many: ExaBGP does not read the rest of the file", """^refused: closing too many parenthesis"""),
        Of("no more messages a second than an integer holds", """^rate-limit \d+ != rate-limit 2147483647"""),

        // ExaBGP refuses or loses what its documentation, another of its versions or an RFC allows.
        Of("as-path N, and sets in sequences, as ExaBGP 4.2 reads them", """^accepted, .*('ASN' object is not iterable|could not parse as-path)"""),
        Of("large communities as hexadecimal numbers, as ExaBGP 6.0 reads them", """^accepted, .*large-community .*invalid literal for int"""),
        Of("values of FlowSpec: true, false and hexadecimal numbers where ExaBGP takes decimal ones", """^accepted, .*(flow|match)""", @" ((?i:true|false)(&=1)?|\[? ?0x)"),
        Of("route-distinguisher of a VPLS site, as ExaBGP documents it", """^accepted, .*invalid keyword .route-distinguisher.""", "vpls"),
        Of("a process without encoder, as ExaBGP 3.4 and 6.0 read it", """^accepted, .*unset process sections: encoder"""),
        Of("values of FlowSpec one after the other without brackets, as ExaBGP 3.4 reads them", """^accepted, .*error message: '[=<>!0-9a-z-]+'$"""),
        Of("a line that goes on with an empty one: a backslash at its end is a space", """^accepted, .*the text ends with a backslash""", @"\\\s*\n\s*(\n|$)"),
        Of("names of ICMPv6 and not-a-fragment", """^accepted, .*unknown (protocol icmpv6|fragment not-a-fragment)"""),
        Of("ipv6 multicast has a name", """^accepted, .*invalid afi/safi pair ipv6/multicast"""),
        Of("redirect to an IPv6 address and number", """^accepted, .*not supported between instances""", @"\[2001:db8::1\]:1"),
        Of("\"auto\" and \"disable\" are values that merge as others do", """^accepted, .*can not copy .*NoneType"""),
        Of("an IPv6 /32 does not make a range of an IPv4 neighbor", """^accepted, .*can only use ip ranges""", @"/32"),
        Of("next-hop self where our address is not known yet: the connection tells it", """^accepted, .*'NoneType' object has no attribute 'afi'"""),
        Of("of two next-hops the first counts everywhere", """^accepted, .*use of "next-hop self".*""", @"next-hop [0-9a-f.:]+ next-hop (?i:self)"),
        Of("split in announce", """^routes \d+ != routes \d+""", @"announce .*split"),
        Of("the last statement of a route's block needs no semicolon; ExaBGP loses it", """^(refused|routes)""", @"[;{}]\s*[^;{}\s][^;{}]*\}"),
        Of("a template named twice is joined once", """^(api|add-path|families|nexthop|routes) """, @"inherit \[ t,? t \]"),
        Of("a template is not changed by the neighbors that inherit it", """^""", @"inherit .*inherit "),

        // What exabgp-compat.md calls absent.
        Of("not there yet", "^refused: .*is not supported yet"),

        // The text: escapes and quotes mean what they say.
        Of("an escaped character is part of the word", """^""", """\\[^\n⏎]"""),
        Of("a quote at the end of a line is not closed", """^refused: .*a quote is not closed""", """["']\s*(\n|$)"""),
        Of("the other kind of quote inside a quoted word is a character", "^", """("[^"\n]*'[^"\n]*")|('[^'\n]*"[^'\n]*')"""),
        Of("a word glued to a comment is not lost", "^", """[^\s;{}\[\],]#"""),
    ];

    public static bool Has(string text, string difference) =>
        Array.Exists(All, one => one.Difference.IsMatch(difference) && one.Text?.IsMatch(text) != false);

    private static (string Reason, Regex Difference, Regex? Text) Of(string reason, string difference, string? text = null) =>
        (reason, new Regex(difference, RegexOptions.Singleline), text is null ? null : new Regex(text, RegexOptions.Singleline));
}
