using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>Text to octets and octets to text, with the octets and the text that ExaBGP 5.0.13 gives.</summary>
public class FlowVectorTests
{
    /// <summary>Words, octets, text of the received route.</summary>
    public static TheoryData<string, string, string> Ipv4 => new()
    {
        { "source 10.0.0.1/32", "0602200a000001", "source-ipv4 10.0.0.1/32" },
        { "source-ipv4 10.0.0.0/24 destination-ipv4 0.0.0.0/0", "07010002180a0000", "destination-ipv4 0.0.0.0/0 source-ipv4 10.0.0.0/24" },
        { "source 10.0.1.255/20", "0502140a0001", "source-ipv4 10.0.1.0/20" },
        { "source 10.0.0.0/8 source 11.0.0.0/8", "0602080a02080b", "source-ipv4 [ 10.0.0.0/8 11.0.0.0/8 ]" },
        { "protocol tcp", "03038106", "protocol =tcp" },
        { "protocol [ =tcp =udp ]", "050301068111", "protocol [ =tcp =udp ]" },
        { "protocol [ !=TCP 58 0x84 ]", "07030606013a8184", "protocol [ !=tcp =58 =sctp ]" },
        { "protocol icmpv6", "0303813a", "protocol =58" },
        { "port =80", "03048150", "port =80" },
        { "port [ =80 =8080 ]", "06040150911f90", "port [ =80 =8080 ]" },
        { "port http", "03048150", "port =80" },
        { "port >=1024&<=65535", "0704130400d5ffff", "port [ >=1024&<=65535 ]" },
        { "destination-port [ =80 >8080&<8088 ]", "09050150121f90d41f98", "destination-port [ =80 >8080&<8088 ]" },
        { "destination-port =80|=443", "060501509101bb", "destination-port [ =80 =443 ]" },
        { "source-port >1024", "0406920400", "source-port >1024" },
        { "source-port [!=80 !=8080]", "06060650961f90", "source-port [ !=80 !=8080 ]" },
        { "icmp-type [ unreachable echo-request echo-reply ]", "0707010301088100", "icmp-type [ =unreachable =echo-request =echo-reply ]" },
        { "icmp-type =3 icmp-code =3", "06078103088103", "icmp-type =unreachable icmp-code =3" },
        { "icmp-code [ host-unreachable network-unreachable ]", "050801018100", "icmp-code [ =1 =0 ]" },
        { "tcp-flags [ syn ]", "03098002", "tcp-flags syn" },
        { "tcp-flags syn+SYN", "03098002", "tcp-flags syn" },
        { "tcp-flags [ =rst =fin+push ]", "050901048109", "tcp-flags [ =rst =fin+push ]" },
        { "tcp-flags [SYN RST&FIN&!=push]", "0909000200044001c308", "tcp-flags [ syn rst&fin&!=push ]" },
        { "tcp-flags ack+cwr&!fin+ece", "05090090c241", "tcp-flags [ ack+cwr&!fin+ece ]" },
        { "tcp-flags [ urgent rst ]", "050900208004", "tcp-flags [ urg rst ]" },
        { "tcp-flags [ NS 0x20+0x8+1 ]", "06091001008029", "tcp-flags [ ns fin+push+urg ]" },
        { "tcp-flags [ =0x200 =0x201 0 ]", "09091102001102018000", "tcp-flags [ =unknown tcp flag type 512 =fin+unknown tcp flag type 513  ]" },
        { "packet-length [ >200&<300 >400&<500 ]", "0c0a02c854012c120190d401f4", "packet-length [ >200&<300 >400&<500 ]" },
        { "packet-length >=64&<=1500", "060a0340d505dc", "packet-length [ >=64&<=1500 ]" },
        { "dscp [ 10 20 ]", "050b010a8114", "dscp [ =10 =20 ]" },
        { "dscp =46", "030b812e", "dscp =46" },
        { "fragment [ first-fragment last-fragment ]", "050c00048008", "fragment [ first-fragment last-fragment ]" },
        { "fragment IS_FRAGMENT", "030c8002", "fragment is-fragment" },
        { "fragment [ not-a-fragment ]", "030c8202", "fragment !is-fragment" },
        { "fragment [ =not-a-fragment ]", "030c8302", "fragment !=is-fragment" },
        { "fragment [ !not-a-fragment ]", "030c8002", "fragment is-fragment" },
        { "fragment !=0x10", "030c8310", "fragment !=unknown fragment type 16" },
        { "port true", "03048700", "port true" },
        { "port [ >5&false ]", "05040205c000", "port [ >5&false0 ]" },
        { "", "00", "" },
        {
            "source-port >1024 protocol [ udp tcp ] port [ =80 =8080 ] destination-port [ >8080&<8088 =3128 ] "
            + "source 10.0.0.9/32 destination 192.168.0.1/32",
            "250120c0a8000102200a0000090301118106040150911f9005121f90541f98910c3806920400",
            "destination-ipv4 192.168.0.1/32 source-ipv4 10.0.0.9/32 protocol [ =udp =tcp ] port [ =80 =8080 ] "
            + "destination-port [ >8080&<8088 =3128 ] source-port >1024"
        },
        {
            "source 10.0.0.1/32 destination 192.168.0.1/32 port [ =80 =8080 ] destination-port [ >8080&<8088 =3128 ] source-port >1024 "
            + "protocol [ tcp udp ] packet-length [ >200&<300 >400&<500 ] fragment [ first-fragment last-fragment ] "
            + "icmp-type [ unreachable echo-request echo-reply ] icmp-code [ host-unreachable network-unreachable ] "
            + "tcp-flags [ urgent rst ] dscp [ 10 20 ]",
            "4c0120c0a8000102200a0000010301068111040150911f9005121f90541f98910c38069204000701030108810008010181000900208004"
            + "0a02c854012c120190d401f40b010a81140c00048008",
            "destination-ipv4 192.168.0.1/32 source-ipv4 10.0.0.1/32 protocol [ =tcp =udp ] port [ =80 =8080 ] "
            + "destination-port [ >8080&<8088 =3128 ] source-port >1024 icmp-type [ =unreachable =echo-request =echo-reply ] "
            + "icmp-code [ =1 =0 ] tcp-flags [ urg rst ] packet-length [ >200&<300 >400&<500 ] dscp [ =10 =20 ] "
            + "fragment [ first-fragment last-fragment ]"
        },
        {
            "source 10.0.0.10/32 destination 192.168.0.1/32 port [ !=0 ] destination-port [ !=443 ] source-port [ !=80 !=8080 ] protocol [ !=tcp ]",
            "1c0120c0a8000102200a00000a038606048600059601bb060650961f90",
            "destination-ipv4 192.168.0.1/32 source-ipv4 10.0.0.10/32 protocol !=tcp port !=0 destination-port !=443 source-port [ !=80 !=8080 ]"
        },
    };

