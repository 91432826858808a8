using ExaSharp.Bgp.Dissection;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Dissection;

public sealed class MessageDissectorTests
{
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

    private static readonly NegotiatedSession Session = new() { LocalAs = 65000, PeerAs = 65000, Families = AddressFamilies.Known };

    [Fact]
    public void Every_field_of_an_update_is_shown_with_its_offset() => Shows(
        "0055020000003E4001010040020040050400000064800E2D00028018000000000000000020010DB80000000000000000000000010078000051000000010000000220010DB8",
        """
           16  0055              length 85
           18  02                type 2 UPDATE
           19  0000              withdrawn routes: 0 octets
           21  003E              path attributes: 62 octets
           23  400101              attribute 1 origin, flags 0x40 well-known, 1 octet
           26  00                    origin igp
           27  400200              attribute 2 as-path, flags 0x40 well-known, 0 octets
           30                        as-path
           30  400504              attribute 5 local-preference, flags 0x40 well-known, 4 octets
           33  00000064              local-preference 100
           37  800E2D              attribute 14 mp-reach-nlri, flags 0x80 optional, 45 octets
           40  0002                  AFI 2 ipv6
           42  80                    SAFI 128 mpls-vpn
           43  18                    next-hop: 24 octets
           44  00000000000000..      next-hop 2001:db8::1
           68  00                    reserved
           69  78000051000000..      2001:db8::/32 label 5 rd 1:2

        """);

    [Fact]
    public void Routes_in_the_fields_of_an_update_itself_are_shown() => Shows(
        "0033020004180A000000144001010040020602010000000140030401020304180A0001",
        """
           16  0033              length 51
           18  02                type 2 UPDATE
           19  0004              withdrawn routes: 4 octets
           21  180A0000            10.0.0.0/24
           25  0014              path attributes: 20 octets
           27  400101              attribute 1 origin, flags 0x40 well-known, 1 octet
           30  00                    origin igp
           31  400206              attribute 2 as-path, flags 0x40 well-known, 6 octets
           34  020100000001          as-path ( 1 )
           40  400304              attribute 3 next-hop, flags 0x40 well-known, 4 octets
           43  01020304              next-hop 1.2.3.4
           47                    announced routes: 4 octets
           47  180A0001            10.0.1.0/24

        """);

    [Fact]
    public void An_attribute_that_is_malformed_is_shown_where_it_is_with_what_RFC_7606_makes_of_it() => Shows(
        "0029020000000E40010105400200C0040400000000180A0000",
        """
           16  0029              length 41
           18  02                type 2 UPDATE
           19  0000              withdrawn routes: 0 octets
           21  000E              path attributes: 14 octets
           23  400101              attribute 1 origin, flags 0x40 well-known, 1 octet
           26  05                    malformed: invalid ORIGIN 5 (treat-as-withdraw)
           27  400200              attribute 2 as-path, flags 0x40 well-known, 0 octets
           30                        as-path
           30  C00404              attribute 4 med, flags 0xC0 optional transitive, 4 octets
           33  00000000              malformed: the flags are not optional (treat-as-withdraw)
           37                    announced routes: 4 octets
           37  180A0000            10.0.0.0/24

        """);

    [Fact]
    public void An_open_is_shown_with_each_capability_and_where_it_breaks_off() => Shows(
        "003C0104FFFD00B40A0000021F0206010400010001020645040001010302064104000111700202460002064906016100",
        """
           16  003C              length 60
           18  01                type 1 OPEN
           19  04                version 4
           20  FFFD              my AS 65533
           22  00B4              hold time 180 s
           24  0A000002          BGP identifier 10.0.0.2
           28  1F                optional parameters: 31 octets
           29  0206                parameter 2 capabilities, 6 octets
           31  0104                  capability 1 multiprotocol, 4 octets
           33  00010001                Multiprotocol(ipv4 unicast)
           37  0206                parameter 2 capabilities, 6 octets
           39  4504                  capability 69 add-path, 4 octets
           41  00010103                AddPath(send/receive ipv4 unicast)
           45  0206                parameter 2 capabilities, 6 octets
           47  4104                  capability 65 asn4, 4 octets
           49  00011170                ASN4(70000)
           53  0202                parameter 2 capabilities, 2 octets
           55  4600                  capability 70 enhanced-route-refresh, 0 octets
           57                          Enhanced Route Refresh
           57  020649              malformed: parameter 2 of 6 octets does not fit
           60  06016100          4 octets behind the message

        """);

