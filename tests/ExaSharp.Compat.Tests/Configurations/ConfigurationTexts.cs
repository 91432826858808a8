namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>Whole configurations: how templates merge, what is checked when a block and the file end, and odd punctuation.</summary>
internal static class ConfigurationTexts
{
    private const string Basics = "router-id 1.1.1.1; local-address 10.0.0.1; local-as 65000; peer-as 65001;";
    private const string Processes = "process p { run /bin/cat; encoder json; }\nprocess q { run /bin/cat; encoder text; }\n";

    /// <summary>Statements of a neighbour in two versions that differ: for a template and for who inherits it, and for a second template.</summary>
    private static readonly (string One, string Two)[] Pairs =
    [
        ("description a;", "description b;"), ("host-name a;", "host-name b;"), ("domain-name a;", "domain-name b;"), ("router-id 3.3.3.3;", "router-id 4.4.4.4;"),
        ("hold-time 30;", "hold-time 60;"), ("rate-limit 5;", "rate-limit 6;"), ("rate-limit 5;", "rate-limit disable;"), ("local-address 10.0.0.5;", "local-address 10.0.0.6;"),
        ("local-address 10.0.0.5;", "local-address auto;"), ("source-interface a;", "source-interface b;"), ("peer-address 10.0.0.7;", "peer-address 10.0.0.8;"),
        ("local-as 1;", "local-as 2;"), ("local-as auto;", "local-as 2;"), ("peer-as 1;", "peer-as 2;"), ("peer-as auto;", "peer-as 2;"), ("passive true;", "passive false;"),
        ("listen 1;", "listen 2;"), ("connect 1;", "connect 2;"), ("outgoing-ttl 1;", "outgoing-ttl 2;"), ("outgoing-ttl 1;", "outgoing-ttl disable;"), ("incoming-ttl 1;", "incoming-ttl 2;"),
        ("incoming-ttl disable;", "incoming-ttl 2;"), ("md5-password a;", "md5-password b;"), ("md5-password YQ==; md5-base64 true;", "md5-base64 false;"), ("md5-base64 auto;", "md5-base64 true;"),
        ("md5-ip 10.0.0.8;", "md5-ip 10.0.0.9;"), ("group-updates true;", "group-updates false;"), ("auto-flush true;", "auto-flush false;"), ("adj-rib-in true;", "adj-rib-in false;"),
        ("adj-rib-out true;", "adj-rib-out false;"), ("manual-eor true;", "manual-eor false;"),
        ("family { ipv4 unicast; }", "family { ipv6 unicast; }"), ("family { ipv4 unicast; }", "family { ipv4 unicast; ipv4 flow; }"), ("family { all; }", "family { ipv4 unicast; }"), ("family { }", "family { ipv4 unicast; }"),
        ("capability { asn4 false; }", "capability { asn4 true; }"), ("capability { asn4 false; }", "capability { extended-message false; }"), ("capability { route-refresh; }", "capability { route-refresh false; }"),
        ("capability { graceful-restart 5; }", "capability { graceful-restart 6; }"), ("capability { graceful-restart disable; }", "capability { graceful-restart; }"), ("capability { add-path send; }", "capability { add-path receive; }"),
        ("capability { nexthop; }", "capability { nexthop false; }"), ("capability { multi-session; }", "capability { multi-session false; }"), ("capability { operational; }", "capability { operational false; }"),
        ("capability { aigp; }", "capability { aigp false; }"), ("capability { software-version true; }", "capability { software-version false; }"),
        ("capability { add-path send; } add-path { ipv4 unicast; }", "add-path { ipv6 unicast; }"), ("nexthop { ipv4 unicast ipv6; }", "nexthop { ipv4 mpls-vpn ipv6; }"), ("nexthop { ipv4 unicast ipv6; }", "nexthop { ipv6 unicast ipv4; }"),
        ("api a { processes [ p ]; neighbor-changes; }", "api b { processes [ q ]; receive { parsed; update; } }"), ("api { processes [ p ]; send { parsed; } }", "api { processes [ q ]; fsm; signal; negotiated; }"),
        ("api a { processes [ p ]; }", "api a { processes [ q ]; }"), ("api a { processes-match [ p ]; }", "api b { processes-match [ q ]; }"), ("api a { processes-match [ p ]; }", "api b { processes [ q ]; }"),
        ("static { route 10.0.0.0/24 next-hop 10.0.0.1; }", "static { route 10.1.0.0/24 next-hop 10.0.0.1; route 10.2.0.0/24 next-hop self; }"), ("static { route 10.0.0.0/24 next-hop self; }", "static { }"),
        ("announce { ipv4 { unicast 10.0.0.0/24 next-hop 10.0.0.1; } }", "flow { route { match { source 10.0.0.0/24; } then { discard; } } }"), ("announce { ipv4 { unicast 10.0.0.0/24 next-hop self; } }", "family { ipv4 unicast; }"),
        ("static { route 2001:db8::/64 next-hop 2001:db8::1; }", "family { ipv4 unicast; }"), ("static { route 10.0.0.0/24 next-hop 10.0.0.1; }", "family { ipv6 unicast; }"),
    ];