    public static TheoryData<string, string, string> Ipv6 => new()
    {
        { "source 2001:db8::/32", "0702200020010db8", "source-ipv6 2001:db8::/32/0" },
        { "source 2001:db8::/64/16", "0b02401020010db800000000", "source-ipv6 2001:db8::/64/16" },
        { "source-ipv6 ::1/128/120 destination-ipv6 ::/0", "1601000002807800000000000000000000000000000001", "destination-ipv6 ::/0/0 source-ipv6 ::1/128/120" },
        { "destination ::/0/0 next-header =udp", "06010000038111", "destination-ipv6 ::/0/0 next-header =udp" },
        { "destination ::/0 protocol ipv6-icmp", "0601000003813a", "destination-ipv6 ::/0/0 next-header =58" },
        { "destination ::/0 traffic-class 101", "060100000b8165", "destination-ipv6 ::/0/0 traffic-class =101" },
        { "destination ::/0 dscp 46", "060100000b812e", "destination-ipv6 ::/0/0 traffic-class =46" },
        { "flow-label [ 5 300 70000 ]", "0b0d010511012ca100011170", "flow-label [ =5 =300 =70000 ]" },
        { "flow-label >100&<2000", "060d0264d407d0", "flow-label [ >100&<2000 ]" },
        { "flow-label 0xFFFFF", "060da1000fffff", "flow-label =1048575" },
        // ExaBGP's names are those of ICMP in IPv6 rules too.
        { "icmp-type [ echo-request unreachable ] destination ::/0", "080100000701088103", "destination-ipv6 ::/0/0 icmp-type [ =echo-request =unreachable ]" },
        { "icmp-type icmpv6-echo-request destination ::/0", "06010000078180", "destination-ipv6 ::/0/0 icmp-type =128" },
        { "icmp-type ICMPv6_Neighbor_Solicitation icmp-code icmpv6-port-unreachable", "06078187088104", "icmp-type =135 icmp-code =4" },
        { "icmp-code port-unreachable destination ::/0", "06010000088103", "destination-ipv6 ::/0/0 icmp-code =3" },
        { "destination ::/0 icmp-type [ neighbour-solicitation neighbor-advertisement ]", "080100000701878188", "destination-ipv6 ::/0/0 icmp-type [ =135 =136 ]" },
        { "icmp-type packet-too-big", "03078102", "icmp-type =2" },
        { "icmp-type =1 icmp-code address-unreachable", "06078101088103", "icmp-type =1 icmp-code =3" },
        {
            "source ::1/128/120 destination 2a02:b80:15::7aca:39ff:feae:a87a/128/0 next-header udp traffic-class 101 flow-label 2013",
            "300180002a020b80001500007aca39fffeaea87a028078000000000000000000000000000000010381110b81650d9107dd",
            "destination-ipv6 2a02:b80:15:0:7aca:39ff:feae:a87a/128/0 source-ipv6 ::1/128/120 next-header =udp traffic-class =101 flow-label =2013"
        },
    };