    [Fact]
    public void The_extended_form_of_optional_parameters_is_shown() => Shows(
        "00290104FFFD00B40A000002FFFF0009020006010400010001",
        """
           16  0029              length 41
           18  01                type 1 OPEN
           19  04                version 4
           20  FFFD              my AS 65533
           22  00B4              hold time 180 s
           24  0A000002          BGP identifier 10.0.0.2
           28  FF                optional parameters: 255 octets, not counted in the extended form
           29  FF0009            extended form (RFC 9072): 9 octets
           32  020006              parameter 2 capabilities, 6 octets
           35  0104                  capability 1 multiprotocol, 4 octets
           37  00010001                Multiprotocol(ipv4 unicast)

        """);

    [Theory]
    [InlineData("0013" + "04", "")]
    [InlineData("001B" + "03" + "06020568656C6C6F", """
           19  06                error code 6 Cease
           20  02                error subcode 2 Administrative Shutdown
           21  0568656C6C6F      data: Shutdown Communication: "hello"

        """)]
    [InlineData("0017" + "05" + "00010185", """
           19  0001              AFI 1 ipv4
           21  01                subtype 1 beginning of a refresh (BoRR)
           22  85                SAFI 133 flow

        """)]
    [InlineData("001F" + "06" + "0002" + "0008" + "000101" + "68656C6C6F", """
           19  0002              kind 2 ASM
           21  0008              8 octets
           23  00010168656C6C6F    ASM afi ipv4 safi unicast advisory "hello"

        """)]
    [InlineData("0014" + "04" + "00", """
           19  00                malformed: a KEEPALIVE has no octets behind its header

        """)]
    [InlineData("0015" + "09" + "0102", """
           19  0102              not known

        """)]
    public void The_other_messages_are_shown(string message, string expected)
    {
        var lines = Show(Marker + message).Split('\n');
        Assert.Equal(expected, string.Join('\n', lines[3..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FF")]
    [InlineData(Marker + "0012")]
    public void What_is_too_short_for_a_message_is_malformed(string octets) =>
        Assert.Contains("malformed: a message has at least 19 octets", Show(octets), StringComparison.Ordinal);

    [Fact]
    public void Path_identifiers_are_shown_where_they_were_negotiated()
    {
        var output = new TextBuffer();
        var session = Session with { AddPathReceive = [FamilyId.Ipv4Unicast] };
        MessageDissector.AppendNlri(FamilyId.Ipv4Unicast, Convert.FromHexString("00000007180A0000000000"), session, output);
        Assert.Equal("    0  00000007180A0000  10.0.0.0/24 path-information 0.0.0.7\n    8  000000            malformed: a path identifier has 4 octets\n", output.ToString());
    }

    [Theory]
    [InlineData(7)]
    public void Random_octets_do_no_harm(int seed)
    {
        var random = new Random(seed);
        var seeds = new[]
        {
            "0055020000003E4001010040020040050400000064800E2D00028018000000000000000020010DB80000000000000000000000010078000051000000010000000220010DB8",
            "003C0104FFFD00B40A0000021F020601040001000102064504000101030206410400011170020246000206490601610001",
        };
        for (var run = 0; run < 5000; run++)
        {
            var octets = Convert.FromHexString(Marker + seeds[run % seeds.Length]);
            for (var i = random.Next(4); i >= 0; i--) octets[random.Next(16, octets.Length)] = (byte)random.Next(256);
            var output = new TextBuffer();
            // Of exactly the message's length, so that nothing behind it can be read.
            MessageDissector.Append(octets.AsSpan(0, random.Next(octets.Length + 1)), Session with { Rfc = run % 3 == 0, Asn4 = run % 2 == 0 }, output);
            Assert.EndsWith("\n", output.ToString(), StringComparison.Ordinal);
        }
    }

    private static void Shows(string message, string expected) =>
        Assert.Equal("    0  FFFFFFFFFFFFFF..  marker\n" + expected, Show(Marker + message));

    private static string Show(string hex)
    {
        var output = new TextBuffer();
        MessageDissector.Append(Convert.FromHexString(hex), Session, output);
        return output.ToString();
    }
}
