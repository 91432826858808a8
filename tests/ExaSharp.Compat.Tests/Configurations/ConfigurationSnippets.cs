namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>
/// Small configurations that try every keyword of every section: with good values, values at and beyond the limits, none,
/// others' values, too many words, in other sections, twice, and with the punctuation wrong.
/// </summary>
internal static class ConfigurationSnippets
{
    private const string Basics = "router-id 1.1.1.1; local-address 10.0.0.1; local-as 65000; peer-as 65001;";
    private const string Process = "process p { run /bin/cat; encoder json; }\nprocess q { run /bin/cat; encoder text; }\n";

    /// <summary>Each section, as a text around statements in it.</summary>
    private static readonly (string Name, string Before, string After)[] Sections =
    [
        ("root", "", ""),
        ("process", "process p { run /bin/cat; encoder json;", "}"),
        ("template", "template {", "}"),
        ("template neighbor", "template { neighbor t {", $"}} }} neighbor 10.0.0.2 {{ {Basics} inherit t; }}"),
        ("neighbor", $"neighbor 10.0.0.2 {{ {Basics}", "}"),
        ("bare neighbor", "neighbor 10.0.0.2 { local-as 65000; peer-as 65001;", "}"),
        ("family", $"neighbor 10.0.0.2 {{ {Basics} family {{", "} }"),
        ("capability", $"neighbor 10.0.0.2 {{ {Basics} capability {{", "} }"),
        ("add-path", $"neighbor 10.0.0.2 {{ {Basics} capability {{ add-path send; }} add-path {{", "} }"),
        ("nexthop", $"neighbor 10.0.0.2 {{ {Basics} nexthop {{", "} }"),
        ("api", $"{Process} neighbor 10.0.0.2 {{ {Basics} api a {{", "} }"),
        ("send", $"{Process} neighbor 10.0.0.2 {{ {Basics} api {{ processes [ p ]; send {{", "} } }"),
        ("receive", $"{Process} neighbor 10.0.0.2 {{ {Basics} api {{ processes [ p ]; receive {{", "} } }"),
        ("static", $"neighbor 10.0.0.2 {{ {Basics} static {{", "} }"),
        ("static route", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 {{ next-hop 10.0.0.1;", "} } }"),
        ("announce", $"neighbor 10.0.0.2 {{ {Basics} announce {{", "} }"),
        ("announce ipv4", $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv4 {{", "} } }"),
        ("announce ipv6", $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv6 {{", "} } }"),
        ("announce l2vpn", $"neighbor 10.0.0.2 {{ {Basics} announce {{ l2vpn {{", "} } }"),
        ("l2vpn", $"neighbor 10.0.0.2 {{ {Basics} l2vpn {{", "} }"),
        ("vpls", $"neighbor 10.0.0.2 {{ {Basics} l2vpn {{ vpls x {{ endpoint 5; base 1; offset 1; size 8; rd 1:1; next-hop 10.0.0.1;", "} } }"),
        ("flow", $"neighbor 10.0.0.2 {{ {Basics} flow {{", "} }"),
        ("flow route", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route r {{", "} } }"),
        ("match", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route r {{ match {{", "} then { discard; } } } }"),
        ("then", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route r {{ next-hop 10.0.0.1; match {{ source 10.0.0.0/24; }} then {{", "} } } }"),
        ("scope", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route r {{ match {{ source 10.0.0.0/24; }} then {{ discard; }} scope {{", "} } } }"),
    ];

    /// <summary>The keywords of each section, each with a good value.</summary>
    private static readonly Dictionary<string, string[]> Keywords = new()
    {
        ["process"] = ["run /bin/cat", "encoder text", "respawn false"],
        ["neighbor"] =
        [
            "inherit t", "description words", "host-name host", "domain-name domain.org", "router-id 2.2.2.2", "hold-time 30",
            "rate-limit 10", "local-address 10.0.0.3", "source-interface lo", "peer-address 10.0.0.4", "local-as 1", "peer-as 2",
            "passive", "listen 1179", "connect 1179", "outgoing-ttl 5", "incoming-ttl 6", "md5-password key", "md5-base64 true",
            "md5-ip 10.0.0.9", "group-updates false", "auto-flush false", "adj-rib-out true", "adj-rib-in true", "manual-eor true",
        ],
        ["family"] = ["ipv4 unicast", "ipv6 unicast", "l2vpn vpls", "bgp-ls bgp-ls", "all"],
        ["capability"] =
        [
            "nexthop", "add-path send", "asn4 false", "graceful-restart 60", "multi-session", "operational", "route-refresh",
            "aigp", "extended-message false", "software-version true",
        ],
        ["nexthop"] = ["ipv4 unicast ipv6", "ipv6 unicast ipv4"],
        ["api"] = ["processes [ p ]", "processes-match [ p ]", "neighbor-changes", "negotiated", "fsm", "signal"],
        ["send"] = ["parsed", "packets", "consolidate", "open", "update", "notification", "keepalive", "refresh", "operational"],
        ["static"] = ["route 10.0.1.0/24 next-hop 10.0.0.1", "attributes next-hop 10.0.0.1 nlri 10.0.1.0/24", "attribute next-hop 10.0.0.1 nlri 10.0.1.0/24"],
        ["static route"] =
        [
            "next-hop 10.0.0.9", "origin igp", "med 5", "local-preference 5", "as-path [ 1 2 ]", "atomic-aggregate", "aggregator 1:1.1.1.1",
            "originator-id 1.1.1.1", "cluster-list 1.1.1.1", "community 1:2", "large-community 1:2:3", "extended-community target:1:2",
            "aigp 5", "attribute [ 0x99 0xe0 0x01 ]", "label 5", "rd 1:2", "route-distinguisher 1:2", "path-information 5", "bgp-prefix-sid [ 300 ]",
            "name n", "split /25", "watchdog w", "withdraw",
        ],
        ["announce ipv4"] =
        [
            "unicast 10.0.1.0/24 next-hop 10.0.0.1", "multicast 224.0.0.0/24 next-hop 10.0.0.1", "nlri-mpls 10.0.1.0/24 next-hop 10.0.0.1 label 5",
            "mpls-vpn 10.0.1.0/24 next-hop 10.0.0.1 label 5 rd 1:2", "flow source 10.0.0.0/24 discard", "flow-vpn source 10.0.0.0/24 discard",
            "mup mup-isd 10.0.1.0/24 rd 1:2 next-hop 2001::1 extended-community [ target:1:1 ]", "mcast-vpn source-ad source 10.0.0.1 group 239.0.0.1 rd 1:2 next-hop 10.0.0.1",
            "mcast-vpn shared-join rp 10.0.0.1 group 239.0.0.1 rd 1:2 source-as 5 next-hop 10.0.0.1",
        ],
        ["announce ipv6"] = ["unicast 2001:db8::/64 next-hop 2001:db8::1", "nlri-mpls 2001:db8::/64 next-hop 2001:db8::1 label 5"],
        ["announce l2vpn"] = ["vpls endpoint 5 base 1 offset 1 size 8 rd 1:1 next-hop 10.0.0.1"],
        ["l2vpn"] = ["vpls endpoint 5 base 1 offset 1 size 8 rd 1:1 next-hop 10.0.0.1"],
        ["vpls"] =
        [
            "endpoint 5", "base 6", "offset 7", "size 9", "rd 2:2", "next-hop 10.0.0.2", "origin igp", "med 5", "as-path [ 1 2 ]", "local-preference 5", "atomic-aggregate",
            "aggregator 1:1.1.1.1", "originator-id 1.1.1.1", "cluster-list 1.1.1.1", "community 1:2", "extended-community target:1:2", "name n", "split /25", "watchdog w", "withdraw",
        ],
        ["flow"] = ["route source 10.0.0.0/24 discard"],
        ["flow route"] = ["rd 1:2", "route-distinguisher 1:2", "next-hop 10.0.0.1"],
        ["match"] =
        [
            "source 10.0.0.0/24", "source-ipv4 10.0.0.0/24", "source-ipv6 2001::/64", "destination 10.0.0.0/24", "destination-ipv4 10.0.0.0/24",
            "destination-ipv6 2001::/64/0", "protocol tcp", "next-header udp", "port 80", "destination-port =80", "source-port >1024", "icmp-type 8",
            "icmp-code 0", "packet-length <200", "dscp 10", "traffic-class 10", "flow-label 5", "tcp-flags syn", "fragment is-fragment",
        ],
        ["then"] =
        [
            "accept", "discard", "rate-limit 9600", "redirect 65000:1", "redirect-to-nexthop", "redirect-to-nexthop-ietf 10.0.0.1", "copy 10.0.0.1",
            "mark 10", "action sample-terminal", "community 1:2", "large-community 1:2:3", "extended-community target:1:2",
        ],
        ["scope"] = ["interface-set transitive:input:1:2"],
    };

    /// <summary>Sections that take the same keywords as another.</summary>
    private static readonly (string Section, string Same)[] Alike =
        [("template neighbor", "neighbor"), ("bare neighbor", "neighbor"), ("add-path", "family"), ("receive", "send")];

    /// <summary>Values that some keyword takes, and neighbours of those.</summary>
    private static readonly string[] Values =
    [
        "", "0", "1", "2", "3", "63", "64", "255", "256", "1048575", "1048576", "65534", "65535", "65536", "4294967295", "4294967296", "99999999999999999999",
        "-1", "+5", "007", "1.1", "1.65536", "65536.1", "1.", ".1", "1.2.3", "1.2.3.4", "1.2.3.256", "01.2.3.4", "1.2.3.4/24", "1.2.3.4/33", "1.2.3.0/24", "1.2.3.0/255.255.255.0",
        "10.0.0.0/8", "10.0.0.0/0", "0.0.0.0/0", "::/0", "::1", "2001:db8::1", "2001:db8::/32", "::1/129", "2001:db8::/32/16", "::ffff:1.2.3.4", "fe80::1%lo", "127.0.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
        "true", "TRUE", "Enable", "enabled", "false", "disable", "Disabled", "DISABLED", "yes", "no", "on", "off", "auto", "AUTO", "Auto", "none", "self", "SELF",
        "foo", "\"a b\"", "\"\"", "''", "a\\ b", "\\u0041", "\"\\\"\"", "a.b", "a..b", "-a", "a-", "a_b", "a/b", "ä", "x[y", "a\"b\"c", "'a;b'",
        "[ ]", "[ 1 ]", "[ 1 2 ]", "[ 1, 2 ]", "[1,2]", "[ 1", "1 ]", "[ a ]", "[ a b ]", "[ [ 1 ] ]", "( 1 2 )", "(1 2)", "( 1", ",", "[ , ]", "[ p, q ]", "[ p q ]", "[ p ] q", "[ ( ]", "[ .* ]",
        "1:2", "65535:65535", "65536:1", "1:65536", "1.2.3.4:5", "5:1.2.3.4", "1:2:3", "1:2:3:4", "4294967296:1", "0:0", ":", "1:", "a:b", "0x", "0x10", "0xFF", "0xg", "0x0002000100000002",
        "text", "json", "TEXT", "/bin/cat", "/bin/cat -u", "/nowhere", "/tmp", "cat", "unicast", "Unicast", "UNICAST", "multicast", "nlri-mpls", "mpls-vpn", "mcast-vpn", "flow", "flow-vpn", "mup", "vpls", "evpn", "bgp-ls", "bgp-ls-vpn", "rtc",
        "unicast ipv6", "unicast ipv4", "unicast IPV6", "flow ipv6", "mpls-vpn ipv6",
        "send", "receive", "send/receive", "receive/send", "SEND", "Send/Receive", "igp", "IGP", "egp", "incomplete",
        "target:1:2", "origin:1:2", "target:1.2.3.4:5", "target:70000:1", "target:1", "redirect:1:2", "bandwidth:1:2", "l2info:1:2:3:4", "foo:1:2", "target4:70000:1", "mup:1:2", "[ target:1:2 origin:3:4 ]", "[ target:1:2, origin:3:4 ]", "[ 1:2 3:4 ]", "[ 1:2, 3:4 ]", "[ 1:2:3 4:5:6 ]",
        "no-export", "NO-EXPORT", "no_export", "no-advertise", "nopeer", "blackhole", "[ no-export 1:2 ]", "[ no-export", "1:1.1.1.1", "( 1:1.1.1.1 )", "(1:1.1.1.1)", "[ 1.1.1.1 2.2.2.2 ]", "[ 1.1.1.1, 2.2.2.2 ]",
        "[ 0x99 0xe0 0x01 ]", "[ 0x99 0xe0 0x ]", "[ 0x99 0xe0 0x1 ]", "[ 153 0xe0 0x01 ]", "[ 0x99 0xe0 ]", "[ 0x99 0xe0 0x01 0x02 ]", "[ 0x999 0xe0 0x01 ]",
        "[ 300, [ ( 800000,100 ) ] ]", "[ 300, [ ( 800000,100 ), ( 1000000,5000 ) ] ]", "[ 1 2 ] ( 3 4 )", "[ 1 2 ( 3 4 ) ]", "[ 1 ] [ 2 ]", "[ 1.1 70000 ]", "[ 4294967296 ]",
        "/25", "/24", "/32", "/33", "/", "25", "announce", "withdraw", "80", "=80", ">80", ">=80", "<80", "<=80", "!=80", "=>80", "=80&=81", ">80&<90", "[ =80 =81 ]", "[ >80&<90 =100 ]", "80&", "=", "http", "HTTP", "[ http https ]", "true&=1",
        "tcp", "TCP", "[ tcp udp ]", "=tcp", "icmpv6", "echo-request", "echo_request", "network-unreachable", "syn", "syn+ack", "[ syn ack ]", "!syn", "=syn", "!=syn", "syn&ack", "psh", "push", "is-fragment", "[ first-fragment last-fragment ]", "not-a-fragment",
        "sample", "terminal", "sample-terminal", "65000:1", "70000:1", "70000:65536", "65535:4294967295", "65535:4294967296", "1.2.3.4:1", "\"[2001:db8::1]\"", "\"[2001:db8::1]:1\"",
        "transitive:input:1:2", "non-transitive:output:1:2", "transitive:input-output:1:2", "transitive:both:1:2", "foo:input:1:2", "transitive:input:4294967296:2", "transitive:input:1:16384", "transitive:input:1", "[ transitive:input:1:2 non-transitive:output:1:2 ]",
    ];

    /// <summary>All keywords, with a value each, and whole configurations; and of the many values of each a share chosen at random.</summary>
    /// <param name="seed">What makes the choice the same again.</param>
    /// <param name="values">How many keywords with values.</param>
    public static IReadOnlyList<string> Choose(int seed, int values)
    {
        var many = Statements().Concat(Routes()).Distinct().ToArray();
        new Random(seed).Shuffle(many);
        return [.. Elsewhere().Concat(Punctuated()).Concat(ConfigurationTexts.All).Distinct(), .. many.Take(values)];
    }

    private static string[] KeywordsOf(string section)
    {
        foreach (var (name, same) in Alike)
            if (name == section) return Keywords[same];
        return Keywords.GetValueOrDefault(section, []);
    }

    /// <summary>Each keyword in its section with each value.</summary>
    private static IEnumerable<string> Statements() =>
        from section in Sections
        from keyword in KeywordsOf(section.Name)
        let word = keyword.Split(' ')[0]
        from value in Values
        select $"{section.Before} {word} {value}; {section.After}";

    /// <summary>Each keyword in each section.</summary>
    private static IEnumerable<string> Elsewhere() =>
        from section in Sections
        from keyword in Keywords.Values.SelectMany(words => words).Distinct()
        select $"{section.Before} {keyword}; {section.After}";

    /// <summary>Each keyword with a good value, and something wrong or unusual around it.</summary>
    private static IEnumerable<string> Punctuated() =>
        from section in Sections
        from keyword in KeywordsOf(section.Name)
        from statement in Around(keyword)
        select $"{section.Before} {statement} {section.After}";

    private static IEnumerable<string> Around(string keyword)
    {
        var word = keyword.Split(' ')[0];
        var value = keyword[word.Length..];
        return
        [
            $"{keyword}; {keyword};", $"{keyword} extra;", $"{keyword} extra words [ in ];", $"{keyword}", $"{keyword} {{ }}", $"{keyword} {{ }};", $"{word} {{ {keyword}; }}", $"{{ {keyword}; }}",
            $"{keyword};;", $"; {keyword};", $"{keyword};}}", $"{keyword}; # comment", $"{keyword} # comment\n;", $"{keyword}\n;", $"{keyword} \\\n ;", $"{word} \\\n {value};",
            $"{word.ToUpperInvariant()} {value};", $"\"{word}\" {value};", $"{word}\"\" {value};", $"{word}\t{value}\t;", $"{word}x {value};", $"{word} \"{value.Trim()}\";", $"{word} '{value.Trim()}';",
            $"{word} \"{value.Trim()};", $"{word}={value};", $"{word} = {value};", $"{word}: {value};", $"{word} [ {value} ];", $"{word} ( {value} );", $"{word} , {value};", $"{keyword},;", $"no {keyword};", $"{keyword}\r\n;",
            $"{keyword}; }} }} }} }} }}", $"{keyword} \\", $"{keyword};\\", $"{word}\\;{value};",
        ];
    }

    /// <summary>Each attribute in each form of a route with each value.</summary>
    private static IEnumerable<string> Routes()
    {
        string[] forms =
        [
            "static {{ route 10.0.0.0/24 next-hop 10.0.0.1 {0}; }}", "static {{ route 2001:db8::/64 next-hop 2001:db8::1 {0}; }}", "static {{ attributes next-hop 10.0.0.1 {0} nlri 10.0.1.0/24 10.0.2.0/24; }}",
            "announce {{ ipv4 {{ unicast 10.0.0.0/24 next-hop 10.0.0.1 {0}; }} }}", "announce {{ ipv4 {{ nlri-mpls 10.0.0.0/24 next-hop 10.0.0.1 label 5 {0}; }} }}", "announce {{ ipv4 {{ mpls-vpn 10.0.0.0/24 next-hop 10.0.0.1 label 5 rd 1:1 {0}; }} }}",
        ];
        foreach (var keyword in Keywords["static route"])
        {
            var word = keyword.Split(' ')[0];
            foreach (var form in forms)
                foreach (var value in Values)
                    yield return Neighbor(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, $"{word} {value}"));
        }
        foreach (var value in Values)
        {
            yield return Neighbor($"static {{ route {value} next-hop 10.0.0.1; }}");
            yield return Neighbor($"static {{ route {value} {{ next-hop 10.0.0.1; }} }}");
            yield return Neighbor($"static {{ attributes next-hop 10.0.0.1 nlri {value}; }}");
            yield return Neighbor($"announce {{ ipv4 {{ unicast {value} next-hop 10.0.0.1; }} }}");
            yield return Neighbor($"announce {{ ipv6 {{ unicast {value} next-hop 2001::1; }} }}");
            yield return $"neighbor {value} {{ {Basics} }}";
            yield return $"neighbor {value} {{ router-id 1.1.1.1; local-as 1; peer-as 2; }}";
            yield return $"neighbor {value} {{ router-id 1.1.1.1; local-as 1; peer-as 2; passive; }}";
            yield return $"template {{ neighbor {value} {{ hold-time 30; }} }} neighbor 10.0.0.2 {{ {Basics} inherit {value}; }}";
            yield return Neighbor($"api {value} {{ processes [ p ]; }}");
            yield return Neighbor($"flow {{ route {value} {{ match {{ }} then {{ discard; }} }} }}");
            yield return $"process {value} {{ run /bin/cat; encoder text; }}";
        }
    }

    private static string Neighbor(string statements) => $"{Process} neighbor 10.0.0.2 {{ {Basics} {statements} }}";
}