    public static TheoryData<string, bool, string, string> Vpn => new()
    {
        { "rd 65535:65536 source 10.0.0.1/32", false, "0e0000ffff0001000002200a000001", "source-ipv4 10.0.0.1/32 rd 65535:65536" },
        { "source 10.0.0.0/8 route-distinguisher 1.2.3.4:5", false, "0b000101020304000502080a", "source-ipv4 10.0.0.0/8 rd 1.2.3.4:5" },
        { "rd 70000:5", false, "080002000111700005", " rd 70000:5" },
        { "rd 1:1 destination ::/0", true, "0b0000000100000001010000", "destination-ipv6 ::/0/0 rd 1:1" },
    };

    [Theory]
    [MemberData(nameof(Ipv4))]
    public void An_IPv4_rule_in_octets_and_back(string words, string octets, string text)
    {
        Check(words, FamilyId.Ipv4Flow, octets, text);
        Check($"{{ match {{ {InBlock(words)} }} }}", FamilyId.Ipv4Flow, octets, text);
    }

    [Theory]
    [MemberData(nameof(Ipv6))]
    public void An_IPv6_rule_in_octets_and_back(string words, string octets, string text) =>
        Check(words, FamilyId.Ipv6Flow, octets, text);

    [Theory]
    [MemberData(nameof(Vpn))]
    public void A_rule_of_a_VPN_in_octets_and_back(string words, bool isIpv6, string octets, string text) =>
        Check(words, isIpv6 ? FamilyId.Ipv6FlowVpn : FamilyId.Ipv4FlowVpn, octets, text);

    /// <summary>Octets that no text gives.</summary>
    [Theory]
    [InlineData("03048950", "flow port 0980")]
    [InlineData("0304c150", "flow port &=80")]
    [InlineData("03098402", "flow tcp-flags 04syn")]
    [InlineData("0304c750", "flow port &true80")]
    [InlineData("0404910050", "flow port =80")]
    [InlineData("0604a100000050", "flow port =80")]
    [InlineData("0a04b1ffffffffffffffff", "flow port =18446744073709551615")]
    [InlineData("0603810603c111", "flow protocol [ =tcp&=udp ]")]
    [InlineData("06038106038111", "flow protocol [ =tcp =udp ]")]
    [InlineData("03088103", "flow icmp-code =3")]
    [InlineData("03098000", "flow tcp-flags ")]
    public void Received_octets_are_shown_as_ExaBGP_shows_them(string octets, string text) =>
        Assert.Equal(text, FlowCases.Text(FamilyId.Ipv4Flow, octets));