    public static IEnumerable<string> All => Merges().Concat(WholeFiles());

    private static IEnumerable<string> Merges()
    {
        foreach (var (one, two) in Pairs.Concat(Pairs.Select(pair => (One: pair.Two, Two: pair.One))))
        {
            yield return $"{Processes} template {{ neighbor t {{ {one} }} }} neighbor 10.0.0.2 {{ {Basics} inherit t; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} }} }} neighbor 10.0.0.2 {{ {Basics} {two} inherit t; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} }} }} neighbor 10.0.0.2 {{ inherit t; {Basics} {two} }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} }} neighbor u {{ {two} }} }} neighbor 10.0.0.2 {{ {Basics} inherit [ t u ]; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} }} neighbor u {{ {two} }} }} neighbor 10.0.0.2 {{ {Basics} inherit u; inherit t; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} }} }} template {{ neighbor u {{ {two} }} }} neighbor 10.0.0.2 {{ {Basics} inherit [ t, u ]; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} inherit u; }} neighbor u {{ {two} }} }} neighbor 10.0.0.2 {{ {Basics} inherit t; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} }} }} neighbor 10.0.0.2 {{ {Basics} inherit t; }} neighbor 10.0.0.3 {{ {Basics} {two} inherit t; }}";
            yield return $"{Processes} template {{ neighbor t {{ {one} {two} }} }} neighbor 10.0.0.2 {{ {Basics} inherit t; }}";
            yield return $"{Processes} neighbor 10.0.0.2 {{ {Basics} {one} {two} }}";
            yield return $"{Processes} template {{ neighbor t {{ {Basics} {one} }} }} neighbor 10.0.0.2 {{ inherit t; }}";
            yield return $"{Processes} template {{ neighbor t {{ {Basics} {one} }} }} neighbor 10.0.0.2 {{ inherit [ t t ]; {two} }}";
            yield return $"{Processes} neighbor 10.0.0.2 {{ {Basics} {two} inherit t; }} template {{ neighbor t {{ {one} }} }}";
            yield return $"{Processes} neighbor 2001:db8::2 {{ router-id 1.1.1.1; local-address 2001:db8::1; local-as 1; peer-as 1; {one} {two} }}";
        }
    }

    private static string[] WholeFiles() =>
    [
        "", " ", "\n\n", "# only a comment", "}", "neighbor", "neighbor 10.0.0.2", "neighbor 10.0.0.2;", "neighbor 10.0.0.2 {", "neighbor 10.0.0.2 { }", "template { }", "template { neighbor t { } }", "template;", "template t { }",
        Processes, Processes + "process p { run /bin/cat; encoder text; }", "process { run /bin/cat; encoder text; }", "process p { encoder text; }", "process p { run /bin/cat; }", "process p { }", "process p;", "process p { run /bin/cat; encoder text; } }", "process p { run /bin/cat; encoder text; } } junk { and; more",
        "process p { run /bin/cat; encoder text; }; neighbor", "process p { run /bin/cat; encoder text; } ;", "process \"a b\" { run /bin/cat; encoder text; }", "process p extra { run /bin/cat; encoder text; }",
        $"neighbor 10.0.0.2 {{ {Basics} }}", $"neighbor 10.0.0.2 {{ {Basics}", $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast;", $"neighbor 10.0.0.2 {{ {Basics} }} }}", $"neighbor 10.0.0.2 {{ {Basics} }} }} neighbor 10.0.0.3 {{ foo; }}", $"neighbor 10.0.0.2 {{ {Basics} }}; neighbor 10.0.0.3 {{ {Basics} }}",
        $"neighbor 10.0.0.2 {{ {Basics} }} neighbor 10.0.0.3 {{ {Basics} }}", $"neighbor 10.0.0.2 {{ {Basics} }} neighbor 10.0.0.2 {{ {Basics} }}", $"neighbor 10.0.0.2 {{ {Basics} }} neighbor 10.0.0.2 {{ {Basics} local-as 7; }}", $"neighbor 10.0.0.2 {{ {Basics} }} neighbor 10.0.0.2 {{ {Basics} hold-time 7; }}",
        $"neighbor 10.0.0.2 {{ {Basics} listen 1; }} neighbor 10.0.0.2 {{ {Basics} listen 2; }}", $"neighbor 10.0.0.2 {{ {Basics} listen 1; }} neighbor 10.0.0.2 {{ {Basics} local-as 9; listen 1; }}", $"neighbor 10.0.0.2/32 {{ {Basics} }}", $"neighbor 10.0.0.0/24 {{ {Basics} }}", $"neighbor 10.0.0.0/24 {{ {Basics} passive; }}", $"neighbor 10.0.0.5/24 {{ {Basics} passive; }}",
        $"neighbor 2001:db8::2 {{ {Basics} }}", "neighbor 2001:db8::2 { local-address 2001:db8::1; local-as 1; peer-as 1; }", "neighbor 2001:db8::3 { router-id 1.1.1.1; local-address 2001:db8::1; local-as 1; peer-as 1; }", "neighbor 2001:db8::/64 { router-id 1.1.1.1; local-address 2001:db8::1; local-as 1; peer-as 1; passive; }",
        "neighbor 10.0.0.2 { local-address 10.0.0.1; local-as 1; peer-as 1; }", "neighbor 10.0.0.2 { local-as 1; peer-as 1; }", "neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 1; }", "neighbor 10.0.0.2 { router-id 1.1.1.1; peer-as 1; }", "neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 1; peer-as 1; listen 5; }",
        "neighbor 10.0.0.2 { router-id 1.1.1.1; local-as auto; peer-as auto; }", "neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 1; peer-as 1; md5-ip 10.0.0.9; }", "neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 0; peer-as 0; }", "neighbor 10.0.0.2 { router-id 0.0.0.0; local-as 1; peer-as 1; }",
        $"neighbor 10.0.0.2 {{ {Basics} api {{ processes [ p ]; }} }}", $"neighbor 10.0.0.2 {{ {Basics} api {{ processes [ p ]; }} }} {Processes}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ processes [ p ]; processes-match [ q ]; }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ processes-match [ x ]; }} }}",
        $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ processes-match [ x p ]; }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ processes-match [ \"(\" ]; }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api a {{ processes [ p ]; }} api a {{ processes [ q ]; }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api a {{ processes [ p ]; }} api b {{ processes [ p ]; }} }}",
        $"{Processes} neighbor 10.0.0.2 {{ {Basics} api a {{ processes [ p ]; }} }} neighbor 10.0.0.3 {{ {Basics} api a {{ processes [ p ]; }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ processes [ ]; }} }}", $"{Processes} neighbor 10.0.0.2 {{ {Basics} api {{ send {{ parsed; }} }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast; }} family {{ ipv4 unicast; }} }}", $"neighbor 10.0.0.2 {{ {Basics} family {{ all; ipv4 unicast; }} }}", $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast; all; }} }}", $"neighbor 10.0.0.2 {{ {Basics} family {{ all; all; }} }}", $"neighbor 10.0.0.2 {{ {Basics} family {{ all; }} family {{ ipv4 unicast; }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast; }} capability {{ add-path send; }} add-path {{ ipv6 unicast; }} }}", $"neighbor 10.0.0.2 {{ {Basics} capability {{ add-path send; }} add-path {{ all; }} }}", $"neighbor 10.0.0.2 {{ {Basics} capability {{ add-path send; }} add-path {{ }} }}", $"neighbor 10.0.0.2 {{ {Basics} add-path {{ ipv4 unicast; }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast; }} nexthop {{ ipv4 unicast ipv6; }} }}", $"neighbor 10.0.0.2 {{ {Basics} nexthop {{ ipv4 unicast ipv6; ipv4 unicast ipv6; }} }}", $"neighbor 10.0.0.2 {{ {Basics} capability {{ nexthop false; }} nexthop {{ ipv4 unicast ipv6; }} }}", $"neighbor 10.0.0.2 {{ {Basics} nexthop {{ }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} md5-password \"{new string('x', 80)}\"; }}", $"neighbor 10.0.0.2 {{ {Basics} md5-password \"{new string('x', 81)}\"; }}", $"neighbor 10.0.0.2 {{ {Basics} md5-base64 true; md5-password \"{new string('x', 108)}\"; }}", $"neighbor 10.0.0.2 {{ {Basics} md5-base64 true; md5-password notbase64!; }}", $"neighbor 10.0.0.2 {{ {Basics} md5-base64 true; md5-password YQ=; }}", $"neighbor 10.0.0.2 {{ {Basics} md5-base64 true; }}",
        $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast; }} static {{ route 2001:db8::/64 next-hop 2001:db8::1; }} }}", $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv6 unicast; }} static {{ route 10.0.0.0/24 next-hop 10.0.0.1; }} }}", $"neighbor 10.0.0.2 {{ {Basics} family {{ ipv4 unicast; }} flow {{ route {{ match {{ }} then {{ }} }} }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} static {{ route 2001:db8::/64 next-hop self; }} }}", "neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 1; peer-as 1; static { route 10.0.0.0/24 next-hop self; } }", "neighbor 2001:db8::2 { router-id 1.1.1.1; local-address 2001:db8::1; local-as 1; peer-as 1; static { route 10.0.0.0/24 next-hop self; } }",
        $"neighbor 10.0.0.2 {{ {Basics} capability {{ multi-session; }} family {{ ipv4 unicast; ipv6 unicast; }} }}", $"neighbor 10.0.0.2 {{ {Basics} capability {{ route-refresh; }} adj-rib-out false; }}", $"neighbor 10.0.0.2 {{ {Basics} capability {{ graceful-restart; }} hold-time 0; }}", $"neighbor 10.0.0.2 {{ {Basics} host-name {new string('a', 255)}; }}", $"neighbor 10.0.0.2 {{ {Basics} host-name {new string('a', 256)}; }}", $"neighbor 10.0.0.2 {{ {Basics} domain-name {new string('a', 256)}; }}",
        "template { neighbor t { foo; } }", "template { neighbor t { } neighbor t { } }", "template { neighbor t { } } template { neighbor t { } }", $"template {{ neighbor t {{ hold-time 9; }} }} neighbor 10.0.0.2 {{ {Basics} inherit; }}", $"template {{ neighbor t {{ template {{ neighbor u {{ }} }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} neighbor 10.0.0.3 {{ }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 {{ next-hop 10.0.0.1; }}; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 {{ }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 next-hop 10.0.0.1 {{ med 5; }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route {{ }} }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 label 5; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 rd 1:1; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 rd 1:1 next-hop 10.0.0.1; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 rd 1:1 label 5; }} }}", $"neighbor 10.0.0.2 {{ {Basics} static {{ route 10.0.0.0/24 {{ label 5; }} }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} flow {{ route {{ match {{ source 10.0.0.0/24; destination 2001:db8::/64; }} then {{ discard; }} }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route {{ }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route; }} }}", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route a b c {{ }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} flow {{ route {{ match {{ source 10.0.0.0/24; }} match {{ destination 10.0.0.0/24; }} }} }} }}",
        $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv4 {{ unicast 2001:db8::/64 next-hop 2001::1; }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv4 {{ unicast 10.0.0.0/24; }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv4 {{ multicast 10.0.0.0/24; }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv4 {{ unicast 10.0.0.0/24 {{ next-hop 10.0.0.1; }} }} }} }}", $"neighbor 10.0.0.2 {{ {Basics} announce {{ ipv5 {{ }} }} }}",
    ];
}