    [Theory]
    [InlineData("port =80", "flow port =http")]
    [InlineData("port <2000", "flow port <callbook")]
    [InlineData("destination-port [ =80 >8080&<8088 ]", "flow destination-port [ =http >http-alt&<radan-http ]")]
    [InlineData("source-port =65535", "flow source-port =65535")]
    [InlineData("packet-length =80", "flow packet-length =80")]
    public void Routes_of_our_own_are_shown_with_service_names(string words, string text) =>
        Assert.Equal(text, FlowCases.ConfiguredText(FamilyId.Ipv4Flow, FlowCases.Nlri(words)));

    [Theory]
    [InlineData("ipv4", "next-header tcp traffic-class 5", "060381060b8105")]
    [InlineData("ipv6", "protocol tcp dscp 5", "060381060b8105")]
    [InlineData("ipv6", "icmp-type icmpv6-echo-reply", "03078181")]
    public void Behind_a_family_the_words_are_of_that_family(string afi, string words, string octets)
    {
        Assert.True(FamilyNames.TryParseAfi(System.Text.Encoding.UTF8.GetBytes(afi), out var number));
        var result = FlowCases.Read(words, afi: number);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(new FamilyId(number, Safi.Flow), result.Family);
        Assert.Equal(octets, result.Nlri);
    }

    [Theory]
    [InlineData(239)]
    [InlineData(240)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(4095)]
    public void The_length_takes_two_octets_from_240_on(int length)
    {
        // One type octet, then one value of 3 octets for an even length, all others of 2.
        var values = (length - 1) / 2;
        var words = string.Concat(Enumerable.Range(0, values).Select(i => i == 0 && length % 2 == 0 ? " =1000" : " =1"));
        var octets = FlowCases.Nlri($"port [{words} ]");
        var head = length < 240 ? $"{length:x2}" : $"f{length:x3}";
        Assert.StartsWith(head + "04", octets, StringComparison.Ordinal);
        Assert.Equal(head.Length + 2 * length, octets.Length);
        Assert.Equal(values, FlowCases.Text(FamilyId.Ipv4Flow, octets).Count(c => c == '='));
    }

    [Fact]
    public void A_rule_longer_than_4095_octets_is_refused()
    {
        var result = FlowCases.Read($"port [{string.Concat(Enumerable.Repeat(" =1", 2048))} ]");
        Assert.False(result.Ok);
        Assert.Equal("a flow route can not be longer than 4095 octets", result.Error);
    }

    [Fact]
    public void A_short_rule_with_a_long_length_field_is_the_same_route()
    {
        Assert.Equal(NlriResult.Ok, FlowCases.Receive(FamilyId.Ipv4Flow, Convert.FromHexString("f003048150ff"), out var nlri, out _, out var rest));
        Assert.Equal("f003048150", Convert.ToHexStringLower(nlri));
        Assert.Equal(1, rest);
        var family = AddressFamilies.Find(FamilyId.Ipv4Flow)!;
        Assert.Equal("048150", Convert.ToHexStringLower(family.Key(nlri, new byte[10])));
        Assert.Equal("048150", Convert.ToHexStringLower(family.Key(Convert.FromHexString("03048150"), new byte[10])));
        Assert.Equal("flow port =80", FlowCases.Text(FamilyId.Ipv4Flow, "f003048150"));
    }

    /// <summary>Each keyword of the words begins a statement.</summary>
    private static string InBlock(string words)
    {
        var result = new System.Text.StringBuilder();
        foreach (var word in words.Split(' '))
        {
            if (result.Length > 0) result.Append(word.Length > 2 && char.IsAsciiLetter(word[0]) && FlowGrammarKeyword(word) ? "; " : " ");
            result.Append(word);
        }
        return words.Length == 0 ? "" : result.Append(';').ToString();
    }

    private static bool FlowGrammarKeyword(string word) =>
        Bgp.Families.Flow.FlowGrammar.Words.Find(System.Text.Encoding.UTF8.GetBytes(word)) is not null;

    private static void Check(string words, FamilyId family, string octets, string text)
    {
        var result = FlowCases.Read(words);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(family, result.Family);
        Assert.Equal(octets, result.Nlri);
        var shown = text.Length == 0 ? "flow" : text[0] == ' ' ? "flow" + text : "flow " + text;
        Assert.Equal(shown, FlowCases.Text(family, octets));
    }
}
